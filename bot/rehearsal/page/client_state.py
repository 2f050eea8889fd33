"""The state of a visitor's client: as whom they look, where, and what they have begun."""

from collections import deque
from dataclasses import dataclass, field

from bot.rehearsal.model.interactions import DEFERRED, FAILED, RESPONDED, WAITING, Interaction
from bot.rehearsal.model.users import User

MOST_BEGUN = 20


@dataclass(kw_only=True)
class ClientState:
    """Who a visitor is, which channel is open, and which message is selected."""

    user: User | None = None
    channel_id: int | None = None
    selected_id: int | None = None
    opened: set[int] = field(default_factory=set)
    """The direct conversations that were opened, even where nothing was said."""
    begun: deque[Interaction] = field(default_factory=lambda: deque(maxlen=MOST_BEGUN))

    def pending(self) -> list[Interaction]:
        """Return the interactions begun as this person that wait, failed, or opened the latest form."""
        mine = [one for one in self.begun if one.user is self.user]
        return [one for one in mine if one.state in (WAITING, DEFERRED, FAILED) or one is self._form(mine)]

    def _form(self, mine: list[Interaction]) -> Interaction | None:
        """Return the interaction whose form is open: the latest, and not sent yet."""
        latest = mine[-1] if mine else None
        return latest if latest and latest.state == RESPONDED and latest.modal else None
