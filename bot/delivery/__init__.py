"""What comes in from Discord and what goes out to it, each exactly once."""
