"""From a message to words: what people type, made comparable."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Characters of a message that are read; a question to the label stands in fewer.
LONGEST = 700

_QUOTE = re.compile(r"^\s*>.*$", re.MULTILINE)
_NOISE = re.compile(
    r"```.*?(?:```|$)|https?://\S+|<a?:\w+:\d+>|<[@#][!&]?\d+>|<t:\d+(?::\w)?>|:\w{2,32}:|\|\||[*_~`]+",
    re.DOTALL,
)
_MARKS = str.maketrans("\u2019\u2018\u201c\u201d❓❔⁉\u00bf", "''\"\"??? ")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_TOKEN = re.compile(
    r"[가-힣]+|[ㄱ-ㅎㅏ-ㅣ]+|\d+|[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+|[?!.,;:\n/~]+|(?<=\d)-(?=\d)|[\U0001f000-\U0001faff☀-➿]+"
)
_HANGUL = re.compile(r"[가-힣]")

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: as compared, as typed, and whether a space stood before it."""

    text: str
    typed: str
    spaced: bool

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.text[0].isalnum() or "ㄱ" <= self.text[0] <= "ㅣ"

    @property
    def is_hangul(self) -> bool:
        """Whether it is written in Hangul syllables."""
        return "가" <= self.text[0] <= "힣"


def tidy(text: str) -> str:
    """Drop what is not said (links, quotes, emoji codes, markdown) and normalise the rest; keep the case."""
    text = text[:LONGEST].encode("utf-8", "ignore").decode("utf-8")
    text = _NOISE.sub(" ", _QUOTE.sub(" ", text))
    text = unicodedata.normalize("NFKC", text.translate(_MARKS))
    return _DRAWN_OUT.sub(r"\1", text).strip()


def plain(text: str) -> str:
    """Fold case and accents, so that "Beyoncé" and "beyonce" are one."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)))


def tokens(text: str) -> list[Token]:
    """Split tidied text into words of one script each, and marks."""
    found = []
    end = 0
    for match in _TOKEN.finditer(text):
        typed = match.group()
        compared = plain(typed)
        if compared:
            found.append(Token(compared, typed, match.start() > end or end == 0))
        end = match.end()
    return found


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the compared words of a text, without its marks."""
    return tuple(token.text for token in tokens(tidy(text)) if not token.is_mark)


def has_hangul(text: str) -> bool:
    """Whether the text has any Hangul syllable."""
    return _HANGUL.search(text) is not None


def jamo(text: str) -> str:
    """Take Hangul syllables apart, so that one mistyped vowel is one mistake in many letters."""
    parts = []
    for char in text:
        if "가" <= char <= "힣":
            code = ord(char) - 0xAC00
            parts.append(_INITIALS[code // 588] + _VOWELS[code % 588 // 28] + _FINALS[code % 28].strip())
        else:
            parts.append(char)
    return "".join(parts)
