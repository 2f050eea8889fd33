"""Shows and what else a label tells us about itself."""
