"""Buttons and menus that outlive a restart: what they are about stands in their custom id."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

import discord

from bot.interface.responses import tell_error

#: What a custom id ends with whose message is to be recognised.
MARK = r"(?::post(?P<post>\d+))"
MOST_TITLE = 45
MOST_HINT = 100


class PersistentItem(discord.ui.DynamicItem[Any], template=r"unused:(?P<id>\d+)"):
    """Anything to press or choose with a custom id of its own shape; a subclass says with `used` what it does."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for; what goes wrong is told to who used it."""
        try:
            await self.used(interaction.client, interaction)
        except Exception as error:  # noqa: BLE001  # told and logged in one place
            await tell_error(interaction, error, doing=f"{type(self).__module__}.{type(self).__name__}")

    async def used(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for."""
        raise NotImplementedError


class _NamedItem(PersistentItem, template=r"unused-named:(?P<id>\d+)"):
    """An item about the thing of an id, found again by its name; `detail` is a number besides."""

    name: ClassVar[str]

    def __init__(self, item: discord.ui.Item[Any], subject: int, detail: int) -> None:
        super().__init__(item)
        self.subject, self.detail = subject, detail

    def __init_subclass__(cls, *, name: str) -> None:
        # Behind them stands the mark of the post that the item came with, if any.
        super().__init_subclass__(template=rf"{re.escape(name)}:(?P<id>\d+):(?P<detail>\d+){MARK}?")
        cls.name = name

    def mark(self, post_id: int) -> None:
        """Have the custom id say with which post it came."""
        self.item.custom_id = f"{self._custom_id(self.subject, self.detail)}:post{post_id:d}"

    @classmethod
    def _custom_id(cls, subject: int, detail: int) -> str:
        return f"{cls.name}:{subject:d}:{detail:d}"

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the item anew from what Discord kept of it."""
        kind: Any = cls  # each kind has an __init__ of its own
        return cast("Self", kind(int(match["id"]), detail=int(match["detail"])))


class PersistentButton(_NamedItem, name="unused-button"):
    """A button about the thing of an id; a subclass says with `pressed` what it does.

    `detail` is a number besides, such as which of several choices the button stands for.
    """

    def __init__(self, subject: int, label: str = "…", *, detail: int = 0, **look: Any) -> None:
        custom_id = self._custom_id(subject, detail)
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, **look), subject, detail)

    async def used(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what the button does."""
        await self.pressed(bot, interaction)

    async def pressed(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what the button does."""
        raise NotImplementedError


class PersistentSelect(_NamedItem, name="unused-choice"):
    """A menu of options; a subclass says with `chosen` what a choice does."""

    def __init__(
        self,
        subject: int,
        options: list[discord.SelectOption] | None = None,
        placeholder: str | None = None,
        *,
        detail: int = 0,
    ) -> None:
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=self._custom_id(subject, detail),
            options=options or [discord.SelectOption(label="…")],
            placeholder=placeholder,
        )
        super().__init__(menu, subject, detail)

    async def used(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what the choice does."""
        await self.chosen(bot, interaction, str(self.item.values[0]))

    async def chosen(self, bot: Any, interaction: discord.Interaction[Any], value: str) -> None:
        """Do what the choice does."""
        raise NotImplementedError


class PersistentRoleSelect(_NamedItem, name="unused-roles"):
    """A menu of the server's roles; a subclass says with `picked` what a choice does. `look` as RoleSelect's."""

    def __init__(self, subject: int, *, detail: int = 0, **look: Any) -> None:
        menu: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            custom_id=self._custom_id(subject, detail), **look
        )
        super().__init__(menu, subject, detail)

    async def used(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what the choice does."""
        await self.picked(bot, interaction, self.item.values)

    async def picked(
        self, bot: Any, interaction: discord.Interaction[Any], roles: Sequence[discord.Role]
    ) -> None:
        """Do what the choice does."""
        raise NotImplementedError


class PersistentChannelSelect(_NamedItem, name="unused-channels"):
    """A menu of the server's channels; a subclass says with `picked` what a choice does.

    `look` as ChannelSelect's.
    """

    def __init__(self, subject: int, *, detail: int = 0, **look: Any) -> None:
        menu: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            custom_id=self._custom_id(subject, detail), **look
        )
        super().__init__(menu, subject, detail)

    async def used(self, bot: Any, interaction: discord.Interaction[Any]) -> None:
        """Do what the choice does."""
        await self.picked(bot, interaction, [channel.id for channel in self.item.values])

    async def picked(
        self, bot: Any, interaction: discord.Interaction[Any], channel_ids: Sequence[int]
    ) -> None:
        """Do what the choice does."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ModalSubmission:
    """A form that was sent: what it is about, and what was filled in, by the custom ids of its fields."""

    subject: int
    detail: int
    typed: Mapping[str, str]


class PersistentModal(discord.ui.Modal):
    """A modal that may be sent after a restart; a subclass says with `submitted` what that does.

    What was filled in is read from what Discord sends, by `take`, which is given every form.
    """

    name: ClassVar[str]

    def __init__(self, subject: int, title: str, *, detail: int = 0) -> None:
        super().__init__(title=title[:MOST_TITLE], custom_id=f"{self.name}:{subject:d}:{detail:d}")

    def __init_subclass__(cls, *, name: str) -> None:
        super().__init_subclass__()
        cls.name = name

    def ask(self, label: str, field: discord.ui.Item[Any], *, hint: str | None = None) -> None:
        """Add a field under its label, and with a hint below that."""
        described = None if hint is None else hint[:MOST_HINT]
        self.add_item(discord.ui.Label(text=label[:MOST_TITLE], description=described, component=field))

    @classmethod
    def pattern(cls) -> re.Pattern[str]:
        """Return what the custom ids of this form look like: its name, the subject and the detail."""
        return re.compile(rf"{re.escape(cls.name)}:(\d+):(\d+)")

    @classmethod
    async def take(cls, interaction: discord.Interaction[Any]) -> None:
        """Deal with an interaction if it is this form, filled in; what goes wrong is told to who sent it."""
        data = cast("dict[str, Any]", interaction.data or {})
        found = cls.pattern().fullmatch(str(data.get("custom_id")))
        if interaction.type is not discord.InteractionType.modal_submit or found is None:
            return
        fields = [row["component"] for row in data["components"] if "component" in row]
        typed = {
            field["custom_id"]: str(field.get("value") or ",".join(field.get("values") or []))
            for field in fields
        }
        try:
            await cls.submitted(
                interaction.client, interaction, ModalSubmission(int(found[1]), int(found[2]), typed)
            )
        except Exception as error:  # noqa: BLE001  # told and logged in one place
            await tell_error(interaction, error, doing=f"the form {cls.name}")

    @classmethod
    async def submitted(cls, bot: Any, interaction: discord.Interaction[Any], sent: ModalSubmission) -> None:
        """Do what the form does."""
        raise NotImplementedError


def persistent_view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Put components under a message for good."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def put_mark(view: discord.ui.View, post_id: int) -> bool:
    """Mark a view's first component that can be, as come with a post; False if none can."""
    for item in view.children:
        if isinstance(item, _NamedItem):
            item.mark(post_id)
            return True
    return False


def marks_in(message: discord.Message) -> set[int]:
    """Return the posts whose marks stand in the components under a message."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    ids = (str(getattr(item, "custom_id", None)) for row in rows for item in row.children)
    found = (re.search(rf"{MARK}$", custom_id) for custom_id in ids)
    return {int(mark["post"]) for mark in found if mark is not None}
