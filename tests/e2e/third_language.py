"""A language made up from what the code says: each sentence marked, in three plural forms as in Polish."""

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.domain import understanding
from bot.domain.languages import language
from bot.domain.languages.language import language_of
from bot.domain.understanding import lexicon
from bot.interface import i18n
from tests.domain.understanding.test_languages import MADE_UP

CODE = "pl"
#: Stands before every sentence; our own font lacks the letter.
MARK = "ż "
FORMS = ("one", "few", "many")
PLURALS = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"

RECORD = """
name = "Polski"

[hours]
closed = ["nieczynne"]
to = ["do"]
ignored = ["oraz"]

[lengths]
hours = ["godz"]
minutes = ["min"]

[works]
art = ["rysunek"]
"""


def add_third_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put its three files beside copies of the others', as somebody who adds a language would."""
    records, locales, lexicons = (folder / name for name in ("languages", "locales", "lexicons"))
    shutil.copytree(language.RECORDS, records, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(i18n.CATALOGUES, locales)
    shutil.copytree(Path(understanding.__file__).parent / "lexicons", lexicons)
    (records / f"{CODE}.toml").write_text(RECORD, encoding="utf-8")
    (lexicons / f"{CODE}.toml").write_text(MADE_UP.replace('"xx"', f'"{CODE}"'), encoding="utf-8")
    monkeypatch.setattr(language, "RECORDS", records)
    monkeypatch.setattr(i18n, "CATALOGUES", locales)
    monkeypatch.setattr(lexicon, "files", lambda _: lexicons)
    catalogue = i18n.catalogue_of(language_of(CODE))
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(made_up(i18n.catalogue_of(language_of("ko"))))


def made_up(known: Path) -> bytes:
    """Return a catalogue that says all that another does."""
    with known.open("rb") as file:
        others = read_po(file)
    catalogue = Catalog(locale=CODE)
    for message in others:
        if isinstance(message.id, tuple):
            _, many = message.id
            catalogue.add(message.id, tuple(f"{MARK}{many} ·{form}" for form in FORMS))
        elif message.id:
            catalogue.add(message.id, said(str(message.id)))
    written = BytesIO()
    write_po(written, catalogue)
    return re.sub(rb'"Plural-Forms: .*\\n"', f'"Plural-Forms: {PLURALS}\\\\n"'.encode(), written.getvalue())


def said(message: str) -> str:
    """Say a sentence in the language; what may be the name of a command stays one word."""
    return f"{message}ż" if re.fullmatch(r"[-_a-z]+", message) else f"{MARK}{message}"
