"""What a maker has allowed to be done with their work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: A maker who says nothing for so long is not asked again.
ANSWER_WITHIN = timedelta(days=7)
#: The wording with which makers are asked; raised whenever what they agree to changes.
CONSENT_TEXT = 1


class Scope(StrEnum):
    """Where a maker allows their work to be shown; merchandise is asked anew each time."""

    SERVER = "server"
    SOCIAL = "social"
    MERCHANDISE = "merchandise"


class ConsentOutcome(StrEnum):
    """What a maker answered when they were asked."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNREACHED = "unreached"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The record of asking a maker: the wording, what they allowed, when. `purpose`: of merchandise only."""

    id: int = 0
    work_id: int
    guild_id: int
    maker_id: int
    purpose: str = ""
    text_version: int = CONSENT_TEXT
    asked_at: datetime
    asked_by: int
    channel_id: int
    message_id: int | None = None
    outcome: ConsentOutcome = ConsentOutcome.ASKED
    answered_at: datetime | None = None
    scopes: frozenset[Scope] = frozenset()
    credit: str = ""
    credit_link: str = ""
    track: str = ""
    stems: str = ""
    revoked_at: datetime | None = None

    def allows(self, scope: Scope) -> bool:
        """Whether the maker allows it, and has not taken that back."""
        return self.outcome is ConsentOutcome.GRANTED and scope in self.scopes
