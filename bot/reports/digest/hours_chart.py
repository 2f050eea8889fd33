"""When fans ask against when the team replies, hour by hour."""

from datetime import timedelta
from typing import Any

from matplotlib.patches import FancyBboxPatch, Rectangle

from bot.domain.digests.digest import Digest
from bot.domain.digests.shifts import HOURS, Grid, Shift
from bot.domain.hours.opening_hours_text import DAYS_IN_WEEK, hours_of_day
from bot.reports.digest.canvas import (
    BLUE,
    CLOSED,
    FAINT,
    GROUND,
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

_GRID_TOP, _ROW, _COLUMN = 915, 77, (RIGHT - LEFT) / HOURS
_TALLEST, _SHORTEST = 34, 5


def draw_hours(canvas: Canvas, digest: Digest) -> None:
    """Draw a week of hours, with a bar for what was asked and one for what was answered in each."""
    t = canvas.texts.t
    canvas.write(50, 770, t("When fans ask, and when we reply"), HEADING, bold=True)
    end = _swatch(canvas, 50, t("asked"), facecolor=ORANGE)
    end = _swatch(canvas, end + 50, t("first replies"), facecolor=BLUE)
    end = _swatch(canvas, end + 50, t("closed"), facecolor=CLOSED, edgecolor=FAINT)
    if digest.missing_shift is not None:
        _swatch(canvas, end + 50, t("a shift missing?"), facecolor=GROUND, edgecolor=INK, linewidth=4)
    _draw_closed(canvas, digest)
    for hour in range(0, HOURS + 1, 3):
        canvas.write(LEFT + hour * _COLUMN, _GRID_TOP - 26, f"{hour}", SMALL, ha="center", color=FAINT)
    for day, name in enumerate(canvas.texts.record.days()):
        canvas.write(LEFT - 24, _middle(day), name, ha="right")
    most = max(max(row) for counts in (digest.asked_by_hour, digest.replied_by_hour) for row in counts)
    if not most:
        words = t("A quiet week: nobody asked anything.")
        paper = {"facecolor": GROUND, "edgecolor": RULE, "boxstyle": "round,pad=0.7"}
        canvas.write((LEFT + RIGHT) / 2, _middle(3), words, HEADING, ha="center", bbox=paper)
        return
    canvas.write(RIGHT, 772, t("tallest bar: {count}", count=most), SMALL, ha="right", color=FAINT)
    _draw_counts(canvas, digest.asked_by_hour, most, ORANGE, upwards=True)
    _draw_counts(canvas, digest.replied_by_hour, most, BLUE, upwards=False)
    if digest.missing_shift is not None:
        _mark(canvas, digest.missing_shift)


def _swatch(canvas: Canvas, x: float, words: str, **style: Any) -> float:
    """Explain a colour; returns where that ends."""
    _box(canvas, x, 814, 24, 24, **style)
    return end_of(canvas.write(x + 38, 827, words))


def _middle(day: int) -> float:
    return _GRID_TOP + (day + 0.5) * _ROW


def _box(canvas: Canvas, x: float, y: float, width: float, height: float, **style: Any) -> None:
    style.setdefault("edgecolor", "none")
    style.setdefault("linewidth", 1.5)
    canvas.axes.add_patch(Rectangle((x, y), width, height, **style))


def _draw_closed(canvas: Canvas, digest: Digest) -> None:
    """Shade when the team is not there, and rule the days apart."""
    monday = digest.week.start.astimezone(digest.zone).date()
    for day, spans in enumerate(digest.hours.week):
        top = _GRID_TOP + day * _ROW
        _box(canvas, LEFT, top, RIGHT - LEFT, _ROW, facecolor=CLOSED, zorder=0)
        holiday = monday + timedelta(days=day) in digest.hours.holidays
        for start, end in () if holiday else spans:
            x, width = LEFT + hours_of_day(start) * _COLUMN, hours_of_day(end) - hours_of_day(start)
            _box(canvas, x, top, width * _COLUMN, _ROW, facecolor=GROUND, zorder=0)
        canvas.line([LEFT, RIGHT], [_middle(day)] * 2, color=RULE, linewidth=1, zorder=1)
    for row in range(DAYS_IN_WEEK + 1):
        y = _GRID_TOP + row * _ROW
        canvas.line([LEFT, RIGHT], [y, y], color=RULE, linewidth=2.5, zorder=1)
    for hour in range(0, HOURS + 1, 3):
        x = LEFT + hour * _COLUMN
        canvas.line([x, x], [_GRID_TOP, _GRID_TOP + DAYS_IN_WEEK * _ROW], color=RULE, linewidth=1, zorder=1)


def _draw_counts(canvas: Canvas, counts: Grid, most: int, colour: str, *, upwards: bool) -> None:
    for day, row in enumerate(counts):
        for hour, count in enumerate(row):
            if count:
                height = max(_SHORTEST, _TALLEST * count / most)
                y = _middle(day) - (height if upwards else 0)
                _box(canvas, LEFT + hour * _COLUMN + 5, y, _COLUMN - 10, height, facecolor=colour, zorder=2)


def _mark(canvas: Canvas, shift: Shift) -> None:
    """Put a frame around the hours in which a shift seems to be missing."""
    place = (LEFT + shift.from_hour * _COLUMN, _GRID_TOP + shift.weekday * _ROW + 3)
    size = ((shift.to_hour - shift.from_hour) * _COLUMN, _ROW - 6)
    canvas.axes.add_patch(
        FancyBboxPatch(
            place,
            *size,
            boxstyle="round,pad=0,rounding_size=10",
            fill=False,
            edgecolor=INK,
            linewidth=4,
            zorder=5,
        )
    )
