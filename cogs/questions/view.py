"""What the team reads: a question's card, a nudge to confirm, and the reply times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord
from discord.utils import format_dt

from bot.domain.questions.question import Dismissal, Outcome, Question, Reply, Source
from bot.domain.reply_time import Figures
from bot.domain.shows.label import Label
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_FIELD
from bot.reports.show_texts import plain

MOST_TEXT = 1500
MOST_SHOWN = 10
MOST_TO_REVIEW = 5
MOST_LINE = 90
ROOM_FOR_MORE = 40
_COLOURS = {
    Outcome.OPEN: discord.Colour(0xC98A1B),
    Outcome.ANSWERED_BY_STAFF: discord.Colour(0x2F8F5B),
    Outcome.ANSWERED_BY_BOT: discord.Colour(0x3B7A78),
    Outcome.ANSWERED_BY_FAN: discord.Colour(0x2F8F5B),
    Outcome.DISMISSED: discord.Colour(0x7D7D7D),
    Outcome.WITHDRAWN: discord.Colour(0x7D7D7D),
}


def jump_url(question: Question, message_id: int | None = None) -> str:
    """Return the address of a question's message (direct messages have @me for a server)."""
    direct = question.source.value == "direct"
    guild = "@me" if direct else question.guild_id
    return f"https://discord.com/channels/{guild}/{question.channel_id}/{message_id or question.message_id}"


def marker(question: Question) -> str:
    """Return the text that tells a question's card from every other."""
    return f"#{question.id}"


def card_embed(question: Question, reply: Reply | None, *, now: datetime, texts: Texts) -> discord.Embed:
    """Show a question to the team as it stands."""
    embed = discord.Embed(
        colour=_COLOURS[question.outcome],
        title=texts.t("{name} asks", name=plain(question.asker_name, 100)),
        description=plain(question.text, MOST_TEXT),
    )
    place = texts.t("a direct message") if question.source.value == "direct" else f"<#{question.channel_id}>"
    asked = f"{format_dt(question.asked_at, 'R')} · {place}"
    embed.add_field(name=texts.t("Asked"), value=asked)
    embed.add_field(name=texts.t("Now"), value=_state(question, reply, now, texts))
    embed.set_footer(text=marker(question))
    return embed


def _state(question: Question, reply: Reply | None, now: datetime, texts: Texts) -> str:
    match question.outcome:
        case Outcome.OPEN if question.claimant(now) is not None and question.claimed_until is not None:
            return texts.t(
                "{name} is on it (until {when})",
                name=plain(question.claimed_name, 100),
                when=format_dt(question.claimed_until, "t"),
            )
        case Outcome.OPEN if question.acknowledged_at is not None:
            return texts.t("Waiting, seen {when}", when=format_dt(question.acknowledged_at, "R"))
        case Outcome.OPEN:
            return texts.t("Waiting for an answer")
        case Outcome.ANSWERED_BY_STAFF if reply is not None:
            return texts.t(
                "{name} answered after {wait}",
                name=plain(reply.staff_name, 100),
                wait=texts.duration(reply.replied_at - question.asked_at),
            )
        case Outcome.ANSWERED_BY_STAFF:
            return texts.t("Answered by the team")
        case Outcome.ANSWERED_BY_BOT:
            return texts.t("Answered by me")
        case Outcome.ANSWERED_BY_FAN:
            return texts.t("Answered by another fan")
        case Outcome.DISMISSED:
            why = dismissal_name(question.dismissed_as, texts) if question.dismissed_as else ""
            return texts.t("Dismissed: {why}", why=why)
        case Outcome.WITHDRAWN:
            return texts.t("Taken back by {name}", name=plain(question.asker_name, 100))


def dismissal_name(why: Dismissal, texts: Texts) -> str:
    """Name a reason for dismissing a question."""
    match why:
        case Dismissal.NOT_A_QUESTION:
            return texts.t("not a question")
        case Dismissal.DUPLICATE:
            return texts.t("asked twice")
        case Dismissal.SPAM:
            return texts.t("spam")


def staff_answer_embed(text: str, staff_name: str) -> discord.Embed:
    """Show what somebody on the team answers through the bot, with their name."""
    embed = discord.Embed(colour=_COLOURS[Outcome.ANSWERED_BY_STAFF], description=text)
    return embed.set_author(name=staff_name[:256])


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long somebody has waited: on the wall clock, and of that in opening hours."""

    wall: timedelta
    opened: timedelta


def waiting_embed(
    listed: Sequence[tuple[Question, Waits]], *, first: int, of: int, now: datetime, texts: Texts
) -> discord.Embed:
    """List open questions, numbered from `first`, of so many in all."""
    embed = discord.Embed(colour=_COLOURS[Outcome.OPEN], title=texts.t("Waiting for an answer"))
    if not listed:
        embed.description = texts.t("Nobody. Everyone has heard back.")
    for number, (question, waits) in enumerate(listed, first):
        wall, opened = texts.duration(waits.wall), texts.duration(waits.opened)
        waited = wall
        if opened != wall:
            waited = texts.t("{wait} ({opened} in opening hours)", wait=wall, opened=opened)
        holder = plain(question.claimed_name, 60) if question.claimant(now) is not None else ""
        place = (
            texts.t("a direct message") if question.source is Source.DIRECT else f"<#{question.channel_id}>"
        )
        about = " · ".join(
            filter(None, [waited, place, f"[{texts.t('Go to it')}]({jump_url(question)})", holder])
        )
        name = f"{number}. {plain(question.asker_name, 100)}"
        embed.add_field(name=name, value=f"{plain(question.text, 300)}\n-# {about}", inline=False)
    if of > len(listed):
        last = first + len(listed) - 1
        embed.set_footer(text=texts.t("{first}–{last} of {of}", first=first, last=last, of=of))
    return embed


def reminder_text(
    question: Question, *, reached: bool, opened: timedelta, role: int | None, texts: Texts
) -> str:
    """Remind the team of one question, in one line."""
    name, wait = plain(question.asker_name, 100), texts.duration(opened)
    link = f"[{plain(' '.join(question.text.split()), MOST_LINE)}]({jump_url(question)})"
    if reached:
        words = texts.t("⏰ {name} has now waited {wait}: {link}", name=name, wait=wait, link=link)
    else:
        words = texts.t("{name} has been waiting {wait}: {link}", name=name, wait=wait, link=link)
    return f"<@&{role}> {words}" if role else words


def morning_embed(waiting: Sequence[Question], *, now: datetime, texts: Texts) -> discord.Embed:
    """List who waits as the day begins."""
    embed = discord.Embed(
        colour=_COLOURS[Outcome.OPEN], title=texts.t("Good morning! They are waiting for us:")
    )
    embed.description = _waiting(waiting, now, texts)
    return embed


def handed_text(question: Question, *, to: int, by: str, texts: Texts) -> str:
    """Tell a colleague whose question they were handed, and by whom."""
    link = f"[{plain(' '.join(question.text.split()), MOST_LINE)}]({jump_url(question)})"
    return texts.t(
        "<@{to}>, {by} asks you to answer {name}: {link}",
        to=to,
        by=plain(by, 100),
        name=plain(question.asker_name, 100),
        link=link,
    )


def review_embed(wrong: Sequence[Question], label: Label, texts: Texts) -> discord.Embed:
    """List the bot's answers that were taken back: what was asked, and how it was read."""
    embed = discord.Embed(colour=_COLOURS[Outcome.OPEN], title=texts.t("Answers that were taken back"))
    if not wrong:
        embed.description = texts.t("None. My answers have stood so far.")
    for number, question in enumerate(wrong[:MOST_TO_REVIEW], 1):
        shows = [show.title for show in map(label.show, question.shows) if show is not None]
        read = ", ".join([*(kind.value for kind in question.kinds), *shows, *filter(None, [question.faq])])
        lines = [
            plain(question.text, 300),
            f"-# {plain(read, 300)} · [{texts.t('Go to it')}]({jump_url(question)})",
        ]
        name = f"{number}. {plain(question.asker_name, 100)}"
        embed.add_field(name=name, value="\n".join(lines), inline=False)
    if len(wrong) > MOST_TO_REVIEW:
        embed.set_footer(text=texts.t("…and {count} more", count=len(wrong) - MOST_TO_REVIEW))
    return embed


def figures_embed(
    this_week: Figures, last_week: Figures, waiting: Sequence[Question], *, now: datetime, texts: Texts
) -> discord.Embed:
    """Show a manager how soon fans heard back, and who still waits."""
    embed = discord.Embed(colour=_COLOURS[Outcome.ANSWERED_BY_STAFF], title=texts.t("Reply times"))
    embed.add_field(name=texts.t("This week so far"), value=figures_text(this_week, texts))
    embed.add_field(name=texts.t("Last week"), value=figures_text(last_week, texts))
    embed.add_field(name=texts.t("Waiting now"), value=_waiting(waiting, now, texts), inline=False)
    return embed


def figures_text(figures: Figures, texts: Texts) -> str:
    """Say a week's figures, a line each; with few replies their number stands beside the percentiles."""
    lines = [texts.n("{count} question", "{count} questions", figures.questions)]
    by = figures.outcomes
    said = {
        Outcome.ANSWERED_BY_STAFF: texts.t(
            "{count} answered by the team", count=by[Outcome.ANSWERED_BY_STAFF]
        ),
        Outcome.ANSWERED_BY_BOT: texts.t("{count} answered by me", count=by[Outcome.ANSWERED_BY_BOT]),
        Outcome.ANSWERED_BY_FAN: texts.t("{count} answered by fans", count=by[Outcome.ANSWERED_BY_FAN]),
        Outcome.OPEN: texts.t("{count} open", count=by[Outcome.OPEN]),
        Outcome.DISMISSED: texts.t("{count} dismissed", count=by[Outcome.DISMISSED]),
        Outcome.WITHDRAWN: texts.t("{count} taken back", count=by[Outcome.WITHDRAWN]),
    }
    lines += [line for outcome, line in said.items() if by[outcome]]
    if figures.median is not None and figures.ninetieth is not None:
        few = texts.n(" (from {count} reply)", " (from {count} replies)", figures.replies)
        note = few if figures.few else ""
        lines.append(texts.t("Median first reply: {wait}", wait=texts.duration(figures.median)) + note)
        lines.append(texts.t("90th percentile: {wait}", wait=texts.duration(figures.ninetieth)) + note)
    else:
        lines.append(texts.t("No replies from the team yet"))
    if figures.by_hand:
        lines.append(texts.n("{count} reply set by hand", "{count} replies set by hand", figures.by_hand))
    return "\n".join(lines)


def _waiting(waiting: Sequence[Question], now: datetime, texts: Texts) -> str:
    if not waiting:
        return texts.t("Nobody. Everyone has heard back.")
    lines: list[str] = []
    for question in waiting[:MOST_SHOWN]:
        (first, *_) = question.text.split("\n")
        wait = texts.duration(now - question.asked_at)
        line = f"[{wait}]({jump_url(question)}) {plain(first, 40)}"
        if len("\n".join([*lines, line])) > MOST_FIELD - ROOM_FOR_MORE:
            break
        lines.append(line)
    if len(waiting) > len(lines):
        lines.append(texts.t("…and {count} more", count=len(waiting) - len(lines)))
    return "\n".join(lines)
