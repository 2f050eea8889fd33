"""Uploaded files."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """An uploaded file; `path` is its address below that of the CDN, `url` the whole."""

    id: int
    filename: str
    content: bytes = field(repr=False)
    content_type: str
    path: str
    url: str
    description: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    waveform: str | None = None
    """A voice message's, base64."""

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.content)
