"""What is sent that isn't written: forwards, polls, stickers, voice messages, announcements; and pins."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import NEWS, PINNED, POLL_RESULT, Message
from tests.rehearsal.playground import Bot, running

if TYPE_CHECKING:
    from bot.rehearsal.people.person import Person
    from tests.rehearsal.playground import Api, Playground

SAY = ("POST", "/channels/{channel}/messages")
POLL: dict[str, Any] = {
    "question": {"text": "Encore?"},
    "answers": [{"poll_media": {"text": "Yes", "emoji": {"name": "🎵"}}}, {"poll_media": {"text": "No"}}],
}


@pytest.fixture
def fan(playground: Playground) -> Person:
    return playground.discord.person(playground.fan)


@pytest.fixture
def owner(playground: Playground) -> Person:
    return playground.discord.person(playground.owner)


# --- forwards -----------------------------------------------------------------------------------------


def forward(message: Message, **more: Any) -> dict[str, Any]:
    reference = {"type": 1, "message_id": str(message.id), "channel_id": str(message.channel.id)}
    return {"message_reference": reference} | more


async def test_a_forward_is_no_reply_and_shows_the_message_as_it_was(
    playground: Playground, api: Api, fan: Person
) -> None:
    other = playground.guild.text_channel("elsewhere")
    said = await fan.say(other, "doors at seven", files=[("a.txt", b"a")])
    await fan.forward(said, playground.channel)
    await fan.edit(said, "doors at eight")
    await fan.delete(said)
    (shown,) = (await api("GET", "/channels/{channel}/messages"))[1]
    assert (shown["type"], shown["content"], shown["message_reference"]["type"]) == (0, "", 1)
    assert shown["message_reference"]["channel_id"] == str(other.id)
    assert "referenced_message" not in shown
    (snapshot,) = shown["message_snapshots"]
    assert snapshot["message"]["content"] == "doors at seven"
    assert [one["filename"] for one in snapshot["message"]["attachments"]] == ["a.txt"]
    assert "author" not in snapshot["message"]


async def test_a_bot_forwards_what_it_may_read(playground: Playground, api: Api, fan: Person) -> None:
    said = await fan.say(playground.channel, "doors at seven")
    sent = (await api(*SAY, forward(said)))[1]
    assert sent["message_snapshots"][0]["message"]["content"] == "doors at seven"
    once_more = (await api(*SAY, forward(playground.channel.messages[-1])))[1]
    assert once_more["message_snapshots"] == sent["message_snapshots"]
    assert await api.code(*SAY, forward(said, content="look")) == 50035
    poll = await fan.poll(playground.channel, "?", ["a", "b"])
    assert await api.code(*SAY, forward(poll)) == 50035
    playground.app.privileged_intents = frozenset()
    assert await api.code(*SAY, forward(said)) == 160014
    messages.delete(said)
    assert await api.code(*SAY, forward(said)) == 10008


async def test_a_person_forwards_only_where_they_may_read_and_write(
    playground: Playground, fan: Person, owner: Person
) -> None:
    secret = playground.guild.text_channel("team", deny={None: ["view_channel"]})
    said = await owner.say(secret, "not yet")
    with pytest.raises(Refused, match="50001"):
        await fan.forward(said, playground.channel)
    heard = await fan.say(playground.channel, "heard")
    with pytest.raises(Refused, match="50001"):
        await fan.forward(heard, secret)


# --- polls --------------------------------------------------------------------------------------------


async def test_a_poll_is_voted_in_and_ends_by_the_clock(
    playground: Playground, api: Api, fan: Person, owner: Person
) -> None:
    bot = Bot()
    async with running(bot):
        sent = (await api(*SAY, {"poll": POLL | {"duration": 2}, "content": "vote!"}))[1]
        message = playground.channel.messages[-1]
        assert sent["content"] == "vote!"
        await fan.vote(message, "Yes")
        await owner.vote(message, "No")
        await owner.vote(message, "Yes")
        path = f"/channels/{{channel}}/polls/{message.id}"
        voters = (await api("GET", f"{path}/answers/1"))[1]["users"]
        assert [one["id"] for one in voters] == sorted(str(one.user.id) for one in (fan, owner))
        playground.world.clock.advance(timedelta(hours=2))
        result = playground.channel.messages[-1]
        assert (result.kind, result.author) == (POLL_RESULT, playground.app.user)
        fields = {one["name"]: one["value"] for one in result.embeds[0]["fields"]}
        assert (fields["victor_answer_text"], fields["total_votes"]) == ("Yes", "2")
        shown = (await api("GET", f"/channels/{{channel}}/messages/{message.id}"))[1]["poll"]["results"]
        assert shown["is_finalized"]
        assert shown["answer_counts"] == [{"id": 1, "count": 2, "me_voted": False}]
        with pytest.raises(Refused, match="520001"):
            await fan.vote(message, "No")
        assert await api.code("POST", f"{path}/expire") == 520001
        await playground.discord.idle()
        assert len(bot.named("raw_poll_vote_add")) == 3
        assert len(bot.named("raw_poll_vote_remove")) == 1


async def test_a_poll_of_ones_own_can_be_ended_early(playground: Playground, api: Api, fan: Person) -> None:
    sent = (await api(*SAY, {"poll": POLL}))[1]
    assert await api.code("PATCH", f"/channels/{{channel}}/messages/{sent['id']}", {"content": "x"}) == 520003
    assert (await api("POST", f"/channels/{{channel}}/polls/{sent['id']}/expire"))[1]["poll"]["results"][
        "is_finalized"
    ]
    theirs = await fan.poll(playground.channel, "?", ["a"], hours=1)
    assert await api.code("POST", f"/channels/{{channel}}/polls/{theirs.id}/expire") == 50005
    assert await api.code("GET", f"/channels/{{channel}}/polls/{theirs.id}/answers/2") == 10008
    await fan.end_poll(theirs)
    words = (await api(*SAY, {"content": "x"}))[1]
    assert await api.code("POST", f"/channels/{{channel}}/polls/{words['id']}/expire") == 520006


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"question": {"text": "q" * 301}}, "question"),
        ({"answers": []}, "answers"),
        ({"answers": [{"poll_media": {"text": "a"}}] * 11}, "answers"),
        ({"answers": [{"poll_media": {"text": "a" * 56}}]}, "answers"),
        ({"duration": 769}, "duration"),
    ],
)
async def test_polls_have_limits(api: Api, changes: dict[str, Any], where: str) -> None:
    refused = (await api(*SAY, {"poll": POLL | changes}))[1]
    assert refused["code"] == 50035
    assert where in refused["errors"]["poll"]


async def test_a_poll_needs_its_permission_and_takes_one_answer_unless_told(
    playground: Playground, api: Api, fan: Person
) -> None:
    poll = await fan.poll(playground.channel, "?", ["a", "b"])
    with pytest.raises(KeyError, match="one answer"):
        await fan.vote(poll, "a", "b")
    several = await fan.poll(playground.channel, "?", ["a", "b"], several=True)
    await fan.vote(several, "a", "b")
    playground.channel.deny(None, ["send_polls"])
    with pytest.raises(Refused, match="50013"):
        await fan.poll(playground.channel, "?", ["a", "b"])
    assert await api.code(*SAY, {"poll": POLL}) == 50013


# --- stickers, voice messages -------------------------------------------------------------------------


async def test_a_sticker_alone_is_a_message(playground: Playground, api: Api, fan: Person) -> None:
    wave = playground.guild.sticker("hello")
    await fan.send_sticker(playground.channel, wave)
    (shown,) = (await api("GET", "/channels/{channel}/messages"))[1]
    assert shown["sticker_items"] == [{"id": str(wave.id), "name": "hello", "format_type": 1}]
    assert (await api(*SAY, {"sticker_ids": [str(wave.id)]}))[1]["sticker_items"]
    assert await api.code(*SAY, {"sticker_ids": ["5"]}) == 50081
    assert await api.code(*SAY, {"sticker_ids": [str(wave.id)] * 4}) == 50035
    assert (await api("GET", f"/guilds/{{guild}}/stickers/{wave.id}"))[1] == (
        await api("GET", "/guilds/{guild}/stickers")
    )[1][0]
    assert (await api("GET", f"/stickers/{wave.id}"))[1]["name"] == "hello"
    assert await api.code("GET", "/stickers/5") == 10060


async def voiced(api: Api, **changes: Any) -> tuple[int, Any]:
    told = {"id": "0", "filename": "v.ogg", "duration_secs": 1.5, "waveform": "AAAA"} | changes.pop(
        "told", {}
    )
    form = aiohttp.FormData(quote_fields=False)
    payload = {"flags": 1 << 13, "attachments": [told]} | changes
    form.add_field("payload_json", json.dumps(payload), content_type="application/json")
    form.add_field("files[0]", b"OggS", filename="v.ogg")
    return await api(*SAY, data=form)


async def test_a_voice_message_is_a_recording_alone(playground: Playground, api: Api, fan: Person) -> None:
    await fan.record(playground.channel, 3)
    (shown,) = (await api("GET", "/channels/{channel}/messages"))[1]
    assert (shown["flags"], shown["content"]) == (1 << 13, "")
    assert shown["attachments"][0]["duration_secs"] == 3
    assert shown["attachments"][0]["waveform"]
    sent = (await voiced(api))[1]
    assert sent["attachments"][0]["duration_secs"] == 1.5
    assert await api.code("PATCH", f"/channels/{{channel}}/messages/{sent['id']}", {"content": "x"}) == 50162
    assert (await voiced(api, content="listen"))[1]["code"] == 50159
    assert (await voiced(api, told={"waveform": None}))[1]["code"] == 50161
    assert await api.code(*SAY, {"flags": 1 << 13, "attachments": [{"id": "0"}]}) == 50160
    playground.channel.deny(None, ["send_voice_messages"])
    assert (await voiced(api))[1]["code"] == 50173


# --- announcements ------------------------------------------------------------------------------------


async def test_what_is_published_comes_to_the_channels_that_follow(playground: Playground, api: Api) -> None:
    news = playground.guild.new_channel(NEWS, "news")
    playground.guild.channel_created(news)
    follow = ("POST", f"/channels/{news.id}/followers", {"webhook_channel_id": str(playground.channel.id)})
    assert await api.code(*follow) == 50013
    playground.channel.allow(playground.app.user, ["manage_webhooks"])
    assert (await api(*follow))[1]["channel_id"] == str(news.id)
    assert await api.code("POST", "/channels/{channel}/followers", follow[2]) == 50024
    sent = (await api("POST", f"/channels/{news.id}/messages", {"content": "a new single"}))[1]
    assert (await api("POST", f"/channels/{news.id}/messages/{sent['id']}/crosspost"))[1]["flags"] == 1
    copy, told = (await api("GET", "/channels/{channel}/messages"))[1]
    assert (copy["content"], copy["flags"], told["type"]) == ("a new single", 2, 12)
    assert copy["message_reference"]["message_id"] == sent["id"]
    assert copy["webhook_id"] == copy["author"]["id"]


# --- pins ---------------------------------------------------------------------------------------------


async def test_pinning_takes_pin_messages_alone_and_is_told_in_the_channel(
    playground: Playground, api: Api, fan: Person
) -> None:
    said = await fan.say(playground.channel, "the setlist")
    path = f"/channels/{{channel}}/messages/pins/{said.id}"
    playground.channel.allow(playground.app.user, ["manage_messages"])
    assert await api.code("PUT", path) == 50013
    playground.channel.overwrite(playground.app.user, deny=["manage_messages"], allow=["pin_messages"])
    assert (await api("PUT", path))[0] == 204
    assert (await api("PUT", f"/channels/{{channel}}/pins/{said.id}"))[0] == 204
    told = [one for one in playground.channel.messages if one.kind == PINNED]
    assert [one.reference.message_id for one in told if one.reference] == [said.id]
    assert await api.code("PUT", f"/channels/{{channel}}/pins/{told[0].id}") == 50021
    assert (await api("GET", "/channels/{channel}"))[1]["last_pin_timestamp"]
    with pytest.raises(Refused, match="50013"):
        await fan.unpin(said)
    assert (await api("DELETE", path))[0] == 204
    assert (await api("GET", "/channels/{channel}"))[1]["last_pin_timestamp"] is None


async def test_pins_come_in_pages(playground: Playground, api: Api, owner: Person) -> None:
    for number in range(3):
        await owner.pin(await owner.say(playground.channel, str(number)))
        playground.world.clock.advance(timedelta(minutes=1))
    page = (await api("GET", "/channels/{channel}/messages/pins?limit=2"))[1]
    assert ([one["message"]["content"] for one in page["items"]], page["has_more"]) == (["2", "1"], True)
    before = page["items"][-1]["pinned_at"].replace("+00:00", "Z")
    rest = (await api("GET", f"/channels/{{channel}}/messages/pins?before={before}"))[1]
    assert ([one["message"]["content"] for one in rest["items"]], rest["has_more"]) == (["0"], False)


async def test_a_library_reads_all_of_it(playground: Playground, fan: Person) -> None:
    bot = Bot()
    async with running(bot):
        said = await fan.say(playground.channel, "doors at seven")
        await fan.forward(said, playground.channel)
        await fan.poll(playground.channel, "Encore?", ["Yes"])
        await fan.record(playground.channel, 2)
        await fan.send_sticker(playground.channel, playground.guild.sticker("hello"))
        await playground.discord.wait_for(lambda: len(bot.heard) == 5)
    _, forwarded, poll, voice, sticker = bot.heard
    assert forwarded.type is discord.MessageType.default
    assert forwarded.message_snapshots[0].content == "doors at seven"
    assert forwarded.reference
    assert forwarded.reference.type is discord.MessageReferenceType.forward
    assert poll.poll
    assert poll.poll.question == "Encore?"
    assert voice.attachments[0].is_voice_message()
    assert sticker.stickers[0].name == "hello"
