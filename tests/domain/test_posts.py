"""What the bot says on its own is named by what it is, so that it is said once."""

from datetime import UTC, datetime, timedelta

from bot.domain.posts import NewPost, Priority
from bot.domain.questions.posts import card, card_update

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_question_has_one_card_and_an_update_for_each_change() -> None:
    (first,), (again,) = (card(5, message_id=70, at=at) for at in (NOON, NOON + timedelta(hours=1)))
    assert first == NewPost(key="card:70", kind="card", channel_id=5, at=NOON, priority=Priority.CARD)
    assert again.key == first.key
    (update,) = card_update(5, 3, message_id=70, at=NOON)
    (later,) = card_update(5, 3, message_id=70, at=NOON + timedelta(milliseconds=1))
    assert (update.kind, update.subject) == (later.kind, later.subject) == ("card_update", 3)
    assert update.key != later.key


def test_without_a_channel_for_the_team_there_are_no_cards() -> None:
    assert card(None, message_id=70, at=NOON) == card_update(None, 3, message_id=70, at=NOON) == []


def test_what_is_urgent_goes_first_and_then_answers() -> None:
    assert NewPost(key="", kind="", channel_id=1, at=NOON).priority is Priority.ANSWER
    order = ["URGENT", "ANSWER", "SESSION", "CARD", "REMINDER", "DIGEST"]
    assert [one.name for one in sorted(Priority)] == order
