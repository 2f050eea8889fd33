"""What the label itself says is told apart, and the fans who take part are counted, each once."""

from dataclasses import replace

import pytest
from house import CHATTER, UNKNOWN, House, answer_through_the_bot

from bot.rehearsal.messages import Message
from bot.rehearsal.places import Channel

NEWS = "Our winter tape is out at midnight!"


@pytest.fixture
async def news(empty_house: House) -> Channel:
    """A house whose label announces in a channel of its own."""
    house, channel = empty_house, empty_house.stage.guild.text_channel("news")
    await house.open_store()
    server = replace(house.stage.server(), announced=frozenset({channel.id}))
    await house.store.servers.save(server)
    await house.start_bot()
    house.bot.inbox.mark(channel.id, server.guild_id, channel.id)
    return channel


async def kind(house: House, message: Message) -> str | None:
    """Return what a message of the team is kept as, once all was dealt with."""
    await house.settled()
    row = await house.store.connection.fetch_one(
        "SELECT kind FROM label_messages WHERE message_id = ?", (message.id,)
    )
    return row and row["kind"]


async def fans(house: House, message: Message) -> set[int]:
    await house.settled()
    rows = await house.store.connection.fetch_all(
        "SELECT fan_id FROM participations WHERE message_id = ?", (message.id,)
    )
    return {row["fan_id"] for row in rows}


async def test_what_the_team_tells_everybody_is_an_announcement(empty_house: House, news: Channel) -> None:
    house = empty_house
    assert await kind(house, await house.hana.say(news, NEWS)) == "announcement"
    assert await kind(house, await house.sera.say(house.stage.questions, NEWS)) == "announcement"
    assert await kind(house, await house.sera.say(house.stage.lounge, NEWS)) is None
    assert await kind(house, await house.leo.say(news, CHATTER)) is None


async def test_what_answers_or_names_a_fan_is_a_reply(empty_house: House, news: Channel) -> None:
    house = empty_house
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    assert await kind(house, await house.sera.reply(asked, "yes!")) == "reply"
    chat = await house.dohyun.say(news, CHATTER)
    assert await kind(house, await house.sera.reply(chat, "me too")) == "reply"
    named = await house.sera.say(news, f"<@{house.stage.minji.id}> thank you for the cake")
    assert await kind(house, named) == "reply"
    own = await house.sera.say(news, NEWS)
    assert await kind(house, await house.jun.reply(own, "pinned")) == "announcement"
    colleague = await house.sera.say(news, f"cover by <@{house.stage.jun.id}>")
    assert await kind(house, colleague) == "announcement"


async def test_what_is_said_in_the_thread_of_a_question_is_a_reply(house: House) -> None:
    post = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    await house.card()
    first = await house.sera.say(post, "yes, after the encore")
    assert await kind(house, first) == "reply"
    assert await kind(house, await house.sera.say(post, "and bring a pen")) == "reply"


async def test_an_answer_through_the_bot_is_a_reply_of_the_label_s(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await answer_through_the_bot(house.sera, await house.card(), "Yes, after the encore")
    reply = await house.answered(asked)
    row = await house.store.connection.fetch_one(
        "SELECT kind FROM label_messages WHERE message_id = ?", (reply.message_id,)
    )
    assert row is not None
    assert row["kind"] == "reply"


async def test_fans_take_part_by_replying_by_reacting_and_in_the_thread_each_once(
    empty_house: House, news: Channel
) -> None:
    house = empty_house
    announced = await house.hana.say(news, NEWS)
    other = await house.hana.say(news, "Doors at six.")
    await house.leo.react(announced, "🎉")
    await house.leo.reply(announced, "finally")
    await house.dohyun.react(announced, "🎉")
    await house.sera.react(announced, "🎉")
    await house.sera.reply(announced, "so proud of you all")
    thread = await house.minji.start_thread(announced, "tape")
    await house.minji.say(thread, CHATTER)
    stage = house.stage
    assert await fans(house, announced) == {stage.leo.id, stage.dohyun.id, stage.minji.id}
    assert await fans(house, other) == set()
    assert await kind(house, await house.sera.say(thread, "how do you like side B?")) == "reply"


async def test_what_was_announced_while_we_were_away_is_noted_on_return(
    empty_house: House, news: Channel
) -> None:
    house = empty_house
    await house.stop_bot()
    announced = await house.hana.say(news, NEWS)
    await house.leo.reply(announced, "finally")
    await house.start_bot()
    assert await kind(house, announced) == "announcement"
    assert await fans(house, announced) == {house.stage.leo.id}


async def test_questions_are_not_read_where_the_label_only_announces(
    empty_house: House, news: Channel
) -> None:
    house = empty_house
    await house.no_question(await house.leo.say(news, UNKNOWN))
