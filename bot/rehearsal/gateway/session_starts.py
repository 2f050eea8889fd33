"""How often a bot may begin a session: once in five seconds, a thousand times a day; real time."""

from bot.rehearsal.window import Window

EVERY = 5.0
A_DAY, DAY = 1000, 86_400.0


class SessionStarts:
    """Counts the IDENTIFYs of each application; without `pacing` they may come as fast as they like."""

    def __init__(self, *, pacing: bool = True) -> None:
        self.total = A_DAY
        self.every = EVERY if pacing else 0.0
        self._days: dict[int, Window] = {}
        self._turns: dict[int, Window] = {}

    def take(self, who: int) -> bool:
        """Count one of the day; False when they are used up."""
        return self._day(who).take()

    def take_turn(self, who: int) -> bool:
        """Count one of these five seconds; False when there was one already, which is no use but counts for the day."""
        return self._turns.setdefault(who, Window(1, self.every)).take()

    def limit(self, who: int) -> dict[str, int]:
        """Return what GET /gateway/bot tells of it."""
        day = self._day(who)
        rest = day.ends_in if day.ends_in > 0 else DAY
        return {
            "total": day.most,
            "remaining": day.left,
            "reset_after": round(rest * 1000),
            "max_concurrency": 1,
        }

    def _day(self, who: int) -> Window:
        return self._days.setdefault(who, Window(self.total, DAY))
