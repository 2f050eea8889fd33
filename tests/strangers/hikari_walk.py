"""hikari, unmodified, on a Discord of this machine's own."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import hikari
from hikari.impl import AutocompleteChoiceBuilder, AutoModBlockMessageActionBuilder, AutoModSpamTriggerBuilder

from tests.strangers.walking import ARTISTS, FLOOD, PICTURE, attempt, check

bot = hikari.GatewayBot(
    os.environ["DISCORD_TOKEN"],
    rest_url=os.environ["DISCORD_API"],
    intents=hikari.Intents.ALL,
    banner=None,
    logs="WARNING",
    suppress_optimization_warning=True,
)
REPLY, UPDATE = hikari.ResponseType.MESSAGE_CREATE, hikari.ResponseType.MESSAGE_UPDATE
THINK = hikari.ResponseType.DEFERRED_MESSAGE_CREATE
SECRET = hikari.MessageFlag.EPHEMERAL
SELECTS = {
    "user": hikari.ComponentType.USER_SELECT_MENU,
    "role": hikari.ComponentType.ROLE_SELECT_MENU,
    "mentionable": hikari.ComponentType.MENTIONABLE_SELECT_MENU,
}


async def heard(event: type[Any], doing: Any) -> Any:
    """Do something and wait until the gateway tells of it; return what it returned."""
    telling = asyncio.create_task(bot.wait_for(event, timeout=10))
    await asyncio.sleep(0)
    done = await doing
    await telling
    return done


def named(guild_id: hikari.Snowflake, name: str) -> Any:
    """Return a channel by its name, from the cache."""
    channels = bot.cache.get_guild_channels_view_for_guild(guild_id).values()
    return next(channel for channel in channels if channel.name == name)


async def read(message: hikari.Message) -> None:
    check(message.content == "!read Is the show sold out?", f"content {message.content}")
    check(message.member and message.member.display_name == "A Fan", "no member on the message")
    history = await bot.rest.fetch_messages(message.channel_id).limit(10)
    check(message.id in [one.id for one in history], "history lacks the message")
    found = await bot.rest.fetch_message(message.channel_id, message.id)
    check(found.author.username == "fan", "another author")


async def reply(message: hikari.Message) -> None:
    sent = await message.respond("a reply", reply=True, mentions_reply=True)
    check(sent.referenced_message and sent.referenced_message.id == message.id, "no reference")


async def edit(message: hikari.Message) -> None:
    sent = await message.respond("before")
    changed = await heard(hikari.GuildMessageUpdateEvent, sent.edit("after"))
    check(changed.content == "after", "not edited")


async def delete(message: hikari.Message) -> None:
    sent = await message.respond("gone")
    await heard(hikari.GuildMessageDeleteEvent, sent.delete())


async def react(message: hikari.Message) -> None:
    await heard(hikari.GuildReactionAddEvent, message.add_reaction("🎸"))
    reacted = await bot.rest.fetch_reactions_for_emoji(message.channel_id, message.id, "🎸")
    check(bot.get_me().id in [one.id for one in reacted], "not among who reacted")


async def pin(message: hikari.Message) -> None:
    await heard(hikari.GuildPinsUpdateEvent, bot.rest.pin_message(message.channel_id, message.id))
    pins = await bot.rest.fetch_pins(message.channel_id).limit(1)
    check(pins[0].message.id == message.id, "not among the pins")


async def upload(message: hikari.Message) -> None:
    sent = await message.respond(attachment=hikari.Bytes(b"One more song", "setlist.txt"))
    [file] = sent.attachments
    check((file.filename, file.size) == ("setlist.txt", 13), "another file")
    async with aiohttp.ClientSession() as session, session.get(file.url) as answer:
        check(await answer.read() == b"One more song", "another content")


async def thread(message: hikari.Message) -> None:
    starting = bot.rest.create_message_thread(message.channel_id, message.id, "Backstage")
    made = await heard(hikari.GuildThreadCreateEvent, starting)
    await bot.rest.create_message(made.id, "in here")
    members = await bot.rest.fetch_thread_members(made.id).limit(200)
    ids = [one.user_id for one in members]
    check(bot.get_me().id in ids, "not a member of its own thread")
    check(len(ids) == len(set(ids)), "the same members again and again")
    active = await bot.rest.fetch_active_threads(message.guild_id)
    check(made.id in [one.id for one in active], "not among the active")
    await bot.rest.edit_channel(made.id, archived=True)
    archived = await bot.rest.fetch_public_archived_threads(message.channel_id)
    check(made.id in [one.id for one in archived], "not among the archived")


async def forum(message: hikari.Message) -> None:
    channel = named(message.guild_id, "questions")
    tag = next(one for one in channel.available_tags if one.name == "Merch")
    post = await bot.rest.create_forum_post(
        channel.id, "Where is my parcel?", "Ordered in May.", tags=[tag.id]
    )
    check(list(post.applied_tag_ids) == [tag.id], "no tag")
    first = await bot.rest.fetch_message(post.id, post.id)
    check(first.content == "Ordered in May.", "another first message")


async def event(message: hikari.Message) -> None:
    now, hour = datetime.now(UTC), timedelta(hours=1)
    making = bot.rest.create_external_event(
        message.guild_id, "Release night", "The old mill", now + hour, now + 2 * hour
    )
    made = await heard(hikari.ScheduledEventCreateEvent, making)
    moving = bot.rest.edit_scheduled_event(message.guild_id, made.id, name="Release night, moved")
    await heard(hikari.ScheduledEventUpdateEvent, moving)
    found = await bot.rest.fetch_scheduled_events(message.guild_id)
    check([one.location for one in found] == ["The old mill"], "another place")


async def moderate(message: hikari.Message) -> None:
    rest, guild = bot.rest, message.guild_id
    role = await rest.create_role(guild, name="Crew")
    check((await rest.edit_role(guild, role, name="Road crew")).name == "Road crew", "another name")
    webhook = await rest.create_webhook(message.channel_id, "News")
    sent = await rest.execute_webhook(webhook, webhook.token, "Out now")
    check(sent.webhook_id == webhook.id, "not the webhook's")
    check((await rest.create_invite(message.channel_id)).inviter.id == bot.get_me().id, "another inviter")
    emoji = await rest.create_emoji(guild, "wave", hikari.Bytes(PICTURE, "wave.png"))
    check(emoji.name == "wave", "another emoji")
    await rest.create_auto_mod_rule(
        guild,
        name="No spam",
        event_type=hikari.AutoModEventType.MESSAGE_SEND,
        trigger=AutoModSpamTriggerBuilder(),
        actions=[AutoModBlockMessageActionBuilder()],
    )
    [troll] = await rest.search_members(guild, "troll")
    await heard(hikari.BanCreateEvent, rest.ban_user(guild, troll.id, reason="spam"))
    check([one.reason async for one in rest.fetch_bans(guild)] == ["spam"], "another reason")
    await rest.unban_user(guild, troll.id)
    banned = hikari.AuditLogEventType.MEMBER_BAN_ADD
    log = [
        entry
        async for page in rest.fetch_audit_log(guild, event_type=banned)
        for entry in page.entries.values()
    ]
    check([entry.target_id for entry in log] == [troll.id], "another target in the audit log")
    await rest.edit_my_member(guild, nickname="Stage hand")


async def forbidden(message: hikari.Message) -> None:
    try:
        await bot.rest.create_message(named(message.guild_id, "closed").id, "let me in")
    except hikari.ForbiddenError as refused:
        check(refused.code == 50013, f"refused with {refused.code}")
    else:
        check(False, "not refused")


async def flood(message: hikari.Message) -> None:
    await asyncio.gather(*(message.respond(f"flood {number}") for number in range(FLOOD)))


async def resume(_: hikari.Message) -> None:
    pass


STEPS = {
    "read": read, "reply": reply, "edit": edit, "delete": delete, "react": react, "pin": pin, "upload": upload,
    "thread": thread, "forum": forum, "event": event, "moderate": moderate, "forbidden": forbidden, "flood": flood, "resume": resume,
}  # fmt: skip


async def post(message: hikari.Message, step: str) -> None:
    """Post the button or the select a step asks for."""
    row, kind = bot.rest.build_message_action_row(), step.removeprefix("select-")
    if step == "button":
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "go", label="Go")
    elif kind == "words":
        menu = row.add_text_menu(step, placeholder=kind)
        menu.add_option("Vinyl", "vinyl").add_option("Tape", "tape")
    elif kind == "channel":
        row.add_channel_menu(step, placeholder=kind)
    else:
        row.add_select_menu(SELECTS[kind], step, placeholder=kind)
    await message.respond("choose", component=row)


def chosen(interaction: hikari.ComponentInteraction) -> str:
    """Return what was chosen, by its name."""
    things = interaction.resolved
    if things is None:
        return str(interaction.values[0])
    for found in (*things.users.values(), *things.roles.values(), *things.channels.values()):
        return str(found.username) if isinstance(found, hikari.User) else str(found.name)
    return "nothing"


async def press(interaction: hikari.ComponentInteraction) -> None:
    await interaction.create_initial_response(UPDATE, "pressed", components=[])


async def choose(interaction: hikari.ComponentInteraction) -> None:
    await interaction.create_initial_response(REPLY, f"chose {chosen(interaction)}", flags=SECRET)


async def quote(interaction: hikari.CommandInteraction) -> None:
    message = interaction.resolved.messages[interaction.target_id]
    await interaction.create_initial_response(REPLY, f"> {message.content}")


async def greet(interaction: hikari.CommandInteraction) -> None:
    user = interaction.resolved.users[interaction.target_id]
    await interaction.create_initial_response(REPLY, f"Hello, {user.username}")


async def form(interaction: hikari.CommandInteraction) -> None:
    row = bot.rest.build_modal_action_row().add_text_input("words", "What?")
    await interaction.create_modal_response("A question", "form", component=row)


async def echo(interaction: hikari.CommandInteraction) -> None:
    await interaction.create_initial_response(THINK, flags=SECRET)
    given = {option.name: option.value for option in interaction.options}
    words = " ".join([given["words"]] * given["times"])
    await interaction.edit_initial_response(words)
    check((await interaction.fetch_initial_response()).content == words, "not edited")
    await interaction.execute("and more", flags=SECRET)


COMMANDS = {
    "Quote": ("message-menu", quote),
    "Greet": ("user-menu", greet),
    "form": ("modal opened", form),
    "echo": ("slash", echo),
}


async def complete(interaction: hikari.AutocompleteInteraction) -> None:
    [typed] = [str(option.value).lower() for option in interaction.options if option.is_focused]
    fitting = [name for name in ARTISTS if name.lower().startswith(typed)]
    await interaction.create_response([AutocompleteChoiceBuilder(name, name.lower()) for name in fitting])


async def submit(interaction: hikari.ModalInteraction) -> None:
    words = interaction.components[0].components[0].value
    await interaction.create_initial_response(REPLY, f"asked: {words}")


async def on_interaction(told: hikari.InteractionCreateEvent) -> None:
    """Answer an interaction."""
    interaction = told.interaction
    if isinstance(interaction, hikari.AutocompleteInteraction):
        await attempt("autocomplete", complete(interaction))
    elif isinstance(interaction, hikari.ModalInteraction):
        await attempt("modal", submit(interaction))
    elif isinstance(interaction, hikari.CommandInteraction):
        step, answer = COMMANDS[interaction.command_name]
        await attempt(step, answer(interaction))
    elif isinstance(interaction, hikari.ComponentInteraction):
        if interaction.custom_id == "go":
            await attempt("button", press(interaction))
        else:
            await attempt(interaction.custom_id, choose(interaction))


async def on_message(told: hikari.GuildMessageCreateEvent) -> None:
    """Take the step a person asks for."""
    if told.is_bot or not told.content or not told.content.startswith("!"):
        return
    step = told.content[1:].split(" ")[0]
    if step in STEPS:
        await attempt(step, STEPS[step](told.message))
    else:
        await attempt(f"{step} posted", post(told.message, step))


async def connected() -> None:
    """Look around, and register commands."""
    [guild] = bot.cache.get_guilds_view().values()
    check(len(guild.get_channels()) == 3, "the guild lacks channels")
    application = await bot.rest.fetch_application()
    check(application.name == "stranger", "another application")
    menu, slash = bot.rest.context_menu_command_builder, bot.rest.slash_command_builder
    artist = hikari.CommandOption(
        type=hikari.OptionType.STRING, name="artist", description="Who", is_required=True, autocomplete=True
    )
    words = hikari.CommandOption(
        type=hikari.OptionType.STRING, name="words", description="What", is_required=True
    )
    times = hikari.CommandOption(type=hikari.OptionType.INTEGER, name="times", description="How often")
    commands = [
        menu(hikari.CommandType.MESSAGE, "Quote"),
        menu(hikari.CommandType.USER, "Greet"),
        slash("form", "Ask in a form"),
        slash("find", "Find an artist").add_option(artist),
        slash("echo", "Say it again").add_option(words).add_option(times),
    ]
    registered = await bot.rest.set_application_commands(application, commands)
    check(len(registered) == len(commands), "commands are lacking")


async def on_guild(_: hikari.GuildAvailableEvent) -> None:
    """Tell that the guild is there."""
    await attempt("connect", connected())


bot.subscribe(hikari.GuildAvailableEvent, on_guild)
bot.subscribe(hikari.GuildMessageCreateEvent, on_message)
bot.subscribe(hikari.InteractionCreateEvent, on_interaction)
bot.run(check_for_updates=False)
