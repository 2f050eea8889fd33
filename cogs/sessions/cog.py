"""/qna: sessions in which fans ask an artist, and every question gets an outcome."""

import io
from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sessions.questions import FanQuestionState
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from cogs.sessions import asking, faqs, hosting, my_questions, picking, voting
from cogs.sessions.artist_answers import ArtistAnswers
from cogs.sessions.ending import Ending
from cogs.sessions.ending_view import transcript
from cogs.sessions.events import Events
from cogs.sessions.hosts import hosted
from cogs.sessions.planning import Planning
from cogs.sessions.posts import Posts
from cogs.sessions.running import Running
from cogs.sessions.session_choice import id_here, open_sessions, over_sessions, the_session
from cogs.sessions.threads import Threads

COMPONENTS = (
    asking.AskButton, asking.SecondButton, asking.SendButton, my_questions.MineButton, my_questions.EditButton,
    my_questions.WithdrawButton, voting.ListButton, voting.ListPage, voting.VoteButton, hosting.NextButton,
    hosting.OrderChoice, hosting.LateButton, hosting.ExtendButton, hosting.EndButton, hosting.EndNow,
    hosting.RelayButton, picking.QueueChoice, picking.PutButton, picking.DeferButton, picking.LetInButton,
    picking.PinButton, picking.DeclineButton, picking.MergeButton, picking.MergeChoice, picking.MoreButton,
    picking.HeldButton, faqs.MoreAnswers, faqs.FaqChoice,
)  # fmt: skip
FORMS = (asking.AskModal, my_questions.EditModal, hosting.RelayModal, picking.DeclineModal)


class Sessions(
    Planning,
    commands.GroupCog,
    group_name=locale_str("qna"),
    group_description=locale_str("Q&A with artists"),
):
    """Plans sessions, lets fans ask and hosts host."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self.threads = Threads(bot)
        self.posts = Posts(bot, self.threads)
        self.ending = Ending(bot, self.threads)
        self.running = Running(bot, self.threads, self.ending, Events(bot, self.threads))
        self.artist_answers = ArtistAnswers(bot, self.threads)
        bot.add_dynamic_items(*COMPONENTS)
        for form in FORMS:
            bot.add_modal(form)

    # --- what happens -----------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self.artist_answers.edited(payload.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self.artist_answers.deleted(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            for message_id in payload.message_ids:
                self.bot.inbox.put(payload.guild_id, partial(self.artist_answers.deleted, message_id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Queue the deletion of a session's thread."""
        if payload.thread_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self._thread_deleted(payload.thread_id))

    async def _thread_deleted(self, thread_id: int) -> None:
        session = await self.bot.store.sessions.of_thread(thread_id)
        if session is not None:
            await self.threads.open_again(session)

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
    @app_commands.autocomplete(session=open_sessions)
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
        chosen = await the_session(self.bot, interaction, session)
        await asking.send(self.bot, interaction, chosen, question, anonymous=anonymous, direct=direct)

    @app_commands.command(name=locale_str("questions"), description=locale_str("See the questions, and vote"))
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.autocomplete(session=open_sessions)
    @app_commands.guild_only()
    async def questions(
        self, interaction: discord.Interaction[Stagedoor], session: int | None = None
    ) -> None:
        """List questions to vote for."""
        chosen = await the_session(self.bot, interaction, session)
        await voting.show_list(self.bot, interaction, chosen.id)

    @app_commands.command(
        name=locale_str("mine"), description=locale_str("See, change or take back your questions")
    )
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.autocomplete(session=open_sessions)
    @app_commands.guild_only()
    async def mine(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """List a fan's own questions."""
        chosen = await the_session(self.bot, interaction, session)
        await my_questions.show_mine(self.bot, interaction, chosen.id)

    @app_commands.command(name=locale_str("host"), description=locale_str("Host a Q&A from here"))
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.autocomplete(session=open_sessions)
    @app_commands.guild_only()
    async def host(self, interaction: discord.Interaction[Stagedoor], session: int | None = None) -> None:
        """Show the console to a host alone."""
        chosen = await hosted(self.bot, interaction, (await the_session(self.bot, interaction, session)).id)
        embed, view = await hosting.drawn_console(self.bot, chosen, texts_for(interaction.locale))
        await say_privately(interaction, embeds=[embed], view=view)

    @app_commands.command(
        name=locale_str("transcript"), description=locale_str("A Q&A as a file for your website")
    )
    @app_commands.describe(session=locale_str("Which one"))
    @app_commands.rename(session=locale_str("session"))
    @app_commands.autocomplete(session=over_sessions)
    @app_commands.guild_only()
    async def transcript(self, interaction: discord.Interaction[Stagedoor], session: int) -> None:
        """Give the transcript in Markdown to the team."""
        over = await hosted(self.bot, interaction, await id_here(self.bot, interaction, session))
        texts, store = texts_for(over.language), self.bot.store
        answered = await store.session_questions.in_state(over.id, FanQuestionState.ANSWERED)
        answers = await store.session_answers.of_session(over.id)
        held = await store.sessions.figures(over.id)
        text = transcript(over, answered, answers, held, texts)
        file = discord.File(io.BytesIO(text.encode()), f"qna-{over.id}.md")
        await interaction.response.send_message(file=file, ephemeral=True)


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Sessions(bot))
