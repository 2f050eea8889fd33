"""/qna: sessions in which fans ask an artist, and every question gets an outcome."""

import dataclasses
import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from bot.client import Stagedoor, say_privately
from bot.domain import session_posts
from bot.domain.sentences import sentence
from bot.domain.session_questions import Fate, keywords_of
from bot.domain.sessions import Session, State
from bot.errors import Refusal
from bot.i18n import texts_for
from cogs.sessions import asking, hosting, learning, picking, scheduling, voting
from cogs.sessions.ending import Ending
from cogs.sessions.ending_view import transcript
from cogs.sessions.events import Events
from cogs.sessions.hearing import Hearing
from cogs.sessions.hosts import hosted
from cogs.sessions.posts import Posts
from cogs.sessions.running import Running
from cogs.sessions.threads import Threads
from cogs.sessions.view import list_embed

COMPONENTS = (
    asking.AskButton, asking.SecondButton, asking.SendButton, asking.MineButton, asking.EditButton,
    asking.WithdrawButton, voting.ListButton, voting.ListPage, voting.VoteButton, hosting.NextButton,
    hosting.OrderChoice, hosting.LateButton, hosting.ExtendButton, hosting.EndButton, hosting.EndNow,
    hosting.RelayButton, picking.QueueChoice, picking.PutButton, picking.DeferButton, picking.LetInButton,
    picking.PinButton, picking.DeclineButton, picking.MergeButton, picking.MergeChoice, picking.MoreButton,
    picking.HeldButton, learning.MoreAnswers, learning.FaqChoice,
)  # fmt: skip
FORMS = (asking.AskForm, asking.EditForm, hosting.RelayForm, picking.DeclineForm)
MOST_CHOICES = 25
MOST_WORDS = 4000


class Sessions(
    commands.GroupCog, group_name=locale_str("qna"), group_description=locale_str("Q&A with artists")
):
    """Plans sessions, lets fans ask and hosts host."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self.threads = Threads(bot)
        self.posts = Posts(bot, self.threads)
        self.ending = Ending(bot, self.threads)
        self.running = Running(bot, self.threads, self.ending, Events(bot, self.threads))
        self.hearing = Hearing(bot, self.threads)
        bot.add_dynamic_items(*COMPONENTS)
        for form in FORMS:
            bot.add_form(form)

    # --- what happens -----------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self.hearing.edited(payload.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self.hearing.deleted(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Queue the deletion of a session's thread."""
        if payload.thread_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self._thread_deleted(payload.thread_id))

    async def _thread_deleted(self, thread_id: int) -> None:
        session = await self.bot.store.sessions.of_thread(thread_id)
        if session is not None:
            await self.threads.open_again(session)

    # --- planning ---------------------------------------------------------------------------------

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
    @app_commands.guild_only()
    async def cancel(
        self,
        interaction: discord.Interaction[Stagedoor],
        session: int,
        series: bool = False,  # noqa: FBT001, FBT002  # Discord passes it by name
    ) -> None:
        """Cancel a session; those who asked are told, and their questions kept."""
        planned = await scheduling.planned(self.bot, interaction, session)
        await self.ending.finish(planned, State.CANCELLED, goes_on=not series)
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

    # --- taking part ------------------------------------------------------------------------------

    @app_commands.command(name=locale_str("ask"), description=locale_str("Ask an artist"))
    @app_commands.describe(
        question=locale_str("What would you like to know?"),
        session=locale_str("Which one"),
        anonymous=locale_str("Only the team sees your name"),
        direct=locale_str("Hear back by direct message"),
    )
    @app_commands.rename(
        question=locale_str("question"),
        session=locale_str("session"),
        anonymous=locale_str("anonymous"),
        direct=locale_str("direct"),
    )
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
        chosen = await self._open_session(interaction, session)
        await asking.send(self.bot, interaction, chosen, question, anonymous=anonymous, direct=direct)

    @app_commands.command(name=locale_str("questions"), description=locale_str("See the questions, and vote"))
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.guild_only()
    async def questions(
        self, interaction: discord.Interaction[Stagedoor], session: int | None = None
    ) -> None:
        """List questions to vote for."""
        chosen = await self._open_session(interaction, session)
        await voting.show_list(self.bot, interaction, chosen.id)

    @app_commands.command(
        name=locale_str("mine"), description=locale_str("See, change or take back your questions")
    )
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.guild_only()
    async def mine(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """List a fan's own questions."""
        chosen = await self._open_session(interaction, session)
        await asking.show_mine(self.bot, interaction, chosen.id)

    @app_commands.command(name=locale_str("host"), description=locale_str("Host a Q&A from here"))
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.guild_only()
    async def host(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """Show the console to a host alone."""
        chosen = await hosted(self.bot, interaction, (await self._open_session(interaction, session)).id)
        embed, view = await hosting.drawn_console(self.bot, chosen, texts_for(interaction.locale))
        await say_privately(interaction, embeds=[embed], view=view)

    @app_commands.command(
        name=locale_str("transcript"), description=locale_str("A Q&A as a file for your website")
    )
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.guild_only()
    async def transcript(self, interaction: discord.Interaction[Stagedoor], session: int) -> None:
        """Give the transcript in Markdown to the team."""
        over = await hosted(self.bot, interaction, await self._here(interaction, session))
        texts, store = texts_for(over.language), self.bot.store
        answered = await store.session_questions.in_state(over.id, Fate.ANSWERED)
        answers = await store.session_answers.of_session(over.id)
        held = await store.sessions.figures(over.id)
        text = transcript(over, answered, answers, held, texts)
        file = discord.File(io.BytesIO(text.encode()), f"qna-{over.id}.md")
        await interaction.response.send_message(file=file, ephemeral=True)

    async def _here(self, interaction: discord.Interaction[Any], session_id: int) -> int:
        """Return a session's id if it is this server's.

        Raises:
            Refusal: it isn't.
        """
        session = await self.bot.store.sessions.get(session_id)
        if session is None or session.guild_id != interaction.guild_id:
            raise Refusal(sentence("There is no such session. Pick one from the list."))
        return session_id

    async def _open_session(self, interaction: discord.Interaction[Any], session_id: int | None) -> Session:
        """Return the session that is meant: the one named, the one here, or the next.

        Raises:
            Refusal: none is planned.
        """
        open_ones = await self.bot.store.sessions.open_in(interaction.guild_id or 0)
        here = [one for one in open_ones if interaction.channel_id in {one.thread_id, one.channel_id}]
        named = [one for one in open_ones if one.id == session_id]
        found = named if session_id is not None else [*here, *open_ones]
        if not found:
            raise Refusal(sentence("No session is planned."))
        return found[0]

    @change.autocomplete("session")
    @cancel.autocomplete("session")
    @ask.autocomplete("session")
    @questions.autocomplete("session")
    @mine.autocomplete("session")
    @host.autocomplete("session")
    async def open_ones(self, interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
        """Offer the planned and live sessions."""
        del current
        return choices(await self.bot.store.sessions.open_in(interaction.guild_id or 0))

    @transcript.autocomplete("session")
    async def over_ones(self, interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
        """Offer the sessions that took place."""
        del current
        return choices(await self.bot.store.sessions.over_in(interaction.guild_id or 0))


def choices(sessions: list[Session]) -> list[Choice[int]]:
    """Offer sessions by artist and local time."""
    return [
        Choice(
            name=f"#{one.id} {one.artist} · {one.starts_at.astimezone(ZoneInfo(one.zone)):%Y-%m-%d %H:%M}"[
                :100
            ],
            value=one.id,
        )
        for one in sessions[:MOST_CHOICES]
    ]


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Sessions(bot))
