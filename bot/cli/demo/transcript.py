"""Prints a rehearsal's conversations as they happen, readable and coloured."""

from zoneinfo import ZoneInfo

import discord
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.cli.demo.fan_server import FanServer
from bot.cli.plain_text import embed_text, plain_words
from bot.interface.i18n import Texts
from bot.rehearsal.model.channels import Channel, Message

BUTTON, SELECT, LINK_STYLE = 2, 3, 5


class Transcript:
    """What was printed so far, and what is new."""

    def __init__(self, console: Console, fan_server: FanServer, zone: ZoneInfo, texts: Texts) -> None:
        self.console = console
        self._fan_server, self._zone, self._texts = fan_server, zone, texts
        self._printed: dict[int, object] = {}

    def catch_up(self) -> None:
        """Print every message that is new or was changed since the last time, oldest first."""
        messages = [
            message
            for channel in self._fan_server.world.channels.values()
            for message in (*channel.messages, *channel.whispers)
            if not message.loading
        ]
        for message in sorted(messages, key=lambda message: message.id):
            looks = (message.content, repr(message.embeds), repr(message.components))
            if self._printed.get(message.id) != looks:
                edited = message.id in self._printed
                self._printed[message.id] = looks
                self._print(message, edited=edited)

    def later(self, words: str) -> None:
        """Print that time passed."""
        self.console.print(Text(f"\n  ··· {words} ···\n", style="dim"))

    def heading(self, words: str) -> None:
        """Print what comes next."""
        self.console.print()
        self.console.print(Text(words, style="bold"))

    def tell(self, words: str) -> None:
        """Print something that the person at the terminal should know."""
        self.console.print(Text(words))

    def check(self, words: str, *, passed: bool) -> None:
        """Print whether a step went as scripted."""
        mark, style = ("✓", "green") if passed else ("✗", "bold red")
        self.console.print(Padding(Text(f"{mark} {words}", style=style), (0, 0, 0, 4)))

    def _print(self, message: Message, *, edited: bool) -> None:
        local = message.created_at.astimezone(self._zone)
        head = Text(f"{local:%H:%M} ", style="dim")
        head.append(f"{self._place(message.channel)} ", style="dim")
        head.append(message.author.shown_name, style=self._style(message))
        if message.ephemeral_to is not None:
            only = self._texts.t("only {name} sees this", name=message.ephemeral_to.shown_name)
            head.append(f" ({only})", style="dim italic")
        if edited:
            words = self._texts.t("edited")
            head.append(f" ({words})", style="dim italic")
        self.console.print(head)
        self.console.print(Padding(Text(self.body(message)), (0, 0, 0, 4)))

    def body(self, message: Message) -> str:
        """Return what a message says, in plain words, and what can be pressed under it."""
        parts = [message.content]
        parts += [embed_text(discord.Embed.from_dict(embed)) for embed in message.embeds]
        words = plain_words(
            "\n".join(filter(None, parts)),
            texts=self._texts,
            zone=self._zone,
            now=self._fan_server.world.clock(),
        )
        for user in self._fan_server.world.users.values():
            words = words.replace(user.mention, f"@{user.shown_name}")
        for channel in self._fan_server.guild.channels.values():
            words = words.replace(f"<#{channel.id}>", f"#{channel.name}")
        for role in self._fan_server.guild.roles.values():
            words = words.replace(role.mention, f"@{role.name}")
        pressable = " ".join(f"[{label}]" for label in _labels(message))
        attached = " ".join(f"📎 {one.filename}" for one in message.attachments)
        return "\n".join(filter(None, [words, attached, pressable]))

    def _place(self, channel: Channel) -> str:
        return self._texts.t("direct message") if channel.is_direct else f"#{channel.name}"

    def _style(self, message: Message) -> str:
        if message.author.bot:
            return "bold cyan"
        member = self._fan_server.guild.member(message.author)
        roles = member.roles if member else []
        if self._fan_server.team in roles or self._fan_server.managers in roles:
            return "bold magenta"
        return "bold yellow"


def _labels(message: Message) -> list[str]:
    """Return what can be pressed under a message."""
    labels = []
    for row in message.components:
        for part in row.get("components", []):
            if part["type"] == BUTTON and part.get("style") != LINK_STYLE:
                labels.append(part.get("label", "?"))
            elif part["type"] == SELECT:
                labels.append(f"{part.get('placeholder', '?')} ▾")
    return labels
