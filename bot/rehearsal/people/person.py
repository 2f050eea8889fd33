"""A person with the Discord app in hand: writes, reads, reacts, uses applications, within what they may do."""

from collections.abc import Iterable
from typing import Any

from bot.rehearsal.checks import auto_moderation, components
from bot.rehearsal.checks import reactions as reaction_checks
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.applications import CHAT_INPUT, ON_MESSAGE, ON_USER, Command
from bot.rehearsal.model.channels import (
    FORUMS,
    PLAIN,
    REPLY,
    VOICE_MESSAGE,
    Channel,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.model.commands import offered
from bot.rehearsal.model.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from bot.rehearsal.model.mentions import mentions
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.people import access, command_data, component_data
from bot.rehearsal.people.posting import Posting

Json = dict[str, Any]


class Person(Posting):
    """What one user does and sees; what Discord would not let them do raises Refused."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    # --- messages ---------------------------------------------------------------------------------

    async def say(self, channel: Channel, text: str, *, files: Iterable[tuple[str, bytes]] = ()) -> Message:
        """Write a message; `<@id>` in it mentions. `files` are names with contents."""
        return self._write(channel, text, files)

    async def reply(
        self, message: Message, text: str, *, ping: bool = True, files: Iterable[tuple[str, bytes]] = ()
    ) -> Message:
        """Reply to a message; with `ping` its author is mentioned."""
        if message.deleted:
            problem = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
            raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
        return self._write(message.channel, text, files, reply_to=message, ping=ping)

    async def direct(self, other: User, text: str, *, files: Iterable[tuple[str, bytes]] = ()) -> Message:
        """Write a direct message; 50007 when the other takes none."""
        if not other.open_to_direct:
            raise Refused(50007)
        return self._write(self.world.direct(self.user, other), text, files)

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        if message.deleted:
            raise Refused(10008)
        if message.author is not self.user:
            raise Refused(50005)
        if message.poll or message.flags & VOICE_MESSAGE or message.snapshots:
            raise Refused(50021)
        access.need_open(message.channel)
        access.need_unlocked(self.user, message.channel)
        auto_moderation.refuse_blocked(self.world, message.channel, self.user, text)
        text = access.checked_text(text, files=bool(message.attachments))
        reply_to = message.reference.message if message.reference else None
        who = mentions(self.world, message.channel, self.user, text, reply_to=reply_to)
        messages.edit(message, content=text, mentions=who)
        return message

    async def delete(self, message: Message) -> None:
        """Delete one's own message or, with Manage Messages, anyone's."""
        if message.deleted:
            raise Refused(10008)
        if message.author is not self.user and message.ephemeral_to is not self.user:
            access.need(self.user, message.channel, "manage_messages")
        messages.delete(message)

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        fresh = () if emoji in message.reactions else ("add_reactions",)
        access.need_to_take_part(self.user, message.channel, *fresh)
        reaction_checks.check_number(message, emoji)
        messages.react(message, self.user, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take one's reaction away."""
        access.need_open(message.channel)
        messages.unreact(message, self.user, emoji)

    async def start_thread(self, message: Message, name: str) -> Thread:
        """Start a thread from a message; 160004 when it has one."""
        access.need(self.user, message.channel, "view_channel", "create_public_threads")
        if message.id in self.world.channels:
            raise Refused(160004)
        return threads.start(message.channel, self.user, name, source=message)

    async def post(self, forum: Channel, title: str, text: str, *, tags: Iterable[str] = ()) -> Thread:
        """Post in a forum; `tags` by name, KeyError for an unknown one."""
        if forum.kind not in FORUMS:
            raise Refused(50024)
        access.need(self.user, forum, "view_channel", "send_messages")
        text = access.checked_text(text, files=False)
        auto_moderation.refuse_blocked(self.world, forum, self.user, text)
        known = {tag.name: tag.id for tag in forum.tags}
        thread = threads.start(forum, self.user, title, applied_tags=[known[tag] for tag in tags])
        who = mentions(self.world, thread, self.user, text)
        messages.post(thread, self.user, content=text, mentions=who, id=thread.id)
        return thread

    async def archive(self, thread: Thread, *, locked: bool = False) -> None:
        """Archive a thread; locking it needs Manage Threads."""
        if locked or thread.owner is not self.user:
            access.need(self.user, thread, "manage_threads")
        threads.change(thread, archived=True, locked=locked or thread.locked)

    async def typing(self, channel: Channel) -> None:
        """Type, without sending."""
        access.need_to_speak(self.user, channel)
        messages.typing(channel, self.user)

    def sees(self, channel: Channel) -> list[Message]:
        """Return what this person sees in a channel, oldest first, ephemeral messages for them included."""
        if channel.is_direct and self.user not in channel.recipients:
            return []
        if not access.may(self.user, channel, "view_channel", "read_message_history"):
            return []
        whispers = [message for message in channel.whispers if message.ephemeral_to is self.user]
        return sorted([*channel.messages, *whispers], key=lambda message: message.id)

    # --- applications -----------------------------------------------------------------------------

    async def slash(self, channel: Channel, name: str, /, **options: Any) -> Interaction:
        """Use a slash command, such as "shows" or "group sub"; option values as the command takes them.

        Refused 10063 for a command Discord would not show, 50035 for options it would not send.
        """
        command, path = self.slash_command(channel, name)
        form, resolved = command_data.options(command, path, self._uploaded(channel, options), channel)
        return self._use(command, channel, COMMAND, command_data.chat_input(command, path, form, resolved))

    async def autocomplete(
        self, channel: Channel, name: str, /, *, focused: str, **options: Any
    ) -> list[dict[str, Any]]:
        """Type into an option and return the choices offered; Refused 50035 if it doesn't complete."""
        command, path = self.slash_command(channel, name)
        form, resolved = command_data.options(
            command, path, self._uploaded(channel, options), channel, focused=focused
        )
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
        data = component_data.modal(
            interaction.modal,
            self._uploaded(interaction.channel, (values or {}) | more),
            interaction.channel,
        )
        return self.world.interact(
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
        member = channel.guild.member(self.user) if channel.guild else None
        if channel.guild and not access.may(self.user, channel, "view_channel", "use_application_commands"):
            return []
        return list(offered(self.world, channel, member))

    # --- within what they may do -------------------------------------------------------------------

    def _write(
        self,
        channel: Channel,
        text: str,
        files: Iterable[tuple[str, bytes]],
        *,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        access.need_to_speak(self.user, channel)
        attachments = [messages.upload(self.world, channel, name, content) for name, content in files]
        if attachments:
            access.need(self.user, channel, "attach_files")
        text = access.checked_text(text, files=bool(attachments))
        auto_moderation.refuse_blocked(self.world, channel, self.user, text)
        threads.unarchive(channel)
        who = mentions(self.world, channel, self.user, text, reply_to=reply_to if ping else None)
        reference = Reference.to(reply_to) if reply_to else None
        return messages.post(
            channel,
            self.user,
            content=text,
            attachments=attachments,
            mentions=who,
            reference=reference,
            kind=REPLY if reference else PLAIN,
        )

    def _component(self, message: Message, found: Json, extra: Json) -> Interaction:
        application = message.application or self.world.applications.get(message.author.id)
        if application is None:
            raise KeyError("The message is no application's.")
        secret = message.ephemeral_to
        if message.deleted or (secret and secret is not self.user):
            raise Refused(10008)
        access.need(self.user, message.channel, "view_channel")
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"], "id": found["id"]}
        return self.world.interact(
            application, self.user, message.channel, COMPONENT, data | extra, source=message
        )

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
        return self.world.interact(command.application, self.user, channel, kind, data)

    def _uploaded(self, channel: Channel, values: Json) -> Json:
        """Return values with files (names and contents) in them uploaded."""

        def uploaded(value: Any) -> Any:
            if isinstance(value, list):
                return [uploaded(one) for one in value]
            return messages.upload(self.world, channel, *value) if isinstance(value, tuple) else value

        return {name: uploaded(value) for name, value in values.items()}
