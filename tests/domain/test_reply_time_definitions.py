"""The page that defines reply time, a row for each of its sentences that a rule decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests.digest import Digest
from bot.domain.digests.sources import AskedQuestion
from bot.domain.hours.opening_hours import DEFAULT_TARGET, OpeningHours
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import (
    Dismissal,
    MatchedBy,
    Outcome,
    Reply,
    addressed_by,
    continues_run,
    worth_confirming,
)
from bot.domain.reply_time import Figures, Trend, Waited, Week, figures, trend
from bot.domain.server import Server
from tests.digesting import (
    DAY,
    HOUR,
    MADE_AT,
    MINUTE,
    OFFICE,
    SEOUL,
    TARGET,
    WEEK,
    Told,
    local,
    question,
    reply_to,
)

AT = local("2026-11-17T11:00")
LATER = AT + MINUTE
STAFF = Server(guild_id=1, staff_roles=frozenset({5}), manager_roles=frozenset({6}))


def said(
    text: str = "Friday!", *, after: timedelta = MINUTE, author: int = 7, mentions: tuple[int, ...] = ()
) -> IncomingMessage:
    return IncomingMessage(
        id=1, guild_id=1, home_id=1, channel_id=2, author_id=author, author_name="Sera", text=text,
        said_at=AT + after, mentions=frozenset(mentions), author_roles=frozenset({5}),
    )  # fmt: skip


def runs_on(apart: timedelta, staff_id: int | None = None) -> bool:
    return continues_run(last_said_at=AT, last_id=100, said_at=AT + apart, staff_id=staff_id)


def one(outcome: Outcome, after: timedelta | None = None, at: datetime = AT, **known: Any) -> Digest:
    told = Told()
    told.ask(at, outcome, after, **known)
    return told.digest()


def figures_of(*minutes: int) -> Figures:
    return figures(
        Waited(question_id=n, outcome=Outcome.ANSWERED_BY_STAFF, wait=n * MINUTE, open_wait=n * MINUTE)
        for n in minutes
    )


def late_this_week() -> Digest:
    told = Told()
    told.ask(WEEK.start - HOUR, after=2 * DAY)
    return told.digest()


def weeks(*replies: int) -> Digest:
    """Replies of so many minutes each, one a week, the last one in the digest's own week."""
    told = Told()
    for ago, minutes in enumerate(reversed(replies)):
        told.ask(WEEK.previous(ago, SEOUL).start + 2 * DAY + 12 * HOUR, after=minutes * MINUTE)
    return told.digest()


ASKED = question(1, AT)
OTHER = question(2, AT - MINUTE)
CORRECTED = AskedQuestion(
    question=question(3, AT, handed_off_at=AT + HOUR, taken_back_at=AT + HOUR),
    reply=reply_to(question(3, AT), 3 * HOUR),
)

ROWS: list[tuple[str, Callable[[], object], object]] = [
    # Question
    ("no more than five minutes apart … is one question", lambda: (runs_on(5 * MINUTE), runs_on(5 * MINUTE + MINUTE / 60)), (True, False)),
    ("with nobody from staff in between", lambda: (runs_on(MINUTE, staff_id=99), runs_on(MINUTE, staff_id=101)), (True, False)),
    # Clock starts
    ("a question asked while the bot was offline counts from when it was asked", lambda: one(Outcome.ANSWERED_BY_STAFF, 9 * HOUR).figures.median, 9 * HOUR),
    # Clock stops
    ("a member who holds a staff role at that moment", lambda: (STAFF.is_staff({5}), STAFF.is_staff({6}), STAFF.is_staff({8})), (True, True, False)),
    ("and is not the asker", lambda: addressed_by(said(mentions=(ASKED.asker_id,), author=ASKED.asker_id), [ASKED]), None),
    ("an un-threaded message … that mentions the asker (an @mention", lambda: addressed_by(said(mentions=(ASKED.asker_id,)), [ASKED]), ASKED),
    ("or their display name as a word)", lambda: addressed_by(said("fan 1, Friday!"), [ASKED]), ASKED),
    ("it answers that fan's newest open question there", lambda: addressed_by(said(mentions=(51,)), [question(1, AT - HOUR), question(4, AT, asker_id=51)]), question(4, AT, asker_id=51)),
    ("Anything else that staff write in the channel is never taken for an answer", lambda: addressed_by(said("Friday!"), [ASKED]), None),
    ("If exactly one fan asked there in the last five minutes, the bot asks", lambda: worth_confirming(said(), [ASKED]), ASKED),
    ("otherwise the question stays open", lambda: (worth_confirming(said(), [ASKED, OTHER]), worth_confirming(said(after=6 * MINUTE), [ASKED])), (None, None)),
    ("The digest says how many replies were set by hand", lambda: [one(Outcome.ANSWERED_BY_STAFF, HOUR, way=way).figures.by_hand for way in MatchedBy], [0, 0, 0, 0, 1, 1]),
    ("The role is recorded at the time of the reply", lambda: reply_to(ASKED, HOUR).role_id, 5),
    # What does not stop the clock
    ("Reactions (recorded as acknowledged)", lambda: one(Outcome.OPEN, acknowledged_at=LATER).figures.replies, 0),
    ("bot answers", lambda: (one(Outcome.ANSWERED_BY_BOT).figures.replies, one(Outcome.ANSWERED_BY_BOT).figures.median), (0, None)),
    ("other fans' answers", lambda: one(Outcome.ANSWERED_BY_FAN, helper="Leo").figures.replies, 0),
    ("messages sent before the question", lambda: addressed_by(said(mentions=(51,), after=-MINUTE), [ASKED]), None),
    # Outcomes
    ("each question has exactly one", lambda: [sum(one(outcome).figures.outcomes.values()) for outcome in Outcome], [1] * len(Outcome)),
    ("dismissed (by staff, with a reason: not a question, duplicate, spam)", lambda: {why.value for why in Dismissal}, {"not_a_question", "duplicate", "spam"}),
    ("the clock still starts at the original message", lambda: CORRECTED.wait, 3 * HOUR),
    ("Both the whole wait and the wait since the hand-off are recorded", lambda: (CORRECTED.wait, CORRECTED.wait_since_hand_off), (3 * HOUR, 2 * HOUR)),
    ("A fan's answer … is counted on its own", lambda: one(Outcome.ANSWERED_BY_FAN, helper="Leo").figures.outcomes, {Outcome.ANSWERED_BY_FAN: 1}),
    ("fans helping fans is a success, not a staff reply", lambda: [(h.name, h.answers) for h in one(Outcome.ANSWERED_BY_FAN, helper="Leo").helpers], [("Leo", 1)]),
    ("keeps its first outcome; the staff reply is still recorded", lambda: (one(Outcome.ANSWERED_BY_BOT, HOUR).figures.outcomes, one(Outcome.ANSWERED_BY_BOT, HOUR).figures.replies), ({Outcome.ANSWERED_BY_BOT: 1}, 1)),
    # Two values
    ("wall-clock, and opening hours: the part of the wait that lies inside the label's opening hours", lambda: (one(Outcome.ANSWERED_BY_STAFF, 24 * HOUR).figures.median, one(Outcome.ANSWERED_BY_STAFF, 24 * HOUR).figures.open_median), (24 * HOUR, 9 * HOUR)),
    ("minus its holidays", lambda: OpeningHours.parse("daily 10-19", zone=SEOUL, holidays="2026-11-18").open_between(AT, AT + 2 * DAY), 9 * HOUR),
    ("daylight saving respected", lambda: OpeningHours.always(ZoneInfo("Europe/London")).open_between(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 26, 0, tzinfo=UTC)), 25 * HOUR),
    ("AskedQuestion and answered outside opening hours is 0 in the second", lambda: OFFICE.open_between(local("2026-11-17T22:00"), local("2026-11-18T09:00")), timedelta(0)),
    # A week
    ("A week is Monday 00:00 to Monday 00:00 in the label's time zone", lambda: (WEEK.start, WEEK.end), (local("2026-11-16T00:00"), local("2026-11-23T00:00"))),
    ("A question belongs to the week in which it was asked", lambda: [w.figures.questions for w in one(Outcome.ANSWERED_BY_STAFF, 2 * DAY, at=WEEK.start - HOUR).weeks[-2:]], [1, 0]),
    ("The digest shows the last full week, as of the digest's moment", lambda: (Week.containing(MADE_AT, SEOUL).before(SEOUL), one(Outcome.OPEN).made_at), (WEEK, MADE_AT)),
    ("replies given this week to older questions are shown on a line of their own", lambda: ([r.wait for r in late_this_week().late], late_this_week().figures.replies), ([2 * DAY], 0)),
    # Figures
    ("number of questions", lambda: weeks(1, 2, 3).figures.questions, 1),
    ("by outcome", lambda: one(Outcome.DISMISSED).figures.outcomes, {Outcome.DISMISSED: 1}),
    ("median and 90th percentile … as statistics.quantiles(method='inclusive')", lambda: [figures_of(1, 2, 4, 8, 60).median, figures_of(1, 2, 4, 8, 60).ninetieth], [timedelta(minutes=quantiles([1, 2, 4, 8, 60], n=100, method="inclusive")[p - 1]) for p in (50, 90)]),
    ("share answered within the target", lambda: figures_of(1, 239, 240, 241).share_within_target, 0.75),
    ("(default 4 opening hours)", lambda: (DEFAULT_TARGET, Server(guild_id=1).target_minutes), (TARGET, 240)),
    ("how many are open now and the oldest of them", lambda: [(w.question.asked_at, w.wait, w.open_wait) for w in one(Outcome.OPEN).waiting], [(AT, MADE_AT - AT, 8 * HOUR + 3 * 9 * HOUR + 5 * HOUR)]),
    ("the same figures of the week before", lambda: weeks(10, 30).last_week.median, 10 * MINUTE),
    ("and the median of the last eight weeks", lambda: weeks(1000, 1, 2, 3, 4, 5, 6, 7, 8).median_of_weeks, 4.5 * MINUTE),
    ("Never a mean alone", lambda: hasattr(Figures, "mean"), False),
    ("With fewer than five replies … are shown with their n", lambda: (figures_of(1, 2, 3, 4).few, figures_of(1, 2, 3, 4, 5).few), (True, False)),
    ("and no trend arrow", lambda: (trend(figures_of(*range(4)), figures_of(*range(5))), trend(figures_of(*range(5)), figures_of(*range(4))), trend(figures_of(*range(5)), figures_of(*range(2, 9)))), (None, None, Trend.FASTER)),
    # People
    ("Figures are of the team", lambda: {"staff_id", "staff_name"} & set(Figures.__slots__), set()),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_reply_time_is_what_its_page_says(rule: Callable[[], object], expected: object) -> None:
    assert rule() == expected


@pytest.mark.parametrize("way", MatchedBy)
def test_a_reply_counts_as_set_by_hand_only_if_a_person_said_so(way: MatchedBy) -> None:
    reply: Reply = reply_to(ASKED, HOUR, way)
    assert reply.by_hand is (way in {MatchedBy.CONFIRMED, MatchedBy.MARKED})
