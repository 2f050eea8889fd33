"""Fans' questions: what makes one, what answers it, what the label's data lack."""
