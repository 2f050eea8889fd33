"""Tells whether a message is a work, of which kind, and about which artist."""

from collections.abc import Collection, Iterable, Sequence

from bot.domain.languages.language import languages
from bot.domain.questions.incoming import IncomingFile, IncomingMessage
from bot.domain.shows.label import Artist
from bot.domain.works.links import Link, links_in
from bot.domain.works.work import Medium, Work, WorkKind

#: So much text is a work in itself, in a channel for translations or reviews.
LEAST_TEXT = 200
MOST_CAPTION = 600

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
