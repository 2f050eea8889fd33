"""Polls and votes on the wire."""

from typing import Any

from bot.rehearsal.model.polls import Poll, PollAnswer
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads.emojis import emoji
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]


def poll(what: Poll, reader: User) -> Json:
    """Return a poll with its results so far."""
    return {
        "question": {"text": what.question},
        "answers": [{"answer_id": one.id, "poll_media": _media(one)} for one in what.answers],
        "expiry": written(what.ends_at),
        "allow_multiselect": what.several,
        "layout_type": 1,
        "results": {
            "answer_counts": [_count(one, reader) for one in what.answers if one.voters],
            "is_finalized": what.ended,
        },
    }


def _media(answer: PollAnswer) -> Json:
    media: Json = {"text": answer.text}
    return media | {"emoji": emoji(answer.emoji)} if answer.emoji else media


def _count(answer: PollAnswer, reader: User) -> Json:
    return {"id": answer.id, "count": len(answer.voters), "me_voted": reader in answer.voters}
