"""The command line: `milestones COMMAND`. Each command reads its options, calls one flow and prints what it gives."""

from jobs.cli.main import main

__all__ = ["main"]
