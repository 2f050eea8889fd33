"""What a fan reads: an answer from the label's data, a question back, or that the team was asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import discord
from discord.utils import format_dt

from bot.domain.languages.language import language_of, written_in
from bot.domain.shows.label import Faq, Label
from bot.domain.shows.show import Show, Status
from bot.domain.understanding.known_facts import is_stale, left_to_the_team
from bot.domain.understanding.reading import Action, Kind, Reading
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_DESCRIPTION, MOST_EMBED, MOST_FIELD, fit
from bot.reports.show_texts import facts, place_line, plain, tickets_line, when_line

COLOUR = discord.Colour(0x3B7A78)
MOST_LISTED = 10
#: What a field is called that continues the one before.
BLANK = "\u200b"
ROOM_FOR_MORE = 100


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
    said = [] if faq is None else [_faq_answer(faq, reading.language, label)]
    if Kind.LIST in reading.kinds:
        said += _list(shows, now, texts)
    elif len(shows) == 1:
        said += _one_show(reading.kinds, shows[0], now, texts)
    embed.description = fit(said, MOST_DESCRIPTION) or None
    _add_doubts(embed, reading, shows, now=now, stale_after=stale_after, texts=texts)
    _sign(embed, label, shows, texts)
    if Kind.LIST not in reading.kinds and len(shows) > 1:
        _several_shows(embed, reading.kinds, shows, now, texts)
    return embed


def show_name(show: Show) -> str:
    """Name a show by its artists, title and city."""
    return plain(f"{', '.join(show.artists)}: {show.title} ({show.city})", 250)


def _one_show(kinds: Sequence[Kind], show: Show, now: datetime, texts: Texts) -> list[str]:
    said = facts(kinds, show, now=now, texts=texts)
    link = texts.t("Tickets: {link}", link=show.ticket_url) if _offers_link(show, now, said) else ""
    about = _dotted(f"-# **{show_name(show)}**", when_line(show, now=now), plain(show.venue))
    return [*said, link, plain(show.notes), about]


def _several_shows(
    embed: discord.Embed, kinds: Sequence[Kind], shows: Sequence[Show], now: datetime, texts: Texts
) -> None:
    """Add a field for each show, before what stands at the end already, for as many as Discord allows."""
    for number, show in enumerate(shows[:MOST_LISTED]):
        about = "-# " + _dotted(when_line(show, now=now), place_line(show, 300))
        name, said = show_name(show), fit([*facts(kinds, show, now=now, texts=texts), about], MOST_FIELD)
        if len(embed) + len(name) + len(said) > MOST_EMBED - ROOM_FOR_MORE:
            break
        embed.insert_field_at(number, name=name, value=said, inline=False)
    left = len(shows) - sum(field.name != BLANK for field in embed.fields)
    if left:
        words = texts.t("…and {count} more: see /shows.", count=left)
        embed.insert_field_at(len(shows) - left, name=BLANK, value=words, inline=False)


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _offers_link(show: Show, now: datetime, said: Sequence[str]) -> bool:
    on_offer = show.tickets(now).value in {"on_sale", "not_yet"}
    return bool(show.ticket_url) and on_offer and not any(show.ticket_url in line for line in said)


def _list(shows: Sequence[Show], now: datetime, texts: Texts) -> list[str]:
    lines = [
        _dotted(
            when_line(show, now=now),
            f"**{show_name(show)}**",
            plain(show.venue, 50),
            tickets_line(show, now=now, texts=texts),
        )
        for show in shows[:MOST_LISTED]
    ]
    if len(shows) > MOST_LISTED:
        lines.append(texts.t("…and {count} more: see /shows.", count=len(shows) - MOST_LISTED))
    return lines


def _faq_answer(faq: Faq, language: str, label: Label) -> str:
    wanted = (language, *label.languages, *faq.answers)
    return next((faq.answers[known] for known in wanted if known in faq.answers), "")


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
        embed.add_field(name=BLANK, value="\n".join(lines), inline=False)


def _sign(embed: discord.Embed, label: Label, shows: Sequence[Show], texts: Texts) -> None:
    if shows:
        embed.set_footer(text=texts.t("{label} · updated", label=label.name))
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
        day = "" if show.status is Status.POSTPONED else f"{local.month}/{local.day} "
        return f"{day}{', '.join(show.artists)} · {show.city}"
    faq = label.faq(choice)
    if faq is None:
        return choice
    own = language_of(language)
    letters = own if own.letters else None
    return min(faq.examples, key=lambda example: written_in(example) is not letters)
