"""From a message to words: what people type, made comparable."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Characters of a message that are read; a question to the label stands in fewer.
LONGEST = 700

_QUOTE = re.compile(r"^\s*>.*$", re.MULTILINE)
_NOISE = re.compile(
    r"```.*?(?:```|$)|https?://\S+|<a?:\w+:\d+>|<[@#][!&]?\d+>|<t:\d+(?::\w)?>|(?<!\w)@[^\W\d]\w*|:\w{2,32}:|\|\||[*_`]+|(?<![\d일월])~+|~+(?!\d)",
    re.DOTALL,
)
_MARKS = str.maketrans("\u2019\u2018\u201c\u201d❓❔⁉\u00bf", "''\"\"??? ")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_TOKEN = re.compile(
    r"[가-힣]+|[ㄱ-ㅎㅏ-ㅣ]+|\d+|[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+|[?!.,;:\n/~]+|(?<=\d)-(?=\d)|[\U0001f000-\U0001faff☀-➿]+"
)
#: Words that are written by their first letters alone.
_SHORT = {
    "ㅇㄷ": "어디", "ㄴㄱ": "누구", "ㄱㄴ": "가능", "ㅇㅉ": "언제", "ㅇㅁ": "얼마", "ㅇㅈㅇ": "언제요", "ㅁㅅ": "몇시", "ㅈㅂ": "제발",
    "ㄱㅅ": "감사", "ㄱㅅㄱㅅ": "감사", "ㅊㅋ": "축하", "ㅊㅊ": "추천", "ㄹㅇ": "진짜", "ㅁㄹ": "몰라", "ㅅㄱ": "수고", "ㅈㅅ": "죄송",
    "ㅇㅋ": "오케이", "ㅇㅈ": "인정", "ㅁㅈ": "맞아",
}  # fmt: skip
#: What is not a single Hangul letter; normalising those would make other characters of ㅋㅋ.
_NOT_LETTERS = re.compile(r"[^ㄱ-ㆎ]+")
_SHORT_WORD = re.compile(
    rf"(?<![ㄱ-ㅎㅏ-ㅣ])(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})(?![ㄱ-ㅎㅏ-ㅣ])"
)
_HANGUL = re.compile(r"[가-힣]")

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: as compared, as typed, whether a space stood before it, and of which sort it is."""

    text: str
    typed: str
    spaced: bool
    is_mark: bool
    is_hangul: bool


def tidy(text: str) -> str:
    """Drop what is not said (links, quotes, emoji codes, markdown) and normalise the rest; keep the case."""
    text = text[:LONGEST].encode("utf-8", "ignore").decode("utf-8")
    text = _NOISE.sub(" ", _QUOTE.sub(" ", text))
    text = _NOT_LETTERS.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text.translate(_MARKS))
    text = _SHORT_WORD.sub(lambda short: _SHORT[short.group()], text)
    return _DRAWN_OUT.sub(r"\1", text).strip()


def plain(text: str) -> str:
    """Fold case and accents, so that "Beyoncé" and "beyonce" are one."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)))


def tokens(text: str) -> list[Token]:
    """Split tidied text into words of one script each, and marks."""
    found = []
    end = 0
    for match in _TOKEN.finditer(text):
        typed = match.group()
        compared = plain(typed)
        if compared:
            first = compared[0]
            is_mark = not first.isalnum() or "ㄱ" <= first <= "ㅣ"
            spaced = match.start() > end or end == 0
            found.append(Token(compared, typed, spaced, is_mark, "가" <= first <= "힣"))
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
