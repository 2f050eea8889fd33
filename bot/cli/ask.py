"""`ask`: what a fan would be told, without Discord."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.plain_text import embed_text, plain_words
from bot.cli.terminal import label_in, settings_here
from bot.clock import utc_now
from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action, Context, Reading, Thresholds
from bot.interface.i18n import texts_for, texts_here
from cogs.answers.view import choice_name, reply_embed


def ask(
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; without any, one a line is read")
    ] = None,
    label: Annotated[Path, typer.Option(help="The label's folder")] = Path(),
    at: Annotated[str | None, typer.Option(help="When it is asked, e.g. 2026-11-20T18:30+09:00")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line")] = False,  # noqa: FBT002
    conversation: Annotated[  # noqa: FBT002
        bool, typer.Option("--conversation", help="Each line follows up the one before")
    ] = False,
) -> None:
    """Say what fans would be told who ask this, from the label's folder."""
    moment = _moment(at)
    settings, known = settings_here(), label_in(label)
    sure = Thresholds(answer=settings.answer_confidence, offer=settings.offer_confidence)
    ear, context = Ear(known, thresholds=sure), Context()
    stale_after = timedelta(days=settings.data_stale_days)
    for text in _texts(questions):
        now = moment or utc_now()
        reading = ear.read(text, now=now, context=context)
        reply = reply_text(reading, known, now=now, stale_after=stale_after)
        typer.echo(_json(text, reading, reply) if as_json else f"{text}\n  [{reading.action}] {reply}\n")
        sys.stdout.flush()
        if conversation and reading.shows:
            context = Context(shows=reading.shows, kinds=reading.kinds)


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        words = texts_here().t(
            "{at} is not a moment. Write it like 2026-11-20T18:30+09:00, with the offset.", at=at
        )
        raise typer.BadParameter(words)
    return moment.astimezone(UTC)


def _texts(questions: list[str] | None) -> Iterable[str]:
    if questions:
        yield from questions
        return
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").strip()
        if text:
            yield text


def _json(text: str, reading: Reading, reply: str) -> str:
    return json.dumps(
        {
            "text": text,
            "language": reading.language,
            "action": reading.action,
            "kinds": list(reading.kinds),
            "shows": list(reading.shows),
            "faq": reading.faq,
            "choices": list(reading.choices),
            "confidence": round(reading.confidence, 3),
            "reply": reply,
        },
        ensure_ascii=False,
    )


def reply_text(reading: Reading, label: Label, *, now: datetime, stale_after: timedelta) -> str:
    """Return the words that a fan would read, times written out in the label's time zone."""
    if reading.action is Action.IGNORE:
        return ""
    texts = texts_for(reading.language)
    embed = reply_embed(reading, label, now=now, stale_after=stale_after, texts=texts)
    words = embed_text(embed)
    if reading.action is Action.CLARIFY:
        names = [choice_name(choice, label, reading.language) for choice in reading.choices]
        words = f"{words} {' / '.join(names)}"
    return plain_words(words, texts=texts, zone=label.timezone, now=now)
