"""A tour of everything a bot may ask of the rehearsal, for tests that look at what went over the wire."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import app_commands

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import NEWS
from bot.rehearsal.model.png import plain

if TYPE_CHECKING:
    from tests.rehearsal.playground import Bot, Playground


class Form(discord.ui.Modal, title="Answer"):
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        label="Text", style=discord.TextStyle.long, default="a"
    )
    who: discord.ui.Label[Any] = discord.ui.Label(text="Who", component=discord.ui.UserSelect(required=False))
    kind: discord.ui.Label[Any] = discord.ui.Label(
        text="Kind", component=discord.ui.Select(options=[discord.SelectOption(label="Show")])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.text.value}", ephemeral=True)


class Panel(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="Tickets", url="https://example.com/tickets"))

    @discord.ui.button(label="Form", custom_id="form", style=discord.ButtonStyle.primary, emoji="🎫")
    async def form(self, interaction: discord.Interaction, _: object) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Change", custom_id="change")
    async def change(self, interaction: discord.Interaction, _: object) -> None:
        await interaction.response.edit_message(content="changed")

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: object) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")

    @discord.ui.select(cls=discord.ui.RoleSelect, placeholder="Role")
    async def role(self, interaction: discord.Interaction, select: Any) -> None:
        await interaction.response.send_message(select.values[0].name, ephemeral=True)

    @discord.ui.select(cls=discord.ui.ChannelSelect, placeholder="Channel")
    async def channel(self, interaction: discord.Interaction, select: Any) -> None:
        await interaction.response.send_message(select.values[0].name)

    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="User", max_values=2)
    async def user(self, interaction: discord.Interaction, select: Any) -> None:
        await interaction.response.send_message(str(len(select.values)))


def register(bot: Bot) -> None:
    """Give the bot one command of each kind."""

    @bot.tree.command()
    @app_commands.describe(city="Where")
    @app_commands.choices(size=[app_commands.Choice(name="Small", value=1)])
    async def shows(  # noqa: PLR0917 - what discord.py calls
        interaction: discord.Interaction,
        city: str,
        role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
        file: discord.Attachment | None = None,
        size: int = 1,
        price: float = 1.0,
        free: bool = False,  # noqa: FBT002
    ) -> None:
        """Upcoming shows."""
        await interaction.response.defer(thinking=True)
        await interaction.followup.send(f"{city} {role} {channel} {file and file.size} {size} {price} {free}")
        extra = await interaction.followup.send("more", ephemeral=True, wait=True)
        await extra.edit(content="even more")
        await interaction.followup.fetch_message(extra.id)
        await extra.delete()
        await interaction.original_response()
        await interaction.edit_original_response(
            attachments=[discord.File(io.BytesIO(plain(0)), "chart.png")]
        )

    @shows.autocomplete("city")
    async def cities(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=one, value=one) for one in ("Seoul", "Busan") if one.startswith(current)
        ]

    @bot.tree.command()
    async def gone(interaction: discord.Interaction) -> None:
        """Answer and think better of it."""
        await interaction.response.send_message("oops", view=Panel())
        await interaction.delete_original_response()

    @bot.tree.context_menu(name="Answers")
    async def answers(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"yes: {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Who")
    async def who(interaction: discord.Interaction, user: discord.Member) -> None:
        await interaction.response.send_message(user.display_name)


async def take(playground: Playground, bot: Bot) -> None:
    """Walk through it all with a running bot that is an administrator."""
    channel = bot.get_channel(playground.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await messages(playground, bot, channel)
    await sending(playground, bot, channel)
    await interactions(playground, bot, channel)
    await threads(playground, bot, channel)
    await people(playground, bot)
    await places(playground, bot, channel.guild)
    await events(playground, bot, channel.guild)
    await playground.discord.idle()


async def messages(playground: Playground, bot: Bot, channel: discord.TextChannel) -> None:
    person = playground.discord.person(playground.fan)
    question = await person.say(
        playground.channel, f"Hello {playground.app.user.mention}", files=[("a.txt", b"a")]
    )
    await person.edit(question, f"Hello again {playground.app.user.mention}")
    await person.react(question, "👍")
    await person.typing(playground.channel)
    await person.direct(playground.app.user, "psst")
    asked = await channel.fetch_message(question.id)
    embed = discord.Embed(
        title="T", description="D", colour=0xFF0000, timestamp=discord.utils.utcnow(), url="https://e.com"
    )
    embed.set_author(name="A", url="https://e.com", icon_url="https://e.com/i.png").set_footer(text="F")
    embed.add_field(name="n", value="v").set_image(url="attachment://p.png").set_thumbnail(
        url="https://e.com/t.png"
    )
    picture = discord.File(io.BytesIO(plain(0xFF)), "p.png", description="blue")
    answer = await asked.reply("Hi", embed=embed, file=picture, view=Panel(), mention_author=True)
    assert (await answer.attachments[0].read()).startswith(b"\x89PNG")
    await answer.edit(content="Hi!", embed=embed)
    await person.reply(playground.channel.messages[-1], "thanks")
    await answer.add_reaction("🎵")
    assert [user async for user in asked.reactions[0].users()]
    await answer.remove_reaction("🎵", bot.user)
    await asked.remove_reaction("👍", discord.Object(playground.fan.id))
    await asked.add_reaction("🎵")
    await asked.clear_reaction("🎵")
    await asked.clear_reactions()
    await answer.pin()
    assert [one async for one in channel.pins()]
    await answer.unpin()
    assert [one async for one in channel.history(limit=3, after=discord.Object(0))]
    assert [one async for one in channel.history(limit=3, around=answer)]
    await answer.delete()
    one, other = await channel.send("1"), await channel.send("2")
    await channel.delete_messages([one, other])
    async with channel.typing():
        pass
    await bot.get_user(playground.fan.id).send("a direct answer")


async def sending(playground: Playground, bot: Bot, channel: discord.TextChannel) -> None:
    person = playground.discord.person(playground.fan)
    said = await person.say(playground.channel, "doors at seven", files=[("a.txt", b"a")])
    await person.forward(said, playground.channel)
    await (await channel.fetch_message(said.id)).forward(channel)
    sticker = playground.guild.sticker("hello")
    await channel.send(stickers=[await channel.guild.fetch_sticker(sticker.id)])
    assert await channel.guild.fetch_stickers()
    await bot.fetch_sticker(sticker.id)
    await person.send_sticker(playground.channel, sticker)
    await person.record(playground.channel, 2)
    poll = discord.Poll("Encore?", timedelta(hours=2), multiple=True)
    sent = await channel.send(poll=poll.add_answer(text="Yes", emoji="🎵").add_answer(text="No"))
    asked = playground.channel.messages[-1]
    await person.vote(asked, "Yes", "No")
    await person.vote(asked, "Yes")
    assert [user async for user in sent.poll.answers[0].voters()]
    await sent.end_poll()
    owner = playground.discord.person(playground.owner)
    await owner.pin(said)
    await owner.unpin(said)
    news = playground.guild.new_channel(NEWS, "news")
    playground.guild.channel_created(news)
    await playground.discord.wait_for(lambda: bot.get_channel(news.id))
    announcements = bot.get_channel(news.id)
    assert isinstance(announcements, discord.TextChannel)
    await announcements.follow(destination=channel)
    await (await announcements.send("a new single")).publish()
    assert [one async for one in channel.history(limit=20)]
    await channel.send(view=layout(), file=discord.File(io.BytesIO(plain(0)), "p.png"))


def layout() -> discord.ui.LayoutView:
    """Return one layout with each kind of component in it."""
    view = discord.ui.LayoutView(timeout=None)
    gallery = discord.MediaGalleryItem("attachment://p.png", description="blue")
    thumbnail: discord.ui.Thumbnail[Any] = discord.ui.Thumbnail("https://e.com/t.png")
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("hello"),
            discord.ui.Section("world", accessory=thumbnail),
            discord.ui.Section("press", accessory=discord.ui.Button(label="B", custom_id="b")),
            discord.ui.MediaGallery(gallery),
            discord.ui.Separator(),
            discord.ui.File("attachment://p.png"),
            discord.ui.ActionRow(discord.ui.Button(label="C", custom_id="c")),
            accent_colour=0xFF,
        )
    )
    return view


async def interactions(playground: Playground, bot: Bot, channel: discord.TextChannel) -> None:
    person = playground.discord.person(playground.fan)
    await bot.tree.sync()
    bot.tree.copy_global_to(guild=channel.guild)
    await bot.tree.sync(guild=channel.guild)
    commands = await bot.tree.fetch_commands(guild=channel.guild)
    await bot.tree.fetch_command(commands[0].id, guild=channel.guild)
    await commands[1].edit(name="now-gone")
    await commands[1].delete()
    assert await person.autocomplete(playground.channel, "shows", focused="city", city="S")
    role = next(iter(playground.guild.roles.values()))
    used = await person.slash(
        playground.channel,
        "shows",
        city="Seoul",
        role=role,
        channel=playground.channel,
        file=("f", b"12"),
        size="Small",
        free=True,
    )
    await playground.discord.wait_for(lambda: used.message and used.message.attachments)
    await (await person.slash(playground.channel, "gone")).done()
    question = await person.say(playground.channel, "?")
    await (await person.menu(question, "Answers")).done()
    await (await person.user_menu(playground.channel, playground.owner, "Who")).done()
    direct = playground.world.direct(playground.fan, playground.app.user)
    await (await person.slash(direct, "gone")).done()
    await channel.send("panel", view=Panel())
    panel = playground.channel.messages[-1]
    form = await (await person.press(panel, "Form")).done()
    sent = await person.submit(form, Text="x", Kind=["Show"], Who=[playground.owner])
    assert (await sent.done()).message.content == "x"
    assert (await (await person.press(panel, "Change")).done()).message.content == "changed"
    assert (await (await person.press(panel, "Later")).done()).message.content == "later"
    assert (await (await person.choose(panel, "Role", [role])).done()).message.content == "@everyone"
    assert (await (await person.choose(panel, "Channel", [playground.channel])).done()).message
    assert (
        await (await person.choose(panel, "User", [playground.fan, playground.owner])).done()
    ).message.content == "2"


async def threads(playground: Playground, bot: Bot, channel: discord.TextChannel) -> None:
    person = playground.discord.person(playground.fan)
    question = await person.say(playground.channel, "a question")
    thread = await (await channel.fetch_message(question.id)).create_thread(name="answers")
    assert thread.id == question.id
    await thread.send("here")
    await person.say(playground.world.channels[thread.id], "there")
    loose = await channel.create_thread(name="loose", type=discord.ChannelType.public_thread)
    secret = await channel.create_thread(name="secret")
    await secret.add_user(discord.Object(playground.fan.id))
    assert await secret.fetch_members()
    await secret.fetch_member(playground.fan.id)
    await secret.remove_user(discord.Object(playground.fan.id))
    await loose.leave()
    await loose.join()
    await loose.edit(archived=True, locked=True)
    await secret.edit(archived=True)
    assert [one.id async for one in channel.archived_threads()] == [loose.id]
    assert [one.id async for one in channel.archived_threads(private=True)] == [secret.id]
    assert [one.id async for one in channel.archived_threads(private=True, joined=True)] == [secret.id]
    assert await channel.guild.active_threads()
    forum = playground.guild.forum("questions", tags=["tickets"])
    await playground.discord.wait_for(lambda: bot.get_channel(forum.id))
    posts = bot.get_channel(forum.id)
    assert isinstance(posts, discord.ForumChannel)
    made = await posts.create_thread(name="post", content="first", applied_tags=posts.available_tags)
    assert made.message.id == made.thread.id
    await made.thread.edit(name="renamed")
    await made.thread.delete()
    await person.post(forum, "by a fan", "text", tags=["tickets"])


async def people(playground: Playground, bot: Bot) -> None:
    guild = bot.get_guild(playground.guild.id)
    role = playground.guild.role("team")
    top = playground.guild.role("top", ["administrator"])
    playground.guild.set_roles(
        playground.app.user, [*playground.guild.member(playground.app.user).roles, top]
    )
    member = await guild.fetch_member(playground.fan.id)
    assert [one.id async for one in guild.fetch_members()]
    assert await guild.query_members("fan")
    assert await guild.query_members(user_ids=[playground.fan.id])
    assert await bot.http.request(
        discord.http.Route("GET", "/guilds/{guild_id}/members/search", guild_id=guild.id),
        params={"query": "fan"},
    )
    await member.add_roles(discord.Object(role.id))
    await member.remove_roles(discord.Object(role.id))
    await member.edit(nick="Nick", roles=[discord.Object(role.id)])
    await member.timeout(timedelta(minutes=1))
    await guild.me.edit(nick="Stage")
    await guild.fetch_roles()
    await guild.fetch_role(role.id)
    role.grant("manage_messages")
    role.revoke("manage_messages")
    playground.guild.delete_role(role)
    await bot.fetch_user(playground.fan.id)
    await bot.application_info()
    newcomer = playground.world.user("newcomer")
    playground.guild.join(newcomer)
    playground.guild.leave(newcomer)
    await bot.fetch_guild(guild.id)
    assert [one async for one in bot.fetch_guilds()]
    await bot.http.request(discord.http.Route("GET", "/applications/@me"))
    await bot.http.get_bot_gateway()
    await bot.http.request(discord.http.Route("GET", "/gateway"))


async def places(playground: Playground, bot: Bot, guild: discord.Guild) -> None:
    category = await guild.create_category("label")
    made = await guild.create_text_channel("new", category=category, topic="t", slowmode_delay=5)
    await made.edit(
        name="newer",
        topic="",
        overwrites={guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    await made.set_permissions(guild.default_role, view_channel=False)
    await made.set_permissions(guild.default_role, overwrite=None)
    await guild.create_forum("forum", available_tags=[discord.ForumTag(name="x")])
    await guild.create_voice_channel("voice")
    await guild.fetch_channels()
    await bot.fetch_channel(made.id)
    await made.delete()
    private = playground.guild.text_channel(
        "staff", deny={None: ["view_channel"]}, allow={playground.app.user: ["view_channel"]}
    )
    private.allow(playground.owner, ["view_channel"])


async def events(playground: Playground, bot: Bot, guild: discord.Guild) -> None:
    now = playground.world.clock.now()
    made = await guild.create_scheduled_event(
        name="Show",
        start_time=now + timedelta(days=1),
        end_time=now + timedelta(days=1, hours=2),
        location="Rolling Hall",
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        description="Live",
    )
    playground.guild.scheduled_events[made.id].interest(playground.fan, interested=True)
    playground.guild.scheduled_events[made.id].interest(playground.fan, interested=True)
    assert await guild.fetch_scheduled_events()
    made = await guild.fetch_scheduled_event(made.id)
    assert [one async for one in made.users()]
    playground.guild.scheduled_events[made.id].interest(playground.fan, interested=False)
    made = await made.edit(name="Show 2")
    made = await made.start()
    await made.end()
    other = await guild.create_scheduled_event(
        name="Other",
        start_time=now + timedelta(days=2),
        end_time=now + timedelta(days=2, hours=2),
        location="FF",
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    await other.delete()
    start = (now + timedelta(days=3)).isoformat()
    form: dict[str, Any] = {
        "name": "Weekly",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "FF"},
        "scheduled_start_time": start,
        "scheduled_end_time": (now + timedelta(days=3, hours=1)).isoformat(),
        "recurrence_rule": {"start": start, "frequency": 2, "interval": 1, "by_weekday": [4]},
    }
    await bot.http.create_guild_scheduled_event(guild.id, **form)
    rule = await guild.create_automod_rule(
        name="no resale",
        event_type=discord.AutoModRuleEventType.message_send,
        trigger=discord.AutoModTrigger(keyword_filter=["resale"]),
        actions=[discord.AutoModRuleAction(custom_message="No.")],
        enabled=True,
    )
    reseller = playground.world.user("reseller")
    playground.guild.join(reseller)
    with pytest.raises(Refused, match="200000"):
        await playground.discord.person(reseller).say(playground.channel, "resale")
    await rule.delete()
