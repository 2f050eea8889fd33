"""A week's figures of fans' works."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFigures:
    """A week's figures for the digest; `takedown`: the median from the word to the last copy gone."""

    seen: int
    makers: int
    first_time_makers: int
    nominations: int
    asked: int
    granted: int
    highlights: int
    takedowns: int
    takedown: timedelta | None
    fans: int

    @property
    def consent_rate(self) -> float | None:
        """Return the share of makers answering yes, of those asked in the week; None if nobody was."""
        return self.granted / self.asked if self.asked else None
