"""The commands with which the team plans sessions."""

import dataclasses
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import keywords_of
from bot.domain.sessions.session import Session, SessionState
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from cogs.sessions import scheduling
from cogs.sessions.session_choice import open_sessions
from cogs.sessions.view import list_embed

if TYPE_CHECKING:
    from cogs.sessions.ending import Ending
    from cogs.sessions.threads import Threads

MOST_WORDS = 4000


class Planning(commands.Cog):
    """Part of /qna: to plan, change and cancel sessions."""

    bot: Stagedoor
    threads: "Threads"
    ending: "Ending"

    @app_commands.command(name=locale_str("schedule"), description=locale_str("Plan a Q&A with an artist"))
    @scheduling.describe_plan
    @app_commands.guild_only()
    async def schedule(  # noqa: PLR0917  # each is an option of the command
        self,
        interaction: discord.Interaction[Stagedoor],
        artist: app_commands.Range[str, 1, 80],
        date: str,
        time: str,
        channel: discord.TextChannel | None = None,
        minutes: app_commands.Range[int, 10, 480] = 60,
        repeats: str = "once",
        host: discord.Member | None = None,
        artist_account: discord.Member | None = None,
        pace: app_commands.Range[int, 0, 60] = 0,
        language: str | None = None,
        reminders: str = "both",
        per_fan: app_commands.Range[int, 1, 20] = 3,
        slow_mode: app_commands.Range[int, 0, 3600] = 0,
        closing: str = "lock_and_archive",
    ) -> None:
        """Plan a session, and announce it."""
        plan = scheduling.Plan(
            artist=artist,
            date=date,
            time=time,
            minutes=minutes,
            repeats=repeats,
            pace=pace,
            language=language,
            reminders=reminders,
            per_fan=per_fan,
            slow_mode=slow_mode,
            closing=closing,
            channel_id=channel.id if channel else interaction.channel_id or 0,
            host_id=host.id if host else None,
            artist_id=artist_account.id if artist_account else None,
        )
        await scheduling.schedule(self, interaction, plan)

    @app_commands.command(name=locale_str("list"), description=locale_str("Planned Q&As"))
    @app_commands.guild_only()
    async def list_planned(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """List what is planned, to who asks alone."""
        sessions = await self.bot.store.sessions.open_in(interaction.guild_id or 0)
        await say_privately(interaction, embeds=[list_embed(sessions, texts_for(interaction.locale))])

    @app_commands.command(name=locale_str("change"), description=locale_str("Change a planned Q&A"))
    @app_commands.describe(
        session=locale_str("Which one"),
        date=locale_str("Local date, like 2026-12-05"),
        time=locale_str("Local time, like 19:00"),
        minutes=locale_str("How long it lasts"),
        channel=locale_str("Where it takes place"),
        onwards=locale_str("Also move those that follow"),
    )
    @app_commands.rename(
        session=locale_str("session"),
        date=locale_str("date"),
        time=locale_str("time"),
        minutes=locale_str("minutes"),
        channel=locale_str("channel"),
        onwards=locale_str("onwards"),
    )
    @app_commands.autocomplete(session=open_sessions)
    @app_commands.guild_only()
    async def change(  # noqa: PLR0917  # each is an option of the command
        self,
        interaction: discord.Interaction[Stagedoor],
        session: int,
        date: str | None = None,
        time: str | None = None,
        minutes: app_commands.Range[int, 10, 480] | None = None,
        channel: discord.TextChannel | None = None,
        onwards: bool = False,  # noqa: FBT001, FBT002  # Discord passes it by name
    ) -> None:
        """Move a session, and tell so."""
        planned = await scheduling.planned(self.bot, interaction, session)
        await scheduling.change(
            self,
            interaction,
            planned,
            date=date,
            time=time,
            minutes=minutes,
            channel=channel,
            onwards=onwards,
        )

    async def move(self, session: Session, starts_at: datetime, minutes: int, **changes: Any) -> bool:
        """Have a planned session start at another time; False when it began meanwhile."""
        moved = dataclasses.replace(
            session,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            minutes=minutes,
            **changes,
        )
        done = await self.bot.store.sessions.change(
            session,
            session_posts.announced(moved, "moved", at=self.bot.clock()),
            starts_at=moved.starts_at,
            ends_at=moved.ends_at,
            minutes=minutes,
            **changes,
        )
        self.bot.outbox.wake()
        return done

    @app_commands.command(name=locale_str("cancel"), description=locale_str("Cancel a planned Q&A"))
    @app_commands.describe(session=locale_str("Which one"), series=locale_str("Also all that would follow"))
    @app_commands.rename(session=locale_str("session"), series=locale_str("series"))
    @app_commands.autocomplete(session=open_sessions)
    @app_commands.guild_only()
    async def cancel(
        self,
        interaction: discord.Interaction[Stagedoor],
        session: int,
        series: bool = False,  # noqa: FBT001, FBT002  # Discord passes it by name
    ) -> None:
        """Cancel a session; those who asked are told, and their questions kept."""
        planned = await scheduling.planned(self.bot, interaction, session)
        await self.ending.finish(planned, SessionState.CANCELLED, goes_on=not series)
        words = texts_for(interaction.locale).t("Cancelled. Everybody who asked is told.")
        await say_privately(interaction, words)

    @app_commands.command(
        name=locale_str("words"), description=locale_str("Words for which a question is held")
    )
    @app_commands.describe(words=locale_str("With commas between; * at an end stands for anything"))
    @app_commands.rename(words=locale_str("words"))
    @app_commands.guild_only()
    async def words(
        self,
        interaction: discord.Interaction[Stagedoor],
        words: app_commands.Range[str, 0, MOST_WORDS] | None = None,
    ) -> None:
        """Keep the words for which the team looks at a question first; without any, show them."""
        guild_id = interaction.guild_id or 0
        scheduling.require_staff(self.bot, interaction)
        if words is not None:
            await self.bot.store.session_questions.hold_words(guild_id, "\n".join(keywords_of(words)))
        kept = keywords_of(await self.bot.store.session_questions.held_words(guild_id))
        texts = texts_for(interaction.locale)
        told = ", ".join(f"`{word}`" for word in kept)[:1800] or texts.t("None yet.")
        await say_privately(interaction, texts.t("Questions with these words are held: {words}", words=told))
