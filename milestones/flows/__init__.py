"""What happens: one file a story, the only place where the rooms meet."""
