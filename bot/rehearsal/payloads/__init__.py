"""What the world looks like on the wire: plain functions from things to JSON."""
