"""What a person means: the newest text of a reply to intents and days, by an explicit grammar with reasons."""
