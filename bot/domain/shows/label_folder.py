"""Reads the texts of a label folder (`label.toml`, `shows.csv`) into a `Label`, or lists all that is wrong."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.sentences import Sentence, sentence
from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.show import Show
from bot.domain.shows.show_rows import COLUMNS, REQUIRED, RowError, read_show

LABEL_FILE = "label.toml"
SHOWS_FILE = "shows.csv"
MOST_ANSWER = 3000
MOST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file; `line` counts from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: str = ""
    reason: Sentence


class LabelFolderError(Exception):
    """The folder cannot be read as a label; `problems` lists every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the label folder")
        self.problems = problems


def read_label(label_toml: str, shows_csv: str, *, updated_at: datetime) -> Label:
    """Read both files' texts; `updated_at` (aware UTC) is how fresh the shows are.

    Raises:
        LabelFolderError: listing every problem of both files.
    """
    head = _read_head(label_toml)
    shows, problems = _read_shows(shows_csv, head, updated_at)
    if problems:
        raise LabelFolderError(problems)
    return Label(
        name=head.name,
        timezone=head.timezone,
        languages=head.languages,
        artists=head.artists,
        faqs=head.faqs,
        shows=tuple(shows),
    )


class _Head:
    """Walks over label.toml, gathering problems instead of stopping at the first."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.problems: list[Problem] = []
        self._only(tree, {"name", "timezone", "languages", "artists", "faqs"}, "")
        self.name = self._text(tree, "name", "name")
        self.timezone = self._zone(self._text(tree, "timezone", "timezone"))
        self.languages = self._texts(tree, "languages", "languages", required=True)
        self.artists = tuple(self._artists(self._tables(tree, "artists")))
        self.faqs = tuple(self._faqs(self._tables(tree, "faqs")))

    def wrong(self, where: str, reason: Sentence) -> None:
        self.problems.append(Problem(file=LABEL_FILE, column=where, reason=reason))

    def _only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in (key for key in table if key not in known):
            self.wrong(f"{where}{key}", sentence("This key is not known here. Check its spelling."))

    def _text(self, table: Mapping[str, Any], key: str, where: str, most: int = 200) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.wrong(where, sentence("Write a text here."))
            return ""
        if len(value) > most:
            self.wrong(where, sentence("Use at most {most} characters.", most=most))
        return value.strip()

    def _texts(self, table: Mapping[str, Any], key: str, where: str, *, required: bool) -> tuple[str, ...]:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            self.wrong(where, sentence('Write a list of texts here, such as ["one", "two"].'))
            return ()
        if required and not values:
            self.wrong(where, sentence("Write at least one here."))
        return tuple(value.strip() for value in values)

    def _zone(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            example = sentence("{zone} is not a time zone. Use a name such as Asia/Seoul.", zone=name)
            self.wrong("timezone", example)
            return ZoneInfo("UTC")

    def _tables(self, tree: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        tables = tree.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.wrong(key, sentence("Start each entry with [[{key}]].", key=key))
            return []
        return tables

    def _artists(self, tables: list[Mapping[str, Any]]) -> Iterator[Artist]:
        owners: dict[str, str] = {}
        for number, table in enumerate(tables, 1):
            where = f"artists[{number}]."
            self._only(table, {"name", "aliases"}, where)
            name = self._text(table, "name", f"{where}name", most=MOST_NAME)
            aliases = self._texts(table, "aliases", f"{where}aliases", required=False)
            keys = {alias.casefold(): (alias, "aliases") for alias in aliases}
            for key, (called, column) in (keys | {name.casefold(): (name, "name")}).items():
                if key in owners:
                    reason = sentence("{name} already means {artist}.", name=called, artist=owners[key])
                    self.wrong(f"{where}{column}", reason)
                elif key:
                    owners[key] = name
            yield Artist(name=name, aliases=aliases)

    def _faqs(self, tables: list[Mapping[str, Any]]) -> Iterator[Faq]:
        ids: set[str] = set()
        for number, table in enumerate(tables, 1):
            where = f"faqs[{number}]."
            self._only(table, {"id", "examples", "answer"}, where)
            key = self._text(table, "id", f"{where}id", most=80)
            if key in ids:
                self.wrong(f"{where}id", sentence("The id {id} is used twice.", id=key))
            ids.add(key)
            examples = self._texts(table, "examples", f"{where}examples", required=True)
            yield Faq(id=key, examples=examples, answers=self._answers(table, where))

    def _answers(self, table: Mapping[str, Any], where: str) -> dict[str, str]:
        answers = table.get("answer")
        if not isinstance(answers, dict) or not answers:
            self.wrong(
                f"{where}answer", sentence('Write an answer for each language, such as answer.en = "…".')
            )
            return {}
        self._only(answers, set(self.languages), f"{where}answer.")
        return {
            language: self._text(answers, language, f"{where}answer.{language}", most=MOST_ANSWER)
            for language in self.languages
            if language in answers
        }


def _read_head(text: str) -> _Head:
    try:
        tree = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # also of numbers and nestings without end
        reason = sentence("This is not valid TOML: {error}", error=str(error))
        raise LabelFolderError([Problem(file=LABEL_FILE, reason=reason)]) from error
    return _Head(tree)


def _read_shows(text: str, head: _Head, updated_at: datetime) -> tuple[list[Show], list[Problem]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    problems = list(head.problems)
    shows: list[Show] = []
    ids: set[str] = set()
    called = {text.casefold(): a.name for a in head.artists for text in (a.name, *a.aliases)}

    def wrong(line: int, column: str, reason: Sentence) -> None:
        problems.append(Problem(file=SHOWS_FILE, line=line, column=column, reason=reason))

    try:
        header = [name.strip() for name in next(reader, [])]
        unusable = list(_header_problems(header))
        for column, reason in unusable:
            wrong(1, column, reason)
        if unusable:
            return [], problems
        for line, cells in _rows(reader):
            if len(cells) != len(header):
                wrong(line, "", _wrong_length(len(cells), len(header)))
                continue
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            show, errors = read_show(row, zone=head.timezone, artists=called, updated_at=updated_at)
            if row["id"] in ids:
                errors.append(RowError("id", sentence("The id {id} is used twice.", id=row["id"])))
            ids.update({row["id"]} - {""})
            for error in errors:
                wrong(line, error.column, error.reason)
            if show is not None:
                shows.append(show)
    except csv.Error as error:
        wrong(reader.line_num, "", sentence("This is not valid CSV: {error}", error=str(error)))
    return shows, problems


def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line on which it starts."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _header_problems(header: list[str]) -> Iterator[tuple[str, Sentence]]:
    if not any(header):
        yield "", sentence("The file is empty. Its first line must name the columns.")
        return
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            yield name, sentence("This column is not known here. Check its spelling.")
        elif header.count(name) > 1:
            yield name, sentence("This column stands here twice.")
    for name in REQUIRED:
        if name not in header:
            yield name, sentence("This column is missing.")


def _wrong_length(cells: int, columns: int) -> Sentence:
    return sentence(
        "This row has {cells} cells, but there are {columns} columns. "
        "A text with a comma in it belongs in double quotes.",
        cells=cells,
        columns=columns,
    )
