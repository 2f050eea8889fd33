"""A week as a manager looks back on it."""
