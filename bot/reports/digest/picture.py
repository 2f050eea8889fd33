"""A digest's picture: drawn in a thread, and described for those who can't see it."""

import asyncio
from datetime import timedelta

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.reports.digest.summary import shift_sentence
from bot.reports.reply_time_texts import short_duration


async def draw_picture(digest: Digest, texts: Texts) -> bytes:
    """Draw a digest's picture, in a thread, as that takes a while."""
    return await asyncio.to_thread(_draw, digest, texts)


def _draw(digest: Digest, texts: Texts) -> bytes:
    from bot.reports.digest.charts import digest_picture  # noqa: PLC0415  # matplotlib is slow to load and seldom needed

    return digest_picture(digest, texts)


def picture_description(digest: Digest, texts: Texts) -> str:
    """Say what the picture shows, for those who can't see it."""
    own = digest.figures
    said = texts.t(
        "First replies over eight weeks against the target of {target}, and when fans ask against when we reply.",
        target=short_duration(digest.target, texts),
    )
    waits = _this_week(own.open_median, own.open_ninetieth, texts)
    return " ".join(filter(None, [said, waits, shift_sentence(digest.missing_shift, texts)]))


def _this_week(middle: timedelta | None, late: timedelta | None, texts: Texts) -> str:
    if middle is None or late is None:
        return texts.t("No replies from the team yet")
    median, ninetieth = texts.duration(middle), texts.duration(late)
    return texts.t(
        "This week: median {median}, 90th percentile {ninetieth}.", median=median, ninetieth=ninetieth
    )
