"""What a label tells us about itself: its artists, its frequent questions and its shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.shows.show import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Artist:
    """Somebody whose music the label releases, with what fans call them in any language."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq:
    """A frequent question: how fans have put it, and the staff's answer by language code."""

    id: str
    examples: tuple[str, ...]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label and all that it has told us. The first language is the default of public posts."""

    name: str
    timezone: ZoneInfo
    languages: tuple[str, ...]
    artists: tuple[Artist, ...] = ()
    faqs: tuple[Faq, ...] = ()
    shows: tuple[Show, ...] = field(default=())

    def show(self, show_id: str) -> Show | None:
        """Return the show of that id, if the label has it."""
        return next((show for show in self.shows if show.id == show_id), None)

    def faq(self, faq_id: str) -> Faq | None:
        """Return the frequent question of that id, if the label has it."""
        return next((faq for faq in self.faqs if faq.id == faq_id), None)
