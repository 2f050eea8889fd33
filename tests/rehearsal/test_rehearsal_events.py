"""The gateway has words for all that can happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.model.timeline import Event
from bot.rehearsal.payloads import events

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds(of: type[Event] = Event) -> Iterator[type[Event]]:
    below = of.__subclasses__()
    if not below:
        yield of
    for one in below:
        yield from kinds(one)


def test_every_kind_of_event_has_a_row_in_the_table_of_what_is_told() -> None:
    assert {one.__name__ for one in kinds()} == {one.__name__ for one in events._TOLD}
