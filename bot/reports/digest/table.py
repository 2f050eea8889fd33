"""A week's questions as a table for spreadsheets."""

from datetime import datetime, timedelta

from bot.domain.digests.digest import Digest
from bot.domain.digests.sources import AskedQuestion
from bot.domain.questions.question import Outcome
from bot.interface.i18n import Texts
from bot.reports.question_texts import (
    kind_name,
    outcome_name,
    question_link,
)
from bot.reports.spreadsheet import csv_file


def digest_csv(digest: Digest, texts: Texts) -> bytes:
    """Write the questions of the digest's week, oldest first.

    Nobody of the team is named, and what its asker took back is not told again.
    """
    return csv_file(_heads(digest, texts), (_cells(item, digest, texts) for item in digest.asked))


def _heads(digest: Digest, texts: Texts) -> list[str]:
    t = texts.t
    return [
        t("Number"),
        t("Asked ({zone})", zone=digest.zone.key),
        t("Language"),
        t("About"),
        t("Shows"),
        t("Question"),
        t("Outcome"),
        t("Given to the team"),
        t("First reply"),
        t("Wait (minutes)"),
        t("Wait in opening hours (minutes)"),
        t("Wait since given to the team (minutes)"),
        t("Within the target"),
        t("Set by hand"),
        t("My answer was corrected"),
        t("Link"),
    ]


def _cells(item: AskedQuestion, digest: Digest, texts: Texts) -> list[str]:
    question, reply = item.question, item.reply
    return [
        str(question.id),
        _moment(question.asked_at, digest),
        question.language,
        ", ".join(kind_name(kind, texts) for kind in question.kinds),
        ", ".join(question.shows),
        "" if question.outcome is Outcome.WITHDRAWN else question.text,
        outcome_name(question.outcome, texts),
        _moment(question.handed_off_at, digest),
        _moment(reply.replied_at if reply else None, digest),
        _minutes(item.wait),
        _minutes(item.open_wait),
        _minutes(item.wait_since_hand_off),
        _yes(None if item.open_wait is None else item.open_wait <= digest.target, texts),
        _yes(reply.by_hand if reply else None, texts),
        _yes(None if question.answer_message_id is None else question.taken_back_at is not None, texts),
        question_link(question),
    ]


def _moment(at: datetime | None, digest: Digest) -> str:
    return "" if at is None else f"{at.astimezone(digest.zone):%Y-%m-%d %H:%M:%S}"


def _minutes(wait: timedelta | None) -> str:
    return "" if wait is None else f"{wait / timedelta(minutes=1):.1f}"


def _yes(is_so: bool | None, texts: Texts) -> str:  # noqa: FBT001  # the question is in the column's name
    if is_so is None:
        return ""
    return texts.t("yes") if is_so else texts.t("no")
