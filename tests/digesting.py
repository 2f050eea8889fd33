"""A label's week to look back on: questions, replies and announcements in a line each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.digests.digest import Digest
from bot.domain.digests.make_digest import make_digest
from bot.domain.digests.sources import AskedQuestion, LabelMessage, LabelMessageKind, LateReply
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.questions.question import MatchedBy, Outcome, Question, Reply, Source
from bot.domain.reply_time import Waited, Week

SEOUL = ZoneInfo("Asia/Seoul")
OFFICE = OpeningHours.parse("Mon-Fri 10:00-19:00, Sat 12:00-17:00", zone=SEOUL)
WEEK = Week.parse("2026-W47", SEOUL)
#: Monday morning after that week.
MADE_AT = WEEK.end + timedelta(hours=9)
TARGET = timedelta(hours=4)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def local(text: str) -> datetime:
    """An instant as a clock in Seoul shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL).astimezone(UTC)


def question(number: int, asked_at: datetime, **known: Any) -> Question:
    about: dict[str, Any] = {
        "guild_id": 1,
        "channel_id": 2,
        "message_id": 1000 + number,
        "asker_id": 50 + number,
        "asker_name": f"Fan {number}",
        "text": "When does the vinyl ship?",
        "language": "en",
        "source": Source.CHANNEL,
        "last_message_id": 1000 + number,
    }
    return Question(id=number, asked_at=asked_at, **about | known)


def reply_to(asked: Question, after: timedelta, way: MatchedBy = MatchedBy.REPLY) -> Reply:
    return Reply(
        message_id=9000 + asked.id,
        question_id=asked.id,
        staff_id=7,
        staff_name="Sera",
        role_id=5,
        replied_at=asked.asked_at + after,
        way=way,
    )


@dataclass
class Told:
    """What happened, told one by one; `digest()` looks back on it."""

    hours: OpeningHours = OFFICE
    week: Week = WEEK
    now: datetime = MADE_AT
    titles: dict[str, str] = field(default_factory=lambda: {"haru": "Haru Fest", "bloom": "Night [Bloom]"})
    waited: list[Waited] = field(default_factory=list)
    asked: list[AskedQuestion] = field(default_factory=list)
    late: list[LateReply] = field(default_factory=list)
    waiting: list[Question] = field(default_factory=list)
    said: list[LabelMessage] = field(default_factory=list)

    def ask(
        self,
        at: datetime,
        outcome: Outcome = Outcome.ANSWERED_BY_STAFF,
        after: timedelta | None = None,
        *,
        way: MatchedBy = MatchedBy.REPLY,
        helper: str = "",
        **known: Any,
    ) -> Question:
        """A fan asks at an instant; the team replies `after` some time, if at all."""
        asked = question(len(self.waited) + 1, at, outcome=outcome, **known)
        first = None if after is None else reply_to(asked, after, way)
        opened = None if first is None else self.hours.open_between(at, first.replied_at)
        self.waited.append(
            Waited(
                question_id=asked.id,
                outcome=outcome,
                wait=after,
                open_wait=opened,
                asked_at=at,
                by_hand=first is not None and first.by_hand,
            )
        )
        if at in self.week:
            helper_id = sum(map(ord, helper)) if helper else None
            self.asked.append(
                AskedQuestion(
                    question=asked, reply=first, open_wait=opened, helper_id=helper_id, helper_name=helper
                )
            )
        elif first is not None and first.replied_at in self.week:
            self.late.append(
                LateReply(question_id=asked.id, asked_at=at, replied_at=first.replied_at, open_wait=opened)
            )
        if outcome is Outcome.OPEN:
            self.waiting.append(asked)
        return asked

    def announce(self, at: datetime, *, fans: int) -> None:
        message_id = 500 + len(self.said)
        message = LabelMessage(
            message_id=message_id, channel_id=4, said_at=at, kind=LabelMessageKind.ANNOUNCEMENT, fans=fans
        )
        self.said.append(message)

    def answer_fans(self, times: int) -> None:
        for _ in range(times):
            message_id = 500 + len(self.said)
            self.said.append(
                LabelMessage(
                    message_id=message_id, channel_id=2, said_at=self.week.start, kind=LabelMessageKind.REPLY
                )
            )

    def digest(self) -> Digest:
        return make_digest(
            guild_id=1,
            week=self.week,
            now=self.now,
            hours=self.hours,
            target=TARGET,
            waited=self.waited,
            asked=self.asked,
            late=self.late,
            waiting=self.waiting,
            said=self.said,
            show_titles=self.titles,
        )


def a_full_week(*, weeks: int = 8, each: int = 20) -> Told:
    """Weeks in which much happened, without chance: each question a little later, each reply a little slower."""
    told = Told()
    outcomes = (
        [Outcome.ANSWERED_BY_STAFF] * 5
        + [Outcome.ANSWERED_BY_BOT] * 3
        + [Outcome.ANSWERED_BY_FAN, Outcome.OPEN]
    )
    texts = ["When does the vinyl ship?", "vinyl shipping date?", "=HYPERLINK(1)", "주차 되나요?"]
    for ago in reversed(range(weeks)):
        start = WEEK.previous(ago, SEOUL).start
        for number in range(each):
            outcome = outcomes[number % len(outcomes)]
            by_staff = outcome is Outcome.ANSWERED_BY_STAFF
            told.ask(
                start + DAY * (number * 3 % 7) + HOUR * (10 + number % 13) + MINUTE * number,
                Outcome.ANSWERED_BY_STAFF if outcome is Outcome.OPEN and ago else outcome,
                MINUTE * (7 + 13 * number + ago) if by_staff or (outcome is Outcome.OPEN and ago) else None,
                helper="Leo*" if outcome is Outcome.ANSWERED_BY_FAN else "",
                text=texts[number % len(texts)],
                handed_off_at=start if by_staff or outcome is Outcome.OPEN else None,
            )
    told.answer_fans(6)
    told.announce(WEEK.start + DAY, fans=12)
    told.announce(WEEK.start + 2 * DAY, fans=30)
    return told
