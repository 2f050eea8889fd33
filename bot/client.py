"""The bot: one connection to Discord, with its store, clock, inbox, outbox and schedule; features by name."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.catch_up import catch_up, catch_up_direct, sweep, to_its_end
from bot.clock import Clock
from bot.command_names import CommandNames
from bot.components import LastingForm
from bot.domain.label import Label
from bot.domain.members import Server
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Thresholds
from bot.errors import Refusal, log_unexpected
from bot.hearing import Hearing
from bot.i18n import Texts, texts_for
from bot.inbox import Event, Inbox
from bot.outbox import Outbox
from bot.schedule import Schedule
from bot.settings import Settings
from db.store import Store

if TYPE_CHECKING:
    from re import Pattern

log = logging.getLogger(__name__)

Component = type[discord.ui.DynamicItem[discord.ui.Item[Any]]]

FEATURES = (
    "cogs.questions.cog",
    "cogs.answers.cog",
    "cogs.dialogue.cog",
    "cogs.digests.cog",
    "cogs.shows.cog",
    "cogs.settings.cog",
    "cogs.sessions.cog",
    "cogs.works.cog",
)

#: Exactly what the bot needs where it is invited.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    embed_links=True,
    attach_files=True,  # for the digest's picture
    create_public_threads=True,  # for sessions
    create_events=True,  # for their events
    manage_threads=True,  # for the tags of forum posts
)
INTENTS = {"guilds": True, "guild_messages": True, "dm_messages": True, "guild_reactions": True}
SWEEP_EVERY = timedelta(minutes=5)
NO_LABEL = Label(name="", timezone=ZoneInfo("UTC"), languages=("en", "ko"))
TOO_LATE, ALREADY_ANSWERED = 10062, 40060


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
        await interaction.client.tell_error(interaction, cause, doing=f"the command {name}")


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
        )
        self.settings = settings
        self.store = store
        self.clock = clock
        self.tick = tick
        self.inbox = Inbox(self)
        self.outbox = Outbox(self)
        self.schedule = Schedule()
        self.hearing = Hearing(self)
        self.label = NO_LABEL
        self.ear = Ear(NO_LABEL)
        self.was_ready = False
        self._sending: asyncio.Task[None] | None = None
        self._behind: set[int | None] = set()
        self._components: list[Pattern[str]] = []
        self._forms: list[type[LastingForm]] = []
        self._swept_at = clock()

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
        self.schedule.every(1.0, self.inbox.save_marks, name="marks")
        self.schedule.every(self.tick, self._sweep_if_due, name="sweep")
        self.schedule.start()

    async def load_label(self) -> None:
        """Read the label's data anew."""
        self.label = await self.store.label.get() or NO_LABEL
        sure = Thresholds(answer=self.settings.answer_confidence, offer=self.settings.offer_confidence)
        self.ear = Ear(self.label, thresholds=sure)

    async def close(self) -> None:
        """Finish what is in hand, then leave."""
        self.schedule.stop()
        self._hold()
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
        self._hold()

    async def on_disconnect(self) -> None:
        """The connection is gone: what comes next comes after a gap."""
        self._hold()

    async def on_resumed(self) -> None:
        """The gap was replayed, as far as Discord remembers."""
        self._catch_up()

    async def on_ready(self) -> None:
        """A session is complete: read what was missed, then go on. This may happen many times."""
        self.was_ready = True
        self._catch_up()
        if self._sending is None:
            self._sending = asyncio.create_task(self.outbox.run(), name="outbox")

    def _hold(self) -> None:
        self.inbox.hold()
        self.outbox.hold()

    def _catch_up(self) -> None:
        """Read the past first, and send only once it is known: staff may have answered meanwhile."""
        self._behind = {None, *(guild.id for guild in self.guilds)}
        for guild in self.guilds:
            self._put_catch_up(guild.id, lambda guild=guild: catch_up(self, guild))  # type: ignore[misc]
        self._put_catch_up(None, lambda: catch_up_direct(self))
        self.inbox.flow()

    def _put_catch_up(self, place: int | None, read: Event) -> None:
        behind = self._behind

        async def then_send() -> None:
            try:
                await to_its_end(read)
            finally:
                behind.discard(place)
                if not self._behind:
                    self.outbox.flow()

        self.inbox.put(place, then_send, first=True)

    async def _sweep_if_due(self) -> None:
        if self.is_ready() and (self.clock() - self._swept_at >= SWEEP_EVERY or self.inbox.overflowed):
            self._swept_at = self.clock()
            self.inbox.overflowed = False
            for guild in self.guilds:
                self.inbox.put(guild.id, lambda guild=guild: sweep(self, guild))  # type: ignore[misc]

    async def on_message(self, message: discord.Message, /) -> None:
        """Queue a message that may concern us; chatter elsewhere is left alone."""
        if self.hearing.concerns(message):
            self.inbox.put_message(message)

    def add_dynamic_items(self, *items: Component) -> None:
        """Have components answer that stand under messages of long ago, too."""
        super().add_dynamic_items(*items)
        self._components += [item.__discord_ui_compiled_template__ for item in items]

    async def on_interaction(self, interaction: discord.Interaction["Stagedoor"], /) -> None:
        """Take a form; tell of a component or form that nobody deals with: it is from an older version."""
        if interaction.type is discord.InteractionType.modal_submit:
            for form in self._forms:
                await form.take(interaction)
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id = data.get("custom_id")
        if custom_id is not None and not any(known.fullmatch(custom_id) for known in self._components):
            words = texts_for(interaction.locale).t("This has expired, sorry. Please start again.")
            await say_privately(interaction, words)

    def add_form(self, form: type[LastingForm]) -> None:
        """Have a form be taken, be it filled in before or after a restart."""
        self._forms.append(form)
        self._components.append(form.pattern())

    # --- speaking ---------------------------------------------------------------------------------

    def zone(self) -> ZoneInfo:
        """Return the label's time zone."""
        return self.label.timezone

    def server_texts(self, guild_id: int) -> Texts:
        """Return the sentences of a server's own language, for what its staff and public posts read."""
        return texts_for(self.store.servers.get(guild_id).language)

    def rank_of(self, interaction: discord.Interaction[Any], server: Server) -> tuple[bool, bool]:
        """Return whether who acts is staff, and whether a manager, in a server, at this moment."""
        user = interaction.user
        roles = [role.id for role in user.roles] if isinstance(user, discord.Member) else []
        in_charge = isinstance(user, discord.Member) and interaction.permissions.manage_guild
        manager = server.is_manager(roles) or in_charge
        return server.is_staff(roles) or manager, manager

    async def tell_error(
        self, interaction: discord.Interaction[Any], error: BaseException, *, doing: str
    ) -> None:
        """Tell who acted what went wrong: a refusal's sentence, or that it was noted under an id."""
        texts = texts_for(interaction.locale)
        if isinstance(error, Refusal):
            words = texts.say(error.sentence)
        elif isinstance(error, app_commands.CheckFailure | app_commands.TransformerError):
            words = texts.t("That doesn’t work here. Please check what you chose and try again.")
        elif isinstance(error, discord.HTTPException) and error.code in {TOO_LATE, ALREADY_ANSWERED}:
            log.warning("Too late to answer %s: %s", doing, error)
            return
        else:
            error_id = log_unexpected(log, error, doing=doing)
            words = texts.t(
                "Something went wrong on our side, sorry. Please try again; if it happens again, tell the team this code: {id}",
                id=error_id,
            )
        await say_privately(interaction, words)


async def say_privately(
    interaction: discord.Interaction[Any],
    words: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
) -> None:
    """Tell only who acted, whether or not the interaction was responded to already."""
    extras: dict[str, Any] = {} if view is None else {"view": view}
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words or "", embeds=embeds, ephemeral=True, **extras)
        else:
            await interaction.response.send_message(words, embeds=embeds, ephemeral=True, **extras)
    except discord.HTTPException as error:
        log.warning("Could not tell %s about it: %s", interaction.user.id, error)
