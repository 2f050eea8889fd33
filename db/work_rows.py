"""Works, consents and copies as rows, and back."""

import json
import sqlite3
from dataclasses import fields
from typing import Any

from bot.domain.works.consent import Consent, ConsentOutcome, Scope
from bot.domain.works.work import Medium, NominatedBy, WithdrawnFor, Work, WorkCopy, WorkKind, WorkState
from db.codec import clean

_TEXTS = ("maker_name", "artist", "caption", "note")


def work_row(work: Work) -> dict[str, Any]:
    """Return the columns of a work, all but its id."""
    row: dict[str, Any] = {
        field.name: getattr(work, field.name) for field in fields(Work) if field.name != "id"
    }
    row |= {name: clean(row[name]) for name in _TEXTS}
    row |= {name: json.dumps([clean(one) for one in row[name]]) for name in ("links", "prints")}
    return row | {"spoiler": int(work.spoiler), "by_team": int(work.by_team)}


def work_of(row: sqlite3.Row) -> Work:
    """Return the work that a row keeps."""
    values = {field.name: row[field.name] for field in fields(Work)}
    values |= {name: tuple(json.loads(row[name])) for name in ("links", "prints")}
    return Work(
        **values
        | {
            "kind": WorkKind(row["kind"]),
            "medium": Medium(row["medium"]),
            "state": WorkState(row["state"]),
            "nominated_by": NominatedBy(row["nominated_by"]) if row["nominated_by"] else None,
            "withdrawn_for": WithdrawnFor(row["withdrawn_for"]) if row["withdrawn_for"] else None,
            "spoiler": bool(row["spoiler"]),
            "by_team": bool(row["by_team"]),
        }
    )


def consent_row(consent: Consent) -> dict[str, Any]:
    """Return the columns of a consent, all but its id."""
    row: dict[str, Any] = {
        field.name: getattr(consent, field.name) for field in fields(Consent) if field.name != "id"
    }
    row |= {name: clean(row[name]) for name in ("purpose", "credit", "credit_link", "track", "stems")}
    return row | {"scopes": json.dumps(sorted(consent.scopes)), "outcome": consent.outcome.value}


def consent_of(row: sqlite3.Row) -> Consent:
    """Return the consent that a row keeps."""
    values = {field.name: row[field.name] for field in fields(Consent)}
    scopes = frozenset(Scope(scope) for scope in json.loads(row["scopes"]))
    return Consent(**values | {"scopes": scopes, "outcome": ConsentOutcome(row["outcome"])})


def copy_of(row: sqlite3.Row) -> WorkCopy:
    """Return the copy that a row keeps."""
    return WorkCopy(**{field.name: row[field.name] for field in fields(WorkCopy)})
