"""Fans' works: what is one, what is known of it, and what its maker has allowed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.languages.language import languages
from bot.domain.questions.incoming import IncomingFile, IncomingMessage
from bot.domain.shows.label import Artist
from bot.domain.works.links import Link, links_in

#: A maker who says nothing for so long is not asked again.
ANSWER_WITHIN = timedelta(days=7)
#: The wording with which makers are asked; raised whenever what they agree to changes.
CONSENT_TEXT = 1
#: So much text is a work in itself, in a channel for translations or reviews.
LEAST_TEXT = 200
MOST_CAPTION = 600


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


class NominatedBy(StrEnum):
    """How a work came to be nominated."""

    STAFF = "staff"
    FANS = "fans"
    PICK = "pick"


class Why(StrEnum):
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
    withdrawn_for: Why | None = None

    @property
    def jump_url(self) -> str:
        """Return the address of the original message."""
        return f"https://discord.com/channels/{self.guild_id}/{self.channel_id}/{self.message_id}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A message of ours that shows a work; `wanted_gone_at`: since when it must not."""

    id: int
    work_id: int
    channel_id: int
    message_id: int
    place: str
    showcase_id: int | None
    wanted_gone_at: datetime | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSettings:
    """How a server deals with works. `channels`: where they are looked for, with the kind usual there."""

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
class Kit:
    """A share kit: what the label offers for remixes, a file or a link, with its terms."""

    id: int = 0
    guild_id: int
    title: str
    link: str = ""
    filename: str = ""
    content: bytes = b""
    terms: str = ""


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


# --- noticing -----------------------------------------------------------------------------------------

#: Kinds that share a channel: words tell them apart there.
_TOGETHER = (frozenset({WorkKind.REMIX, WorkKind.COVER}), frozenset({WorkKind.TRANSLATION, WorkKind.REVIEW}))
_BY_MEDIUM = {
    Medium.IMAGE: WorkKind.ART,
    Medium.AUDIO: WorkKind.COVER,
    Medium.VIDEO: WorkKind.VIDEO,
    Medium.LINK: WorkKind.VIDEO,
    Medium.TEXT: WorkKind.REVIEW,
}
_SAID_IN_TEXT = frozenset({WorkKind.TRANSLATION, WorkKind.REVIEW})


def kind_of_words(text: str) -> WorkKind | None:
    """Return the kind that words speak of: of a channel's name, a tag, a text."""
    lowered = text.casefold().replace("-", " ").replace("_", " ")
    known = [language.works for language in languages()]
    if any(word in lowered for words in known for word in words.get("surely_art", ())):
        return WorkKind.ART
    found = [
        (lowered.rfind(word), kind)
        for words in known
        for kind in WorkKind
        for word in words.get(kind, ())
        if word in lowered
    ]
    return min(found)[1] if found else None


def guess_kind(
    *, tags: Iterable[str], text: str, usual: WorkKind | None, channel_name: str, medium: Medium
) -> WorkKind:
    """Guess what a work is: its tags say it best, then its channel, then words, then what it is made of."""
    tagged = next((kind for kind in map(kind_of_words, tags) if kind is not None), None)
    said = kind_of_words(text)
    place = usual or kind_of_words(channel_name)
    if tagged is not None:
        return tagged
    if place is None:
        return said or _BY_MEDIUM[medium]
    together = any({place, said} <= family for family in _TOGETHER)
    return said if together and said is not None else place


def artist_in(texts: Sequence[str], artists: Iterable[Artist]) -> str:
    """Return the artist whom a text names, the text given first counting most; empty if none, or several."""
    for text in texts:
        words = f" {' '.join(text.casefold().replace('-', ' ').split())} "
        named = {
            artist.name
            for artist in artists
            if any(_says(words, name) for name in (artist.name, *artist.aliases))
        }
        if len(named) == 1:
            return named.pop()
    return ""


def _says(words: str, name: str) -> bool:
    known = name.casefold()
    if known.isascii():
        ends = [words[at + len(known) : at + len(known) + 1] for at in _places(words, known)]
        return any(not (end.isascii() and end.isalnum()) for end in ends)
    return known in words


def _places(words: str, name: str) -> list[int]:
    return [at for at in range(len(words)) if words.startswith(name, at) and not words[at - 1 : at].isalnum()]


def medium_of(attachment: IncomingFile) -> Medium | None:
    """Return what an attached file is said to be; None for what cannot be shown, such as `.svg`."""
    said = attachment.content_type.split(";")[0].strip().lower()
    if said in {"image/png", "image/jpeg", "image/gif", "image/webp"}:
        return Medium.IMAGE
    family = said.split("/")[0]
    return {"audio": Medium.AUDIO, "video": Medium.VIDEO}.get(family)


def work_in(
    message: IncomingMessage,
    *,
    usual: WorkKind | None,
    channel_name: str,
    artists: Sequence[Artist],
    team: Collection[int] = frozenset(),
) -> Work | None:
    """Return the work that a message is; None if it is none. `team`: roles whose members are no fans."""
    if message.guild_id is None or message.age_restricted:
        return None
    files = [(one, medium) for one in message.attachments if (medium := medium_of(one)) is not None]
    links = links_in(message.text)
    shown = [link for link in links if link.shows_media or usual in _SAID_IN_TEXT]
    wordy = usual in _SAID_IN_TEXT and len(message.text) >= LEAST_TEXT
    if not (files or shown or wordy):
        return None
    medium = files[0][1] if files else Medium.LINK if shown else Medium.TEXT
    return Work(
        guild_id=message.guild_id,
        channel_id=message.channel_id,
        message_id=message.id,
        maker_id=message.author_id,
        maker_name=message.author_name,
        made_at=message.said_at,
        kind=guess_kind(
            tags=message.tags, text=message.text, usual=usual, channel_name=channel_name, medium=medium
        ),
        artist=artist_in((*message.tags, message.text, channel_name, message.author_name), artists),
        medium=medium,
        caption=_caption(message.text, links),
        links=tuple(link.url for link in shown),
        prints=_prints(message, files, shown),
        spoiler=any(one.spoiler for one, _ in files) or any(link.hidden for link in shown),
        by_team=not message.author_roles.isdisjoint(team),
    )


def _caption(text: str, links: Iterable[Link]) -> str:
    for link in links:
        text = text.replace(link.written, " ")
    return " ".join(text.replace("||", " ").split())[:MOST_CAPTION]


def _prints(
    message: IncomingMessage, files: Iterable[tuple[IncomingFile, Medium]], links: Iterable[Link]
) -> tuple[str, ...]:
    """Return what tells these files (of this maker) and links (of anybody) when they come again."""
    prints = [f"file:{message.author_id}:{one.filename.casefold()}:{one.size}" for one, _ in files]
    return tuple(dict.fromkeys([*prints, *(f"link:{link.print}" for link in links)]))
