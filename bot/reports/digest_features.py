"""What a week's digest says of Q&A sessions and of fans' works."""

from collections.abc import Iterator

from bot.domain.sessions.questions import Held
from bot.domain.works.work_figures import WorkFigures
from bot.interface.i18n import Texts
from bot.reports.show_texts import plain


def session_lines(sessions: tuple[Held, ...], texts: Texts) -> Iterator[str]:
    """Say how each session went; never how its artist did."""
    for held in sessions:
        parts = [
            texts.n("{count} question", "{count} questions", held.asked),
            texts.n("{count} fan asked", "{count} fans asked", held.askers),
        ]
        if held.first_timers:
            parts.append(texts.t("{count} for the first time", count=held.first_timers))
        if held.share_answered is not None:
            parts.append(texts.t("{share}% answered", share=round(held.share_answered * 100)))
        if held.carried:
            parts.append(texts.t("{count} carried over", count=held.carried))
        yield f"{plain(held.artist, 80)}: {' · '.join(parts)}"


def work_lines(works: WorkFigures | None, texts: Texts) -> Iterator[str]:
    """Say what fans made, what was shown with consent, and how soon it went at a word."""
    if works is None or not (works.seen or works.highlights or works.takedowns):
        return
    seen = texts.n("{count} work seen", "{count} works seen", works.seen)
    makers = texts.n("by {count} maker", "by {count} makers", works.makers)
    first = texts.t("{count} of them new", count=works.first_time_makers) if works.first_time_makers else ""
    yield " · ".join(filter(None, [f"{seen} {makers}", first]))
    shown = [texts.n("{count} nominated", "{count} nominated", works.nominations)]
    if works.consent_rate is not None:
        shown.append(texts.t("{share}% of makers said yes", share=round(works.consent_rate * 100)))
    shown.append(texts.n("{count} highlight", "{count} highlights", works.highlights))
    yield " · ".join(shown)
    if works.takedowns and works.takedown is not None:
        down = texts.n("{count} taken down", "{count} taken down", works.takedowns)
        wait = texts.duration(works.takedown)
        yield " · ".join([down, texts.t("gone after {wait} (median)", wait=wait)])
    yield texts.n("{count} fan reacted or replied", "{count} fans reacted or replied", works.fans)
