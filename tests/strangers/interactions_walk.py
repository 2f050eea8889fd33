"""interactions.py, unmodified, on a Discord of this machine's own."""

from __future__ import annotations

import asyncio
import io
import os
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import interactions as ia
from interactions.api import events
from interactions.api.http.route import Route

from tests.strangers.walking import ARTISTS, FLOOD, PICTURE, attempt, check, tell

Route.BASE = os.environ["DISCORD_API"]  # its own place for another address
bot = ia.Client(intents=ia.Intents.ALL, token=os.environ["DISCORD_TOKEN"], send_command_tracebacks=False)
SELECTS = {
    "user": ia.UserSelectMenu,
    "role": ia.RoleSelectMenu,
    "mentionable": ia.MentionableSelectMenu,
    "channel": ia.ChannelSelectMenu,
}


async def heard(event: type[Any], doing: Any) -> Any:
    """Do something and wait until the gateway tells of it; return what it returned."""
    telling = asyncio.ensure_future(bot.wait_for(event, timeout=10))
    await asyncio.sleep(0)
    done = await doing
    await telling
    return done


def named(guild: ia.Guild, name: str) -> Any:
    """Return a channel by its name, from the cache."""
    return next(channel for channel in guild.channels if channel.name == name)


async def read(message: ia.Message) -> None:
    check(message.content == "!read Is the show sold out?", f"content {message.content}")
    check(message.author.display_name == "A Fan", "no member on the message")
    history = await message.channel.fetch_messages(limit=10)
    check(message.id in [one.id for one in history], "history lacks the message")
    found = await message.channel.fetch_message(message.id, force=True)
    check(found.author.username == "fan", "another author")


async def reply(message: ia.Message) -> None:
    sent = await message.reply("a reply")
    check((await sent.fetch_referenced_message()).id == message.id, "no reference")


async def edit(message: ia.Message) -> None:
    sent = await message.channel.send("before")
    changed = await heard(events.MessageUpdate, sent.edit(content="after"))
    check(changed.content == "after", "not edited")


async def delete(message: ia.Message) -> None:
    sent = await message.channel.send("gone")
    await heard(events.MessageDelete, sent.delete())


async def react(message: ia.Message) -> None:
    await heard(events.MessageReactionAdd, message.add_reaction("🎸"))
    reacted = await message.fetch_reaction("🎸")
    check(bot.user.id in [one.id for one in reacted], "not among who reacted")


async def pin(message: ia.Message) -> None:
    await heard(events.ChannelPinsUpdate, message.pin())
    pins = await message.channel.fetch_pinned_messages()
    check(pins[0].id == message.id, "not among the pins")


async def upload(message: ia.Message) -> None:
    sent = await message.channel.send(file=ia.File(io.BytesIO(b"One more song"), "setlist.txt"))
    [file] = sent.attachments
    check((file.filename, file.size) == ("setlist.txt", 13), "another file")
    async with aiohttp.ClientSession() as session, session.get(file.url) as answer:
        check(await answer.read() == b"One more song", "another content")


async def thread(message: ia.Message) -> None:
    made = await heard(events.ThreadCreate, message.create_thread("Backstage"))
    await made.send("in here")
    members = await made.fetch_members()
    check(bot.user.id in [one._user_id for one in members], "not a member of its own thread")
    active = await message.channel.fetch_active_threads()
    check(made.id in [one.id for one in active.threads], "not among the active")
    await made.archive()
    archived = await message.channel.fetch_public_archived_threads()
    check(made.id in [one.id for one in archived.threads], "not among the archived")


async def forum(message: ia.Message) -> None:
    channel = named(message.guild, "questions")
    post = await channel.create_post("Where is my parcel?", "Ordered in May.", applied_tags=["Merch"])
    # This library's posts never know their tags (it looks them up under another name), so ask beneath it.
    tag = next(one for one in channel.available_tags if one.name == "Merch")
    check((await bot.http.get_channel(post.id))["applied_tags"] == [str(tag.id)], "no tag")
    first = await post.fetch_message(post.id)
    check(first.content == "Ordered in May.", "another first message")


async def event(message: ia.Message) -> None:
    now, hour = datetime.now(UTC), timedelta(hours=1)
    making = message.guild.create_scheduled_event(
        "Release night",
        ia.ScheduledEventType.EXTERNAL,
        ia.Timestamp.fromdatetime(now + hour),
        ia.Timestamp.fromdatetime(now + 2 * hour),
        external_location="The old mill",
    )
    made = await heard(events.GuildScheduledEventCreate, making)
    await heard(events.GuildScheduledEventUpdate, made.edit(name="Release night, moved"))
    found = await message.guild.list_scheduled_events()
    check([one.location for one in found] == ["The old mill"], "another place")


async def moderate(message: ia.Message) -> None:
    guild, channel = message.guild, message.channel
    role = await guild.create_role(name="Crew")
    check((await role.edit(name="Road crew")).name == "Road crew", "another name")
    webhook = await channel.create_webhook("News")
    sent = await webhook.send("Out now", wait=True)
    check(sent.webhook_id == webhook.id, "not the webhook's")
    check((await channel.create_invite()).inviter.id == bot.user.id, "another inviter")
    emoji = await guild.create_custom_emoji("wave", ia.File(io.BytesIO(PICTURE), "wave.png"))
    check(emoji.name == "wave", "another emoji")
    # This library cannot write a rule of its own as JSON, so ask beneath it.
    spam = {"name": "No spam", "event_type": 1, "trigger_type": 3, "actions": [{"type": 1}], "enabled": True}
    await bot.http.create_auto_moderation_rule(guild.id, spam)
    [troll] = await guild.search_members("troll")
    await heard(events.BanCreate, guild.ban(troll, reason="spam"))
    check([one.reason for one in await guild.fetch_bans()] == ["spam"], "another reason")
    await guild.unban(troll)
    log = await guild.fetch_audit_log(action_type=ia.AuditLogEventType.MEMBER_BAN_ADD)
    check([entry.target_id for entry in log.entries] == [troll.id], "another target in the audit log")
    await guild.me.edit_nickname("Stage hand")


async def forbidden(message: ia.Message) -> None:
    try:
        await named(message.guild, "closed").send("let me in")
    except ia.errors.Forbidden as refused:
        check(refused.code == 50013, f"refused with {refused.code}")
    else:
        check(False, "not refused")


async def flood(message: ia.Message) -> None:
    await asyncio.gather(*(message.channel.send(f"flood {number}") for number in range(FLOOD)))


async def resume(_: ia.Message) -> None:
    pass


STEPS = {
    "read": read, "reply": reply, "edit": edit, "delete": delete, "react": react, "pin": pin, "upload": upload,
    "thread": thread, "forum": forum, "event": event, "moderate": moderate, "forbidden": forbidden, "flood": flood, "resume": resume,
}  # fmt: skip


async def post(message: ia.Message, step: str) -> None:
    """Post the button or the select a step asks for."""
    kind = step.removeprefix("select-")
    if step == "button":
        component: Any = ia.Button(style=ia.ButtonStyle.PRIMARY, label="Go", custom_id="go")
    elif kind == "words":
        options = [ia.StringSelectOption(label=name.title(), value=name) for name in ("vinyl", "tape")]
        component = ia.StringSelectMenu(*options, custom_id=step, placeholder=kind)
    else:
        component = SELECTS[kind](custom_id=step, placeholder=kind)
    await message.channel.send("choose", components=component)


@ia.component_callback("go")
async def press(ctx: ia.ComponentContext) -> None:
    await attempt("button", ctx.edit_origin(content="pressed", components=[]))


@ia.component_callback(re.compile(r"select-\w+"))
async def choose(ctx: ia.ComponentContext) -> None:
    async def answer() -> None:
        [one] = ctx.values
        name = one if isinstance(one, str) else getattr(one, "username", None) or one.name
        await ctx.send(f"chose {name}", ephemeral=True)

    await attempt(ctx.custom_id, answer())


@ia.message_context_menu(name="Quote")
async def quote(ctx: ia.ContextMenuContext) -> None:
    await attempt("message-menu", ctx.send(f"> {ctx.target.content}"))


@ia.user_context_menu(name="Greet")
async def greet(ctx: ia.ContextMenuContext) -> None:
    await attempt("user-menu", ctx.send(f"Hello, {ctx.target.username}"))


@ia.slash_command(name="form", description="Ask in a form")
async def form(ctx: ia.SlashContext) -> None:
    words = ia.ShortText(label="What?", custom_id="words")
    await attempt("modal opened", ctx.send_modal(ia.Modal(words, title="A question", custom_id="form")))


@ia.modal_callback("form")
async def submit(ctx: ia.ModalContext, words: str) -> None:
    await attempt("modal", ctx.send(f"asked: {words}"))


@ia.slash_command(name="find", description="Find an artist")
@ia.slash_option("artist", "Who", ia.OptionType.STRING, required=True, autocomplete=True)
async def find(ctx: ia.SlashContext, artist: str) -> None:
    await ctx.send(artist)


@find.autocomplete("artist")
async def complete(ctx: ia.AutocompleteContext) -> None:
    fitting = [name for name in ARTISTS if name.lower().startswith(ctx.input_text.lower())]
    await attempt("autocomplete", ctx.send([{"name": name, "value": name.lower()} for name in fitting]))


@ia.slash_command(name="echo", description="Say it again")
@ia.slash_option("words", "What", ia.OptionType.STRING, required=True)
@ia.slash_option("times", "How often", ia.OptionType.INTEGER)
async def echo(ctx: ia.SlashContext, words: str, times: int = 1) -> None:
    async def answer() -> None:
        await ctx.defer(ephemeral=True)
        said = " ".join([words] * times)
        await ctx.send("not yet", ephemeral=True)
        changed = await ctx.edit(content=said)
        check(changed.content == said, "not edited")
        await ctx.send("and more", ephemeral=True)

    await attempt("slash", answer())


@ia.listen(events.MessageCreate)
async def on_message(told: events.MessageCreate) -> None:
    """Take the step a person asks for."""
    message = told.message
    if message.author.bot or not message.content.startswith("!"):
        return
    step = message.content[1:].split(" ")[0]
    if step in STEPS:
        await attempt(step, STEPS[step](message))
    else:
        await attempt(f"{step} posted", post(message, step))


@ia.listen(events.Startup)
async def on_startup(_: events.Startup) -> None:
    """Look around; commands were registered before."""

    async def look() -> None:
        [guild] = bot.guilds
        check(len(guild.channels) == 3, "the guild lacks channels")
        check(bot.app.name == "stranger", "another application")
        check(len(bot.application_commands) == 5, "commands are lacking")

    await attempt("connect", look())


@ia.listen(events.Error)
async def on_error(told: events.Error) -> None:
    """Tell of what went wrong unasked."""
    tell(f"error in {told.source}", repr(told.error))


bot.start()
