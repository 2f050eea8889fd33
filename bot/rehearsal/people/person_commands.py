"""How a person uses an application: commands, menus, buttons, selects, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.checks import components
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.applications import CHAT_INPUT, ON_MESSAGE, ON_USER, Command
from bot.rehearsal.model.commands import offered
from bot.rehearsal.model.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Interaction,
    invoke,
)
from bot.rehearsal.people import command_data, component_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.model.channels import Channel, Message
    from bot.rehearsal.model.members import Member
    from bot.rehearsal.model.users import User
    from bot.rehearsal.model.world import World

Json = dict[str, Any]


class Commanding:
    """The part of a person that talks to applications."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    async def slash(self, channel: Channel, name: str, /, **options: Any) -> Interaction:
        """Use a slash command, such as "shows" or "group sub"; option values as the command takes them.

        Refused 10063 for a command Discord would not show, 50035 for options it would not send.
        """
        command, path = self.slash_command(channel, name)
        form, resolved = command_data.options(command, path, options, channel)
        return self._use(command, channel, COMMAND, command_data.chat_input(command, path, form, resolved))

    async def autocomplete(
        self, channel: Channel, name: str, /, *, focused: str, **options: Any
    ) -> list[dict[str, Any]]:
        """Type into an option and return the choices offered; Refused 50035 if it doesn't complete."""
        command, path = self.slash_command(channel, name)
        form, resolved = command_data.options(command, path, options, channel, focused=focused)
        interaction = self._use(
            command, channel, AUTOCOMPLETE, command_data.chat_input(command, path, form, resolved)
        )
        await interaction.done()
        return interaction.choices

    async def menu(self, message: Message, name: str) -> Interaction:
        """Use a message's context menu."""
        command = self._offered(message.channel, ON_MESSAGE, name)
        data = command_data.on_message(command, message)
        return self._use(command, message.channel, COMMAND, data)

    async def user_menu(self, channel: Channel, user: User, name: str) -> Interaction:
        """Use a user's context menu, in a channel."""
        command = self._offered(channel, ON_USER, name)
        return self._use(command, channel, COMMAND, command_data.on_user(command, user, channel))

    async def press(self, message: Message, button: str) -> Interaction:
        """Press a button, by its label or custom_id; KeyError when there is none, or it is disabled."""
        found = component_data.component(message, button, (components.BUTTON,))
        if found.get("style") in (components.LINK, components.PREMIUM):
            raise KeyError(f"{button!r} leads elsewhere; it is no button of an application.")
        return self._component(message, found, {})

    async def choose(self, message: Message, select: str, values: Iterable[Any]) -> Interaction:
        """Choose in a select, by its custom_id or placeholder; KeyError for what isn't offered."""
        found = component_data.component(message, select, components.SELECTS)
        chosen, resolved = component_data.chosen(found, list(values), message.channel)
        extra: Json = {"values": chosen}
        if found["type"] != components.SELECT:
            extra["resolved"] = resolved
        return self._component(message, found, extra)

    async def submit(
        self, interaction: Interaction, values: Json | None = None, /, **more: Any
    ) -> Interaction:
        """Fill in and send the form an interaction was answered with, by labels or custom_ids.

        KeyError for a field that isn't there, Refused 50035 for one left empty that must not be.
        """
        if interaction.modal is None:
            raise ValueError("No form was opened.")
        data = component_data.modal(interaction.modal, (values or {}) | more, interaction.channel)
        return invoke(
            interaction.application,
            self.user,
            interaction.channel,
            MODAL_SUBMIT,
            data,
            source=interaction.source,
            parent=interaction,
        )

    def commands(self, channel: Channel) -> list[Command]:
        """Return the commands Discord shows this person in a channel."""
        member = self._member(channel)
        if channel.guild and not self._may(channel, "view_channel", "use_application_commands"):
            return []
        return [command for command in offered(channel) if command.offered_in(channel, member)]

    def _component(self, message: Message, found: Json, extra: Json) -> Interaction:
        application = message.application or self.world.application_of(message.author)
        if application is None:
            raise KeyError("The message is no application's.")
        secret = message.ephemeral_to
        if message.deleted or (secret and secret is not self.user):
            raise Refused(10008)
        self._need(message.channel, "view_channel")
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"], "id": found["id"]}
        return invoke(application, self.user, message.channel, COMPONENT, data | extra, source=message)

    def slash_command(self, channel: Channel, name: str) -> tuple[Command, list[str]]:
        """Return an offered slash command and the path to its subcommand; Refused 10063 for none."""
        root, *path = name.removeprefix("/").split(" ")
        return self._offered(channel, CHAT_INPUT, root), path

    def _offered(self, channel: Channel, kind: int, name: str) -> Command:
        for command in self.commands(channel):
            if command.kind == kind and command.name == name:
                return command
        raise Refused(10063)

    def _use(self, command: Command, channel: Channel, kind: int, data: Json) -> Interaction:
        return invoke(command.application, self.user, channel, kind, data)

    def _member(self, channel: Channel) -> Member | None:
        return channel.guild.member(self.user) if channel.guild else None

    def _may(self, channel: Channel, *names: str) -> bool:
        if channel.guild is None:
            return True
        member = self._member(channel)
        return member is not None and member.may(*names, channel=channel)

    def _need(self, channel: Channel, *names: str) -> None:
        if channel.deleted:
            raise Refused(10003)
        if not self._may(channel, "view_channel", *names):
            raise Refused(50013 if self._may(channel, "view_channel") else 50001)
