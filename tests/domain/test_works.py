"""What is a work, of which kind, of whose music; which links lead where; what is suggested."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions.incoming import IncomingFile, IncomingMessage
from bot.domain.shows.label import Artist
from bot.domain.works.links import links_in, public_link
from bot.domain.works.picks import Pick, pick_due, picks, showcase_due
from bot.domain.works.recognition import artist_in, guess_kind, kind_of_words, work_in
from bot.domain.works.work import Medium, Work, WorkKind
from bot.domain.works.work_figures import WorkFigures
from bot.domain.works.work_settings import WorkSettings

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
ARTISTS = (
    Artist(name="Glass Harbor", aliases=("유리항구", "GH")),
    Artist(name="The Weather", aliases=("날씨",)),
)
PNG = IncomingFile(filename="a.png", content_type="image/png", size=100)


def message(text: str = "", **more: Any) -> IncomingMessage:
    known: dict[str, Any] = {
        "id": 5, "guild_id": 1, "home_id": 1, "channel_id": 2, "author_id": 3, "author_name": "Leo", "said_at": NOON,
    }  # fmt: skip
    return IncomingMessage(text=text, **known | more)


def work(number: int, maker: int = 0, **more: Any) -> Work:
    known: dict[str, Any] = {
        "id": number, "guild_id": 1, "channel_id": 2, "message_id": number, "maker_id": maker or number,
        "maker_name": "Leo", "made_at": NOON + timedelta(minutes=number), "kind": WorkKind.ART, "medium": Medium.IMAGE,
    }  # fmt: skip
    return Work(**known | more)


def noticed(message: IncomingMessage, usual: WorkKind | None = None, name: str = "lounge") -> Work | None:
    return work_in(message, usual=usual, channel_name=name, artists=ARTISTS, team={9})


# --- links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "http://localhost/x.png", "http://127.0.0.1/x.png", "http://0.0.0.0/", "http://0x7f.1/", "http://2130706433/",
        "http://[::ffff:127.0.0.1]/", "http://10.1.2.3/", "http://8.8.8.8/", "http://printer.local/", "http://nas/",
        "ftp://example.com/x", "javascript:alert(1)", "https://me:pw@example.com/", "https://example.com:99999/",
        "https://exa mple.com", "https://" + "a" * 400 + ".com", "https://..com/", "https://x.test/", "",
        "http://127。0。0。1/", "http://[::1", "https://a" + "b" * 70 + ".com",
    ],
)  # fmt: skip
def test_a_link_that_leads_to_no_public_place_is_no_link(link: str) -> None:
    assert public_link(link) is None


@pytest.mark.parametrize(
    "link", ["https://leo.example.com/a?b=1", "http://example.org", "https://한글.com/그림"]
)
def test_a_public_link_is_kept_as_written(link: str) -> None:
    assert public_link(f" {link} ") == link


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_links(text: str) -> None:
    links_in(f"https://{text} {text}")
    kind_of_words(text)


def test_the_ways_of_writing_one_address_are_one() -> None:
    text = "https://youtu.be/abc, https://www.youtube.com/watch?v=abc&si=1 https://m.youtube.com/shorts/abc"
    assert [link.url for link in links_in(text)] == ["https://m.youtube.com/shorts/abc"]
    twice = "https://twitter.com/leo/status/1 https://x.com/leo/status/1?s=20"
    assert len(links_in(twice)) == 1


@pytest.mark.parametrize(
    ("link", "shows"),
    [
        ("https://soundcloud.com/leo/tide", True),
        ("https://leo.bandcamp.com/track/tide", True),
        ("https://www.pixiv.net/artworks/1", True),
        ("https://youtube.com/", False),
        ("https://notyoutube.com/watch", False),
        ("https://example.com/demo.mp3", True),
        ("https://example.com/news", False),
    ],
)
def test_which_links_show_a_work(link: str, shows: bool) -> None:
    assert links_in(link)[0].shows_media is shows


# --- noticing -----------------------------------------------------------------------------------------


def test_chatter_is_no_work() -> None:
    assert noticed(message("what a night")) is None
    assert noticed(message("", attachments=(PNG,), guild_id=None)) is None


def test_a_file_that_cannot_be_shown_is_no_work() -> None:
    svg = IncomingFile(filename="a.svg", content_type="image/svg+xml", size=5)
    page = IncomingFile(filename="a.html", content_type="text/html", size=5)
    assert noticed(message("", attachments=(svg, page))) is None


def test_a_long_text_is_a_work_where_translations_are_posted() -> None:
    text = "가사를 옮겨 봤어요. " * 20
    assert noticed(message(text)) is None
    found = noticed(message(text), usual=WorkKind.TRANSLATION)
    assert found is not None
    assert (found.medium, found.kind) == (Medium.TEXT, WorkKind.TRANSLATION)
    linked = noticed(message("https://leo.example.com/lyrics"), usual=WorkKind.TRANSLATION)
    assert linked is not None
    assert linked.medium is Medium.LINK


def test_a_hidden_link_is_a_spoiler_and_the_caption_leaves_links_out() -> None:
    found = noticed(message("the ending ||https://youtu.be/end|| wow"))
    assert found is not None
    assert found.spoiler
    assert found.caption == "the ending wow"


def test_the_team_s_own_work_is_known_as_such() -> None:
    found = noticed(message("", attachments=(PNG,), author_roles=frozenset({9})))
    assert found is not None
    assert found.by_team


@pytest.mark.parametrize(
    ("tags", "text", "usual", "name", "medium", "kind"),
    [
        ((), "", None, "lounge", Medium.IMAGE, WorkKind.ART),
        ((), "", None, "lounge", Medium.AUDIO, WorkKind.COVER),
        ((), "my remix", None, "lounge", Medium.AUDIO, WorkKind.REMIX),
        ((), "리믹스 해봤어요", None, "lounge", Medium.LINK, WorkKind.REMIX),
        ((), "a cover this time", WorkKind.REMIX, "remixes", Medium.AUDIO, WorkKind.COVER),
        ((), "cover art idea", None, "lounge", Medium.IMAGE, WorkKind.ART),
        ((), "a review of your cover", WorkKind.ART, "x", Medium.IMAGE, WorkKind.ART),
        ((), "", None, "팬-번역", Medium.LINK, WorkKind.TRANSLATION),
        (("포카 수집",), "그림", WorkKind.ART, "fan-art", Medium.IMAGE, WorkKind.COLLECTION),
    ],
)
def test_the_kind_is_guessed_from_tags_place_and_words(  # noqa: PLR0917  # a table's columns
    tags: tuple[str, ...], text: str, usual: WorkKind | None, name: str, medium: Medium, kind: WorkKind
) -> None:
    assert guess_kind(tags=tags, text=text, usual=usual, channel_name=name, medium=medium) is kind


@pytest.mark.parametrize(
    ("texts", "artist"),
    [
        (["I drew glass harbor today"], "Glass Harbor"),
        (["유리항구를 그렸어요"], "Glass Harbor"),
        (["fan art", "glass-harbor-art"], "Glass Harbor"),
        (["GH forever"], "Glass Harbor"),
        (["GHOST story"], ""),
        (["Glass Harbor and The Weather"], ""),
        (["nothing here"], ""),
        (["GH를 그렸어요"], "Glass Harbor"),
    ],
)
def test_the_artist_is_the_one_who_is_named(texts: list[str], artist: str) -> None:
    assert artist_in(texts, ARTISTS) == artist


# --- picking ------------------------------------------------------------------------------------------


def test_makers_never_shown_come_first_and_each_once() -> None:
    candidates = [(work(1, maker=7), 50), (work(2, maker=8), 1), (work(3, maker=8), 2)]
    chosen = picks(candidates, shown_makers={7}, shown_lately=[])
    assert [pick.work.id for pick in chosen] == [3, 1]


def test_artists_and_kinds_are_spread() -> None:
    candidates = [
        (work(1, artist="A"), 9),
        (work(2, artist="A"), 8),
        (work(3, artist="B", kind=WorkKind.COVER), 1),
    ]
    chosen = picks(candidates, shown_makers=(), shown_lately=[work(9, artist="A")], most=2)
    assert [pick.work.id for pick in chosen] == [3, 1]


def messages(pick: Pick) -> list[str]:
    return [reason.message for reason in pick.reasons]


def test_each_suggestion_says_why() -> None:
    (first,) = picks([(work(1, artist="A"), 4)], shown_makers=(), shown_lately=[])
    assert messages(first) == [
        "never shown before",
        "nothing for {artist} lately",
        "nothing of this kind lately",
        "fans who reacted or replied: {fans}",
    ]
    (plain,) = picks([(work(1), 0)], shown_makers={1}, shown_lately=[work(2)])
    assert messages(plain) == ["it waited longest"]


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(WorkKind), st.integers(0, 9)), max_size=12))
def test_no_maker_is_suggested_twice_and_never_too_many(given_works: list[tuple[int, WorkKind, int]]) -> None:
    candidates = [(work(n, maker=m, kind=k), fans) for n, (m, k, fans) in enumerate(given_works, start=1)]
    chosen = [pick.work.maker_id for pick in picks(candidates, shown_makers={1}, shown_lately=[])]
    assert len(set(chosen)) == len(chosen) == min(5, len({w.maker_id for w, _ in candidates}))


# --- when ---------------------------------------------------------------------------------------------


def test_the_showcase_is_due_at_its_hour_and_for_a_day_after() -> None:
    settings = WorkSettings(guild_id=1, weekday=6, hour=18)
    at = datetime(2026, 11, 22, 18, tzinfo=SEOUL)
    assert showcase_due(settings, now=at - timedelta(seconds=1), zone=SEOUL) is None
    assert showcase_due(settings, now=at, zone=SEOUL) == (date(2026, 11, 16), at)
    assert showcase_due(settings, now=at + timedelta(hours=23), zone=SEOUL) == (date(2026, 11, 16), at)
    assert showcase_due(settings, now=at + timedelta(hours=25), zone=SEOUL) is None


def test_the_pick_comes_two_days_before_also_across_a_monday() -> None:
    settings = WorkSettings(guild_id=1, weekday=0, hour=9)
    at = datetime(2026, 11, 21, 9, tzinfo=SEOUL)
    assert pick_due(settings, now=at, zone=SEOUL) == (date(2026, 11, 23), at)


def test_a_week_in_which_nobody_was_asked_has_no_rate() -> None:
    figures = WorkFigures(
        seen=0, makers=0, first_time_makers=0, nominations=0, asked=0, granted=0, highlights=0, takedowns=0,
        takedown=None, fans=0,
    )  # fmt: skip
    assert figures.consent_rate is None
