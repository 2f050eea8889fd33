"""Faults, as Discord has them: on order, or for a while."""
