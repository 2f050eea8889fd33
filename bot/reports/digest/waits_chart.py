"""How soon fans heard back over eight weeks, against the target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from bot.domain.digests.digest import Digest, WeekFigures
from bot.domain.reply_time import FEW_REPLIES
from bot.reports.digest.canvas import (
    BLUE,
    DARK,
    FAINT,
    GREEN,
    GROUND,
    HALO,
    HEADING,
    INK,
    LEFT,
    ORANGE,
    RIGHT,
    RULE,
    SMALL,
    Canvas,
    end_of,
)
from bot.reports.reply_time_texts import short_duration

_KEY_AT, _WAITS_TOP, _WAITS_BOTTOM = 200, 285, 585
#: With less room than this between the two points of a week, one's label stands below.
_LABELS_APART = 85


def draw_waits(canvas: Canvas, weeks: Sequence[WeekFigures], digest: Digest) -> None:
    """Draw the medians and 90th percentiles of the weeks."""
    t = canvas.texts.t
    canvas.write(50, 145, t("First reply, in opening hours"), HEADING, bold=True)
    end = _key(canvas, 50, t("median"), colour=BLUE, marker="o")
    end = _key(canvas, end + 50, t("90th percentile"), colour=ORANGE, marker="D")
    canvas.line([end + 50, end + 100], [_KEY_AT] * 2, color=GREEN, linewidth=3, linestyle=(0, (4, 2)))
    canvas.write(end + 114, _KEY_AT, t("target: {time}", time=short_duration(digest.target, canvas.texts)))
    scale = _Scale.fitting(weeks, digest.target)
    for value in scale.ticks():
        y = scale.y(value)
        canvas.line([LEFT, RIGHT], [y, y], color=RULE, linewidth=1.5, zorder=0)
        canvas.write(LEFT - 18, y, short_duration(value, canvas.texts), SMALL, ha="right", color=FAINT)
    target = scale.y(digest.target)
    canvas.line([LEFT, RIGHT], [target, target], color=GREEN, linewidth=3, linestyle=(0, (4, 2)), zorder=1)
    xs = [LEFT + 65 + index * (RIGHT - LEFT - 130) / (len(weeks) - 1) for index in range(len(weeks))]
    for x, week in zip(xs, weeks, strict=True):
        _name_week(canvas, x, week, digest)
    if any(week.figures.few and week.figures.replies for week in weeks):
        few = t("hollow: fewer than {count} replies", count=FEW_REPLIES)
        canvas.write(RIGHT, 147, few, SMALL, ha="right", color=FAINT)
    if not any(week.figures.replies for week in weeks):
        middle, centre = (_WAITS_TOP + _WAITS_BOTTOM) / 2 + 20, (LEFT + RIGHT) / 2
        canvas.write(
            centre, middle, t("No replies from the team yet"), ha="center", color=FAINT, path_effects=HALO
        )
    medians = [week.figures.open_median for week in weeks]
    nineties = [week.figures.open_ninetieth for week in weeks]
    _draw_line(canvas, scale, xs, nineties, colour=ORANGE)
    _draw_line(canvas, scale, xs, medians, colour=BLUE)
    for x, week in zip(xs, weeks, strict=True):
        _draw_points(canvas, scale, x, week)


def _key(canvas: Canvas, x: float, words: str, *, colour: str, marker: str) -> float:
    y = _KEY_AT
    canvas.line([x, x + 50], [y, y], color=colour, linewidth=5)
    canvas.line([x + 25], [y], color=colour, marker=marker, markersize=13)
    return end_of(canvas.write(x + 64, y, words))


def _name_week(canvas: Canvas, x: float, week: WeekFigures, digest: Digest) -> None:
    monday = week.week.start.astimezone(digest.zone).date()
    own = week.week == digest.week
    day = canvas.texts.record.short_date(monday)
    canvas.write(x, _WAITS_BOTTOM + 74, day, SMALL, ha="center", bold=own)
    count = canvas.texts.t("n = {count}", count=week.figures.replies)
    canvas.write(x, _WAITS_BOTTOM + 108, count, SMALL, ha="center", color=INK if own else FAINT, bold=own)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Durations up to `most` as heights; longer ones stand at the top, with an arrow."""

    most: timedelta

    @classmethod
    def fitting(cls, weeks: Sequence[WeekFigures], target: timedelta) -> "_Scale":
        """Leave room for what is usual, so that one lost question does not flatten all the rest."""
        found = [
            value
            for w in weeks
            for value in (w.figures.open_median, w.figures.open_ninetieth)
            if value is not None
        ]
        if not found:
            return cls(target * 1.5)
        usual = timedelta(seconds=median(value.total_seconds() for value in found))
        return cls(max(target * 1.3, min(max(found) * 1.15, 4 * usual), timedelta(minutes=10)))

    def y(self, value: timedelta) -> float:
        return _WAITS_BOTTOM - (_WAITS_BOTTOM - _WAITS_TOP) * min(value / self.most, 1.0)

    def ticks(self) -> Iterator[timedelta]:
        """Yield three to six round durations, zero first."""
        minutes = [5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 5760, 10080, 20160, 40320, 80640]
        steps = [timedelta(minutes=step) for step in minutes]
        step = next((step for step in steps if self.most / step <= 5), self.most / 4)  # noqa: PLR2004
        value = timedelta(0)
        while value <= self.most:
            yield value
            value += step


def _draw_line(
    canvas: Canvas,
    scale: _Scale,
    xs: Sequence[float],
    values: Sequence[timedelta | None],
    *,
    colour: str,
) -> None:
    """Draw a line over the weeks, with gaps where nobody replied."""
    ys = [float("nan") if value is None else scale.y(value) for value in values]
    canvas.line(xs, ys, color=colour, linewidth=5, zorder=3)


def _draw_points(canvas: Canvas, scale: _Scale, x: float, week: WeekFigures) -> None:
    """Draw a week's two values, hollow for few replies, with what they are."""
    middle, late = week.figures.open_median, week.figures.open_ninetieth
    if middle is None or late is None:
        return
    room = scale.y(middle) - scale.y(late)
    below = scale.y(middle) + 38
    for value, colour, marker, label in (
        (late, ORANGE, "D", scale.y(late) - 36),
        (middle, BLUE, "o", scale.y(middle) - 36 if room > _LABELS_APART else below),
    ):
        beyond = value > scale.most
        canvas.line(
            [x],
            [scale.y(value)],
            color=colour,
            marker="^" if beyond else marker,
            markersize=18 if beyond else 14,
            markerfacecolor=GROUND if week.figures.few else colour,
            markeredgewidth=4,
            zorder=4,
        )
        words = short_duration(value, canvas.texts)
        style = {"ha": "center", "color": DARK[colour], "bold": True, "path_effects": HALO, "zorder": 5}
        canvas.write(x, label, words, SMALL, **style)
