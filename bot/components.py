"""Buttons and menus that outlive a restart: what they are about stands in their custom id."""

import re
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import discord

if TYPE_CHECKING:
    from bot.client import Stagedoor


class LastingButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"unused:(?P<id>\d+)"):
    """A button about the thing of an id; a subclass says with `pressed` what it does.

    `detail` is a number besides, such as which of several choices the button stands for.
    """

    name: ClassVar[str]

    def __init__(self, subject: int, label: str = "…", *, detail: int = 0, **look: Any) -> None:
        custom_id = f"{self.name}:{subject}:{detail}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, **look))
        self.subject, self.detail = subject, detail

    def __init_subclass__(cls, *, name: str) -> None:
        super().__init_subclass__(template=rf"{re.escape(name)}:(?P<id>\d+):(?P<detail>\d+)")
        cls.name = name

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button anew from what Discord kept of it."""
        return cls(int(match["id"]), detail=int(match["detail"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button does; what goes wrong is told to who pressed it."""
        bot = cast("Stagedoor", interaction.client)
        try:
            await self.pressed(bot, interaction)
        except Exception as error:  # noqa: BLE001  # told and logged in one place
            await bot.tell_error(interaction, error, doing=f"the button {self.name}")

    async def pressed(self, bot: "Stagedoor", interaction: discord.Interaction[Any]) -> None:
        """Do what the button does."""
        raise NotImplementedError


class LastingChoice(discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"unused-choice:(?P<id>\d+)"):
    """A drop-down menu about the thing of an id; a subclass says with `chosen` what a choice does."""

    name: ClassVar[str]

    def __init__(
        self, subject: int, options: list[discord.SelectOption] | None = None, placeholder: str | None = None
    ) -> None:
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=f"{self.name}:{subject}",
            options=options or [discord.SelectOption(label="…")],
            placeholder=placeholder,
        )
        super().__init__(menu)
        self.subject = subject

    def __init_subclass__(cls, *, name: str) -> None:
        super().__init_subclass__(template=rf"{re.escape(name)}:(?P<id>\d+)")
        cls.name = name

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu anew from what Discord kept of it."""
        return cls(int(match["id"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the choice does; what goes wrong is told to who chose."""
        bot = cast("Stagedoor", interaction.client)
        try:
            await self.chosen(bot, interaction, self.item.values[0])
        except Exception as error:  # noqa: BLE001  # told and logged in one place
            await bot.tell_error(interaction, error, doing=f"the menu {self.name}")

    async def chosen(self, bot: "Stagedoor", interaction: discord.Interaction[Any], value: str) -> None:
        """Do what the choice does."""
        raise NotImplementedError


class Form(discord.ui.Modal):
    """A modal whose errors are told to who filled it in."""

    async def on_error(  # type: ignore[override]  # as discord.ui.Modal has it
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Tell what went wrong."""
        bot = cast("Stagedoor", interaction.client)
        await bot.tell_error(interaction, error, doing=f"the form {self.custom_id}")


def lasting_view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Put components under a message for good."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view
