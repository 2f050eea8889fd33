import pytest

from bot.domain.understanding.lexicon import lexicon, spacings
from bot.domain.understanding.names import name_index
from bot.domain.understanding.naming import find_names, guess_names
from bot.domain.understanding.sounds import sound
from bot.domain.understanding.tries import either
from bot.domain.understanding.words import jamo, plain, tidy, tokens, words
from tests.domain.understanding.fan_label import LABEL

INDEX = name_index(LABEL, lexicon())


def named(text: str) -> set[str]:
    parts = tokens(tidy(text))
    exact = find_names(parts, INDEX)
    taken = frozenset(at for mention in exact for at in range(mention.start, mention.end))
    return {show for mention in (*exact, *guess_names(parts, taken, INDEX)) for show in mention.name.shows}


def test_what_is_not_said_is_dropped() -> None:
    assert tidy("see <@123> https://x.example/when `code` ||spoiler||").split() == ["see", "code", "spoiler"]
    assert tidy("> quoted when?\nmine") == "mine"
    assert tidy("whennnnn") == "when"
    assert tidy("９일") == "9일"


def test_words_are_compared_without_case_and_accents() -> None:
    assert plain("Beyoncé") == "beyonce"
    assert words("GH부산, 12월") == ("gh", "부산", "12", "월")
    assert [token.text for token in tokens("a\u0301\u0301")]
    assert tokens("\u0345") == tokens("\u0345")


def test_hangul_is_taken_apart() -> None:
    assert jamo("값a") == "ㄱㅏㅄa"


def test_both_scripts_sound_alike() -> None:
    assert sound("glass harbor") == sound("글래스 하버")
    assert sound("moonlight") == sound("문라이트")


def test_a_space_may_be_there_or_not() -> None:
    assert set(spacings("몇 시 쯤")) == {"몇 시 쯤", "몇시 쯤", "몇 시쯤", "몇시쯤"}


def test_phrases_share_a_pattern() -> None:
    assert either([]) == "(?!)"
    assert either(["ab", "a", "ac"]) == "a(?:b|c)?"


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("glass harbour incheon", "gh-incheon"),
        ("유리항구는", "gh-busan"),
        ("유리항구공연", "gh-busan"),
        ("글래스하버", "gh-busan"),
        ("달우", "moon-daegu"),
        ("달나라 우채국", "moon-daegu"),
        ("첫눈 배달", "moon-daegu"),
        ("모퉁이에서", "moon-daegu"),
        ("wave cellar", "gh-busan"),
        ("japan", "weather-tokyo"),
        ("asia", "moon-taipei"),
        ("부산에서", "gh-busan"),
    ],
)
def test_names_are_found(text: str, show: str) -> None:
    assert show in named(text)


@pytest.mark.parametrize("text", ["the", "한다고 했죠", "korean number", "what is up", "결은"])
def test_what_is_no_name_is_none(text: str) -> None:
    assert named(text) == set()


def test_the_word_files_hold_what_the_rules_use() -> None:
    known = lexicon()
    ideas = {idea for data in known.languages.values() for idea in data["concepts"]}
    for rule in known.rules:
        assert rule.needs <= ideas, rule
    topics = [set(data["topics"]) for data in known.languages.values()]
    assert set.union(*topics) == known.topics
    assert known.aside <= known.topics
