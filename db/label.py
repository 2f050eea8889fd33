"""Keeps what the label told us: its name, artists, frequent questions and shows."""

import json
import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.show import Show, Status
from db.connection import Connection, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did to the shows, by id; `kept` are those that the new file does not name."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]


class LabelStore:
    """The label's data."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self) -> Label | None:
        """Return the label with all its shows, soonest first; None before anything was imported."""
        head = await self._connection.fetch_one("SELECT * FROM label")
        if head is None:
            return None
        artists = await self._connection.fetch_all("SELECT * FROM artists ORDER BY rowid")
        faqs = await self._connection.fetch_all("SELECT * FROM faqs ORDER BY rowid")
        shows = await self._connection.fetch_all("SELECT * FROM shows ORDER BY start, id")
        return Label(
            name=head["name"],
            timezone=ZoneInfo(head["timezone"]),
            languages=tuple(json.loads(head["languages"])),
            artists=tuple(
                Artist(name=row["name"], aliases=tuple(json.loads(row["aliases"]))) for row in artists
            ),
            faqs=tuple(_faq(row) for row in faqs),
            shows=tuple(_show(row) for row in shows),
        )

    async def save(self, label: Label, *, prune: bool = False) -> Imported:
        """Take over a label: known ids are updated, new ones added; with `prune`, all others are removed."""
        async with self._connection.transaction() as write:
            before = {row["id"] for row in await write.fetch_all("SELECT id FROM shows")}
            if prune:
                await write.execute("DELETE FROM shows")
                await write.execute("DELETE FROM faqs WHERE learned_from IS NULL")
            await _save_head(write, label)
            await write.executemany(_SAVE_SHOW, [_show_row(show) for show in label.shows])
            await write.executemany(
                """
                INSERT INTO faqs (id, examples, answers) VALUES (:id, :examples, :answers)
                ON CONFLICT (id) DO UPDATE SET examples = excluded.examples, answers = excluded.answers
                """,
                [_faq_row(faq) for faq in label.faqs],
            )
        given = [show.id for show in label.shows]
        return Imported(
            added=tuple(show_id for show_id in given if show_id not in before),
            updated=tuple(show_id for show_id in given if show_id in before),
            kept=() if prune else tuple(sorted(before.difference(given))),
        )

    async def learn_faq(self, faq: Faq, *, question_id: int) -> None:
        """Keep a frequent question that staff made of their reply to a question; again replaces it."""
        async with self._connection.transaction() as write:
            await write.execute(
                """
                INSERT INTO faqs (id, examples, answers, learned_from)
                VALUES (:id, :examples, :answers, :learned_from)
                ON CONFLICT (id) DO UPDATE SET examples = excluded.examples, answers = excluded.answers
                """,
                {**_faq_row(faq), "learned_from": question_id},
            )


async def _save_head(write: Writer, label: Label) -> None:
    await write.execute(
        "INSERT OR REPLACE INTO label (id, name, timezone, languages) VALUES (1, ?, ?, ?)",
        (label.name, label.timezone.key, json.dumps(label.languages)),
    )
    await write.execute("DELETE FROM artists")
    await write.executemany(
        "INSERT INTO artists (name, aliases) VALUES (?, ?)",
        [(artist.name, json.dumps(artist.aliases, ensure_ascii=False)) for artist in label.artists],
    )


_SAVE_SHOW = """
    INSERT INTO shows (id, title, artists, start, doors, venue, city, address, price, currency, on_sale,
        ticket_url, status, age_limit, notes, updated_at)
    VALUES (:id, :title, :artists, :start, :doors, :venue, :city, :address, :price, :currency, :on_sale,
        :ticket_url, :status, :age_limit, :notes, :updated_at)
    ON CONFLICT (id) DO UPDATE SET title = excluded.title, artists = excluded.artists,
        start = excluded.start, doors = excluded.doors, venue = excluded.venue, city = excluded.city,
        address = excluded.address, price = excluded.price, currency = excluded.currency,
        on_sale = excluded.on_sale, ticket_url = excluded.ticket_url, status = excluded.status,
        age_limit = excluded.age_limit, notes = excluded.notes, updated_at = excluded.updated_at
"""


def _show_row(show: Show) -> dict[str, object]:
    return {
        "id": show.id,
        "title": show.title,
        "artists": json.dumps(show.artists, ensure_ascii=False),
        "start": show.start,
        "doors": show.doors,
        "venue": show.venue,
        "city": show.city,
        "address": show.address,
        "price": None if show.price is None else str(show.price),
        "currency": show.currency,
        "on_sale": show.on_sale,
        "ticket_url": show.ticket_url,
        "status": show.status.value,
        "age_limit": show.age_limit,
        "notes": show.notes,
        "updated_at": show.updated_at,
    }


def _show(row: sqlite3.Row) -> Show:
    fields = dict(row)
    return Show(
        **fields
        | {
            "artists": tuple(json.loads(row["artists"])),
            "price": None if row["price"] is None else Decimal(row["price"]),
            "status": Status(row["status"]),
        }
    )


def _faq_row(faq: Faq) -> dict[str, object]:
    return {
        "id": faq.id,
        "examples": json.dumps(faq.examples, ensure_ascii=False),
        "answers": json.dumps(dict(faq.answers), ensure_ascii=False),
    }


def _faq(row: sqlite3.Row) -> Faq:
    return Faq(id=row["id"], examples=tuple(json.loads(row["examples"])), answers=json.loads(row["answers"]))
