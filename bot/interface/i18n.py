"""Sentences in the reader's language: gettext catalogues, Korean particles, dates as people write them."""

import os
import string
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_currency

from bot.domain.sentences import Sentence

#: English stands in the code; every other language has a catalogue.
LANGUAGES = ("en", "ko")
CATALOGUES = files("bot.interface") / "locales"

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


@cache
def _catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """Read a catalogue: message → its translations, one a plural form."""
    path = CATALOGUES / language / "LC_MESSAGES" / "stagedoor.po"
    if language == "en":
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        if key and all(forms):
            found[str(key)] = tuple(str(form) for form in forms)
    return found


class Texts:
    """All sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._translations = _catalogue(self.language)
        self._locale = Locale(self.language)

    def t(self, message: str, /, **values: object) -> str:
        """Say `message` in this language, with the values put into its braces."""
        (form, *_) = self._translations.get(message, (message,))
        return _formatter.vformat(form, (), values)

    def n(self, one: str, many: str, /, count: int, **values: object) -> str:
        """Say the form for `count` things; `{count}` stands for it."""
        forms = self._translations.get(one, (one, many))
        index = self._locale.plural_form(count) == "other" and len(forms) > 1
        return _formatter.vformat(forms[int(index)], (), {"count": count, **values})

    def say(self, sentence: Sentence) -> str:
        """Say a sentence that the domain made."""
        return self.t(sentence.message, **sentence.values)

    def price(self, amount: Decimal, currency: str) -> str:
        """Write an amount of money as this language does, without idle decimals."""
        whole = amount == amount.to_integral_value()
        pattern = "¤#,##0" if whole else None
        return format_currency(
            amount, currency, format=pattern, locale=self._locale, currency_digits=not whole
        )

    def moment(self, at: datetime, zone: tzinfo) -> str:
        """Write an instant in words, local to `zone`: for places that know no Discord timestamps."""
        pattern = "y년 M월 d일 (E) HH:mm" if self.language == "ko" else "EEE d MMM y, HH:mm"
        return str(format_datetime(at, pattern, tzinfo=zone, locale=self._locale))

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


@cache
def texts_for(locale: object) -> Texts:
    """Return the sentences for a Discord or POSIX locale ("ko", "en-GB", "ko_KR.UTF-8"); English if unknown."""
    return Texts(str(locale).replace("_", "-").split("-")[0].lower())


def texts_here() -> Texts:
    """Return the sentences in the language of the terminal that the program was started from."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return texts_for(os.environ[name])
    return texts_for("en")
