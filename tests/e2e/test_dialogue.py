"""What the label itself says is told apart, and the fans who take part are counted, each once."""

from dataclasses import replace

import pytest

from bot.rehearsal.model.channels import Channel, Message
from tests.e2e.harness import CHATTER, UNKNOWN, Harness, answer_through_the_bot

NEWS = "Our winter tape is out at midnight!"


@pytest.fixture
async def news(empty_harness: Harness) -> Channel:
    """A harness whose label announces in a channel of its own."""
    harness, channel = empty_harness, empty_harness.fan_server.guild.text_channel("news")
    await harness.open_store()
    server = replace(harness.fan_server.server(), announced=frozenset({channel.id}))
    await harness.store.servers.save(server)
    await harness.start_bot()
    harness.bot.inbox.advance(channel.id, server.guild_id, channel.id)
    return channel


async def kind(harness: Harness, message: Message) -> str | None:
    """Return what a message of the team is kept as, once all was dealt with."""
    await harness.settled()
    row = await harness.store.connection.fetch_one(
        "SELECT kind FROM label_messages WHERE message_id = ?", (message.id,)
    )
    return str(row["kind"]) if row else None


async def fans(harness: Harness, message: Message) -> set[int]:
    await harness.settled()
    rows = await harness.store.connection.fetch_all(
        "SELECT fan_id FROM participations WHERE message_id = ?", (message.id,)
    )
    return {row["fan_id"] for row in rows}


async def test_what_the_team_tells_everybody_is_an_announcement(
    empty_harness: Harness, news: Channel
) -> None:
    harness = empty_harness
    assert await kind(harness, await harness.hana.say(news, NEWS)) == "announcement"
    assert await kind(harness, await harness.sera.say(harness.fan_server.questions, NEWS)) == "announcement"
    assert await kind(harness, await harness.sera.say(harness.fan_server.lounge, NEWS)) is None
    assert await kind(harness, await harness.leo.say(news, CHATTER)) is None


async def test_what_answers_or_names_a_fan_is_a_reply(empty_harness: Harness, news: Channel) -> None:
    harness = empty_harness
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    assert await kind(harness, await harness.sera.reply(asked, "yes!")) == "reply"
    chat = await harness.dohyun.say(news, CHATTER)
    assert await kind(harness, await harness.sera.reply(chat, "me too")) == "reply"
    named = await harness.sera.say(news, f"<@{harness.fan_server.minji.id}> thank you for the cake")
    assert await kind(harness, named) == "reply"
    own = await harness.sera.say(news, NEWS)
    assert await kind(harness, await harness.jun.reply(own, "pinned")) == "announcement"
    colleague = await harness.sera.say(news, f"cover by <@{harness.fan_server.jun.id}>")
    assert await kind(harness, colleague) == "announcement"


async def test_what_is_said_in_the_thread_of_a_question_is_a_reply(harness: Harness) -> None:
    post = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    await harness.card()
    first = await harness.sera.say(post, "yes, after the encore")
    assert await kind(harness, first) == "reply"
    assert await kind(harness, await harness.sera.say(post, "and bring a pen")) == "reply"


async def test_an_answer_through_the_bot_is_a_reply_of_the_label_s(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await answer_through_the_bot(harness.sera, await harness.card(), "Yes, after the encore")
    reply = await harness.answered(asked)
    row = await harness.store.connection.fetch_one(
        "SELECT kind FROM label_messages WHERE message_id = ?", (reply.message_id,)
    )
    assert row is not None
    assert row["kind"] == "reply"


async def test_fans_take_part_by_replying_by_reacting_and_in_the_thread_each_once(
    empty_harness: Harness, news: Channel
) -> None:
    harness = empty_harness
    announced = await harness.hana.say(news, NEWS)
    other = await harness.hana.say(news, "Doors at six.")
    await harness.leo.react(announced, "🎉")
    await harness.leo.reply(announced, "finally")
    await harness.dohyun.react(announced, "🎉")
    await harness.sera.react(announced, "🎉")
    await harness.sera.reply(announced, "so proud of you all")
    thread = await harness.minji.start_thread(announced, "tape")
    await harness.minji.say(thread, CHATTER)
    fan_server = harness.fan_server
    assert await fans(harness, announced) == {fan_server.leo.id, fan_server.dohyun.id, fan_server.minji.id}
    assert await fans(harness, other) == set()
    assert await kind(harness, await harness.sera.say(thread, "how do you like side B?")) == "reply"


async def test_what_was_announced_while_we_were_away_is_noted_on_return(
    empty_harness: Harness, news: Channel
) -> None:
    harness = empty_harness
    await harness.stop_bot()
    announced = await harness.hana.say(news, NEWS)
    await harness.leo.reply(announced, "finally")
    await harness.start_bot()
    assert await kind(harness, announced) == "announcement"
    assert await fans(harness, announced) == {harness.fan_server.leo.id}


async def test_questions_are_not_read_where_the_label_only_announces(
    empty_harness: Harness, news: Channel
) -> None:
    harness = empty_harness
    await harness.no_question(await harness.leo.say(news, UNKNOWN))
