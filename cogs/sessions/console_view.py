"""What a host reads: the console, one question of the queue, what is wrong."""

from collections.abc import Mapping, Sequence

import discord
from discord.utils import format_dt

from bot.domain.sessions.questions import FanQuestion, FanQuestionState, SessionFigures
from bot.domain.sessions.session import Order, Session, SessionState
from bot.interface.i18n import Texts
from bot.reports.show_texts import plain
from cogs.sessions.ending_view import figures_words
from cogs.sessions.footers import footer
from cogs.sessions.view import COLOUR, MOST_QUESTION, line_of, link

SHOWN = 10


def state_name(state: SessionState, texts: Texts) -> str:
    """Say how far a session is."""
    match state:
        case SessionState.PLANNED:
            return texts.t("Planned")
        case SessionState.LIVE:
            return texts.t("Live")
        case SessionState.ENDED:
            return texts.t("Over")
        case SessionState.MISSED:
            return texts.t("Did not take place")
        case SessionState.CANCELLED:
            return texts.t("Cancelled")


def order_name(order: Order, texts: Texts) -> str:
    """Say in which order questions come."""
    match order:
        case Order.VOTES:
            return texts.t("Most votes first")
        case Order.TIME:
            return texts.t("Oldest first")
        case Order.NEWCOMERS:
            return texts.t("Fans who never got an answer first")


def console_embed(
    session: Session,
    queue: Sequence[FanQuestion],
    current: FanQuestion | None,
    counts: Mapping[FanQuestionState, int],
    texts: Texts,
) -> discord.Embed:
    """Show a session to its host: what is being asked, and what comes next."""
    embed = discord.Embed(colour=COLOUR, title=_console_title(session, texts))
    span = f"{format_dt(session.starts_at, 'f')} – {format_dt(session.ends_at, 't')}"
    place = f"<#{session.thread_id or session.channel_id}>"
    embed.description = f"{state_name(session.state, texts)} · {span} · {place}"
    if current is not None:
        answered = " ✓" if current.state is FanQuestionState.ANSWERED else ""
        embed.add_field(
            name=texts.t("Being asked") + answered, value=line_of(current, texts, 500), inline=False
        )
    lines = [
        f"{'📌 ' if question.pinned else ''}**{question.votes}** · {line_of(question, texts, 60)}"
        for question in queue[:SHOWN]
    ]
    waiting = texts.n(
        "{count} question waits", "{count} questions wait", counts.get(FanQuestionState.WAITING, 0)
    )
    value = "\n".join(lines)[:1024] or texts.t("Nobody waits.")
    embed.add_field(name=f"{waiting} · {order_name(session.queue_order, texts)}", value=value, inline=False)
    if counts.get(FanQuestionState.HELD):
        value = texts.n("{count} question", "{count} questions", counts[FanQuestionState.HELD])
        embed.add_field(name=texts.t("For you to look at first"), value=value, inline=False)
    return embed.set_footer(text=footer(session, texts.t("console")))


def over_embed(session: Session, figures: SessionFigures, texts: Texts) -> discord.Embed:
    """Show a session that is over to the team."""
    embed = discord.Embed(colour=COLOUR, title=_console_title(session, texts))
    embed.description = f"{state_name(session.state, texts)} · {link(session)}"
    embed.add_field(name=texts.t("In figures"), value=figures_words(figures, texts), inline=False)
    carried = texts.n("{count} question", "{count} questions", figures.carried)
    embed.add_field(name=texts.t("Kept for the next session"), value=carried, inline=False)
    return embed.set_footer(text=footer(session, texts.t("console")))


def _console_title(session: Session, texts: Texts) -> str:
    return texts.t("Q&A #{id} with {artist}", id=session.id, artist=plain(session.artist, 100))


def queued_embed(question: FanQuestion, others: int, texts: Texts) -> discord.Embed:
    """Show one question of the queue to the host; the team sees who asked."""
    embed = discord.Embed(colour=COLOUR, description=plain(question.text, MOST_QUESTION))
    hidden = " " + texts.t("(without their name)") if question.anonymous else ""
    embed.add_field(name=texts.t("From"), value=f"<@{question.fan_id}>{hidden}")
    embed.add_field(name=texts.t("Votes"), value=str(question.votes))
    if others:
        embed.add_field(name=texts.t("Asked the same"), value=str(others))
    return embed


def trouble_words(session: Session, what: str, texts: Texts) -> str:
    """Tell the team what is wrong with a session, and what mends it."""
    values = {"id": session.id, "artist": plain(session.artist, 100), "channel": session.channel_id}
    match what:
        case "no_channel":
            return texts.t(
                "Q&A #{id} with {artist}: its channel is gone. Please choose another with /qna change.",
                **values,
            )
        case "thread_deleted":
            return texts.t(
                "Q&A #{id} with {artist}: its thread was deleted, so I open another one. Nothing is lost.",
                **values,
            )
        case "artist_gone":
            return texts.t(
                "Q&A #{id}: {artist} is not on this server any more. Press “Answer for the artist” to pass on what they say.",
                **values,
            )
        case "event":
            return texts.t(
                "Q&A #{id} with {artist}: I may not make Discord events here. The session takes place all the same.",
                **values,
            )
        case "unreached":
            return texts.t(
                "Q&A #{id} with {artist}: somebody who asked without their name takes no direct messages, "
                "so they have not heard what became of their question.",
                **values,
            )
        case "relay_lost":
            return texts.t(
                "Q&A #{id} with {artist}: I couldn’t post this answer, its thread and channel are gone.",
                **values,
            )
        case _:
            return texts.t(
                "Q&A #{id} with {artist}: I may not write, or open threads, in <#{channel}>. I try again every few minutes.",
                **values,
            )
