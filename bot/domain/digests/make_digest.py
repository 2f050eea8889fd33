"""Makes a week's digest of what is known of the week: counts, sorts, and compares."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.digests.digest import (
    WEEKS_SHOWN,
    AskedShow,
    DialogueFigures,
    Digest,
    Helper,
    Waiting,
    WeekFigures,
)
from bot.domain.digests.shifts import grid, missing_shift
from bot.domain.digests.sources import AskedQuestion, LabelMessage, LabelMessageKind, LateReply
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.questions.knowledge_gaps import faq_wishes, missing_facts
from bot.domain.questions.question import Outcome, Question
from bot.domain.reply_time import Waited, Week, figures, percentile

_NOT_ASKED = frozenset({Outcome.DISMISSED, Outcome.WITHDRAWN})
T = TypeVar("T", bound=Hashable)


def make_digest(
    *,
    guild_id: int,
    week: Week,
    now: datetime,
    hours: OpeningHours,
    target: timedelta,
    waited: Iterable[Waited],
    asked: Sequence[AskedQuestion],
    late: Iterable[LateReply],
    waiting: Iterable[Question],
    said: Iterable[LabelMessage],
    show_titles: Mapping[str, str],
) -> Digest:
    """Make the digest of a week from what is known at `now`; its zone is that of `hours`.

    Args:
        guild_id: The server.
        week: The week that it looks back on.
        now: The digest's moment, aware UTC.
        hours: The label's opening hours.
        target: Within so much open time a fan should hear back.
        waited: Every question asked in the eight weeks that end with `week`, each with `asked_at`; those of
            other weeks are left out. An `open_wait` that is missing is counted here.
        asked: The questions of `week`, whole.
        late: First replies in `week` to questions that were asked before it.
        waiting: All questions that are open at `now`.
        said: What the label said in `week`.
        show_titles: What the label's shows are called, by id.
    """
    zone = hours.zone
    by_week = _by_week(waited, week, now=now, hours=hours)
    replied = [question for _, of_week in by_week for question in of_week if question.wait is not None]
    late_in_order = tuple(sorted(late, key=lambda reply: reply.asked_at))
    really_asked = [item for item in asked if item.question.outcome not in _NOT_ASKED]
    replied_at = [item.reply.replied_at for item in asked if item.reply and item.reply.replied_at in week]
    replied_at += [reply.replied_at for reply in late_in_order]
    left_to_the_team = grid((item.question.asked_at for item in asked if _left_to_the_team(item)), zone)
    replied_by_hour = grid(replied_at, zone)
    return Digest(
        guild_id=guild_id,
        week=week,
        hours=hours,
        made_at=now,
        target=target,
        weeks=tuple(WeekFigures(week=of, figures=figures(known, target=target)) for of, known in by_week),
        median_of_weeks=percentile([q.wait for q in replied if q.wait is not None], 50),
        open_median_of_weeks=percentile([q.open_wait for q in replied if q.open_wait is not None], 50),
        late=late_in_order,
        waiting=_waiting(waiting, now=now, hours=hours),
        kinds=_most(kind for item in really_asked for kind in dict.fromkeys(item.question.kinds)),
        shows=_shows(really_asked, show_titles),
        faq_wishes=faq_wishes(item.question for item in asked),
        missing_facts=missing_facts((item.question for item in asked), show_titles),
        helpers=_helpers(asked),
        answered_by_bot=sum(item.question.outcome is Outcome.ANSWERED_BY_BOT for item in asked),
        corrected=sum(item.question.taken_back_at is not None for item in asked),
        asked_by_hour=grid((item.question.asked_at for item in asked), zone),
        replied_by_hour=replied_by_hour,
        missing_shift=missing_shift(left_to_the_team, replied_by_hour),
        dialogue=_dialogue(said),
        asked=tuple(sorted(asked, key=lambda item: (item.question.asked_at, item.question.id))),
    )


def _by_week(
    waited: Iterable[Waited], last: Week, *, now: datetime, hours: OpeningHours
) -> list[tuple[Week, list[Waited]]]:
    """Return the eight weeks that end with `last`, oldest first, each with the questions asked in it."""
    weeks = [last.previous(ago, hours.zone) for ago in reversed(range(WEEKS_SHOWN))]
    starts = [week.start for week in weeks]
    by_week: list[list[Waited]] = [[] for _ in weeks]
    for question in waited:
        if question.asked_at is None:
            raise ValueError("A digest needs to know when each question was asked.")
        if starts[0] <= question.asked_at < last.end:
            known = _counted(question, question.asked_at, now=now, hours=hours)
            by_week[bisect_right(starts, question.asked_at) - 1].append(known)
    return list(zip(weeks, by_week, strict=True))


def _counted(question: Waited, asked_at: datetime, *, now: datetime, hours: OpeningHours) -> Waited:
    """Return the question with what its asker has waited in opening hours, where that can be told."""
    if question.open_wait is not None:
        return question
    if question.wait is not None:
        return replace(question, open_wait=hours.open_between(asked_at, asked_at + question.wait))
    if question.outcome is Outcome.OPEN:
        return replace(question, open_wait=hours.open_between(asked_at, now))
    return question


def _waiting(questions: Iterable[Question], *, now: datetime, hours: OpeningHours) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            question=question,
            wait=now - question.asked_at,
            open_wait=hours.open_between(question.asked_at, now),
        )
        for question in sorted(questions, key=lambda question: (question.asked_at, question.id))
    )


def _left_to_the_team(item: AskedQuestion) -> bool:
    return item.question.outcome in {Outcome.OPEN, Outcome.ANSWERED_BY_STAFF} or item.reply is not None


def _most(things: Iterable[T]) -> tuple[tuple[T, int], ...]:
    """Count things, the most frequent first, those that are equally frequent as they came."""
    return tuple(Counter(things).most_common())


def _shows(asked: Iterable[AskedQuestion], titles: Mapping[str, str]) -> tuple[AskedShow, ...]:
    ids = _most(show_id for item in asked for show_id in dict.fromkeys(item.question.shows))
    return tuple(
        AskedShow(show_id=show_id, title=titles.get(show_id, show_id), questions=number)
        for show_id, number in ids
    )


def _helpers(asked: Iterable[AskedQuestion]) -> tuple[Helper, ...]:
    helped = [item for item in asked if item.helper_id is not None]
    names = {item.helper_id: item.helper_name for item in helped}
    return tuple(
        Helper(user_id=user_id, name=names[user_id], answers=number)
        for user_id, number in _most(item.helper_id for item in helped)
        if user_id is not None
    )


def _dialogue(said: Iterable[LabelMessage]) -> DialogueFigures:
    messages = list(said)
    announced = (message for message in messages if message.kind is LabelMessageKind.ANNOUNCEMENT)
    return DialogueFigures(
        replies=sum(message.kind is LabelMessageKind.REPLY for message in messages),
        announcements=tuple(sorted(announced, key=lambda message: (-message.fans, message.said_at))),
    )
