"""The weekly digest: on time, once, with every figure as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from house import START, UNKNOWN, House, choose, labels, told, words

from bot.rehearsal.messages import Message

#: The house's day is a Sunday; the digest comes on Monday at nine, Seoul time.
POSTED = datetime(2026, 11, 23, 0, tzinfo=UTC)


def digests(house: House) -> list[Message]:
    """Return the digests at the team's desk."""
    return [
        said
        for said in house.stage.team_desk.messages
        if said.embeds and "2026-W" in (said.embeds[0].get("footer") or {}).get("text", "")
    ]


async def digest(house: House, number: int = 1) -> Message:
    found = await house.until(lambda: len(digests(house)) >= number and digests(house))
    return found[number - 1]


@pytest.fixture
async def posting(empty_house: House) -> House:
    """A house whose digest is posted at the team's desk on Mondays at nine."""
    house = empty_house
    await house.open_store()
    server = replace(house.stage.server(), digest_channel_id=house.stage.team_desk.id)
    await house.store.servers.save(server)
    await house.start_bot()
    await house.eventually(lambda: house.count("SELECT count(*) FROM digest_starts"))
    return house


async def asked(house: House) -> Message:
    message = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.question(message)
    return message


async def test_a_digest_comes_on_monday_morning_with_a_picture_and_a_table(posting: House) -> None:
    house = posting
    question = await asked(house)
    house.move(minutes=42)
    await house.sera.reply(question, "yes!")
    await house.answered(question)
    house.stage.world.clock.set(POSTED - timedelta(minutes=1))
    await house.settled()
    assert digests(house) == []
    house.stage.world.clock.set(POSTED)
    post = await digest(house)
    assert "2026-W47" in words(post)
    assert "42 min" in words(post)
    picture, table = post.attachments
    assert picture.content.startswith(b"\x89PNG")
    assert post.embeds[0]["image"]["url"].endswith(picture.filename)
    assert UNKNOWN.encode() in table.content
