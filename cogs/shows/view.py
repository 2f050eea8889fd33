"""The list of upcoming shows, a page at a time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import discord

from bot.domain.shows.label import Label
from bot.domain.shows.show import Show, upcoming
from bot.interface.i18n import Texts
from bot.interface.limits import fit
from bot.reports.show_texts import place_line, plain, price_line, tickets_line, when_line

PAGE = 5
#: A page of the longest shows fits into an embed.
MOST_FIELD = 900
COLOUR = discord.Colour(0x3B7A78)


def fitting(label: Label, *, artist_key: str, city_key: str, now: datetime) -> list[Show]:
    """Return the upcoming shows whose artist and city have these keys ("-" for any); soonest first."""
    return [
        show
        for show in upcoming(label.shows, now=now)
        if (artist_key == "-" or artist_key in map(key_of, show.artists))
        and city_key in {"-", key_of(show.city)}
    ]


def pages_of(shows: Sequence[Show]) -> int:
    """Return how many pages the shows fill, at least one."""
    return max(1, -(-len(shows) // PAGE))


def shows_embed(shows: Sequence[Show], page: int, *, now: datetime, texts: Texts) -> discord.Embed:
    """Show one page, counted from 0, of upcoming shows."""
    embed = discord.Embed(colour=COLOUR, title=texts.t("Upcoming shows"))
    if not shows:
        embed.description = texts.t("No shows are announced right now.")
        return embed
    for show in shows[page * PAGE : (page + 1) * PAGE]:
        name = plain(f"{', '.join(show.artists)}: {show.title}", 250)
        lines = [
            when_line(show, now=now),
            place_line(show, 300),
            price_line(show, texts),
            tickets_line(show, now=now, texts=texts),
            show.ticket_url if show.tickets(now).value in {"on_sale", "not_yet"} else "",
            plain(show.notes),
        ]
        embed.add_field(name=name, value=fit(lines, MOST_FIELD), inline=False)
    oldest = min(show.updated_at for show in shows)
    of = texts.t("Page {page} of {pages} · updated", page=page + 1, pages=pages_of(shows))
    embed.set_footer(text=of)
    embed.timestamp = oldest
    return embed


def key_of(name: str) -> str:
    """Return a short key of an artist or city that fits into a button's id; "-" for any."""
    return hashlib.blake2b(name.encode(), digest_size=6).hexdigest() if name else "-"
