"""Fans' works: what is one, and what its maker allows."""
