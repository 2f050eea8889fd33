"""The record of consent as a table, for a manager to keep."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.works.consent import Consent
from bot.domain.works.work import Work
from bot.reports.spreadsheet import csv_file

_HEADS = (
    "consent", "work", "original", "maker_id", "maker", "kind", "purpose", "text_version", "asked_at", "asked_by",
    "outcome", "answered_at", "scopes", "credit", "credit_link", "track", "stems", "revoked_at",
)  # fmt: skip


def consent_csv(record: Iterable[tuple[Consent, Work]]) -> bytes:
    """Write every asking, oldest first; instants in UTC."""
    return csv_file(_HEADS, (_cells(consent, work) for consent, work in record))


def _cells(consent: Consent, work: Work) -> list[str]:
    return [
        str(consent.id),
        str(work.id),
        work.jump_url,
        str(consent.maker_id),
        work.maker_name,
        work.kind.value,
        consent.purpose,
        str(consent.text_version),
        _moment(consent.asked_at),
        str(consent.asked_by),
        consent.outcome.value,
        _moment(consent.answered_at),
        " ".join(sorted(consent.scopes)),
        consent.credit,
        consent.credit_link,
        consent.track,
        consent.stems,
        _moment(consent.revoked_at),
    ]


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
