"""AutoMod's rules stop messages, and a time-out keeps people and bots from writing and reacting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.rehearsal.checks.refusals import Refused
from tests.rehearsal.playground import Bot, running

if TYPE_CHECKING:
    from bot.rehearsal.people.person import Person
    from tests.rehearsal.playground import Api, Playground

SAY = ("POST", "/channels/{channel}/messages")


@pytest.fixture
def fan(playground: Playground) -> Person:
    return playground.discord.person(playground.fan)


async def rule(playground: Playground, api: Api, **changes: Any) -> dict[str, Any]:
    """Make a rule, with the permission for it held for that long only."""
    role = playground.guild.role("moderator", ["manage_guild"])
    member = playground.guild.members[playground.app.id]
    playground.guild.set_roles(playground.app.user, [*member.roles, role])
    form: dict[str, Any] = {
        "name": "no resale",
        "event_type": 1,
        "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["resale*", "*bay", "cheap"], "allow_list": ["eday-bay"]},
        "actions": [{"type": 1, "metadata": {"custom_message": "No resale here."}}],
        "enabled": True,
    }
    status, made = await api("POST", "/guilds/{guild}/auto-moderation/rules", form | changes)
    assert status == 200, made
    playground.guild.delete_role(role)
    return dict(made)


@pytest.mark.parametrize("text", ["Resale here", "RESALES", "on fanbay", "so cheap!"])
async def test_what_a_rule_names_is_blocked(playground: Playground, api: Api, fan: Person, text: str) -> None:
    await rule(playground, api)
    assert (await api(*SAY, {"content": text}))[1] == {"message": "No resale here.", "code": 200000}
    with pytest.raises(Refused, match="200000: No resale here"):
        await fan.say(playground.channel, text)
    said = await fan.say(playground.channel, "fine")
    with pytest.raises(Refused, match="200000"):
        await fan.edit(said, text)
    own = (await api(*SAY, {"content": "fine"}))[1]["id"]
    assert await api.code("PATCH", f"/channels/{{channel}}/messages/{own}", {"content": text}) == 200000
    forum = playground.guild.forum("questions")
    with pytest.raises(Refused, match="200000"):
        await fan.post(forum, "title", text)
    post = {"name": "p", "message": {"content": text}}
    assert await api.code("POST", f"/channels/{forum.id}/threads", post) == 200000
    assert forum.threads == []


@pytest.mark.parametrize("text", ["wholesale", "cheaper", "bayou", "eday-bay"])
async def test_whole_words_are_meant_and_some_are_allowed(
    playground: Playground, api: Api, fan: Person, text: str
) -> None:
    await rule(playground, api)
    assert await fan.say(playground.channel, text)


async def test_moderators_exempt_roles_and_channels_and_disabled_rules_are_let_through(
    playground: Playground, api: Api, fan: Person
) -> None:
    team, quiet = playground.guild.role("team"), playground.guild.text_channel("quiet")
    exempt = {"exempt_roles": [str(team.id)], "exempt_channels": [str(quiet.id)]}
    await rule(playground, api, **exempt)
    await rule(playground, api, enabled=False, trigger_metadata={"keyword_filter": ["fine"]})
    await fan.say(quiet, "resale")
    with pytest.raises(Refused, match="200000"):
        await fan.say(playground.channel, "resale, fine")
    await fan.say(playground.channel, "fine")
    playground.guild.set_roles(playground.fan, [team])
    await fan.say(playground.channel, "resale")
    await playground.discord.person(playground.owner).say(playground.channel, "resale")


async def test_a_rule_times_out_tells_the_team_and_the_bots(
    playground: Playground, api: Api, fan: Person
) -> None:
    alerts = playground.guild.text_channel("alerts")
    bot = Bot()
    async with running(bot):
        await rule(
            playground,
            api,
            trigger_metadata={"regex_patterns": [r"ticket\d+"]},
            actions=[
                {"type": 1},
                {"type": 2, "metadata": {"channel_id": str(alerts.id)}},
                {"type": 3, "metadata": {"duration_seconds": 60}},
            ],
        )
        playground.guild.role("watching", ["manage_guild"])
        with pytest.raises(Refused, match="200000: Message was blocked"):
            await fan.say(playground.channel, "buy ticket42")
        assert [one.kind for one in alerts.messages] == [24]
        with pytest.raises(Refused, match="50013"):
            await fan.say(playground.channel, "why?")
        playground.world.clock.advance(timedelta(minutes=1, seconds=1))
        await fan.say(playground.channel, "back")
        await playground.discord.idle()
        assert not bot.named("automod_action"), "told without Manage Server"


async def test_bots_that_manage_the_server_are_told_what_a_rule_did(
    playground: Playground, api: Api, fan: Person
) -> None:
    await rule(playground, api, trigger_type=5, trigger_metadata={"mention_total_limit": 1})
    role = playground.guild.role("watching", ["manage_guild"])
    member = playground.guild.members[playground.app.id]
    playground.guild.set_roles(playground.app.user, [*member.roles, role])
    bot = Bot()
    async with running(bot):
        text = f"{playground.fan.mention} {playground.owner.mention}"
        with pytest.raises(Refused, match="200000"):
            await fan.say(playground.channel, text)
        (told,) = await playground.discord.wait_for(lambda: bot.named("automod_action"))
    assert isinstance(told, discord.AutoModAction)
    assert (told.user_id, told.content) == (playground.fan.id, text)


async def test_who_is_in_a_time_out_neither_writes_nor_reacts_nor_votes(
    playground: Playground, api: Api, fan: Person
) -> None:
    said = await fan.say(playground.channel, "hello")
    poll = await fan.poll(playground.channel, "?", ["a"])
    await fan.react(said, "👍")
    until = playground.world.clock.now() + timedelta(minutes=1)
    for user in (playground.fan, playground.app.user):
        member = playground.guild.members[user.id]
        member.timed_out_until = until
        playground.guild.member_changed(member)
    assert await api.code(*SAY, {"content": "x"}) == 50013
    at = f"/channels/{{channel}}/messages/{said.id}/reactions/%F0%9F%91%8D/@me"
    assert await api.code("PUT", at) == 50013
    for attempt in (fan.say(playground.channel, "x"), fan.react(said, "👍"), fan.vote(poll, "a")):
        with pytest.raises(Refused, match="50013"):
            await attempt
    assert fan.commands(playground.channel) == []
    playground.world.clock.advance(timedelta(minutes=2))
    assert (await api(*SAY, {"content": "x"}))[0] == 200
    await fan.say(playground.channel, "x")
