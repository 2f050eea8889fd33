"""The parts of a weekly digest in words: the figures, who waits, what was asked, who helped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from babel.numbers import format_percent

from bot.domain.digests.digest import Digest
from bot.domain.questions.question import Outcome, Question, Source
from bot.domain.reply_time import Figures, percentile
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import Texts
from bot.reports.digest_features import session_lines, work_lines
from bot.reports.show_texts import plain

_MOST_LINE = 70


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
    made: list[tuple[str, Iterable[str]]] = [
        (t("Questions"), _questions(digest, texts)),
        (t("First reply"), _first_reply(digest, texts)),
        (t("Replies to older questions"), _late(digest, texts)),
        (t("Waiting now"), _waiting(digest, texts, most)),
        (t("Asked most"), _asked_most(digest, texts, most)),
        (t("What would have let me answer"), _wishes(digest, texts, most)),
        (t("My answers"), _by_bot(digest, texts)),
        (t("Fans who helped fans"), _helpers(digest, texts, most)),
        (t("Q&A sessions"), session_lines(digest.sessions, texts)),
        (t("Fans’ works"), work_lines(digest.works, texts)),
        (t("What we said"), _dialogue(digest, texts, most)),
    ]
    found = [Section(name, tuple(filter(None, lines))) for name, lines in made]
    return [section for section in found if section.lines]


def _questions(digest: Digest, texts: Texts) -> Iterator[str]:
    own, before = digest.figures, digest.last_week
    if not own.questions and not before.questions:
        return
    counted = texts.n("{count} question", "{count} questions", own.questions)
    yield _beside(f"**{counted}**", str(before.questions), texts)
    for outcome in Outcome:
        if own.outcomes[outcome] or before.outcomes[outcome]:
            said = outcome_count(outcome, own.outcomes[outcome], texts)
            yield _beside(said, str(before.outcomes[outcome]), texts)


def outcome_count(outcome: Outcome, count: int, texts: Texts) -> str:
    """Say how many questions ended in some way."""
    match outcome:
        case Outcome.OPEN:
            return texts.t("{count} open", count=count)
        case Outcome.ANSWERED_BY_STAFF:
            return texts.t("{count} answered by the team", count=count)
        case Outcome.ANSWERED_BY_BOT:
            return texts.t("{count} answered by me", count=count)
        case Outcome.ANSWERED_BY_FAN:
            return texts.t("{count} answered by fans", count=count)
        case Outcome.DISMISSED:
            return texts.t("{count} dismissed", count=count)
        case Outcome.WITHDRAWN:
            return texts.t("{count} taken back", count=count)


def _beside(own: str, before: str, texts: Texts) -> str:
    return texts.t("{own} · the week before: {before}", own=own, before=before)


def _first_reply(digest: Digest, texts: Texts) -> Iterator[str]:
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
        "{count} of {of} ({share})", count=figures.within_target, of=figures.due, share=_percent(share, texts)
    )


def _percent(share: float, texts: Texts) -> str:
    return str(format_percent(share, "#,##0%", locale=texts.locale))


def _late(digest: Digest, texts: Texts) -> Iterator[str]:
    median = percentile([reply.wait for reply in digest.late], 50)
    if median is not None:
        yield texts.n(
            "{count} reply to a question of an earlier week, after {wait} (median)",
            "{count} replies to questions of earlier weeks, after {wait} (median)",
            len(digest.late),
            wait=texts.duration(median),
        )


# --- who and what -------------------------------------------------------------------------------------


def _waiting(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    if not digest.waiting:
        yield texts.t("Nobody. Everyone has heard back.")
    for waiting in digest.waiting[:most]:
        wait = wait_words(waiting.wait, waiting.open_wait, texts)
        yield f"{_linked(wait, waiting.question)} {_excerpt(waiting.question)}"
    yield _more(len(digest.waiting) - most, texts)


def question_link(question: Question) -> str:
    """Return the address of a question: of its card for a direct message, which the team can't open."""
    channel_id, message_id = question.channel_id, question.message_id
    if question.source is Source.DIRECT:
        if question.card_channel_id is None or question.card_message_id is None:
            return ""
        channel_id, message_id = question.card_channel_id, question.card_message_id
    return f"https://discord.com/channels/{question.guild_id}/{channel_id}/{message_id}"


def _linked(words: str, question: Question) -> str:
    link = question_link(question)
    return f"[{words}]({link})" if link else words


def _excerpt(question: Question) -> str:
    return plain(" ".join(question.text.split()), _MOST_LINE)


def _more(count: int, texts: Texts) -> str:
    return texts.t("…and {count} more", count=count) if count > 0 else ""


def _asked_most(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    yield " · ".join(f"{kind_name(kind, texts)} {count}" for kind, count in digest.kinds[:most])
    for show in digest.shows[:most]:
        counted = texts.n("{count} question", "{count} questions", show.questions)
        yield f"{plain(show.title, _MOST_LINE)}: {counted}"


def kind_name(kind: Kind, texts: Texts) -> str:
    """Name what a question asks for, in a word or two."""
    t = texts.t
    names = {
        Kind.DATE: t("date"),
        Kind.DOORS_TIME: t("doors"),
        Kind.START_TIME: t("start"),
        Kind.VENUE: t("venue"),
        Kind.PRICE: t("price"),
        Kind.AVAILABILITY: t("tickets left"),
        Kind.ON_SALE: t("start of sales"),
        Kind.TICKET_LINK: t("where to buy"),
        Kind.LINEUP: t("line-up"),
        Kind.AGE: t("age limit"),
        Kind.STATUS: t("whether it takes place"),
        Kind.LIST: t("which shows there are"),
        Kind.FAQ: t("frequent questions"),
    }
    return names[kind]


def _wishes(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    for wish in digest.faq_wishes[:most]:
        example = wish.answered or wish.questions[0]
        yield texts.n(
            "A new FAQ would have answered {count} question: {question}",
            "A new FAQ would have answered {count} questions, such as: {question}",
            len(wish.questions),
            question=_linked(_excerpt(example), example),
        )
    for fact in digest.missing_facts[:most]:
        about = plain(fact.title, _MOST_LINE) if fact.show_id else texts.t("a show that was not clear")
        yield texts.n(
            "{count} question about something that the data lack: {kind}, {show}",
            "{count} questions about something that the data lack: {kind}, {show}",
            fact.questions,
            kind=kind_name(fact.kind, texts),
            show=about,
        )


def _by_bot(digest: Digest, texts: Texts) -> Iterator[str]:
    share = digest.share_by_bot
    if share is not None:
        yield texts.t(
            "I answered {count} of {of} questions ({share}).",
            count=digest.answered_by_bot,
            of=digest.figures.questions,
            share=_percent(share, texts),
        )
        yield texts.n(
            "{count} answer of mine was corrected.",
            "{count} answers of mine were corrected.",
            digest.corrected,
        )


def _helpers(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    names = ", ".join(f"{plain(helper.name, 40)} ({helper.answers})" for helper in digest.helpers[:most])
    if names:
        yield texts.t("Thank you, {names}!", names=names)


def _dialogue(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
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
        share=_percent(share, texts),
    )
    for message in dialogue.announcements[:most]:
        link = f"https://discord.com/channels/{digest.guild_id}/{message.channel_id}/{message.message_id}"
        took_part = texts.n("{count} fan took part", "{count} fans took part", message.fans)
        yield f"[{texts.moment(message.said_at, digest.zone)}]({link}): {took_part}"
    yield _more(len(dialogue.announcements) - most, texts)


def week_days(digest: Digest, texts: Texts) -> str:
    """Name a week by its days, such as "16–22 November 2026"."""
    first = digest.week.start.astimezone(digest.zone).date()
    last = first + timedelta(days=6)
    return texts.record.week(first, last)


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


def outcome_name(outcome: Outcome, texts: Texts) -> str:
    """Name what became of a question."""
    match outcome:
        case Outcome.OPEN:
            return texts.t("open")
        case Outcome.ANSWERED_BY_STAFF:
            return texts.t("answered by the team")
        case Outcome.ANSWERED_BY_BOT:
            return texts.t("answered by me")
        case Outcome.ANSWERED_BY_FAN:
            return texts.t("answered by a fan")
        case Outcome.DISMISSED:
            return texts.t("dismissed")
        case Outcome.WITHDRAWN:
            return texts.t("taken back")
