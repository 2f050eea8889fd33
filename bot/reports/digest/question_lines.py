"""What a digest says of single questions: who waits, what was asked most, what would have helped, who did."""

from collections.abc import Iterator

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.reports.question_texts import (
    MOST_LINE,
    excerpt,
    kind_name,
    linked,
)
from bot.reports.reply_time_texts import wait_words
from bot.reports.show_texts import and_more, plain


def waiting_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """List who waits, longest first."""
    if not digest.waiting:
        yield texts.t("Nobody. Everyone has heard back.")
    for waiting in digest.waiting[:most]:
        wait = wait_words(waiting.wait, waiting.open_wait, texts)
        yield f"{linked(wait, waiting.question)} {excerpt(waiting.question)}"
    yield and_more(len(digest.waiting) - most, texts)


def asked_most_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Say what was asked for most, and about which shows."""
    yield " · ".join(f"{kind_name(kind, texts)} {count}" for kind, count in digest.kinds[:most])
    for show in digest.shows[:most]:
        counted = texts.n("{count} question", "{count} questions", show.questions)
        yield f"{plain(show.title, MOST_LINE)}: {counted}"


def wish_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
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


def helper_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Thank the fans whose answers helped others."""
    names = ", ".join(f"{plain(helper.name, 40)} ({helper.answers})" for helper in digest.helpers[:most])
    if names:
        yield texts.t("Thank you, {names}!", names=names)
