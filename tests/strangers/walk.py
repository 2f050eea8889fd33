"""The walk: a person leads a stranger's bot through all that bots do, and looks at what came of it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.world import World
from bot.rehearsal.server import Rehearsal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel, Message
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.interactions import Interaction
    from bot.rehearsal.model.members import Role
    from bot.rehearsal.people.person import Person
    from tests.strangers.stranger import Stranger

GRANTS = (
    "view_channel", "send_messages", "read_message_history", "embed_links", "attach_files", "add_reactions",
    "manage_messages", "pin_messages", "create_public_threads", "send_messages_in_threads", "manage_threads",
    "manage_events", "create_events", "manage_roles", "manage_webhooks", "create_instant_invite", "ban_members",
    "manage_guild", "manage_expressions", "create_expressions", "view_audit_log", "change_nickname",
)  # fmt: skip
IDENTIFY, RESUME = 2, 6
FLOOD = 7
"""More messages than Discord takes from a bot at once."""


@dataclass
class Walk:
    """Where the walk goes, and who walks."""

    discord: Rehearsal
    guild: Guild
    app: Application
    fan: Person
    role: Role
    channel: Channel
    forum: Channel
    stranger: Stranger

    async def order(self, step: str, text: str = "") -> Message:
        """Ask the bot for a step by a message, and wait until it says that it went well."""
        said = await self.fan.say(self.channel, f"!{step} {text}".strip())
        await self.stranger.tells(step)
        return said

    def sent(self) -> list[Message]:
        """Return what the person sees of the bot's in the channel."""
        return [one for one in self.fan.sees(self.channel) if one.author is self.app.user]

    async def answered(self, step: str, using: Awaitable[Interaction]) -> str:
        """Return the words an interaction was answered with, once the bot says that it went well."""
        interaction = await (await using).done()
        assert interaction.state == "responded", f"the application {interaction.state}"
        await self.stranger.tells(step)
        return interaction.message.content

    async def posted(self, step: str) -> Message:
        """Return the message with components that the bot posts for a step."""
        await self.fan.say(self.channel, f"!{step}")
        await self.stranger.tells(f"{step} posted")
        return self.sent()[-1]


@contextlib.asynccontextmanager
async def opened() -> AsyncIterator[tuple[Rehearsal, dict[str, Any], dict[str, str]]]:
    """Open a Discord for one walk; yields it, what is in it, and what the bot must know."""
    world = World(WorldClock())
    guild = world.guild("Moonwave", world.user("mina"))
    app = world.application("stranger", token="")
    app.token = f"{base64.b64encode(str(app.id).encode()).decode().rstrip('=')}.walk.stranger"
    fan = world.user("fan", display_name="A Fan")
    role = guild.role("Listeners", mentionable=True)
    guild.join(fan, [role])
    guild.join(world.user("troll"))
    guild.add_bot(app, GRANTS)
    channel = guild.text_channel("general")
    guild.text_channel("closed", deny={None: ["send_messages"]})
    forum = guild.forum("questions", ["Tickets", "Merch"])
    async with Rehearsal(world) as discord:
        scene = {"guild": guild, "app": app, "fan": discord.person(fan), "role": role}
        places = {"channel": channel, "forum": forum}
        yield discord, scene | places, {"DISCORD_API": discord.api_url, "DISCORD_TOKEN": app.token}


async def connect(walk: Walk) -> None:
    await walk.stranger.tells("connect")


async def read(walk: Walk) -> None:
    await walk.order("read", "Is the show sold out?")


async def reply(walk: Walk) -> None:
    asked = await walk.order("reply")
    answer = walk.sent()[-1]
    assert answer.content == "a reply"
    assert answer.reference.message is asked
    assert answer.mentions_user(walk.fan.user)


async def edit(walk: Walk) -> None:
    await walk.order("edit")
    assert walk.sent()[-1].content == "after"
    assert walk.sent()[-1].edited_at


async def delete(walk: Walk) -> None:
    await walk.order("delete")
    assert "gone" not in [one.content for one in walk.sent()]


async def react(walk: Walk) -> None:
    asked = await walk.order("react")
    assert asked.reactions == {"🎸": [walk.app.user]}


async def pin(walk: Walk) -> None:
    asked = await walk.order("pin")
    assert asked.pinned


async def upload(walk: Walk) -> None:
    await walk.order("upload")
    [file] = walk.sent()[-1].attachments
    assert (file.filename, file.content) == ("setlist.txt", b"One more song")


async def button(walk: Walk) -> None:
    offered = await walk.posted("button")
    assert await walk.answered("button", walk.fan.press(offered, "Go")) == "pressed"
    assert offered.content == "pressed"
    assert not offered.components


async def _chosen(walk: Walk, kind: str, value: Any, told: str) -> None:
    offered = await walk.posted(f"select-{kind}")
    answer = await walk.answered(f"select-{kind}", walk.fan.choose(offered, kind, [value]))
    assert answer == f"chose {told}"


async def select_words(walk: Walk) -> None:
    await _chosen(walk, "words", "Vinyl", "vinyl")


async def select_user(walk: Walk) -> None:
    await _chosen(walk, "user", walk.fan.user, "fan")


async def select_role(walk: Walk) -> None:
    await _chosen(walk, "role", walk.role, "Listeners")


async def select_mentionable(walk: Walk) -> None:
    await _chosen(walk, "mentionable", walk.role, "Listeners")


async def select_channel(walk: Walk) -> None:
    await _chosen(walk, "channel", walk.channel, "general")


async def modal(walk: Walk) -> None:
    form = await (await walk.fan.slash(walk.channel, "form")).done()
    await walk.stranger.tells("modal opened")
    assert form.modal["title"] == "A question"
    filled = walk.fan.submit(form, {"words": "When do doors open?"})
    assert await walk.answered("modal", filled) == "asked: When do doors open?"


async def autocomplete(walk: Walk) -> None:
    choices = await walk.fan.autocomplete(walk.channel, "find", focused="artist", artist="Mo")
    await walk.stranger.tells("autocomplete")
    assert [(one["name"], one["value"]) for one in choices] == [("Moonwave", "moonwave")]


async def message_menu(walk: Walk) -> None:
    said = await walk.fan.say(walk.channel, "What a night")
    answer = await walk.answered("message-menu", walk.fan.menu(said, "Quote"))
    assert answer == "> What a night"


async def user_menu(walk: Walk) -> None:
    answer = await walk.answered("user-menu", walk.fan.user_menu(walk.channel, walk.fan.user, "Greet"))
    assert answer == "Hello, fan"


async def slash(walk: Walk) -> None:
    using = await walk.fan.slash(walk.channel, "echo", words="One, two", times=2)
    await using.done()
    await walk.stranger.tells("slash")
    assert using.message.content == "One, two One, two"
    assert using.message.ephemeral_to is walk.fan.user
    assert [one.content for one in using.followups] == ["and more"]


async def thread(walk: Walk) -> None:
    asked = await walk.order("thread")
    assert asked.thread.name == "Backstage"
    assert asked.thread.archived
    assert "in here" in [one.content for one in asked.thread.messages]


async def forum_post(walk: Walk) -> None:
    await walk.order("forum")
    [post] = walk.forum.threads
    assert post.name == "Where is my parcel?"
    assert [tag.name for tag in walk.forum.tags if tag.id in post.applied_tags] == ["Merch"]
    assert [one.content for one in post.messages] == ["Ordered in May."]


async def scheduled_event(walk: Walk) -> None:
    await walk.order("event")
    [event] = walk.guild.scheduled_events.values()
    assert (event.name, event.location) == ("Release night, moved", "The old mill")


async def moderating(walk: Walk) -> None:
    await walk.order("moderate")
    guild = walk.guild
    assert "Road crew" in [role.name for role in guild.roles.values()]
    assert (walk.channel.messages[-1].author.username, walk.channel.messages[-1].content) == (
        "News",
        "Out now",
    )
    assert [invite.channel for invite in guild.invites.values()] == [walk.channel]
    assert [emoji.name for emoji in guild.emojis.values()] == ["wave"]
    assert [rule.form["name"] for rule in guild.auto_moderation_rules.values()] == ["No spam"]
    assert not guild.bans
    assert "troll" not in [member.user.username for member in guild.members.values()]
    assert guild.members[walk.app.id].nick == "Stage hand"


async def permission_error(walk: Walk) -> None:
    await walk.order("forbidden")


async def rate_limit(walk: Walk) -> None:
    await walk.order("flood")
    await asyncio.sleep(0)
    floods = sorted(one.content for one in walk.sent() if one.content.startswith("flood"))
    assert floods == [f"flood {number}" for number in range(FLOOD)]


async def resume(walk: Walk) -> None:
    gateway, frames = walk.discord.gateway, walk.discord.record.frames
    gateway.drop(4000)
    await walk.discord.wait_for(lambda: not gateway.connections)
    await walk.order("resume")
    assert [frame["op"] for frame in frames if frame["op"] in (IDENTIFY, RESUME)] == [IDENTIFY, RESUME]


STEPS: dict[str, Callable[[Walk], Awaitable[None]]] = {
    step.__name__.replace("_", " "): step
    for step in (
        connect, read, reply, edit, delete, react, pin, upload, button, select_words, select_user,
        select_role, select_mentionable, select_channel, modal, autocomplete, message_menu, user_menu,
        slash, thread, forum_post, scheduled_event, moderating, permission_error, rate_limit, resume,
    )
}  # fmt: skip


async def taken(walk: Walk) -> dict[str, str | None]:
    """Take every step; return for each None where it went well, else why not."""
    outcome: dict[str, str | None] = {}
    for name, step in STEPS.items():
        try:
            await step(walk)
        except Exception as error:  # noqa: BLE001 - whatever it is, it stands in the table
            outcome[name] = f"{type(error).__name__}: {error}".strip()
            if name == "connect":
                return dict.fromkeys(STEPS, "never connected") | outcome
        else:
            outcome[name] = None
    return outcome
