"""Texts written to learn from, beside the messages: what they ask is known, which show is not."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from benchmarks.understanding.messages import Message
from bot.domain.shows.label import Label
from bot.domain.understanding.reading import Action, Context, Kind

FOLDER = Path(__file__).parent
KOREAN = {
    "Seoul": "서울",
    "Busan": "부산",
    "Tokyo": "도쿄",
    "Osaka": "오사카",
    "Taipei": "타이베이",
    "Daejeon": "대전",
    "Daegu": "대구",
}
DAYS = {
    "en": (
        "friday",
        "saturday",
        "on the 8th",
        "tonight",
        "this weekend",
        "next friday",
        "tomorrow",
        "sunday",
    ),
    "ko": ("토요일", "금요일", "오늘", "내일", "이번 주말", "다음주 금요일", "8일", "모레"),
}
_SIGNS = {"+": "else", "-": "ignore"}
_NOT_KNOWN = frozenset({Action.ANSWER, Action.CLARIFY})


def texts(labels: Mapping[str, Label]) -> Iterable[Message]:
    """The texts beside this file, with names of the labels in turn put in.

    A question of which it is not known what it asks may as well be answered as handed off.
    """
    for language in ("en", "ko"):
        for name in ("texts", "kinds"):
            lines = (FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines()
            told = [line for line in lines if line.strip() and not line.startswith("#")]
            for at, line in enumerate(told):
                asked, text = (line[0], line[2:]) if name == "texts" else line.split(": ", 1)
                slug = sorted(labels)[at % len(labels)]
                asked = _SIGNS.get(asked, asked)
                yield _message(slug, labels[slug], at, language=language, asked=asked, text=text)


def _message(slug: str, label: Label, at: int, *, language: str, asked: str, text: str) -> Message:
    show = label.shows[at % len(label.shows)]
    names = {
        "artist": show.artists[0],
        "city": KOREAN.get(show.city, show.city) if language == "ko" else show.city,
        "venue": show.venue,
        "day": DAYS[language][at % len(DAYS[language])],
    }
    known = asked not in {"else", "ignore", "other"}
    action = Action.IGNORE if asked == "ignore" else Action.ANSWER if known else Action.HANDOFF
    return Message(
        label=slug,
        at=show.start - timedelta(days=12),
        text=text.format(**{key: value.lower() if at % 3 else value for key, value in names.items()}),
        context=Context(),
        action=action,
        kinds=frozenset(map(Kind, asked.split())) if known else frozenset(),
        shows=frozenset(),
        faq=None,
        also=_NOT_KNOWN if asked == "else" else frozenset(),
    )
