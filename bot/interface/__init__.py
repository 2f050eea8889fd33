"""What every feature needs to speak to people in Discord."""
