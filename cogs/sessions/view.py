"""What fans read of a session: its announcements, its thread, the questions to vote for."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import discord
from discord.utils import format_dt

from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Repeats, Session, SessionState
from bot.interface.i18n import Texts
from bot.reports.show_texts import plain
from cogs.sessions.footers import footer, notice_footer, question_footer

COLOUR = discord.Colour(0x7A5AA8)
MOST_QUESTION = 1000
MOST_LINE = 150
A_PAGE = 5


def link(session: Session, message_id: int | None = None) -> str:
    """Return the address of a session's thread, or of a message in it."""
    place = session.thread_id or session.channel_id
    behind = f"/{message_id}" if message_id else ""
    return f"https://discord.com/channels/{quote(str(session.guild_id))}/{place}{behind}"


def repeats_name(repeats: Repeats, texts: Texts) -> str:
    """Say how often a session takes place."""
    match repeats:
        case Repeats.ONCE:
            return texts.t("Once")
        case Repeats.WEEKLY:
            return texts.t("Every week")
        case Repeats.MONTHLY:
            return texts.t("Every month")


def notice_embed(session: Session, what: str, texts: Texts) -> discord.Embed:
    """Announce a session, or what changed about it."""
    embed = discord.Embed(
        colour=COLOUR,
        title=_notice_title(session, what, texts),
        description=_notice_words(session, what, texts),
    )
    embed.timestamp = session.starts_at.replace(microsecond=0)
    return embed.set_footer(text=notice_footer(session, what, texts))


def _notice_title(session: Session, what: str, texts: Texts) -> str:
    artist = plain(session.artist, 100)
    match what:
        case "day" | "hour":
            return texts.t("Soon: Q&A with {artist}", artist=artist)
        case "moved":
            return texts.t("New time: Q&A with {artist}", artist=artist)
        case "cancelled":
            return texts.t("Cancelled: Q&A with {artist}", artist=artist)
        case "missed":
            return texts.t("The Q&A with {artist} could not take place", artist=artist)
        case _:
            return texts.t("Q&A with {artist}", artist=artist)


def _notice_words(session: Session, what: str, texts: Texts) -> str:
    if what == SessionState.CANCELLED:
        when = format_dt(session.starts_at, "F")
        return texts.t("It was planned for {when}. Your questions are kept for the next time.", when=when)
    if what == SessionState.MISSED:
        return texts.t(
            "We are sorry! Something went wrong on our side. Your questions are kept for the next time."
        )
    when = f"{format_dt(session.starts_at, 'F')} ({format_dt(session.starts_at, 'R')})"
    lines = [when]
    if session.repeats is not Repeats.ONCE:
        lines.append(repeats_name(session.repeats, texts))
    lines.append(texts.t("Ask now, and vote for what you want to know most. Every question gets an outcome."))
    return "\n".join(lines)


def open_embed(session: Session, texts: Texts) -> discord.Embed:
    """Say that a session begins, in the message from which its thread is started."""
    embed = discord.Embed(
        colour=COLOUR,
        title=texts.t("Now: Q&A with {artist}", artist=plain(session.artist, 100)),
        description=texts.t("Come into the thread! Until {when}.", when=format_dt(session.ends_at, "t")),
    )
    return embed.set_footer(text=footer(session, texts.t("live"), session.opening))


def rules_embed(session: Session, texts: Texts) -> discord.Embed:
    """Say how a session goes, in its thread."""
    artist = plain(session.artist, 100)
    answers = (
        texts.t("{artist} answers by replying to a question.", artist=artist)
        if session.artist_id
        else texts.t("The team passes on what {artist} answers.", artist=artist)
    )
    lines = [
        answers,
        texts.t("Ask with the button below; chat here as you like."),
        texts.t("The question with the most votes comes first. One vote each, and not for your own."),
        texts.t("Be kind. Until {when}.", when=format_dt(session.ends_at, "t")),
    ]
    embed = discord.Embed(
        colour=COLOUR,
        title=texts.t("Welcome to the Q&A with {artist}!", artist=artist),
        description="\n".join(f"• {line}" for line in lines),
    )
    return embed.set_footer(text=footer(session, texts.t("how it goes"), session.opening))


def asker_name(question: FanQuestion, texts: Texts) -> str:
    """Return by what name everybody may know an asker."""
    return texts.t("Somebody") if question.anonymous else plain(question.fan_name, 100)


def credit(question: FanQuestion, others: int, texts: Texts) -> str:
    """Say who asked, and how many asked the same."""
    name = asker_name(question, texts)
    if not others:
        return texts.t("{name} asks", name=name)
    return texts.n(
        "{name} asks · also asked by {count} other",
        "{name} asks · also asked by {count} others",
        others,
        name=name,
    )


def question_embed(session: Session, question: FanQuestion, others: int, texts: Texts) -> discord.Embed:
    """Put a question to the artist."""
    embed = discord.Embed(
        colour=COLOUR, title=credit(question, others, texts), description=plain(question.text, MOST_QUESTION)
    )
    return embed.set_footer(text=question_footer(question, session, texts))


def relay_embed(session: Session, text: str, at: datetime, texts: Texts) -> discord.Embed:
    """Give the artist's answer in their stead, as passed on at a moment."""
    title = texts.t("{artist} answers", artist=plain(session.artist, 100))
    embed = discord.Embed(colour=COLOUR, title=title, description=text, timestamp=at)
    return embed.set_footer(text=footer(session, texts.t("answer")))


def extension_words(session: Session, what: str, texts: Texts) -> str:
    """Tell those in the thread of a change."""
    ends = format_dt(session.ends_at, "t")
    artist = plain(session.artist, 100)
    if what == "late":
        return texts.t(
            "{artist} is a little late. We go on until {when}, so nothing is lost.", artist=artist, when=ends
        )
    return texts.t("We stay longer: until {when}.", when=ends)


def line_of(question: FanQuestion, texts: Texts, most: int = MOST_LINE) -> str:
    """Say a question and its asker on one line."""
    return f"{plain(' '.join(question.text.split()), most)} · {asker_name(question, texts)}"


def votes_words(question: FanQuestion, texts: Texts) -> str:
    """Say how many voted for a question."""
    return texts.n("{count} vote", "{count} votes", question.votes)


def voting_embed(
    session: Session, questions: Sequence[FanQuestion], page: int, texts: Texts
) -> discord.Embed:
    """List questions to vote for."""
    lines = [
        f"**{number}.** {line_of(question, texts)} · {votes_words(question, texts)}"
        for number, question in enumerate(questions, page * A_PAGE + 1)
    ]
    return discord.Embed(
        colour=COLOUR,
        title=texts.t("Questions for {artist}", artist=plain(session.artist, 100)),
        description="\n".join(lines) or texts.t("Nobody has asked yet. Be the first!"),
    )


def state_words(state: FanQuestionState, texts: Texts) -> str:
    """Say how a question stands, to who asked it."""
    match state:
        case FanQuestionState.DRAFT | FanQuestionState.WAITING:
            return texts.t("waiting")
        case FanQuestionState.HELD:
            return texts.t("the team is looking at it")
        case FanQuestionState.PUT:
            return texts.t("being asked")
        case FanQuestionState.ANSWERED:
            return texts.t("answered")
        case FanQuestionState.DEFERRED:
            return texts.t("kept for the next session")
        case FanQuestionState.DECLINED:
            return texts.t("not this time")
        case FanQuestionState.MERGED:
            return texts.t("joined with a question like it")
        case FanQuestionState.WITHDRAWN:
            return texts.t("taken back")
        case FanQuestionState.HANDED_OVER:
            return texts.t("the team will answer it")


def my_questions_embed(session: Session, own: Sequence[FanQuestion], texts: Texts) -> discord.Embed:
    """List a fan's own questions."""
    lines = [
        f"**{number}.** {plain(' '.join(question.text.split()), MOST_LINE)} · {state_words(question.state, texts)}"
        for number, question in enumerate(own, 1)
    ]
    return discord.Embed(
        colour=COLOUR,
        title=texts.t("Your questions for {artist}", artist=plain(session.artist, 100)),
        description="\n".join(lines) or texts.t("You have asked nothing yet."),
    )


def list_embed(sessions: Sequence[Session], texts: Texts) -> discord.Embed:
    """List sessions that are planned or live."""
    lines = [
        f"**#{session.id}** {plain(session.artist, 100)} · {format_dt(session.starts_at, 'F')} · "
        f"<#{session.thread_id or session.channel_id}> · {repeats_name(session.repeats, texts)}"
        for session in sessions
    ]
    return discord.Embed(
        colour=COLOUR,
        title=texts.t("Sessions"),
        description="\n".join(lines[:25]) or texts.t("No session is planned."),
    )


def title_of(session: Session, texts: Texts) -> str:
    """Name a session where Discord takes no markup."""
    return texts.t("Q&A with {artist}", artist=session.artist)
