"""So many in so many real seconds: what every limit of Discord's is made of."""

import time


class Window:
    """Begins with the first that is taken, and ends `seconds` later; then the next one begins anew."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._ends = 0.0
        self._taken = 0

    @property
    def left(self) -> int:
        """Return how many more may be taken."""
        return self.most - (self._taken if self.ends_in > 0 else 0)

    @property
    def ends_in(self) -> float:
        """Return the seconds until it ends; zero or less where none is open."""
        return self._ends - time.monotonic()

    def take(self) -> bool:
        """Take one; False where none is left."""
        if self.ends_in <= 0:
            self._ends = time.monotonic() + self.seconds
            self._taken = 0
        if self._taken >= self.most:
            return False
        self._taken += 1
        return True
