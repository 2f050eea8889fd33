"""Tables for spreadsheets, safe against text that poses as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

#: What makes a spreadsheet take a cell for a formula, on any keyboard.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table: UTF-8 with a byte order mark, as Excel wants it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
