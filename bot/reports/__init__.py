"""What is shown outside of one feature: shows in words, digests, charts, pictures."""
