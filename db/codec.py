"""The one way instants and people's text go into the database and come out again.

Importing this module teaches sqlite3 both directions of `datetime`, for the whole process.
"""

import sqlite3
import unicodedata
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNWANTED_CONTROLS = dict.fromkeys(code for code in range(0x20) if chr(code) not in "\n\t")


def to_microseconds(at: datetime) -> int:
    """Return the microseconds since the epoch, UTC, as stored in an `INSTANT` column.

    Raises:
        ValueError: `at` is naive; which instant it means can't be known.
    """
    if at.utcoffset() is None:
        raise ValueError(f"A datetime needs a time zone to be stored, {at!r} has none.")
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """Return the stored instant, aware UTC; for what SQL computed (`max`, `+`) and left an integer.

    Raises:
        OverflowError: the instant lies outside the years 1 to 9999.
    """
    return _EPOCH + timedelta(microseconds=microseconds)


def clean(text: str) -> str:
    r"""Return `text` fit for storing and comparing: NFC, no lone surrogates, no controls but `\n` and `\t`.

    Two surrogates that form a pair become their character, a lone one becomes U+FFFD.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole.translate(_UNWANTED_CONTROLS))


def _from_column(stored: bytes) -> datetime:
    return from_microseconds(int(stored))


sqlite3.register_adapter(datetime, to_microseconds)
sqlite3.register_converter("INSTANT", _from_column)
