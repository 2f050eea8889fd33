"""/qna: sessions in which fans ask an artist, and every question gets an outcome."""

import io

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sessions.questions import FanQuestionState, keywords_of
from bot.domain.sessions.session import SessionState
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from bot.team.roles import require_staff
from cogs.sessions import asking, console, my_questions, planning, voting
from cogs.sessions.artist_answers import ArtistAnswers
from cogs.sessions.components import BUTTONS_AND_MENUS, FORMS
from cogs.sessions.ending import end_session
from cogs.sessions.ending_posts import EndingPosts
from cogs.sessions.ending_view import transcript
from cogs.sessions.host_rights import require_host
from cogs.sessions.lifecycle import Lifecycle
from cogs.sessions.plan_options import describe_change, describe_plan
from cogs.sessions.posts import SessionPosts
from cogs.sessions.session_choice import (
    chosen_session,
    require_here,
    takes_open_session,
    takes_past_session,
)
from cogs.sessions.threads import reopen_thread
from cogs.sessions.view import list_embed

MOST_WORDS = 4000


class Sessions(
    commands.GroupCog,
    group_name=locale_str("qna"),
    group_description=locale_str("Q&A with artists"),
):
    """The commands with which the team plans sessions, fans ask and hosts host."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        SessionPosts(bot)
        EndingPosts(bot)
        Lifecycle(bot)
        bot.add_dynamic_items(*BUTTONS_AND_MENUS)
        for form in FORMS:
            bot.add_modal(form)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Queue the deletion of a session's thread."""
        if payload.thread_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self._thread_deleted(payload.thread_id))

    async def _thread_deleted(self, thread_id: int) -> None:
        session = await self.bot.store.sessions.of_thread(thread_id)
        if session is not None:
            await reopen_thread(self.bot, session)

    # --- taking part ------------------------------------------------------------------------------

    @app_commands.command(name=locale_str("ask"), description=locale_str("Ask an artist"))
    @app_commands.describe(
        question=locale_str("What would you like to know?"),
        anonymous=locale_str("Only the team sees your name"),
        direct=locale_str("Hear back by direct message"),
    )
    @app_commands.rename(
        question=locale_str("question"),
        anonymous=locale_str("anonymous"),
        direct=locale_str("direct"),
    )
    @takes_open_session
    @app_commands.guild_only()
    async def ask(
        self,
        interaction: discord.Interaction[Stagedoor],
        question: app_commands.Range[str, 1, asking.MOST_TEXT],
        session: int | None = None,
        anonymous: bool = False,  # noqa: FBT001, FBT002  # Discord passes it by name
        direct: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Keep a question for a session."""
        chosen = await chosen_session(self.bot, interaction, session)
        await asking.ask_question(self.bot, interaction, chosen, question, anonymous=anonymous, direct=direct)

    @app_commands.command(name=locale_str("questions"), description=locale_str("See the questions, and vote"))
    @takes_open_session
    @app_commands.guild_only()
    async def questions(
        self, interaction: discord.Interaction[Stagedoor], session: int | None = None
    ) -> None:
        """List questions to vote for."""
        chosen = await chosen_session(self.bot, interaction, session)
        await voting.show_list(self.bot, interaction, chosen.id)

    @app_commands.command(
        name=locale_str("mine"), description=locale_str("See, change or take back your questions")
    )
    @takes_open_session
    @app_commands.guild_only()
    async def mine(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """List a fan's own questions."""
        chosen = await chosen_session(self.bot, interaction, session)
        await my_questions.show_my_questions(self.bot, interaction, chosen.id)

    @app_commands.command(name=locale_str("host"), description=locale_str("Host a Q&A from here"))
    @takes_open_session
    @app_commands.guild_only()
    async def host(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """Show the console to a host alone."""
        chosen = await chosen_session(self.bot, interaction, session)
        hosted = await require_host(self.bot, interaction, chosen.id)
        embed, view = await console.draw_console(self.bot, hosted, texts_for(interaction.locale))
        await say_privately(interaction, embeds=[embed], view=view)

    @app_commands.command(
        name=locale_str("transcript"), description=locale_str("A Q&A as a file for your website")
    )
    @takes_past_session
    @app_commands.guild_only()
    async def transcript(self, interaction: discord.Interaction[Stagedoor], session: int) -> None:
        """Give the transcript in Markdown to the team."""
        here = await require_here(self.bot, interaction, session)
        over = await require_host(self.bot, interaction, here.id)
        texts, store = texts_for(over.language), self.bot.store
        answered = await store.session_questions.in_state(over.id, FanQuestionState.ANSWERED)
        answers = await store.session_answers.of_session(over.id)
        figures = await store.session_figures.of_session(over.id)
        text = transcript(over, answered, answers, figures, texts)
        file = discord.File(io.BytesIO(text.encode()), f"qna-{over.id}.md")
        await interaction.response.send_message(file=file, ephemeral=True)

    # --- planning ---------------------------------------------------------------------------------

    @app_commands.command(name=locale_str("schedule"), description=locale_str("Plan a Q&A with an artist"))
    @describe_plan
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
        plan = planning.Plan(
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
        await planning.schedule(self.bot, interaction, plan)

    @app_commands.command(name=locale_str("list"), description=locale_str("Planned Q&As"))
    @app_commands.guild_only()
    async def list_planned(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """List what is planned, to who asks alone."""
        sessions = await self.bot.store.sessions.open_in(interaction.guild_id or 0)
        await say_privately(interaction, embeds=[list_embed(sessions, texts_for(interaction.locale))])

    @app_commands.command(name=locale_str("change"), description=locale_str("Change a planned Q&A"))
    @describe_change
    @takes_open_session
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
        wanted = planning.PlanChange(
            date=date,
            time=time,
            minutes=minutes,
            channel_id=channel.id if channel else None,
            onwards=onwards,
        )
        await planning.change(self.bot, interaction, session, wanted)

    @app_commands.command(name=locale_str("cancel"), description=locale_str("Cancel a planned Q&A"))
    @app_commands.describe(series=locale_str("Also all that would follow"))
    @app_commands.rename(series=locale_str("series"))
    @takes_open_session
    @app_commands.guild_only()
    async def cancel(
        self,
        interaction: discord.Interaction[Stagedoor],
        session: int,
        series: bool = False,  # noqa: FBT001, FBT002  # Discord passes it by name
    ) -> None:
        """Cancel a session; those who asked are told, and their questions kept."""
        planned = await planning.require_planned(self.bot, interaction, session)
        await end_session(self.bot, planned, SessionState.CANCELLED, goes_on=not series)
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
        guild_id, preferences = interaction.guild_id or 0, self.bot.store.session_preferences
        require_staff(self.bot, interaction, guild_id)
        if words is not None:
            await preferences.keep_held_words(guild_id, "\n".join(keywords_of(words)))
        kept = keywords_of(await preferences.held_words(guild_id))
        texts = texts_for(interaction.locale)
        told = ", ".join(f"`{word}`" for word in kept)[:1800] or texts.t("None yet.")
        await say_privately(interaction, texts.t("Questions with these words are held: {words}", words=told))


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Sessions(bot))
    await bot.add_cog(ArtistAnswers(bot))
