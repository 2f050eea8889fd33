"""Failures on order."""
