from __future__ import annotations

import time
from typing import Self

import discord
from discord import app_commands

from tests.rehearsal.playground import Bot, Playground, running


async def test_a_bot_connects_hears_a_question_and_replies(playground: Playground) -> None:
    time.perf_counter()
    bot = Bot()

    @bot.listen("on_message")
    async def answer(message: discord.Message) -> None:
        if message.author.id != bot.user.id:
            await message.reply(embed=discord.Embed(title="Doors", description="19:00"))

    async with running(bot):
        person = playground.discord.person(playground.fan)
        question = await person.say(playground.channel, "When do doors open?")
        found = await playground.discord.wait_for(
            lambda: next((m for m in playground.channel.messages if m.embeds), None)
        )
    assert found.embeds[0]["title"] == "Doors"
    assert found.reference.message is question
    assert found.author is playground.app.user


async def test_a_slash_command_is_synced_and_answered(playground: Playground) -> None:
    bot = Bot()

    @bot.tree.command()
    async def doors(interaction: discord.Interaction, city: str, who: discord.Member | None = None) -> None:
        """When doors open."""
        await interaction.response.send_message(f"{city}: 19:00 {who}", ephemeral=True)

    async with running(bot):
        await bot.tree.sync()
        used = await playground.discord.person(playground.fan).slash(
            playground.channel, "doors", city="Seoul", who=playground.owner
        )
        await used.done()
    assert used.state == "responded"
    assert used.message.content == "Seoul: 19:00 mina"
    assert used.message in playground.discord.person(playground.fan).sees(playground.channel)
    assert used.message not in playground.discord.person(playground.owner).sees(playground.channel)


class Ask(discord.ui.Modal, title="Ask"):
    text: discord.ui.TextInput[Self] = discord.ui.TextInput(label="Question")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"asked: {self.text.value}")


class Choices(discord.ui.View):
    @discord.ui.button(label="Ask", custom_id="ask")
    async def ask(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.send_modal(Ask())

    @discord.ui.select(
        placeholder="City", options=[discord.SelectOption(label="Seoul"), discord.SelectOption(label="Busan")]
    )
    async def city(self, interaction: discord.Interaction, select: discord.ui.Select[Self]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"chose {select.values[0]}", ephemeral=True)


async def test_buttons_forms_and_selects_work(playground: Playground) -> None:
    bot = Bot()
    person = playground.discord.person(playground.fan)
    async with running(bot):
        channel = bot.get_channel(playground.channel.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.send("hello", view=Choices())
        message = playground.channel.messages[-1]
        pressed = await (await person.press(message, "Ask")).done()
        assert pressed.modal["title"] == "Ask"
        sent = await (await person.submit(pressed, Question="Is it sold out?")).done()
        assert sent.message is message
        assert message.content == "asked: Is it sold out?"
        chosen = await (await person.choose(message, "City", ["Busan"])).done()
        assert chosen.message.content == "chose Busan"
        assert chosen.message.ephemeral_to is playground.fan


async def test_context_menus_and_autocomplete_work(playground: Playground) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="This answers…")
    async def answers(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content)

    @bot.tree.context_menu(name="Who is it")
    async def who(interaction: discord.Interaction, user: discord.Member) -> None:
        await interaction.response.send_message(user.name)

    group = app_commands.Group(name="faq", description="Answers")

    @group.command()
    async def show(interaction: discord.Interaction, topic: str) -> None:
        """Show one."""
        await interaction.response.defer()
        await interaction.edit_original_response(content=topic)

    @show.autocomplete("topic")
    async def topics(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=one, value=one)
            for one in ("parking", "presale")
            if one.startswith(current)
        ]

    bot.tree.add_command(group)
    person = playground.discord.person(playground.fan)
    async with running(bot):
        await bot.tree.sync()
        said = await person.say(playground.channel, "At the gate.")
        assert (await (await person.menu(said, "This answers…")).done()).message.content == "At the gate."
        used = await person.user_menu(playground.channel, playground.owner, "Who is it")
        assert (await used.done()).message.content == "mina"
        assert await person.autocomplete(playground.channel, "faq show", focused="topic", topic="pre") == [
            {"name": "presale", "value": "presale"}
        ]
        shown = await (await person.slash(playground.channel, "faq show", topic="parking")).done()
        assert shown.message.content == "parking"
