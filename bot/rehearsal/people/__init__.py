"""The people of this Discord: what somebody does with the app in hand, and what it sends for them."""
