"""Application commands as sent for registration, and what Discord refuses of them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.applications import CHAT_INPUT, GROUP, ON_MESSAGE, ON_USER, SUBCOMMAND

Json = dict[str, Any]

MOST = {CHAT_INPUT: 100, ON_USER: 15, ON_MESSAGE: 15}
"""Menus were 5 of each kind until March 2026."""
OPTIONS, CHOICES, SIZE, LONGEST = 25, 25, 8000, 6000
STRING, INTEGER, NUMBER = 3, 4, 10
_NAME = re.compile(r"[-_'\w]{1,32}")
_OPTION_TYPES = range(1, 12)


def check(form: Json, problems: Problems, path: str = "") -> None:
    """Note what Discord would refuse of a command's form."""
    kind = form.get("type") or CHAT_INPUT
    if kind not in MOST:
        problems.choice(path + "type", tuple(MOST))
    elif kind == CHAT_INPUT:
        _named(form, problems, path)
        _options(form, problems, path, depth=0)
        if size(form) > SIZE:
            text = f"Command exceeds maximum size ({SIZE})"
            problems.add(
                (path + "name").removesuffix(".name") or "name", "APPLICATION_COMMAND_TOO_LARGE", text
            )
    else:
        problems.length(path + "name", form.get("name"), most=32, least=1)
        if form.get("description"):
            text = "Context menu commands cannot have description"
            problems.add(path + "description", "APPLICATION_COMMANDS_CONTEXT_MENU_DESCRIPTION", text)
        if form.get("options"):
            text = "Context menu commands cannot have options"
            problems.add(path + "options", "APPLICATION_COMMANDS_CONTEXT_MENU_OPTIONS", text)


def check_numbers(kinds_and_names: Iterable[tuple[int, str]]) -> None:
    """Refuse too many commands of a kind (30032) or two of the same name (50035)."""
    counted = Counter(kinds_and_names)
    kinds = Counter(kind for kind, _ in counted)
    for kind, most in MOST.items():
        if kinds[kind] > most:
            raise Refused(30032, f"Maximum number of application commands reached ({most}).")
    if any(count > 1 for count in counted.values()):
        text = "Application command names must be unique"
        raise Refused(
            50035, errors={"_errors": [{"code": "APPLICATION_COMMANDS_DUPLICATE_NAME", "message": text}]}
        )


def size(form: Json) -> int:
    """Return the characters of names, descriptions and choices, as Discord counts them."""
    total = _longest(form, "name") + _longest(form, "description")
    for choice in form.get("choices") or []:
        total += _longest(choice, "name") + len(str(choice.get("value", "")))
    return total + sum(size(option) for option in form.get("options") or [])


def _longest(form: Json, key: str) -> int:
    texts = [form.get(key) or "", *(form.get(f"{key}_localizations") or {}).values()]
    return max(len(str(text)) for text in texts)


def _named(form: Json, problems: Problems, path: str) -> None:
    _name(form.get("name"), problems, path + "name")
    for locale, name in (form.get("name_localizations") or {}).items():
        _name(name, problems, f"{path}name_localizations.{locale}")
    problems.length(path + "description", form.get("description"), most=100, least=1)
    for locale, text in (form.get("description_localizations") or {}).items():
        problems.length(f"{path}description_localizations.{locale}", text, most=100, least=1)


def _name(name: object, problems: Problems, path: str) -> None:
    if not isinstance(name, str):
        problems.required(path)
    elif not _NAME.fullmatch(name) or name != name.lower():
        text = "Command name is invalid"
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", text)


def _options(form: Json, problems: Problems, path: str, *, depth: int) -> None:
    options = items(form, "options", problems, path + "options")
    problems.count(path + "options", options, most=OPTIONS)
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        text = "Option names must be unique"
        problems.add(path + "options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", text)
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        text = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add(path + "options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    optional = False
    for index, option in enumerate(options):
        here = f"{path}options.{index}."
        if option.get("required") and optional:
            text = "Required options must be placed before non-required options"
            problems.add(here + "required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional = optional or not option.get("required")
        _option(option, problems, here, depth=depth)


def _option(option: Json, problems: Problems, path: str, *, depth: int) -> None:
    _named(option, problems, path)
    kind = option.get("type")
    if kind not in _OPTION_TYPES:
        problems.choice(path + "type", tuple(_OPTION_TYPES))
    elif kind in (SUBCOMMAND, GROUP):
        if depth >= (1 if kind == GROUP else 2):
            text = "Sub-command option type cannot be nested so deep"
            problems.add(path + "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
        _options(option, problems, path, depth=depth + 1)
    else:
        _choices(option, problems, path)
        _bounds(option, problems, path)


def _bounds(option: Json, problems: Problems, path: str) -> None:
    kind = option["type"]
    for least, most, kinds in (
        ("min_length", "max_length", (STRING,)),
        ("min_value", "max_value", (INTEGER, NUMBER)),
    ):
        low, high = option.get(least), option.get(most)
        if (low is not None or high is not None) and kind not in kinds:
            problems.add(path + least, "APPLICATION_COMMAND_OPTION_TYPE", f"Not for an option of type {kind}")
        elif low is not None and high is not None and low > high:
            problems.add(path + most, "NUMBER_TYPE_MIN", f"Must be at least {low}.")
    length = option.get("max_length")
    if length is not None and not 1 <= length <= LONGEST:
        problems.add(path + "max_length", "NUMBER_TYPE_MAX", f"int value should be between 1 and {LONGEST}.")


def _choices(option: Json, problems: Problems, path: str) -> None:
    choices = items(option, "choices", problems, path + "choices")
    problems.count(path + "choices", choices, most=CHOICES)
    if choices and option.get("autocomplete"):
        text = "Options with autocomplete cannot have choices"
        problems.add(path + "autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", text)
    for index, choice in enumerate(choices):
        problems.length(f"{path}choices.{index}.name", choice.get("name"), most=100, least=1)
        if isinstance(choice.get("value"), str):
            problems.length(f"{path}choices.{index}.value", choice["value"], most=100)
