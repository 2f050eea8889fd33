"""Questions in words: what they ask for, what became of them, where they are."""

from bot.domain.questions.question import Outcome, Question, Source
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import Texts
from bot.reports.show_texts import plain

#: Of a question or a title, in a list.
MOST_LINE = 70


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


def question_link(question: Question) -> str:
    """Return the address of a question: of its card for a direct message, which the team can't open."""
    channel_id, message_id = question.channel_id, question.message_id
    if question.source is Source.DIRECT:
        if question.card_channel_id is None or question.card_message_id is None:
            return ""
        channel_id, message_id = question.card_channel_id, question.card_message_id
    return f"https://discord.com/channels/{question.guild_id}/{channel_id}/{message_id}"


def linked(words: str, question: Question) -> str:
    """Make words lead to a question, where it can be opened."""
    link = question_link(question)
    return f"[{words}]({link})" if link else words


def excerpt(question: Question) -> str:
    """Return the beginning of a question, on one line."""
    return plain(" ".join(question.text.split()), MOST_LINE)
