"""What every command shares: the reader's language, settings, and how it says what is wrong."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import discord
import typer
from dotenv import dotenv_values

from bot.cli.label_folder import read_label_folder
from bot.domain.sentences import Sentence
from bot.domain.shows.label import Label
from bot.domain.shows.label_folder import LabelFolderError, Problem
from bot.interface.i18n import Texts, texts_here
from bot.settings import Settings, SettingsError

#: Exit statuses: what was given cannot be used; Discord refuses us.
UNUSABLE, REFUSED = 2, 3


def environment() -> Mapping[str, str]:
    """Return the environment variables over what the file .env says."""
    kept = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**kept, **os.environ}


def fail(sentence: Sentence | str, *, status: int = UNUSABLE) -> typer.Exit:
    """Say what is wrong, and return the exit to raise."""
    words = sentence if isinstance(sentence, str) else texts_here().say(sentence)
    typer.echo(words, err=True)
    return typer.Exit(status)


def settings_here() -> Settings:
    """Read the settings, or end the command saying which is wrong.

    Raises:
        typer.Exit: with status 2.
    """
    try:
        return Settings.from_env(environment())
    except SettingsError as error:
        raise fail(error.sentence) from error


def label_in(folder: Path) -> Label:
    """Read a label folder, or end the command listing all that is wrong.

    Raises:
        typer.Exit: with status 2.
    """
    try:
        return read_label_folder(folder)
    except LabelFolderError as error:
        texts = texts_here()
        lines = [texts.t("{folder} was not read; nothing was changed. Please mend:", folder=folder)]
        lines += [_line(problem, texts) for problem in error.problems]
        raise fail("\n".join(lines)) from error


def _line(problem: Problem, texts: Texts) -> str:
    where = [problem.file]
    if problem.line:
        where.append(texts.t("line {line}", line=problem.line))
    if problem.column:
        where.append(problem.column)
    return f"  {', '.join(where)}: {texts.say(problem.reason)}"


def set_up_log(level: str) -> None:
    """Write the log to standard error."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # bot.schedule logs what failed, once
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody here wants to talk
