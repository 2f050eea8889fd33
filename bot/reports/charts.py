"""Numbers → a picture of a week, for phones: how soon fans heard back; when they ask against when we reply.

Drawn with matplotlib's object interface, which keeps nothing between pictures, so it may run in a thread.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from statistics import median
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from bot.domain.digests.digest import Digest, WeekFigures
from bot.domain.digests.shifts import HOURS, Grid, Shift
from bot.domain.hours.opening_hours_text import DAYS_IN_WEEK, hours_of_day
from bot.domain.reply_time import FEW_REPLIES
from bot.interface.i18n import Texts
from bot.reports.digest_sections import short_duration, week_days

#: The picture's size in pixels; all places and sizes below are pixels too, from the top left.
WIDTH, HEIGHT = 1200, 1500
_DPI = 100
_POINTS = 72 / _DPI
_LEFT, _RIGHT = 130, 1150

_GROUND, _CLOSED = "#FFFFFF", "#F0EFEB"
_INK, _FAINT, _RULE = "#22252A", "#62676F", "#DEDCD5"
#: From Okabe and Ito's palette, which colour-blind people can tell apart; each also has a shape of its own.
_BLUE, _ORANGE, _GREEN = "#0072B2", "#E69F00", "#00795C"
_DARK = {_BLUE: "#005A8E", _ORANGE: "#8A5F00"}
_HALO = [withStroke(linewidth=6, foreground="#FFFFFF")]

_TITLE, _HEADING, _LABEL, _SMALL = 46, 36, 28, 25


@dataclass(frozen=True, slots=True)
class _Page:
    """The whole picture, with a pen for its language."""

    axes: Axes
    texts: Texts

    def write(self, x: float, y: float, words: str, size: int = _LABEL, **style: Any) -> Text:
        """Write words with their left end (or as `ha` says) at `x` and their middle at `y`."""
        known: dict[str, Any] = {"color": _INK, "va": "center", "bold": False} | style
        font = _font(bold=known.pop("bold"))
        return self.axes.text(x, y, words, fontproperties=font, fontsize=size * _POINTS, **known)

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        self.axes.plot(xs, ys, **{"solid_capstyle": "round", "solid_joinstyle": "round"} | style)


def _end(written: Text) -> float:
    return float(written.get_window_extent().x1)


@cache
def _font(*, bold: bool) -> FontProperties:
    """Return the font that ships with the bot: it has Latin and Hangul, whatever the machine has."""
    name = "NanumSquareB.ttf" if bold else "NanumSquareR.ttf"
    with as_file(files("bot.reports") / "fonts" / name) as path:
        return FontProperties(fname=Path(path))


def digest_picture(digest: Digest, texts: Texts) -> bytes:
    """Draw a week's picture as a PNG; takes some 300 ms, so not for the event loop."""
    figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    axes.set_axis_off()
    page = _Page(axes, texts)
    page.write(50, 62, week_days(digest, texts), _TITLE, bold=True)
    page.write(_RIGHT, 66, digest.zone.key, _SMALL, ha="right", color=_FAINT)
    _draw_waits(page, digest.weeks, digest)
    _draw_hours(page, digest)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=_DPI, facecolor=_GROUND, pil_kwargs={"compress_level": 4})
    return file.getvalue()


# --- how soon fans heard back -------------------------------------------------------------------------

_KEY_AT, _WAITS_TOP, _WAITS_BOTTOM = 200, 285, 585
#: With less room than this between the two points of a week, one's label stands below.
_LABELS_APART = 85


def _draw_waits(page: _Page, weeks: Sequence[WeekFigures], digest: Digest) -> None:
    t = page.texts.t
    page.write(50, 145, t("First reply, in opening hours"), _HEADING, bold=True)
    end = _key(page, 50, t("median"), colour=_BLUE, marker="o")
    end = _key(page, end + 50, t("90th percentile"), colour=_ORANGE, marker="D")
    page.line([end + 50, end + 100], [_KEY_AT] * 2, color=_GREEN, linewidth=3, linestyle=(0, (4, 2)))
    page.write(end + 114, _KEY_AT, t("target: {time}", time=short_duration(digest.target, page.texts)))
    scale = _Scale.fitting(weeks, digest.target)
    for value in scale.ticks():
        y = scale.y(value)
        page.line([_LEFT, _RIGHT], [y, y], color=_RULE, linewidth=1.5, zorder=0)
        page.write(_LEFT - 18, y, short_duration(value, page.texts), _SMALL, ha="right", color=_FAINT)
    target = scale.y(digest.target)
    page.line([_LEFT, _RIGHT], [target, target], color=_GREEN, linewidth=3, linestyle=(0, (4, 2)), zorder=1)
    xs = [_LEFT + 65 + index * (_RIGHT - _LEFT - 130) / (len(weeks) - 1) for index in range(len(weeks))]
    for x, week in zip(xs, weeks, strict=True):
        _name_week(page, x, week, digest)
    if any(week.figures.few and week.figures.replies for week in weeks):
        few = t("hollow: fewer than {count} replies", count=FEW_REPLIES)
        page.write(_RIGHT, 147, few, _SMALL, ha="right", color=_FAINT)
    if not any(week.figures.replies for week in weeks):
        middle, centre = (_WAITS_TOP + _WAITS_BOTTOM) / 2 + 20, (_LEFT + _RIGHT) / 2
        page.write(
            centre, middle, t("No replies from the team yet"), ha="center", color=_FAINT, path_effects=_HALO
        )
    medians = [week.figures.open_median for week in weeks]
    nineties = [week.figures.open_ninetieth for week in weeks]
    _draw_line(page, scale, xs, nineties, colour=_ORANGE)
    _draw_line(page, scale, xs, medians, colour=_BLUE)
    for x, week in zip(xs, weeks, strict=True):
        _draw_points(page, scale, x, week)


def _key(page: _Page, x: float, words: str, *, colour: str, marker: str) -> float:
    y = _KEY_AT
    page.line([x, x + 50], [y, y], color=colour, linewidth=5)
    page.line([x + 25], [y], color=colour, marker=marker, markersize=13)
    return _end(page.write(x + 64, y, words))


def _name_week(page: _Page, x: float, week: WeekFigures, digest: Digest) -> None:
    monday = week.week.start.astimezone(digest.zone).date()
    own = week.week == digest.week
    day = page.texts.record.short_date(monday)
    page.write(x, _WAITS_BOTTOM + 74, day, _SMALL, ha="center", bold=own)
    count = page.texts.t("n = {count}", count=week.figures.replies)
    page.write(x, _WAITS_BOTTOM + 108, count, _SMALL, ha="center", color=_INK if own else _FAINT, bold=own)


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
    page: _Page,
    scale: _Scale,
    xs: Sequence[float],
    values: Sequence[timedelta | None],
    *,
    colour: str,
) -> None:
    """Draw a line over the weeks, with gaps where nobody replied."""
    ys = [float("nan") if value is None else scale.y(value) for value in values]
    page.line(xs, ys, color=colour, linewidth=5, zorder=3)


def _draw_points(page: _Page, scale: _Scale, x: float, week: WeekFigures) -> None:
    """Draw a week's two values, hollow for few replies, with what they are."""
    middle, late = week.figures.open_median, week.figures.open_ninetieth
    if middle is None or late is None:
        return
    room = scale.y(middle) - scale.y(late)
    below = scale.y(middle) + 38
    for value, colour, marker, label in (
        (late, _ORANGE, "D", scale.y(late) - 36),
        (middle, _BLUE, "o", scale.y(middle) - 36 if room > _LABELS_APART else below),
    ):
        beyond = value > scale.most
        page.line(
            [x],
            [scale.y(value)],
            color=colour,
            marker="^" if beyond else marker,
            markersize=18 if beyond else 14,
            markerfacecolor=_GROUND if week.figures.few else colour,
            markeredgewidth=4,
            zorder=4,
        )
        words = short_duration(value, page.texts)
        style = {"ha": "center", "color": _DARK[colour], "bold": True, "path_effects": _HALO, "zorder": 5}
        page.write(x, label, words, _SMALL, **style)


# --- when fans ask, and when we reply -----------------------------------------------------------------

_GRID_TOP, _ROW, _COLUMN = 915, 77, (_RIGHT - _LEFT) / HOURS
_TALLEST, _SHORTEST = 34, 5


def _draw_hours(page: _Page, digest: Digest) -> None:
    t = page.texts.t
    page.write(50, 770, t("When fans ask, and when we reply"), _HEADING, bold=True)
    end = _swatch(page, 50, t("asked"), facecolor=_ORANGE)
    end = _swatch(page, end + 50, t("first replies"), facecolor=_BLUE)
    end = _swatch(page, end + 50, t("closed"), facecolor=_CLOSED, edgecolor=_FAINT)
    if digest.missing_shift is not None:
        _swatch(page, end + 50, t("a shift missing?"), facecolor=_GROUND, edgecolor=_INK, linewidth=4)
    _draw_closed(page, digest)
    for hour in range(0, HOURS + 1, 3):
        page.write(_LEFT + hour * _COLUMN, _GRID_TOP - 26, f"{hour}", _SMALL, ha="center", color=_FAINT)
    for day, name in enumerate(page.texts.record.days()):
        page.write(_LEFT - 24, _middle(day), name, ha="right")
    most = max(max(row) for counts in (digest.asked_by_hour, digest.replied_by_hour) for row in counts)
    if not most:
        words = t("A quiet week: nobody asked anything.")
        paper = {"facecolor": _GROUND, "edgecolor": _RULE, "boxstyle": "round,pad=0.7"}
        page.write((_LEFT + _RIGHT) / 2, _middle(3), words, _HEADING, ha="center", bbox=paper)
        return
    page.write(_RIGHT, 772, t("tallest bar: {count}", count=most), _SMALL, ha="right", color=_FAINT)
    _draw_counts(page, digest.asked_by_hour, most, _ORANGE, upwards=True)
    _draw_counts(page, digest.replied_by_hour, most, _BLUE, upwards=False)
    if digest.missing_shift is not None:
        _mark(page, digest.missing_shift)


def _swatch(page: _Page, x: float, words: str, **style: Any) -> float:
    """Explain a colour; returns where that ends."""
    _box(page, x, 814, 24, 24, **style)
    return _end(page.write(x + 38, 827, words))


def _middle(day: int) -> float:
    return _GRID_TOP + (day + 0.5) * _ROW


def _box(page: _Page, x: float, y: float, width: float, height: float, **style: Any) -> None:
    style.setdefault("edgecolor", "none")
    style.setdefault("linewidth", 1.5)
    page.axes.add_patch(Rectangle((x, y), width, height, **style))


def _draw_closed(page: _Page, digest: Digest) -> None:
    """Shade when the team is not there, and rule the days apart."""
    monday = digest.week.start.astimezone(digest.zone).date()
    for day, spans in enumerate(digest.hours.week):
        top = _GRID_TOP + day * _ROW
        _box(page, _LEFT, top, _RIGHT - _LEFT, _ROW, facecolor=_CLOSED, zorder=0)
        holiday = monday + timedelta(days=day) in digest.hours.holidays
        for start, end in () if holiday else spans:
            x, width = _LEFT + hours_of_day(start) * _COLUMN, hours_of_day(end) - hours_of_day(start)
            _box(page, x, top, width * _COLUMN, _ROW, facecolor=_GROUND, zorder=0)
        page.line([_LEFT, _RIGHT], [_middle(day)] * 2, color=_RULE, linewidth=1, zorder=1)
    for row in range(DAYS_IN_WEEK + 1):
        y = _GRID_TOP + row * _ROW
        page.line([_LEFT, _RIGHT], [y, y], color=_RULE, linewidth=2.5, zorder=1)
    for hour in range(0, HOURS + 1, 3):
        x = _LEFT + hour * _COLUMN
        page.line([x, x], [_GRID_TOP, _GRID_TOP + DAYS_IN_WEEK * _ROW], color=_RULE, linewidth=1, zorder=1)


def _draw_counts(page: _Page, counts: Grid, most: int, colour: str, *, upwards: bool) -> None:
    for day, row in enumerate(counts):
        for hour, count in enumerate(row):
            if count:
                height = max(_SHORTEST, _TALLEST * count / most)
                y = _middle(day) - (height if upwards else 0)
                _box(page, _LEFT + hour * _COLUMN + 5, y, _COLUMN - 10, height, facecolor=colour, zorder=2)


def _mark(page: _Page, shift: Shift) -> None:
    """Put a frame around the hours in which a shift seems to be missing."""
    place = (_LEFT + shift.from_hour * _COLUMN, _GRID_TOP + shift.weekday * _ROW + 3)
    size = ((shift.to_hour - shift.from_hour) * _COLUMN, _ROW - 6)
    page.axes.add_patch(
        FancyBboxPatch(
            place,
            *size,
            boxstyle="round,pad=0,rounding_size=10",
            fill=False,
            edgecolor=_INK,
            linewidth=4,
            zorder=5,
        )
    )
