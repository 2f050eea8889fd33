"""Reply times in words, by the clock on the wall and in opening hours."""

from datetime import timedelta

from babel.numbers import format_percent

from bot.domain.reply_time import Figures
from bot.interface.i18n import Texts


def both_waits(wait: timedelta | None, opened: timedelta | None, figures: Figures, texts: Texts) -> str:
    """Say a figure by the clock on the wall and in opening hours; with few replies, from how many."""
    if wait is None:
        return texts.t("no replies")
    few = texts.n(" (from {count} reply)", " (from {count} replies)", figures.replies) if figures.few else ""
    return wait_words(wait, opened, texts) + few


def wait_words(wait: timedelta, opened: timedelta | None, texts: Texts) -> str:
    """Say a wait by the clock on the wall and, where it is known, in opening hours."""
    if opened is None:
        return texts.duration(wait)
    return texts.t(
        "{wait} ({opened} in opening hours)", wait=texts.duration(wait), opened=texts.duration(opened)
    )


def share_within(figures: Figures, texts: Texts) -> str:
    """Say how many heard back within the target, of those who did or whose time was up."""
    share = figures.share_within_target
    if share is None:
        return texts.t("nothing due yet")
    return texts.t(
        "{count} of {of} ({share})", count=figures.within_target, of=figures.due, share=percent(share, texts)
    )


def percent(share: float, texts: Texts) -> str:
    """Write a share (0 to 1) in percent."""
    return str(format_percent(share, "#,##0%", locale=texts.locale))


def short_duration(length: timedelta, texts: Texts) -> str:
    """Write a duration in so few characters that eight fit side by side."""
    minutes = round(length / timedelta(minutes=1))
    if minutes < 60:  # noqa: PLR2004  # an hour
        return texts.t("{minutes} min", minutes=minutes)
    if minutes < 48 * 60 - 30:
        return texts.t("{hours} h", hours=_short(minutes / 60))
    return texts.t("{days} d", days=_short(minutes / 60 / 24))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"  # noqa: PLR2004  # two digits
