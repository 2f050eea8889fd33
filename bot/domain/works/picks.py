"""The weekly pick: which works the team could put forward, and why each; spread over makers, artists and kinds."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.sentences import Sentence, sentence
from bot.domain.works.work import Work, WorkKind
from bot.domain.works.work_settings import WorkSettings

MOST_PICKS = 5
#: Works as old as this are still suggested.
LOOK_BACK = timedelta(days=14)
#: So long an artist or kind counts as shown lately.
LATELY = timedelta(days=28)
#: The team gets the pick so long before the showcase: time to ask.
BEFORE_SHOWCASE = timedelta(days=2)
#: A showcase gathers what was highlighted since so long ago.
SHOWCASE_BACK = timedelta(days=7)
#: What was due longer ago than this is left out.
LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A suggestion, with its reasons, the strongest first."""

    work: Work
    reasons: tuple[Sentence, ...]


def picks(
    candidates: Iterable[tuple[Work, int]],
    *,
    shown_makers: Collection[int],
    shown_lately: Iterable[Work],
    most: int = MOST_PICKS,
) -> list[Pick]:
    """Choose works, one a maker: first makers never shown, then artists and kinds shown least, then fans' liking."""
    lately = list(shown_lately)
    artists, kinds = (
        Counter(work.artist for work in lately if work.artist),
        Counter(work.kind for work in lately),
    )
    left, chosen = list(candidates), list[Pick]()
    while left and len(chosen) < most:
        work, fans = min(
            left,
            key=lambda one: (
                one[0].maker_id in shown_makers,
                artists[one[0].artist] + kinds[one[0].kind],
                -one[1],
                one[0].made_at,
                one[0].message_id,
            ),
        )
        reasons = _reasons(work, fans, shown_makers, artists, kinds)
        chosen.append(Pick(work=work, reasons=reasons))
        kinds[work.kind] += 1
        if work.artist:
            artists[work.artist] += 1
        left = [one for one in left if one[0].maker_id != work.maker_id]
    return chosen


def _reasons(
    work: Work, fans: int, shown_makers: Collection[int], artists: Counter[str], kinds: Counter[WorkKind]
) -> tuple[Sentence, ...]:
    reasons = []
    if work.maker_id not in shown_makers:
        reasons.append(sentence("never shown before"))
    if work.artist and not artists[work.artist]:
        reasons.append(sentence("nothing for {artist} lately", artist=work.artist))
    if not kinds[work.kind]:
        reasons.append(sentence("nothing of this kind lately"))
    if fans:
        reasons.append(sentence("fans who reacted or replied: {fans}", fans=fans))
    return tuple(reasons) or (sentence("it waited longest"),)


def showcase_due(settings: WorkSettings, *, now: datetime, zone: ZoneInfo) -> tuple[date, datetime] | None:
    """Return the Monday of the week whose showcase is due, and since when; None if none is."""
    return _due(settings, now=now, zone=zone, ahead=timedelta(0))


def pick_due(settings: WorkSettings, *, now: datetime, zone: ZoneInfo) -> tuple[date, datetime] | None:
    """Return the same for the team's pick, which comes before the showcase."""
    return _due(settings, now=now, zone=zone, ahead=BEFORE_SHOWCASE)


def _due(
    settings: WorkSettings, *, now: datetime, zone: ZoneInfo, ahead: timedelta
) -> tuple[date, datetime] | None:
    today = now.astimezone(zone).date()
    for weeks in (1, 0, -1):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
        day = monday + timedelta(days=settings.weekday) - ahead
        at = datetime.combine(day, time(settings.hour), zone)
        if timedelta(0) <= now - at <= LATE:
            return monday, at
    return None
