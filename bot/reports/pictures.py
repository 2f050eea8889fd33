"""Files that fans uploaded: what they really are, made fit to be shown again; and a week's pictures in a grid.

Bytes are looked at before anything is decoded, and nothing is decoded in the event loop: decoding may take
a second. A file is what its first bytes say, never what its name says.
"""

import asyncio
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from bot.domain.works.work import Medium

#: More than this is not fetched.
MOST_FETCHED = 25 * 1024 * 1024
#: More pixels than this are not decoded: a small file can unpack to gigabytes.
MOST_PIXELS = 40_000_000
#: Of all the pictures of an animation together.
MOST_FRAMES = 600
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_SHRINK_TO = (2048, 1600, 1200, 800)
MOST_TILES = 9
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,  # how Pillow speaks of broken PNGs
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,  # where warnings are errors
)

_GROUND, _INK = "#FFFFFF", "#22252A"
_WIDTH, _GAP, _CAPTION = 1200, 16, 56


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that may be shown: what it is, and the ending that its name must have."""

    medium: Medium
    suffix: str
    content: bytes


async def checked(content: bytes, *, most: int) -> CheckedFile | None:
    """Return a file as it may be shown, within `most` bytes; None for what is broken, false or too large."""
    found = _heard_or_seen(content)
    if found is not None:
        return (
            CheckedFile(medium=found[0], suffix=found[1], content=content) if len(content) <= most else None
        )
    return await asyncio.to_thread(_checked_picture, content, most)


def _heard_or_seen(content: bytes) -> tuple[Medium, str] | None:
    """Tell audio and video by their first bytes."""
    head = content[:16]
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in {0xE2, 0xE6}):  # noqa: PLR2004  # MPEG layer III
        return Medium.AUDIO, "mp3"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Medium.AUDIO, "wav"
    if head[4:8] == b"ftyp":
        return (Medium.AUDIO, "m4a") if head[8:11] == b"M4A" else (Medium.VIDEO, "mp4")
    for start, medium, suffix in (
        (b"OggS", Medium.AUDIO, "ogg"),
        (b"fLaC", Medium.AUDIO, "flac"),
        (b"\x1aE\xdf\xa3", Medium.VIDEO, "webm"),
    ):
        if head.startswith(start):
            return medium, suffix
    return None


def _checked_picture(content: bytes, most: int) -> CheckedFile | None:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            kind = str(picture.format)
            if not _is_decodable(picture) or getattr(picture, "n_frames", 1) > MOST_FRAMES:
                return None
            picture.load()
            if len(content) > most:
                return _shrunk(picture, most)
    except _UNREADABLE:
        return None
    return CheckedFile(medium=Medium.IMAGE, suffix=_SUFFIXES[kind], content=content)


def _is_decodable(picture: Image.Image) -> bool:
    width, height = picture.size
    return 0 < width * height <= MOST_PIXELS


def _shrunk(picture: Image.Image, most: int) -> CheckedFile | None:
    """Write a picture smaller, until it fits."""
    whole = ImageOps.exif_transpose(picture).convert("RGB")
    for side in _SHRINK_TO:
        whole.thumbnail((side, side))
        file = io.BytesIO()
        whole.save(file, "JPEG", quality=88)
        if file.tell() <= most:
            return CheckedFile(medium=Medium.IMAGE, suffix="jpg", content=file.getvalue())
    return None


# --- the grid -----------------------------------------------------------------------------------------


async def grid(pictures: Sequence[tuple[str, bytes]]) -> bytes | None:
    """Draw pictures side by side, each with its maker's name; None if none of them can be drawn."""
    return await asyncio.to_thread(_grid, pictures[:MOST_TILES])


def _grid(pictures: Sequence[tuple[str, bytes]]) -> bytes | None:
    tiles = [(name, tile) for name, content in pictures if (tile := _opened(content)) is not None]
    if not tiles:
        return None
    columns = 1 if len(tiles) == 1 else 2 if len(tiles) in {2, 4} else 3
    rows = -(-len(tiles) // columns)
    side = (_WIDTH - _GAP * (columns + 1)) // columns
    tall = side * 3 // 4 if columns == 1 else side
    sheet = Image.new("RGB", (_WIDTH, _GAP + rows * (tall + _CAPTION)), _GROUND)
    draw = ImageDraw.Draw(sheet)
    for number, (name, tile) in enumerate(tiles):
        row, column = divmod(number, columns)
        in_row = min(columns, len(tiles) - row * columns)
        left = (_WIDTH - in_row * (side + _GAP) + _GAP) // 2 + column * (side + _GAP)
        top = _GAP + row * (tall + _CAPTION)
        sheet.paste(ImageOps.fit(tile, (side, tall), Image.Resampling.LANCZOS), (left, top))
        words = _fitting(name, draw, side)
        draw.text((left + side / 2, top + tall + _CAPTION / 2 - 4), words, _INK, _font(), anchor="mm")
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=90)
    return file.getvalue()


def _opened(content: bytes) -> Image.Image | None:
    with suppress(*_UNREADABLE), Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if _is_decodable(picture):
            picture.draft("RGB", (_WIDTH, _WIDTH))  # JPEGs are decoded no larger than needed
            seen = ImageOps.exif_transpose(picture).convert("RGBA")
            seen.thumbnail((_WIDTH, _WIDTH))
            ground = Image.new("RGBA", seen.size, _GROUND)
            return Image.alpha_composite(ground, seen).convert("RGB")
    return None


def _fitting(name: str, draw: ImageDraw.ImageDraw, room: int) -> str:
    words = name
    while words and draw.textlength(words, _font()) > room:
        words = words[:-1]
    return words if words == name else f"{words[:-1]}…"


@cache
def _font() -> ImageFont.FreeTypeFont:
    """Return the font that ships with the bot: it has Latin and Hangul, whatever the machine has."""
    content = (files("bot.reports") / "fonts" / "NanumSquareR.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(content), 28)
