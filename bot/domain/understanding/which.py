"""Which shows a message speaks of: from names, days and the conversation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.shows.show import Show, upcoming
from bot.domain.understanding.hints import ENOUGH
from bot.domain.understanding.names import PLACE
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.ranges import Days

_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Fit:
    """The shows that fit, soonest first; `named` when the message says which, `sure` from 0 to 1."""

    shows: tuple[Show, ...]
    named: bool
    sure: float = 1.0
    past: bool = False


def fit(
    shows: Sequence[Show],
    mentions: Sequence[Mention],
    days: Sequence[Days],
    *,
    now: datetime,
    zone: ZoneInfo,
    spoken_of: Sequence[str] = (),
    loose_days: bool = False,
    hints: Mapping[str, int] = _NOTHING,
) -> Fit:
    """Return the upcoming shows that the words fit; without words, those that the conversation is about."""
    coming = upcoming(shows, now=now)
    if _nowhere(mentions, shows):
        return Fit((), named=True)
    if not mentions and not days:
        hinted = _hinted(coming, hints) or _hinted(shows, hints)[-1:]
        if hinted:
            return Fit(tuple(hinted), named=True, sure=0.93, past=hinted[0].is_over(now))
        return _unnamed(coming, now=now, zone=zone, spoken_of=spoken_of)
    found = _narrow(coming, mentions, days, zone)
    if not found and mentions and days and loose_days:
        found = _narrow(coming, mentions, (), zone)
    if found:
        sure = min(
            (1.0 if mention.exact and mention.name.whole else 0.93 for mention in mentions), default=1.0
        )
        if not mentions and len(found) > 1 and spoken_of:
            found = [show for show in found if show.id in spoken_of] or found
        if len(found) > 1 and spoken_of and all(mention.name.facet == PLACE for mention in mentions):
            found = _of_the_same(found, shows, spoken_of)
        found = (len(found) > 1 and _hinted(found, hints)) or found
        return Fit(tuple(found), named=True, sure=sure)
    gone = sorted((show for show in shows if show.is_over(now)), key=lambda show: show.start, reverse=True)
    past = _narrow(gone, mentions, days, zone)
    if past:
        return Fit((past[0],), named=True, past=True)
    return Fit((), named=True)


def _of_the_same(found: list[Show], shows: Sequence[Show], spoken_of: Sequence[str]) -> list[Show]:
    """Return the shows of the artists that were spoken of: "and Busan?"."""
    artists = {artist for show in shows if show.id in spoken_of for artist in show.artists}
    return [show for show in found if not artists.isdisjoint(show.artists)] or found


def _hinted(shows: Sequence[Show], hints: Mapping[str, int]) -> list[Show]:
    """Return the shows that most speaks for, if enough does."""
    most = max((hints.get(show.id, 0) for show in shows), default=0)
    return [show for show in shows if hints.get(show.id, 0) == most] if most >= ENOUGH else []


def _nowhere(mentions: Sequence[Mention], shows: Sequence[Show]) -> bool:
    """Whether a place is named where no show is: "Thailand, or just Japan?"."""
    everywhere = frozenset(show.id for show in shows)
    by_start: dict[int, frozenset[str]] = {}
    for mention in mentions:
        if mention.name.facet == PLACE:
            by_start[mention.start] = by_start.get(mention.start, frozenset()) | mention.name.shows
    alone = {m.start for m in mentions if m.name.facet != PLACE}
    return any(start not in alone and everywhere.isdisjoint(ids) for start, ids in by_start.items())


def _unnamed(coming: Sequence[Show], *, now: datetime, zone: ZoneInfo, spoken_of: Sequence[str]) -> Fit:
    talked = tuple(show for show in coming if show.id in spoken_of)
    if talked:
        return Fit(talked, named=False)
    today = now.astimezone(zone).date()
    tonight = tuple(show for show in coming if show.start.astimezone(zone).date() == today)
    if len(tonight) == 1:
        return Fit(tonight, named=False)
    return Fit(tuple(coming), named=False)


def _narrow(
    shows: Iterable[Show], mentions: Sequence[Mention], days: Sequence[Days], zone: ZoneInfo
) -> list[Show]:
    left = list(shows)
    for group in _spans(mentions):
        ids = frozenset[str]().union(*(mention.name.shows for mention in group))
        fitting = [show for show in left if show.id in ids]
        if not fitting and not any(mention.exact and not mention.name.ordinary for mention in group):
            continue
        left = fitting
    return _on_days(left, days, zone)


def _spans(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Gather the meanings of one word, then the words of one facet: "Busan or Seoul"."""
    by_facet: dict[frozenset[str], list[Mention]] = {}
    by_start: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_start.setdefault(mention.start, []).append(mention)
    for same in by_start.values():
        by_facet.setdefault(frozenset(mention.name.facet for mention in same), []).extend(same)
    groups: list[list[Mention]] = []
    for group in by_facet.values():
        starts = {mention.start for mention in group}
        each = [
            frozenset[str]().union(*(mention.name.shows for mention in group if mention.start == start))
            for start in starts
        ]
        if len(each) > 1 and frozenset.intersection(*each):
            groups.extend([mention for mention in group if mention.start == start] for start in starts)
        else:
            groups.append(group)
    return sorted(groups, key=lambda group: -max(mention.exact + mention.name.whole for mention in group))


def _on_days(shows: list[Show], days: Sequence[Days], zone: ZoneInfo) -> list[Show]:
    if not days or not shows:
        return shows
    fitting: list[Show] = []
    for spoken in days:
        for first, last in spoken.readings:
            on = [show for show in shows if first <= show.start.astimezone(zone).date() <= last]
            if on:
                fitting.extend(show for show in on if show not in fitting)
                break
    return [show for show in shows if show in fitting]
