"""The bot: one connection to Discord, with its store, clock, inbox, outbox and schedule; features by name."""

import asyncio
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.catch_up import CatchUp
from bot.delivery.inbox import Inbox
from bot.delivery.message_reader import MessageReader
from bot.delivery.outbox import Outbox
from bot.delivery.schedule import Schedule
from bot.domain.languages.language import codes
from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Thresholds
from bot.interface.command_names import CommandNames
from bot.interface.components import PersistentModal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately, tell_error
from bot.settings import Settings
from db.store import Store

if TYPE_CHECKING:
    from re import Pattern

Component = type[discord.ui.DynamicItem[discord.ui.Item[Any]]]

FEATURES = (
    "cogs.questions.cog",
    "cogs.answers.cog",
    "cogs.dialogue.cog",
    "cogs.digests.cog",
    "cogs.shows.cog",
    "cogs.setup.cog",
    "cogs.sessions.cog",
    "cogs.works.cog",
)

INTENTS = {"guilds": True, "guild_messages": True, "dm_messages": True, "guild_reactions": True}
NO_LABEL = Label(name="", timezone=ZoneInfo("UTC"), languages=codes())


def point_discord_at(settings: Settings) -> None:
    """Have discord.py speak to the Discord of the settings; it keeps these addresses in its classes."""
    discord.http.Route.BASE = settings.discord_api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)
    discord.asset.Asset.BASE = settings.discord_cdn_url


class Tree(app_commands.CommandTree["Stagedoor"]):
    """The commands, whose errors are told to who used them."""

    async def on_error(
        self, interaction: discord.Interaction["Stagedoor"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell what went wrong."""
        name = interaction.command.qualified_name if interaction.command else "an unknown command"
        cause = getattr(error, "original", error)
        await tell_error(interaction, cause, doing=f"the command {name}")


class Stagedoor(commands.Bot):
    """The bot of one label."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        clock: Clock,
        message_content: bool = True,
        tick: float = 15.0,
        guild_ready_timeout: float = 2.0,
    ) -> None:
        self.breaker = Breaker(clock)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(**INTENTS, message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=guild_ready_timeout,
            http_trace=self.breaker.trace(),
        )
        self.settings = settings
        self.store = store
        self.clock = clock
        self.tick = tick
        self.reader = MessageReader(self, store, clock)
        self.inbox = Inbox(store.cursors, self.reader)
        self.outbox = Outbox(store.outbox, store.servers, clock, self, self.breaker)
        self.schedule = Schedule()
        self.label = NO_LABEL
        self.ear: Ear
        self._catch_up = CatchUp(self, store, clock, inbox=self.inbox, outbox=self.outbox)
        self._sending: asyncio.Task[None] | None = None
        self._components: list[Pattern[str]] = []
        self._modals: list[type[PersistentModal]] = []

    # --- starting and ending ----------------------------------------------------------------------

    async def setup_hook(self) -> None:
        """Load what is kept, then the features; runs once, before the connection."""
        await self.inbox.load()
        await self.load_label()
        for feature in FEATURES:
            await self.load_extension(feature)
        await self.tree.set_translator(CommandNames())
        await self.tree.sync()
        self.schedule.every(self.tick, self.outbox.tick, name="outbox")
        self.schedule.every(1.0, self.inbox.save_cursors, name="cursors")
        self.schedule.every(self.tick, self._catch_up.sweep_if_due, name="sweep")
        self.schedule.start()

    async def load_label(self) -> None:
        """Read the label's data anew."""
        self.label = await self.store.label.get() or NO_LABEL
        sure = Thresholds(answer=self.settings.answer_confidence, offer=self.settings.offer_confidence)
        self.ear = Ear(self.label, thresholds=sure)

    async def close(self) -> None:
        """Finish what is in hand, then leave."""
        self.schedule.stop()
        self._catch_up.hold()
        await self.outbox.settle(within=5)
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        await self.inbox.stop()
        await super().close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell of an event, unless we are closed: discord.py tells of some after it let go of its loop."""
        if not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    # --- listening --------------------------------------------------------------------------------

    async def on_connect(self) -> None:
        """A new session: what is said now waits until the history before it was read."""
        self._catch_up.hold()

    async def on_disconnect(self) -> None:
        """The connection is gone: what comes next comes after a gap."""
        self._catch_up.hold()

    async def on_resumed(self) -> None:
        """The gap was replayed, as far as Discord remembers."""
        self._catch_up.start()

    async def on_ready(self) -> None:
        """A session is complete: read what was missed, then go on. This may happen many times."""
        self._catch_up.start()
        if self._sending is None:
            self._sending = asyncio.create_task(self.outbox.run(), name="outbox")

    async def on_message(self, message: discord.Message, /) -> None:
        """Queue a message that may concern us; chatter elsewhere is left alone."""
        if self.reader.concerns(message):
            self.inbox.put_message(message)

    def add_dynamic_items(self, *items: Component) -> None:
        """Have components answer that stand under messages of long ago, too."""
        super().add_dynamic_items(*items)
        self._components += [item.__discord_ui_compiled_template__ for item in items]

    async def on_interaction(self, interaction: discord.Interaction["Stagedoor"], /) -> None:
        """Take a form; tell of a component or form that nobody deals with: it is from an older version."""
        if interaction.type is discord.InteractionType.modal_submit:
            for modal in self._modals:
                await modal.take(interaction)
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id = data.get("custom_id")
        if custom_id is not None and not any(known.fullmatch(custom_id) for known in self._components):
            words = texts_for(interaction.locale).t("This has expired, sorry. Please start again.")
            await say_privately(interaction, words)

    def add_modal(self, modal: type[PersistentModal]) -> None:
        """Have a form be taken, be it filled in before or after a restart."""
        self._modals.append(modal)
        self._components.append(modal.pattern())

    # --- speaking ---------------------------------------------------------------------------------

    def zone(self) -> ZoneInfo:
        """Return the label's time zone."""
        return self.label.timezone

    def server_texts(self, guild_id: int) -> Texts:
        """Return the sentences of a server's own language, for what its staff and public posts read."""
        return texts_for(self.store.servers.get(guild_id).language)
