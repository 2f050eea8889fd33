"""Everything there is on this Discord, as plain data, and what can happen to it."""
