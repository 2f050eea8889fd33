"""The little the CDN knows of pictures: a PNG's size, and a PNG to give out for avatars and icons."""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 24


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return a PNG's width and height in pixels; None for anything else."""
    if content[:8] != _PNG or len(content) < _HEADER_END:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def plain(colour: int, side: int = 16) -> bytes:
    """Return a square PNG of one colour (0xRRGGBB)."""
    row = b"\0" + colour.to_bytes(3, "big") * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (
        _chunk(b"IHDR", header),
        _chunk(b"IDAT", zlib.compress(row * side)),
        _chunk(b"IEND", b""),
    )
    return _PNG + b"".join(parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
