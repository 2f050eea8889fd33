"""Threads over time: archived when quiet, opened by who writes, and what is refused meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.channels import PRIVATE_THREAD, Thread
from tests.rehearsal.playground import Bot, running

if TYPE_CHECKING:
    from bot.rehearsal.people.person import Person
    from tests.rehearsal.playground import Api, Playground


@pytest.fixture
def fan(playground: Playground) -> Person:
    return playground.discord.person(playground.fan)


@pytest.fixture
async def thread(playground: Playground, fan: Person) -> Thread:
    return await fan.start_thread(await fan.say(playground.channel, "a question"), "answers")


def states(thread: Thread) -> tuple[bool, bool]:
    return thread.archived, thread.locked


async def test_a_thread_is_archived_when_it_was_quiet_for_a_day(
    playground: Playground, fan: Person, thread: Thread
) -> None:
    bot = Bot()
    async with running(bot):
        playground.world.clock.advance(timedelta(hours=20))
        await fan.say(thread, "still there?")
        playground.world.clock.advance(timedelta(hours=20))
        assert states(thread) == (False, False)
        playground.world.clock.advance(timedelta(days=3))
        assert states(thread) == (True, False)
        assert thread.archived_at - thread.messages[-1].created_at < timedelta(days=1, seconds=1)
        await playground.discord.wait_for(lambda: bot.named("raw_thread_update"))
        await fan.say(thread, "back")
        assert states(thread) == (False, False)
        playground.world.clock.advance(timedelta(days=1, minutes=1))
        assert states(thread) == (True, False)


async def test_a_channel_says_how_long_its_threads_stay_open(playground: Playground, api: Api) -> None:
    playground.channel.allow(playground.app.user, ["manage_channels"])
    path = "/channels/{channel}"
    assert await api.code("PATCH", path, {"default_auto_archive_duration": 5}) == 50035
    assert (await api("PATCH", path, {"default_auto_archive_duration": 60}))[1][
        "default_auto_archive_duration"
    ] == 60
    made = (await api("POST", path + "/threads", {"name": "short", "type": 11}))[1]
    assert made["thread_metadata"]["auto_archive_duration"] == 60
    playground.world.clock.advance(timedelta(minutes=61))
    assert (await api("GET", f"/channels/{made['id']}"))[1]["thread_metadata"]["archived"]


async def test_an_archived_thread_takes_no_change_but_a_message_opens_it(
    playground: Playground, api: Api, fan: Person, thread: Thread
) -> None:
    said = await fan.say(thread, "here")
    playground.channel.allow(
        playground.app.user, ["manage_messages", "pin_messages", "manage_threads", "add_reactions"]
    )
    own = (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["id"]
    threads.change(thread, archived=True)
    at = f"/channels/{thread.id}"
    theirs = f"{at}/messages/{said.id}"
    assert await api.code("PATCH", at, {"name": "renamed"}) == 50083
    assert await api.code("PATCH", at, {"applied_tags": []}) == 50083
    assert await api.code("PATCH", at, {"locked": True}) == 50083
    assert await api.code("PATCH", f"{at}/messages/{own}", {"content": "y"}) == 50083
    assert await api.code("PUT", f"{theirs}/reactions/%F0%9F%91%8D/@me") == 50083
    assert await api.code("DELETE", f"{theirs}/reactions") == 50083
    assert await api.code("PUT", f"{at}/messages/pins/{said.id}") == 50083
    assert await api.code("PUT", f"{at}/thread-members/{playground.owner.id}") == 50083
    for attempt in (fan.react(said, "👍"), fan.edit(said, "there"), fan.unreact(said, "👍")):
        with pytest.raises(Refused, match="50083"):
            await attempt
    assert (await api("DELETE", f"{at}/messages/{own}"))[0] == 204
    assert (await api("PATCH", at, {"archived": False, "name": "renamed"}))[1]["name"] == "renamed"
    threads.change(thread, archived=True)
    assert (await api("POST", f"{at}/messages", {"content": "x"}))[0] == 200
    assert not thread.archived


async def test_a_locked_thread_is_the_moderators(api: Api, fan: Person, thread: Thread) -> None:
    said = await fan.say(thread, "here")
    own = (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["id"]
    threads.change(thread, locked=True)
    at = f"/channels/{thread.id}/messages/{own}"
    assert await api.code("PATCH", at, {"content": "y"}) == 160005
    await fan.react(said, "👍")
    for attempt in (fan.say(thread, "?"), fan.edit(said, "?")):
        with pytest.raises(Refused, match="160005"):
            await attempt
    threads.change(thread, archived=True)
    assert await api.code("POST", f"/channels/{thread.id}/messages", {"content": "x"}) == 50083
    assert await api.code("PATCH", f"/channels/{thread.id}", {"archived": False}) == 50013
    assert await api.code("DELETE", at) == 50083


async def test_archived_threads_come_in_pages_latest_archived_first(playground: Playground, api: Api) -> None:
    playground.channel.allow(playground.app.user, ["manage_threads"])
    made = [threads.start(playground.channel, playground.fan, str(number)) for number in range(3)]
    for thread in (made[1], made[0], made[2]):
        playground.world.clock.advance(timedelta(minutes=1))
        threads.change(thread, archived=True)
    path = "/channels/{channel}/threads/archived/public"
    page = (await api("GET", f"{path}?limit=2"))[1]
    assert ([one["name"] for one in page["threads"]], page["has_more"]) == (["2", "0"], True)
    before = quote(page["threads"][-1]["thread_metadata"]["archive_timestamp"])
    rest = (await api("GET", f"{path}?before={before}"))[1]
    assert ([one["name"] for one in rest["threads"]], rest["has_more"]) == (["1"], False)
    assert await api.code("GET", f"{path}?before=yesterday") == 50035
    assert await api.code("GET", f"{path}?limit=1") == 50035


async def test_private_threads_one_has_joined_are_paged_by_their_ids(
    playground: Playground, api: Api
) -> None:
    made = [
        threads.start(playground.channel, playground.fan, str(number), kind=PRIVATE_THREAD)
        for number in range(3)
    ]
    for thread in (made[2], made[0], made[1]):
        threads.join(thread, playground.app.user)
        threads.change(thread, archived=True)
    path = "/channels/{channel}/users/@me/threads/archived/private"
    assert [one["name"] for one in (await api("GET", path))[1]["threads"]] == ["2", "1", "0"]
    older = (await api("GET", f"{path}?before={made[1].id}"))[1]
    assert [one["name"] for one in older["threads"]] == ["0"]


async def test_the_last_message_is_told_and_a_forums_is_its_last_post(
    playground: Playground, api: Api, fan: Person, thread: Thread
) -> None:
    said = await fan.say(thread, "here")
    assert (await api("GET", f"/channels/{thread.id}"))[1]["last_message_id"] == str(said.id)
    messages.delete(said)
    assert (await api("GET", f"/channels/{thread.id}"))[1]["last_message_id"] == str(said.id)
    forum = playground.guild.forum("questions")
    post = await fan.post(forum, "a post", "text")
    assert (await api("GET", f"/channels/{forum.id}"))[1]["last_message_id"] == str(post.id)
    assert (await api("GET", f"/channels/{post.id}"))[1]["last_message_id"] == str(post.id)


async def test_tags_are_the_forums_and_moderated_ones_for_moderators(
    playground: Playground, api: Api
) -> None:
    forum = playground.guild.forum("questions", tags=["tickets", "answered"])
    forum.tags[1].moderated = True
    made = (await api("POST", f"/channels/{forum.id}/threads", {"name": "p", "message": {"content": "x"}}))[1]
    at = f"/channels/{made['id']}"
    tickets, answered = (str(tag.id) for tag in forum.tags)
    assert (await api("PATCH", at, {"applied_tags": [tickets]}))[1]["applied_tags"] == [tickets]
    assert await api.code("PATCH", at, {"applied_tags": ["5"]}) == 10087
    assert await api.code("PATCH", at, {"applied_tags": [answered]}) == 50013
    assert await api.code("PATCH", at, {"applied_tags": [tickets] * 6}) == 50035
    assert await api.code("PATCH", at, {"auto_archive_duration": 5}) == 50035


async def test_thread_members_come_in_pages_with_their_membership(
    playground: Playground, api: Api, thread: Thread
) -> None:
    threads.join(thread, playground.owner)
    ids = sorted(thread.members)
    path = f"/channels/{thread.id}/thread-members"
    assert len((await api("GET", path))[1]) == 2
    page = (await api("GET", f"{path}?with_member=1&limit=1"))[1]
    assert [int(one["user_id"]) for one in page] == ids[:1]
    assert page[0]["member"]["user"]["id"] == page[0]["user_id"]
    page = (await api("GET", f"{path}?with_member=true&after={ids[0]}"))[1]
    assert [int(one["user_id"]) for one in page] == ids[1:]
