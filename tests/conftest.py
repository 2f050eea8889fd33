"""Puts this folder on the path, for what several folders of tests share; lets a busy machine take its time."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
