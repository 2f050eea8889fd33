"""The sections of a weekly digest, in their order, and the lines of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.digests.digest import Digest
from bot.domain.questions.question import Outcome
from bot.domain.reply_time import percentile
from bot.domain.sessions.questions import SessionFigures
from bot.domain.works.work_figures import WorkFigures
from bot.interface.i18n import Texts
from bot.reports.question_texts import (
    MOST_LINE,
    excerpt,
    kind_name,
    linked,
    outcome_count,
)
from bot.reports.reply_time_texts import both_waits, percent, share_within, short_duration, wait_words
from bot.reports.show_texts import and_more, plain


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it, in Discord's Markdown."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines in one text."""
        return "\n".join(self.lines)


def sections(digest: Digest, texts: Texts, most: int) -> list[Section]:
    """Return all that a digest has to say, listing at most so many of each."""
    t = texts.t
    made = [
        (t("Questions"), _count_lines(digest, texts)),
        (t("First reply"), _first_reply_lines(digest, texts)),
        (t("Replies to older questions"), _late_reply_lines(digest, texts)),
        (t("Waiting now"), _waiting_lines(digest, texts, most)),
        (t("Asked most"), _asked_most_lines(digest, texts, most)),
        (t("What would have let me answer"), _wish_lines(digest, texts, most)),
        (t("My answers"), _bot_answer_lines(digest, texts)),
        (t("Fans who helped fans"), _helper_lines(digest, texts, most)),
        (t("Q&A sessions"), session_lines(digest.sessions, texts)),
        (t("Fans’ works"), work_lines(digest.works, texts)),
        (t("What we said"), _dialogue_lines(digest, texts, most)),
    ]
    found = [Section(name, tuple(filter(None, lines))) for name, lines in made]
    return [section for section in found if section.lines]


# --- how much, and how soon ----------------------------------------------------------------------------


def _count_lines(digest: Digest, texts: Texts) -> Iterator[str]:
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


def _first_reply_lines(digest: Digest, texts: Texts) -> Iterator[str]:
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


def _late_reply_lines(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say what was replied to questions of earlier weeks."""
    median = percentile([reply.wait for reply in digest.late], 50)
    if median is not None:
        yield texts.n(
            "{count} reply to a question of an earlier week, after {wait} (median)",
            "{count} replies to questions of earlier weeks, after {wait} (median)",
            len(digest.late),
            wait=texts.duration(median),
        )


def _bot_answer_lines(digest: Digest, texts: Texts) -> Iterator[str]:
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


# --- who and what --------------------------------------------------------------------------------------


def _waiting_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """List who waits, longest first."""
    if not digest.waiting:
        yield texts.t("Nobody. Everyone has heard back.")
    for waiting in digest.waiting[:most]:
        wait = wait_words(waiting.wait, waiting.open_wait, texts)
        yield f"{linked(wait, waiting.question)} {excerpt(waiting.question)}"
    yield and_more(len(digest.waiting) - most, texts)


def _asked_most_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Say what was asked for most, and about which shows."""
    yield " · ".join(f"{kind_name(kind, texts)} {count}" for kind, count in digest.kinds[:most])
    for show in digest.shows[:most]:
        counted = texts.n("{count} question", "{count} questions", show.questions)
        yield f"{plain(show.title, MOST_LINE)}: {counted}"


def _wish_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Say what would have let the bot answer: new FAQs, and data that lack."""
    for wish in digest.faq_wishes[:most]:
        example = wish.answered or wish.questions[0]
        yield texts.n(
            "A new FAQ would have answered {count} question: {question}",
            "A new FAQ would have answered {count} questions, such as: {question}",
            len(wish.questions),
            question=linked(excerpt(example), example),
        )
    for fact in digest.missing_facts[:most]:
        about = plain(fact.title, MOST_LINE) if fact.show_id else texts.t("a show that was not clear")
        yield texts.n(
            "{count} question about something that the data lack: {kind}, {show}",
            "{count} questions about something that the data lack: {kind}, {show}",
            fact.questions,
            kind=kind_name(fact.kind, texts),
            show=about,
        )


def _helper_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Thank the fans whose answers helped others."""
    names = ", ".join(f"{plain(helper.name, 40)} ({helper.answers})" for helper in digest.helpers[:most])
    if names:
        yield texts.t("Thank you, {names}!", names=names)


# --- sessions, works, and the label's own words --------------------------------------------------------


def session_lines(sessions: tuple[SessionFigures, ...], texts: Texts) -> Iterator[str]:
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


def _dialogue_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Say how much of what the label said was conversation, and what its announcements set off."""
    dialogue = digest.dialogue
    share = dialogue.share_of_replies
    if share is None:
        return
    replies = texts.n("{count} reply to fans", "{count} replies to fans", dialogue.replies)
    announced = texts.n("{count} announcement", "{count} announcements", len(dialogue.announcements))
    yield texts.t(
        "{replies}, {announcements}: {share} of what we said was conversation.",
        replies=replies,
        announcements=announced,
        share=percent(share, texts),
    )
    for message in dialogue.announcements[:most]:
        link = f"https://discord.com/channels/{digest.guild_id}/{message.channel_id}/{message.message_id}"
        took_part = texts.n("{count} fan took part", "{count} fans took part", message.fans)
        yield f"[{texts.moment(message.said_at, digest.zone)}]({link}): {took_part}"
    yield and_more(len(dialogue.announcements) - most, texts)
