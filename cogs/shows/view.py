"""The list of upcoming shows, a page at a time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import discord
from discord.utils import format_dt

from bot.domain.label import Label
from bot.domain.shows import Show, upcoming
from bot.i18n import Texts
from bot.show_texts import place_line, plain, price_line, tickets_line

PAGE = 5
COLOUR = discord.Colour(0x3B7A78)


def fitting(label: Label, *, artist: str, city: str, now: datetime) -> list[Show]:
    """Return the upcoming shows of an artist and in a city, where these are given; soonest first."""
    return [
        show
        for show in upcoming(label.shows, now=now)
        if (not artist or artist in show.artists) and (not city or show.city == city)
    ]


def pages_of(shows: Sequence[Show]) -> int:
    """Return how many pages the shows fill, at least one."""
    return max(1, -(-len(shows) // PAGE))


def shows_embed(shows: Sequence[Show], page: int, *, now: datetime, texts: Texts) -> discord.Embed:
    """Show one page, counted from 0, of upcoming shows."""
    embed = discord.Embed(colour=COLOUR, title=texts.t("Upcoming shows"))
    if not shows:
        embed.description = texts.t("No shows to tell of right now. We’ll post here as soon as there are.")
        return embed
    for show in shows[page * PAGE : (page + 1) * PAGE]:
        name = plain(f"{', '.join(show.artists)}: {show.title}", 250)
        lines = [
            format_dt(show.start, "F"),
            place_line(show),
            price_line(show, texts),
            tickets_line(show, now=now, texts=texts),
            show.ticket_url if show.tickets(now).value in {"on_sale", "not_yet"} else "",
            plain(show.notes),
        ]
        embed.add_field(name=name, value="\n".join(filter(None, lines))[:1024], inline=False)
    oldest = min(show.updated_at for show in shows)
    of = texts.t("Page {page} of {pages} · as of", page=page + 1, pages=pages_of(shows))
    embed.set_footer(text=of)
    embed.timestamp = oldest
    return embed


def key_of(name: str) -> str:
    """Return a short key of an artist or city that fits into a button's id; "-" for any."""
    return hashlib.blake2b(name.encode(), digest_size=6).hexdigest() if name else "-"
