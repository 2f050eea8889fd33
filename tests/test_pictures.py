"""A file is what its first bytes say; pictures are decoded within limits, and drawn in a grid."""

import io
import random

import pytest
from PIL import Image

from bot.domain.works.work import Medium
from bot.reports import pictures
from bot.reports.pictures import checked, grid

MUCH = 10 * 2**20


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 120).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "medium", "suffix"),
    [
        (b"ID3" + bytes(20), Medium.AUDIO, "mp3"),
        (b"\xff\xfb" + bytes(20), Medium.AUDIO, "mp3"),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(20), Medium.AUDIO, "wav"),
        (b"OggS" + bytes(20), Medium.AUDIO, "ogg"),
        (b"fLaC" + bytes(20), Medium.AUDIO, "flac"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(20), Medium.AUDIO, "m4a"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(20), Medium.VIDEO, "mp4"),
        (b"\x1aE\xdf\xa3" + bytes(20), Medium.VIDEO, "webm"),
        (picture("PNG"), Medium.IMAGE, "png"),
        (picture("JPEG"), Medium.IMAGE, "jpg"),
        (picture("GIF"), Medium.IMAGE, "gif"),
        (picture("WEBP"), Medium.IMAGE, "webp"),
    ],
)
async def test_a_file_is_what_its_first_bytes_say(content: bytes, medium: Medium, suffix: str) -> None:
    found = await checked(content, most=MUCH)
    assert found is not None
    assert (found.medium, found.suffix, found.content) == (medium, suffix, content)


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM"])
async def test_a_picture_that_discord_does_not_show_is_none(form: str) -> None:
    assert await checked(picture(form), most=MUCH) is None


async def test_sound_too_large_is_not_cut() -> None:
    assert await checked(b"ID3" + bytes(2000), most=1000) is None


async def test_a_picture_that_cannot_be_made_small_enough_is_none() -> None:
    noise = random.Random(1).randbytes(300 * 300 * 3)  # noqa: S311  # any noise
    file = io.BytesIO()
    Image.frombytes("RGB", (300, 300), noise).save(file, "PNG")
    assert await checked(file.getvalue(), most=500) is None


async def test_too_many_pixels_or_frames_are_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("L", (8, 8), n * 40) for n in range(5)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    monkeypatch.setattr(pictures, "MOST_FRAMES", 4)
    assert await checked(file.getvalue(), most=MUCH) is None
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    assert await checked(picture(), most=MUCH) is None
    assert await grid([("Leo", picture())]) is None


@pytest.mark.slow
async def test_random_bytes_break_nothing() -> None:
    dice = random.Random(7)  # noqa: S311  # any bytes
    whole = picture("JPEG") + picture("PNG")
    for _ in range(200):
        start = dice.randrange(len(whole))
        broken = whole[:start] + dice.randbytes(4) + whole[start + 4 :]
        await checked(broken, most=MUCH)
        await grid([("Leo", broken)])


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 12])
async def test_the_grid_has_a_place_for_each_picture(count: int) -> None:
    shown = [(f"민지 {number}", picture(mode="RGB")) for number in range(count)]
    drawn = await grid(shown)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as sheet:
        assert sheet.width == 1200
        assert (sheet.height > sheet.width) is (count in {4, 12})


async def test_a_broken_picture_and_a_long_name_do_not_spoil_the_grid() -> None:
    assert await grid([("Leo", b"no picture")]) is None
    assert await grid(
        [("Leo", b"no picture"), ("x" * 400, picture("PNG", (9, 900), "L")), ("민지", picture())]
    )
