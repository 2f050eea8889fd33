"""The labelled messages, and the labels that they were written to."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.label_folder import read_label_folder
from bot.domain.shows.label import Label
from bot.domain.understanding.reading import Action, Context, Kind

FOLDER = Path(__file__).parent
#: Labels whose messages were written at one time.
BATCHES = (
    ("paper-lantern", "northlight", "moonrise", "bada-records"),
    ("tinderbox", "low-tide", "eunhasu", "gyeol"),
    ("brightside", "cedar-street", "haneul", "nokdu"),
    ("harbor-lights", "velvet-static", "saebyeok", "soban"),
    ("kestrel", "salt-choir", "yeoreum", "dalbit-club"),
    ("tin-lantern", "mossy-stone", "gumi-sound", "onsae"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message with what a careful person makes of it."""

    label: str
    at: datetime
    text: str
    context: Context
    action: Action
    kinds: frozenset[Kind]
    shows: frozenset[str]
    faq: str | None
    also: frozenset[Action]


def read_labels(folder: Path = FOLDER, part: str = "work") -> dict[str, Label]:
    """Return the labels that the messages of a part were written to."""
    messages = [message for language in ("en", "ko") for message in read_messages(folder, part, language)]
    return {
        slug: read_label_folder(folder / "labels" / slug)
        for slug in sorted({message.label for message in messages})
    }


def read_messages(folder: Path, part: str, language: str) -> list[Message]:
    path = folder / "messages" / f"{part}.{language}.jsonl"
    if not path.exists():
        return []
    return [
        _message(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def _message(line: dict[str, Any]) -> Message:
    said, expected = line.get("context", {}), line["expected"]
    return Message(
        label=line["label"],
        at=datetime.fromisoformat(line["at"]).astimezone(UTC),
        text=line["text"],
        context=Context(
            addressed=said.get("addressed", False),
            speaks_to_others=said.get("speaks_to_others", False),
            shows=tuple(said.get("shows", ())),
            kinds=tuple(map(Kind, said.get("kinds", ()))),
        ),
        action=Action(expected["action"]),
        kinds=frozenset(map(Kind, expected.get("kinds") or ())),
        shows=frozenset(expected.get("shows") or ()),
        faq=expected.get("faq"),
        also=frozenset(map(Action, expected.get("also", ()))),
    )
