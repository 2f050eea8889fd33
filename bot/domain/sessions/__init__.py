"""Q&A sessions with artists."""
