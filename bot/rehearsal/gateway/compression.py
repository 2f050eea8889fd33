"""Transport compression: one context a connection, every message flushed whole."""

import zlib
from typing import Protocol

try:
    import zstandard
except ImportError:  # pragma: no cover - optional
    zstandard = None  # type: ignore[assignment]


class Compressor(Protocol):
    """Packs one message."""

    def pack(self, text: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        ...


class Zlib:
    """zlib-stream."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        return self._stream.compress(text) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """zstd-stream."""

    def __init__(self) -> None:
        self._stream = zstandard.ZstdCompressor().compressobj()

    def pack(self, text: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        return self._stream.compress(text) + self._stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


def compressor(asked: str | None) -> Compressor | None:
    """Return the compressor a client asked for; None for plain text."""
    if asked == "zlib-stream":
        return Zlib()
    if asked == "zstd-stream" and zstandard is not None:
        return Zstd()
    return None
