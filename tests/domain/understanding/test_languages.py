"""A language is a file: what it says in it is understood, without code."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import understanding
from bot.domain.languages.language import codes
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.lexicon import Lexicon, lexicon, read_lexicon
from bot.domain.understanding.reading import Action, Context, Kind
from tests.domain.understanding.fan_label import LABEL, NOW

MADE_UP = r"""
language = "xx"

[concepts]
when = ["kvando"]
how_much = ["kiom kvosta"]
show = ["konzerto"]

[topics]
parking = ["garagio"]

[asking]
starts = ["kvando", "kiom"]
requests = ["bonvole"]

[against]
rhetorical = []
told = []
others = []

[clauses]
joiners = ["kaj"]
fillers = []

[people]
label = []

[ordinary]
words = "tiu de en estas mi vi dankon bonvole kaj"

[dates]
before = '\b'
after = '\b'
tomorrow = ["morgo"]
this = ["chi tiu"]
next = ["venonta"]
last = ["lasta"]
week = ["semajno"]
weekend = ["semajnfino"]
month = ["monato"]
weekdays = [["lundo"], ["mardo"], ["merkredo"], ["jhaudo"], ["vendredo"], ["sabato"], ["dimancho"]]
months = []
ways = [["day", '\b{weekday}\b']]

[holidays]
christmas_eve = ["antaukristnasko"]
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("understanding") / "lexicons"
    shutil.copytree(Path(understanding.__file__).parent / "lexicons", folder)
    (folder / "xx.toml").write_text(MADE_UP, encoding="utf-8")
    return read_lexicon(folder)


def test_a_third_language_is_one_more_file(three: Lexicon) -> None:
    assert set(lexicon().languages) == set(codes())
    assert set(three.languages) == {*codes(), "xx"}
    reading = Ear(LABEL, words=three).read(
        "kiom kvosta tiu konzerto en busan?", now=NOW, context=Context(addressed=True)
    )
    assert (reading.language, reading.action) == ("xx", Action.ANSWER)
    assert (reading.kinds, reading.shows) == ((Kind.PRICE,), ("gh-busan",))


def test_its_words_for_days_and_holidays_are_known(three: Lexicon) -> None:
    ear = Ear(LABEL, words=three)
    for text in ("kiom kvosta antaukristnasko?", "kiom kvosta jhaudo?"):
        reading = ear.read(text, now=NOW + timedelta(days=31), context=Context(addressed=True))
        assert reading.shows in {(), ("weather-tokyo",)}
        assert reading.kinds in {(), (Kind.PRICE,)}


def test_its_other_subjects_go_to_the_team(three: Lexicon) -> None:
    reading = Ear(LABEL, words=three).read("bonvole garagio?", now=NOW, context=Context(addressed=True))
    assert reading.action in {Action.HANDOFF, Action.CLARIFY, Action.ANSWER}
    assert reading.kinds in {(), (Kind.FAQ,)}


def test_the_other_languages_are_told_as_before(three: Lexicon) -> None:
    ear = Ear(LABEL, words=three)
    assert ear.read("how much is busan?", now=NOW).language == "en"
    assert ear.read("부산 얼마예요?", now=NOW).language == "ko"
