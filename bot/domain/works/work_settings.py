"""How a server deals with fans' works, and what its label offers to those who remix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSettings:
    """How a server deals with works: where they are shown, and when fans have nominated one."""

    guild_id: int
    highlights_channel_id: int | None = None
    reaction: str = "⭐"
    reactions_needed: int = 5
    maker_role_id: int | None = None
    artist_role_id: int | None = None
    weekday: int = 6
    hour: int = 18
    remix_policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixKit:
    """A share kit: what the label offers for remixes, a file or a link, with its terms."""

    id: int = 0
    guild_id: int
    title: str
    link: str = ""
    filename: str = ""
    content: bytes = b""
    terms: str = ""
