"""What a fan reads: an answer from the label's data, a question back, or that the team was asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from discord.utils import format_dt

from bot.components import LastingButton, LastingChoice, lasting_view
from bot.domain.answers import is_stale, left_to_the_team
from bot.domain.label import Faq, Label
from bot.domain.shows import Show
from bot.domain.understanding.reading import Action, Kind, Reading
from bot.i18n import Texts
from bot.show_texts import facts, place_line, plain, tickets_line

COLOUR = discord.Colour(0x3B7A78)
MOST_LISTED = 10
MOST_BUTTONS = 4
MOST_OPTIONS = 25
MOST_LABEL = 80
MOST_OPTION = 100


def reply_embed(
    reading: Reading, label: Label, *, now: datetime, stale_after: timedelta, texts: Texts
) -> discord.Embed:
    """Say what the bot replies to a reading that is not to be ignored."""
    match reading.action:
        case Action.ANSWER:
            return _answer(reading, label, now=now, stale_after=stale_after, texts=texts)
        case Action.CLARIFY:
            return _clarification(reading, label, texts)
        case Action.HANDOFF | Action.IGNORE:
            return _handoff(texts)


def _answer(
    reading: Reading, label: Label, *, now: datetime, stale_after: timedelta, texts: Texts
) -> discord.Embed:
    faq = label.faq(reading.faq) if reading.faq else None
    shows = [show for show in map(label.show, reading.shows) if show is not None]
    embed = discord.Embed(colour=COLOUR)
    if faq is not None:
        _add_faq(embed, faq, reading.language, label)
    if Kind.LIST in reading.kinds:
        _list(embed, shows, now, texts)
    elif len(shows) == 1:
        _one_show(embed, reading.kinds, shows[0], now, texts)
    else:
        for show in shows:
            lines = [f"-# {format_dt(show.start, 'F')} · {place_line(show)}"]
            embed.add_field(
                name=show_name(show),
                value="\n".join([*facts(reading.kinds, show, now=now, texts=texts), *lines])[:1024],
                inline=False,
            )
    _add_doubts(embed, reading, shows, now=now, stale_after=stale_after, texts=texts)
    _sign(embed, label, shows, texts)
    return embed


def show_name(show: Show) -> str:
    """Name a show by its artists, title and city."""
    return plain(f"{', '.join(show.artists)}: {show.title} ({show.city})", 250)


def _one_show(embed: discord.Embed, kinds: Sequence[Kind], show: Show, now: datetime, texts: Texts) -> None:
    said = facts(kinds, show, now=now, texts=texts)
    about = f"-# **{show_name(show)}** · {format_dt(show.start, 'F')} · {plain(show.venue)}"
    notes = [plain(show.notes)] if show.notes else []
    link = [texts.t("Tickets: {link}", link=show.ticket_url)] if _offers_link(show, now, said) else []
    embed.description = "\n".join([*said, *link, *notes, about])


def _offers_link(show: Show, now: datetime, said: Sequence[str]) -> bool:
    on_offer = show.tickets(now).value in {"on_sale", "not_yet"}
    return bool(show.ticket_url) and on_offer and not any(show.ticket_url in line for line in said)


def _list(embed: discord.Embed, shows: Sequence[Show], now: datetime, texts: Texts) -> None:
    lines = [
        " · ".join(
            filter(
                None,
                [
                    format_dt(show.start, "F"),
                    f"**{show_name(show)}**",
                    plain(show.venue),
                    tickets_line(show, now=now, texts=texts),
                ],
            )
        )
        for show in shows[:MOST_LISTED]
    ]
    if len(shows) > MOST_LISTED:
        lines.append(texts.t("…and {count} more: see /shows.", count=len(shows) - MOST_LISTED))
    embed.description = "\n".join(lines)


def _add_faq(embed: discord.Embed, faq: Faq, language: str, label: Label) -> None:
    for known in (language, *label.languages, *faq.answers):
        if known in faq.answers:
            embed.description = faq.answers[known]
            return


def _add_doubts(
    embed: discord.Embed,
    reading: Reading,
    shows: Sequence[Show],
    *,
    now: datetime,
    stale_after: timedelta,
    texts: Texts,
) -> None:
    lines = []
    if left_to_the_team(reading, shows, now=now):
        lines.append(texts.t("I don’t have the rest of what you asked, so I’ve asked the team."))
    stale = [show for show in shows if is_stale(show, now=now, after=stale_after)]
    if stale:
        oldest = min(show.updated_at for show in stale)
        lines.append(
            texts.t("Please check before you go: this was last updated {when}.", when=format_dt(oldest, "R"))
        )
    if lines:
        embed.add_field(name="\u200b", value="\n".join(lines), inline=False)


def _sign(embed: discord.Embed, label: Label, shows: Sequence[Show], texts: Texts) -> None:
    if shows:
        embed.set_footer(text=texts.t("{label} · as of", label=label.name))
        embed.timestamp = min(show.updated_at for show in shows)
    else:
        embed.set_footer(text=label.name)


def _clarification(reading: Reading, label: Label, texts: Texts) -> discord.Embed:
    about_faqs = any(label.show(choice) is None for choice in reading.choices)
    words = texts.t("Is one of these it?") if about_faqs else texts.t("Which show do you mean?")
    return discord.Embed(colour=COLOUR, description=words)


def _handoff(texts: Texts) -> discord.Embed:
    words = texts.t("Good question! I’ve asked the team, and somebody will answer you here.")
    return discord.Embed(colour=COLOUR, description=words)


def choice_name(choice: str, label: Label, language: str) -> str:
    """Name one of a reading's choices, as a button or an option says it."""
    show = label.show(choice)
    if show is not None:
        local = show.start.astimezone(label.timezone)
        day = f"{local.month}/{local.day}"
        return f"{day} {', '.join(show.artists)} · {show.city}"
    faq = label.faq(choice)
    if faq is None:
        return choice
    hangul = [text for text in faq.examples if any("가" <= sign <= "힣" for sign in text)]
    latin = [text for text in faq.examples if text not in hangul]
    first, then = (hangul, latin) if language == "ko" else (latin, hangul)
    return [*first, *then][0]


def reply_view(
    reading: Reading,
    question_id: int,
    label: Label,
    texts: Texts,
    *,
    team: type[LastingButton],
    pick: type[LastingButton],
    chooser: type[LastingChoice],
) -> discord.ui.View | None:
    """Make what can be pressed under a reply: choices, and always a way to the team."""
    to_team: discord.ui.Item[Any]
    match reading.action:
        case Action.ANSWER:
            to_team = team(question_id, texts.t("That’s not it"), style=discord.ButtonStyle.secondary)
            return lasting_view(to_team)
        case Action.CLARIFY:
            names = [choice_name(choice, label, reading.language) for choice in reading.choices]
            choices: list[discord.ui.Item[Any]] = [
                pick(question_id, name[:MOST_LABEL], detail=index) for index, name in enumerate(names)
            ]
            if len(names) > MOST_BUTTONS:
                options = [
                    discord.SelectOption(label=name[:MOST_OPTION], value=choice)
                    for name, choice in zip(names[:MOST_OPTIONS], reading.choices, strict=False)
                ]
                choices = [chooser(question_id, options, texts.t("Choose here"))]
            words = texts.t("None of these: ask the team")
            return lasting_view(*choices, team(question_id, words, style=discord.ButtonStyle.secondary))
        case Action.HANDOFF | Action.IGNORE:
            return None
