"""The picture of a week: it is drawn for every kind of week, with the font that ships with the bot."""

import io
import re
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import matplotlib.font_manager
import pytest
from matplotlib.figure import Figure
from PIL import Image

from bot.domain.digests.digest import Digest
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.questions.question import Outcome
from bot.interface.i18n import CATALOGUES, Texts, texts_for
from bot.reports.digest import canvas
from bot.reports.digest.canvas import HEIGHT, WIDTH
from bot.reports.digest.charts import digest_picture
from tests.digesting import DAY, HOUR, MINUTE, SEOUL, WEEK, Told, a_full_week, local

BLUE, ORANGE = (0, 114, 178), (230, 159, 0)


def drawn(digest: Digest, texts: Texts) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that the font lacks is a warning
        return Image.open(io.BytesIO(digest_picture(digest, texts))).convert("RGB")


def a_single_question() -> Told:
    told = Told()
    told.ask(local("2026-11-17T11:00"), after=5 * MINUTE)
    return told


def a_lost_question() -> Told:
    told = a_full_week()
    told.ask(WEEK.previous(3, SEOUL).start + DAY, after=200 * DAY)
    for ago in range(8):
        told.ask(WEEK.previous(ago, SEOUL).start + DAY, after=ago * 9 * DAY)
    return told


def a_flood() -> Told:
    told = a_full_week()
    for number in range(3000):
        told.ask(local("2026-11-20T20:00") + number * MINUTE / 60, Outcome.OPEN)
    return told


WEEKS: dict[str, Callable[[], Told]] = {
    "empty": Told,
    "full": a_full_week,
    "single": a_single_question,
    "lost": a_lost_question,
    "flood": a_flood,
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("week", WEEKS)
def test_every_week_can_be_drawn_in_both_languages(week: str, language: str) -> None:
    picture = drawn(WEEKS[week]().digest(), texts_for(language))
    assert picture.size == (WIDTH, HEIGHT)
    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_questions_and_replies_have_their_colours_and_an_empty_grid_has_none() -> None:
    grid = (140, 915, 1150, 1450)
    full, empty = (drawn(told.digest(), texts_for("en")).crop(grid) for told in (a_full_week(), Told()))
    colours = {colour for _, colour in full.getcolors(1 << 20)}
    assert {BLUE, ORANGE} <= colours
    assert not {BLUE, ORANGE} & {colour for _, colour in empty.getcolors(1 << 20)}


def test_a_holiday_is_drawn_as_closed() -> None:
    wednesday = (1000, 915 + 2 * 77 + 20)  # at about half past eight in the evening
    open_then = OpeningHours.parse("daily 00:00-24:00", zone=SEOUL)
    closed_then = OpeningHours.parse("daily 00:00-24:00", zone=SEOUL, holidays="2026-11-18")
    shades = [
        drawn(Told(hours=hours).digest(), texts_for("en")).getpixel(wednesday)
        for hours in (open_then, closed_then)
    ]
    assert shades[0] == (255, 255, 255)
    assert shades[1] != shades[0]


def test_the_font_has_every_letter_of_the_korean_catalogue() -> None:
    catalogue = (CATALOGUES / "ko" / "LC_MESSAGES" / "stagedoor.po").read_text(encoding="utf-8")
    hangul = {ord(letter) for letter in re.findall("[가-힣]", catalogue)}
    for name in ("NanumSquareR.ttf", "NanumSquareB.ttf"):
        font = matplotlib.font_manager.get_font(str(files("bot.reports") / "fonts" / name))
        assert hangul <= set(font.get_charmap())


def test_hangul_is_drawn_on_a_machine_without_any_korean_font(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = matplotlib.font_manager.fontManager
    own = [font for font in manager.ttflist if font.fname.startswith(matplotlib.get_data_path())]
    monkeypatch.setattr(manager, "ttflist", own)
    manager._findfont_cached.cache_clear()  # type: ignore[attr-defined]
    canvas._font.cache_clear()
    drawn(a_full_week().digest(), texts_for("ko"))


def test_letters_that_our_font_lacks_are_drawn_in_another() -> None:
    figure = Figure()
    page = canvas.Canvas(figure.add_subplot(), texts_for("en"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page.write(0, 0, "Żółć, Ελλάδα, Україна, Motörhead, 한글")
        figure.savefig(io.BytesIO(), format="png")


def test_pictures_can_be_drawn_in_threads_at_the_same_time() -> None:
    digest = a_full_week().digest()
    alone = digest_picture(digest, texts_for("ko"))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: digest_picture(digest, texts_for("ko")), range(4)))
    assert together == [alone] * 4


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (files("bot.reports") / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_all_of_a_slow_week_stays_inside_the_picture() -> None:
    told = Told()
    for ago in range(8):
        told.ask(WEEK.previous(ago, SEOUL).start + 12 * HOUR, after=(1 + ago) * 40 * DAY)
    picture = drawn(told.digest(), texts_for("ko"))
    margins = [picture.crop((0, 0, 20, HEIGHT)), picture.crop((WIDTH - 12, 0, WIDTH, HEIGHT))]
    assert all(
        margin.getcolors(1 << 20) == [(margin.width * margin.height, (255, 255, 255))] for margin in margins
    )
