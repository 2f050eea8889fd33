"""Numbers → a picture of a week, for phones: how soon fans heard back; when they ask against when we reply.

Drawn with matplotlib's object interface, which keeps nothing between pictures, so it may run in a thread.
"""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.reports.digest.canvas import (
    DPI,
    FAINT,
    GROUND,
    HEIGHT,
    RIGHT,
    SMALL,
    TITLE,
    WIDTH,
    Canvas,
)
from bot.reports.digest.hours_chart import draw_hours
from bot.reports.digest.summary import week_days
from bot.reports.digest.waits_chart import draw_waits


def digest_picture(digest: Digest, texts: Texts) -> bytes:
    """Draw a week's picture as a PNG; takes some 300 ms, so not for the event loop."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    axes.set_axis_off()
    canvas = Canvas(axes, texts)
    canvas.write(50, 62, week_days(digest, texts), TITLE, bold=True)
    canvas.write(RIGHT, 66, digest.zone.key, SMALL, ha="right", color=FAINT)
    draw_waits(canvas, digest.weeks, digest)
    draw_hours(canvas, digest)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, facecolor=GROUND, pil_kwargs={"compress_level": 4})
    return file.getvalue()
