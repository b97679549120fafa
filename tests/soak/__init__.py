"""Thousands of random kills of the real processes, and after them the question whether anything was lost."""
