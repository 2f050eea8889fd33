"""Sentences in the reader's language: gettext catalogues, Korean particles, dates as people write them."""

import gettext
import io
import os
import string
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency

from bot.domain.languages.language import ENGLISH, Language, language_of
from bot.domain.sentences import Sentence

#: English stands in the code; every other language has a catalogue.
CATALOGUES = Path(__file__).parent / "locales"

#: So many minutes are said without seconds.
SECONDS_MATTER_BELOW = 10
_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28
_FINAL_RIEUL = 8
_LATIN_WITH_FINAL = frozenset("lmnLMN")
_DIGITS_WITH_FINAL = frozenset("013678")
#: Each pair is written as in Korean grammars: the form after a final consonant, then the one without.
_PARTICLES = {
    "은/는": ("은", "는"),
    "이/가": ("이", "가"),
    "을/를": ("을", "를"),
    "과/와": ("과", "와"),
    "으로/로": ("으로", "로"),
    "이에요/예요": ("이에요", "예요"),
}


def _final_consonant(word: str) -> int:
    """Return the index of the final consonant that `word` is spoken with, 0 for none."""
    spoken = "".join(sign for sign in word if sign.isalnum())
    last = spoken[-1:]
    if _HANGUL_FIRST <= ord(last or "a") <= _HANGUL_LAST:
        return (ord(last) - _HANGUL_FIRST) % _FINALS
    if last in _DIGITS_WITH_FINAL or last in _LATIN_WITH_FINAL:
        return _FINAL_RIEUL if last in "178lL" else 1
    return int(spoken.lower().endswith("ng"))


def with_particle(word: str, pair: str) -> str:
    """Append the form of a Korean particle that `word` asks for, e.g. `with_particle("윤슬", "은/는")`."""
    after_consonant, otherwise = _PARTICLES[pair]
    final = _final_consonant(word)
    if pair == "으로/로" and final == _FINAL_RIEUL:
        return word + otherwise
    return word + (after_consonant if final else otherwise)


class _Formatter(string.Formatter):
    """`{name:은/는}` appends the right particle."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in _PARTICLES:
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


_formatter = _Formatter()


def catalogue_of(language: Language) -> Path:
    """Return the file with a language's sentences."""
    return CATALOGUES / str(language.locale) / "LC_MESSAGES" / "stagedoor.po"


@cache
def _translations(path: Path) -> gettext.NullTranslations:
    """Compile a catalogue: gettext reads none that people write."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Texts:
    """All sentences in one language."""

    def __init__(self, language: Language) -> None:
        self.record = language
        self.language = language.code
        self.locale = language.locale
        english = language.code == ENGLISH
        self._translations = gettext.NullTranslations() if english else _translations(catalogue_of(language))

    def t(self, message: str, /, **values: object) -> str:
        """Say `message` in this language, with the values put into its braces."""
        return _formatter.vformat(self._translations.gettext(message), (), values)

    def n(self, one: str, many: str, /, count: int, **values: object) -> str:
        """Say the form for `count` things; `{count}` stands for it."""
        form = self._translations.ngettext(one, many, count)
        return _formatter.vformat(form, (), {"count": count, **values})

    def say(self, sentence: Sentence) -> str:
        """Say a sentence that the domain made."""
        return self.t(sentence.message, **sentence.values)

    def price(self, amount: Decimal, currency: str) -> str:
        """Write an amount of money as this language does, without idle decimals."""
        whole = amount == amount.to_integral_value()
        pattern = "¤#,##0" if whole else None
        return format_currency(
            amount, currency, format=pattern, locale=self.locale, currency_digits=not whole
        )

    def moment(self, at: datetime, zone: tzinfo) -> str:
        """Write an instant in words, local to `zone`: for places that know no Discord timestamps."""
        return self.record.moment(at, zone)

    def duration(self, length: timedelta) -> str:
        """Write how long something took, as exactly as anybody wants to know."""
        seconds = max(0, round(length.total_seconds()))
        days, rest = divmod(seconds, 86_400)
        hours, rest = divmod(rest, 3_600)
        minutes, seconds = divmod(rest, 60)
        if days:
            return self.t("{days} d {hours} h", days=days, hours=hours)
        if hours and not minutes:
            return self.t("{hours} h", hours=hours)
        if hours:
            return self.t("{hours} h {minutes} min", hours=hours, minutes=minutes)
        if minutes >= SECONDS_MATTER_BELOW or (minutes and not seconds):
            return self.t("{minutes} min", minutes=minutes)
        if minutes:
            return self.t("{minutes} min {seconds} s", minutes=minutes, seconds=seconds)
        return self.t("{seconds} s", seconds=seconds)


def texts_for(locale: object) -> Texts:
    """Return the sentences for a Discord or POSIX locale ("ko", "en-GB", "ko_KR.UTF-8"); English if unknown."""
    return _texts(language_of(str(locale)))


@cache
def _texts(language: Language) -> Texts:
    return Texts(language)


def texts_here() -> Texts:
    """Return the sentences in the language of the terminal that the program was started from."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return texts_for(os.environ[name])
    return texts_for(ENGLISH)
