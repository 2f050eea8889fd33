"""What a digest says of the week's questions in figures: how many, how soon, how many by the bot."""

from collections.abc import Iterator

from bot.domain.digests.digest import Digest
from bot.domain.questions.question import Outcome
from bot.domain.reply_time import percentile
from bot.interface.i18n import Texts
from bot.reports.question_texts import (
    outcome_count,
)
from bot.reports.reply_time_texts import both_waits, percent, share_within, short_duration, wait_words


def count_lines(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say how many questions there were, and what became of them."""
    own, before = digest.figures, digest.last_week
    if not own.questions and not before.questions:
        return
    counted = texts.n("{count} question", "{count} questions", own.questions)
    yield _beside(f"**{counted}**", str(before.questions), texts)
    for outcome in Outcome:
        if own.outcomes[outcome] or before.outcomes[outcome]:
            said = outcome_count(outcome, own.outcomes[outcome], texts)
            yield _beside(said, str(before.outcomes[outcome]), texts)


def first_reply_lines(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say how soon the team replied, beside the week before."""
    own, before = digest.figures, digest.last_week
    if not own.questions and not before.questions:
        return
    middles = [both_waits(f.median, f.open_median, f, texts) for f in (own, before)]
    lates = [both_waits(f.ninetieth, f.open_ninetieth, f, texts) for f in (own, before)]
    yield _beside(texts.t("Median: {wait}", wait=middles[0]), middles[1], texts)
    yield _beside(texts.t("90th percentile: {wait}", wait=lates[0]), lates[1], texts)
    kept = [share_within(f, texts) for f in (own, before)]
    target = short_duration(digest.target, texts)
    yield _beside(
        texts.t("Within {target} of opening hours: {share}", target=target, share=kept[0]), kept[1], texts
    )
    if digest.median_of_weeks is not None:
        eight = wait_words(digest.median_of_weeks, digest.open_median_of_weeks, texts)
        yield texts.t("Median of the last eight weeks: {wait}", wait=eight)
    if own.by_hand:
        yield texts.n("{count} reply set by hand", "{count} replies set by hand", own.by_hand)


def late_reply_lines(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say what was replied to questions of earlier weeks."""
    median = percentile([reply.wait for reply in digest.late], 50)
    if median is not None:
        yield texts.n(
            "{count} reply to a question of an earlier week, after {wait} (median)",
            "{count} replies to questions of earlier weeks, after {wait} (median)",
            len(digest.late),
            wait=texts.duration(median),
        )


def bot_answer_lines(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say how much the bot answered itself, and how often it was corrected."""
    share = digest.share_by_bot
    if share is not None:
        yield texts.t(
            "I answered {count} of {of} questions ({share}).",
            count=digest.answered_by_bot,
            of=digest.figures.questions,
            share=percent(share, texts),
        )
        yield texts.n(
            "{count} answer of mine was corrected.",
            "{count} answers of mine were corrected.",
            digest.corrected,
        )


def _beside(own: str, before: str, texts: Texts) -> str:
    return texts.t("{own} · the week before: {before}", own=own, before=before)
