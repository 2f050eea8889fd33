"""How a name sounds, roughly: so that 글래스 하버 and "Glass Harbor" are one."""

import re
from functools import lru_cache

from bot.domain.understanding.words import has_hangul, jamo

_LATIN = (
    (re.compile(r"\b(?:the|a|an)\b"), ""),
    (re.compile(r"tion|sion"), "sn"),
    (re.compile(r"igh"), "ai"),
    (re.compile(r"ough|augh"), "o"),
    (re.compile(r"tch"), "c"),
    (re.compile(r"sch"), "s"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"ph"), "p"),
    (re.compile(r"\bkn"), "n"),
    (re.compile(r"\bwr"), "r"),
    (re.compile(r"wh"), "w"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ch"), "c"),
    (re.compile(r"th"), "s"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"dg(?=e)|g(?=[ei]\b)"), "j"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"qu"), "k"),
    (re.compile(r"ng\b"), "N"),
    (re.compile(r"r(?![aeiouy])"), ""),
    (re.compile(r"e\b"), ""),
    (re.compile(r"[aeiouyhw\W_]"), ""),
)
_LATIN_CLASS = str.maketrans("bfvpdtgkqcszjlrmn", "PPPPTTKKKSSSSLLMN")
_JAMO_CLASS = {
    **dict.fromkeys("ㅂㅃㅍ", "P"),
    **dict.fromkeys("ㄷㄸㅌ", "T"),
    **dict.fromkeys("ㄱㄲㅋ", "K"),
    **dict.fromkeys("ㅅㅆㅈㅉㅊ", "S"),
    "ㄹ": "L",
    "ㅁ": "M",
    "ㄴ": "N",
}
_TWICE = re.compile(r"(.)\1+")
_FINAL_NG = re.compile(r"(?<=[ㅏ-ㅣ])ㅇ(?![ㅏ-ㅣ])")
_FINAL_T = re.compile(r"(?<=[ㅏ-ㅣ])[ㅅㅈㅊ](?![ㅏ-ㅣ])")


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """Return the consonants of a name by class, the same for Hangul and Latin spellings of one name."""
    return _hangul_sound(name) if has_hangul(name) else _latin_sound(name)


def _latin_sound(name: str) -> str:
    text = name
    for pattern, instead in _LATIN:
        text = pattern.sub(instead, text)
    return _TWICE.sub(r"\1", text.translate(_LATIN_CLASS))


def _hangul_sound(name: str) -> str:
    text = "".join(jamo(word) for word in name.split() if word != "더")
    text = _FINAL_T.sub("ㅌ", _FINAL_NG.sub("ㄴ", text))
    return _TWICE.sub(r"\1", "".join(_JAMO_CLASS.get(letter, "") for letter in text))
