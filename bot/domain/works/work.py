"""Fans' works: what is known of each, how far it has come, and where it is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WorkKind(StrEnum):
    """What a fan made."""

    ART = "art"
    REMIX = "remix"
    COVER = "cover"
    VIDEO = "video"
    COLLECTION = "collection"
    TRANSLATION = "translation"
    REVIEW = "review"


class Medium(StrEnum):
    """What it is made of; all but links and text are files."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    LINK = "link"
    TEXT = "text"


class WorkState(StrEnum):
    """How far a work has come. Only `granted` is ever shown."""

    SEEN = "seen"
    NOMINATED = "nominated"
    DISMISSED = "dismissed"
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNREACHED = "unreached"
    WITHDRAWN = "withdrawn"


class NominatedBy(StrEnum):
    """How a work came to be nominated."""

    STAFF = "staff"
    FANS = "fans"
    PICK = "pick"


class WithdrawnFor(StrEnum):
    """Why a work may not be shown any more."""

    DELETED = "deleted"
    LEFT = "left"
    REVOKED = "revoked"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A fan's message with something they made. `prints` tell the same file or link when it comes again.

    `by_team`: the maker belongs to the label; their works are never put forward as a fan's.
    """

    id: int = 0
    guild_id: int
    channel_id: int
    message_id: int
    maker_id: int
    maker_name: str
    made_at: datetime
    kind: WorkKind
    artist: str = ""
    medium: Medium
    caption: str = ""
    links: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    spoiler: bool = False
    by_team: bool = False
    state: WorkState = WorkState.SEEN
    nominated_at: datetime | None = None
    nominated_by: NominatedBy | None = None
    note: str = ""
    card_message_id: int | None = None
    shown_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_for: WithdrawnFor | None = None

    @property
    def jump_url(self) -> str:
        """Return the address of the original message."""
        return f"https://discord.com/channels/{self.guild_id}/{self.channel_id}/{self.message_id}"

    def looks_like(self, other: "Work") -> bool:
        """Whether there is the same to see of both: what an edit of the message can change."""
        own = (self.caption, self.links, self.prints, self.medium, self.spoiler)
        return own == (other.caption, other.links, other.prints, other.medium, other.spoiler)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCopy:
    """A message of ours that shows a work; `wanted_gone_at`: since when it must not."""

    id: int
    work_id: int
    channel_id: int
    message_id: int
    place: str
    showcase_id: int | None
    wanted_gone_at: datetime | None = None
    tries: int = 0
