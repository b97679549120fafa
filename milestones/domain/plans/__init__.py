"""A plan as it is written: headings, dates, owners, rows. Says what is in doubt and guesses nothing."""
