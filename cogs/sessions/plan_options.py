"""The options of the commands that plan a session, as Discord shows them."""

from collections.abc import Callable
from typing import Any, TypeVar

from discord import app_commands
from discord.app_commands import Choice, locale_str

from bot.interface.command_names import language_choices

Command = TypeVar("Command", bound=Callable[..., Any])

_DESCRIBE = app_commands.describe(
    artist=locale_str("Who answers"),
    date=locale_str("Local date, like 2026-12-05"),
    time=locale_str("Local time, like 19:00"),
    channel=locale_str("Where it takes place; here, if you say nothing"),
    minutes=locale_str("How long it lasts"),
    repeats=locale_str("How often it takes place"),
    host=locale_str("Who hosts; everybody on the team may"),
    artist_account=locale_str("The artist’s account; without it the team passes on the answers"),
    pace=locale_str("Without a host: minutes from an answer to the next question"),
    language=locale_str("The language of its posts"),
    reminders=locale_str("When to remind"),
    per_fan=locale_str("How many questions a fan may ask"),
    slow_mode=locale_str("Seconds between a fan’s messages in the thread"),
    closing=locale_str("What becomes of the thread"),
)
_RENAME = app_commands.rename(
    artist=locale_str("artist"),
    date=locale_str("date"),
    time=locale_str("time"),
    channel=locale_str("channel"),
    minutes=locale_str("minutes"),
    repeats=locale_str("repeats"),
    host=locale_str("host"),
    artist_account=locale_str("artist_account"),
    pace=locale_str("pace"),
    language=locale_str("language"),
    reminders=locale_str("reminders"),
    per_fan=locale_str("per_fan"),
    slow_mode=locale_str("slow_mode"),
    closing=locale_str("closing"),
)
_CHOICES = app_commands.choices(
    repeats=[
        Choice(name=locale_str("Once"), value="once"),
        Choice(name=locale_str("Every week"), value="weekly"),
        Choice(name=locale_str("Every month"), value="monthly"),
    ],
    language=language_choices(),
    reminders=[
        Choice(name=locale_str("A day and an hour before"), value="both"),
        Choice(name=locale_str("A day before"), value="day"),
        Choice(name=locale_str("An hour before"), value="hour"),
        Choice(name=locale_str("Not at all"), value="none"),
    ],
    closing=[
        Choice(name=locale_str("Lock and archive it"), value="lock_and_archive"),
        Choice(name=locale_str("Archive it"), value="archive"),
        Choice(name=locale_str("Leave it open"), value="open"),
    ],
)


def describe_plan(command: Command) -> Command:
    """Describe the options with which a session is planned."""
    return _DESCRIBE(_RENAME(_CHOICES(command)))


def describe_change(command: Command) -> Command:
    """Describe the options with which a planned session is changed."""
    described = app_commands.describe(
        date=locale_str("Local date, like 2026-12-05"),
        time=locale_str("Local time, like 19:00"),
        minutes=locale_str("How long it lasts"),
        channel=locale_str("Where it takes place"),
        onwards=locale_str("Also move those that follow"),
    )
    renamed = app_commands.rename(
        date=locale_str("date"),
        time=locale_str("time"),
        minutes=locale_str("minutes"),
        channel=locale_str("channel"),
        onwards=locale_str("onwards"),
    )
    return described(renamed(command))
