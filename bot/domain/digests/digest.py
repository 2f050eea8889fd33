"""A week as a manager looks back on it: what fans asked, how soon they heard back, who still waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digests.shifts import Grid, Shift
from bot.domain.digests.sources import AskedQuestion, LabelMessage, LateReply
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.questions.knowledge_gaps import FaqWish, MissingFact
from bot.domain.questions.question import Question
from bot.domain.reply_time import Figures, Trend, Week, trend
from bot.domain.sessions.questions import SessionFigures
from bot.domain.understanding.reading import Kind
from bot.domain.works.work_figures import WorkFigures

WEEKS_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigures:
    """A week and the figures of the questions asked in it."""

    week: Week
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits at the digest's moment, and for how long."""

    question: Question
    wait: timedelta
    open_wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedShow:
    """A show and how many questions were about it."""

    show_id: str
    title: str
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A fan whose answers helped other fans."""

    user_id: int
    name: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueFigures:
    """How the label's own messages divide into conversation and announcements, and what those set off."""

    replies: int
    announcements: tuple[LabelMessage, ...]

    @property
    def share_of_replies(self) -> float | None:
        """The share (0 to 1) of the label's messages that answer a fan; None if it said nothing."""
        said = self.replies + len(self.announcements)
        return self.replies / said if said else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that a weekly digest says, as of `made_at`. Figures are of the team, never of one person.

    `weeks` are eight, oldest first, the digest's own last; `median_of_weeks` is that of all first replies to
    their questions. `announcements` of `dialogue` and what is counted come with the most first.
    `kinds` and `shows` leave out what was dismissed or withdrawn; `missing_shift` looks only at questions that were left to the team.
    """

    guild_id: int
    week: Week
    hours: OpeningHours
    made_at: datetime
    target: timedelta
    weeks: tuple[WeekFigures, ...]
    median_of_weeks: timedelta | None
    open_median_of_weeks: timedelta | None
    late: tuple[LateReply, ...]
    waiting: tuple[Waiting, ...]
    kinds: tuple[tuple[Kind, int], ...]
    shows: tuple[AskedShow, ...]
    faq_wishes: tuple[FaqWish, ...]
    missing_facts: tuple[MissingFact, ...]
    helpers: tuple[Helper, ...]
    answered_by_bot: int
    corrected: int
    asked_by_hour: Grid
    replied_by_hour: Grid
    missing_shift: Shift | None
    dialogue: DialogueFigures
    asked: tuple[AskedQuestion, ...]
    sessions: tuple[SessionFigures, ...] = ()
    works: WorkFigures | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The label's time zone."""
        return self.hours.zone

    @property
    def figures(self) -> Figures:
        """The week's own figures."""
        return self.weeks[-1].figures

    @property
    def last_week(self) -> Figures:
        """The figures of the week before."""
        return self.weeks[-2].figures

    @property
    def trend(self) -> Trend | None:
        """How the median compares with that of the week before; None where there are too few replies."""
        return trend(self.figures, self.last_week)

    @property
    def share_by_bot(self) -> float | None:
        """The share (0 to 1) of the week's questions that the bot answered, corrected answers left out."""
        return self.answered_by_bot / self.figures.questions if self.figures.questions else None

    @property
    def empty(self) -> bool:
        """Whether nothing happened at all."""
        nothing_said = self.dialogue.share_of_replies is None
        nothing_shown = self.works is None or not (self.works.seen or self.works.highlights)
        nobody_asked = not (self.figures.questions or self.late or self.waiting or self.sessions)
        return nobody_asked and nothing_said and nothing_shown
