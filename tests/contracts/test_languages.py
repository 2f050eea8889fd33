"""What every language must have, and what its record may say."""

from itertools import product

import pytest

from bot.domain.hours.opening_hours_text import read_week, write_week
from bot.domain.languages.language import ENGLISH, Language, codes, languages
from bot.domain.understanding.lexicon import lexicon
from bot.domain.works.recognition import kind_of_words
from bot.domain.works.work import WorkKind
from bot.interface.i18n import CATALOGUES, catalogue_of

LANGUAGES = pytest.mark.parametrize("language", languages(), ids=codes())


def test_a_language_has_a_record_a_lexicon_and_a_catalogue() -> None:
    catalogues = {language.code for language in languages() if catalogue_of(language).exists()}
    folders = {path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/stagedoor.po")}
    assert set(lexicon().languages) == set(codes())
    assert catalogues == set(codes()) - {ENGLISH}
    assert len(folders) == len(catalogues)


def test_english_comes_first() -> None:
    assert codes()[0] == ENGLISH
    assert len({language.name for language in languages()}) == len(languages())


@LANGUAGES
def test_opening_hours_are_read_as_they_are_written(language: Language) -> None:
    week = read_week("Mon-Fri 10:00-19:00, Sat 12:00-17:00")
    assert read_week(write_week(week, language.days())) == week


@LANGUAGES
def test_every_word_of_opening_hours_is_read(language: Language) -> None:
    hours = language.hours
    days = [
        name
        for names in (hours.days, [hours.weekdays, hours.weekend, hours.daily])
        for own in names
        for name in own
    ]
    for day in (*days, *language.days("wide"), *language.days()):
        read_week(f"{day} 10:00-19:00")
        for closed in hours.closed:
            assert not any(read_week(f"{day} {closed}"))
    for to, before, after in product(hours.to, hours.am, hours.pm):
        times = (f"{before} 9", f"{after} 7") if hours.am_first else (f"9 {before}", f"7 {after}")
        assert write_week(read_week(f"Mon {times[0]} {to} {times[1]}")) == "Mon 09:00-19:00"


@LANGUAGES
def test_words_of_works_tell_their_kind(language: Language) -> None:
    assert set(language.works) <= {*WorkKind, "surely_art"}
    for kind, words in language.works.items():
        for word in words:
            assert kind_of_words(word) == ("art" if kind == "surely_art" else kind)
