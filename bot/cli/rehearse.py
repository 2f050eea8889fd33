"""`rehearse`: see it all work on this machine."""


def rehearse() -> None:
    """Play a scene with fans and staff."""
