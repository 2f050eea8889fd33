"""The paper that a digest's picture is drawn on: its size, colours and font."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, fontManager, get_font, ttfFontProperty
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from bot.interface.i18n import Texts

FONTS = Path(__file__).parents[1] / "fonts"

#: The picture's size in pixels; all places and sizes below are pixels too, from the top left.
WIDTH, HEIGHT = 1200, 1500
DPI = 100
_POINTS = 72 / DPI
LEFT, RIGHT = 130, 1150

GROUND, CLOSED = "#FFFFFF", "#F0EFEB"
INK, FAINT, RULE = "#22252A", "#62676F", "#DEDCD5"
#: From Okabe and Ito's palette, which colour-blind people can tell apart; each also has a shape of its own.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#00795C"
DARK = {BLUE: "#005A8E", ORANGE: "#8A5F00"}
HALO = [withStroke(linewidth=6, foreground="#FFFFFF")]

TITLE, HEADING, LABEL, SMALL = 46, 36, 28, 25


@dataclass(frozen=True, slots=True)
class Canvas:
    """The whole picture, with a pen for its language."""

    axes: Axes
    texts: Texts

    def write(self, x: float, y: float, words: str, size: int = LABEL, **style: Any) -> Text:
        """Write words with their left end (or as `ha` says) at `x` and their middle at `y`."""
        known: dict[str, Any] = {"color": INK, "va": "center", "bold": False} | style
        font = _font(bold=known.pop("bold"))
        return self.axes.text(x, y, words, fontproperties=font, fontsize=size * _POINTS, **known)

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """Draw a line through points."""
        self.axes.plot(xs, ys, **{"solid_capstyle": "round", "solid_joinstyle": "round"} | style)


def end_of(written: Text) -> float:
    """Return where written words end."""
    return float(written.get_window_extent().x1)


@cache
def _font(*, bold: bool) -> FontProperties:
    """Return the fonts that ship with the bot, then matplotlib's own; the first that has a letter draws it.

    A language with other letters than Latin, Hangul, Greek and Cyrillic needs a font beside them.
    """
    families = []
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)
        families.append(ttfFontProperty(get_font(path)).name)
    families.sort(key=lambda family: ("Bold" in family) is not bold)
    return FontProperties(family=[*families, "DejaVu Sans"], weight="bold" if bold else "normal")
