"""The HTTP side: one module a concern, each holding its routes."""
