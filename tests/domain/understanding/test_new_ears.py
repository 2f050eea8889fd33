"""What an ear has ready once it is made, whatever its label."""

from dataclasses import replace

from bot.domain.understanding import dates, opinion, signs
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.lexicon import lexicon
from tests.domain.understanding.fan_label import LABEL, NOW


def test_a_new_ear_has_read_all_it_needs_so_that_no_fan_waits_for_it() -> None:
    files = (signs._weights, opinion._learnt, dates._ways, dates._hint)
    for read_once in files:
        read_once.cache_clear()
    ear = Ear(LABEL, words=replace(lexicon()))
    before = [read_once.cache_info().misses for read_once in files]
    ear.read("how much is busan on december 8th?", now=NOW)
    assert before == [read_once.cache_info().misses for read_once in files]


def test_a_place_without_a_show_is_known_all_the_same() -> None:
    names = Ear(LABEL)._names
    assert [name.shows for name in names.exact["paris"]] == [frozenset()]
    assert [name.shows for name in names.exact["busan"]] == [frozenset({"gh-busan"})]
    assert names.heads.issuperset({"pa", "bu"})
