"""Fans ask: in channels, by mention, directly, with /ask. Each is answered, asked back, or handed to the team."""

from dataclasses import asdict
from datetime import UTC, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import CHOICE_PATIENCE, Outcome, Question, Source, continues_run
from bot.domain.sentences import sentence
from bot.domain.understanding.known_facts import left_to_the_team
from bot.domain.understanding.reading import Action, Context, Kind, Reading
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.reports.show_texts import plain
from bot.team.hand_off import hand_off
from cogs.answers import view
from cogs.answers.buttons import PickShowButton, PickShowSelect, ToTheTeam
from db.outbox import Post

#: What was spoken of so recently is still meant, without being named again.
CONVERSATION = timedelta(minutes=10)
JOINABLE = {Outcome.OPEN, Outcome.ANSWERED_BY_BOT}
MOST_ASKED = 1500


class Answers(commands.Cog):
    """Hears fans' questions and replies."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.FAN_QUESTIONS, self.hear)
        bot.outbox.on(
            "answer", PostHandler(make=self.make_reply, sent=self.reply_sent, refused=self.reply_refused)
        )
        bot.add_dynamic_items(ToTheTeam, PickShowButton, PickShowSelect)
        bot.schedule.every(bot.tick, self.hand_off_undecided, name="undecided questions")

    # --- hearing ----------------------------------------------------------------------------------

    async def hear(self, message: IncomingMessage) -> None:
        """Deal with a fan's message; one that is known already changes nothing."""
        if message.home_id is None or message.channel_id in self.bot.store.sessions.threads:
            return
        server = self.bot.store.servers.get(message.home_id)
        if server.is_staff(message.author_roles):
            return
        run, spoken_of = await self._before(message)
        listened = message.asks_directly or server.listens(message.place_ids)
        reading = self._read(message, spoken_of) if listened else None
        if reading is not None and reading.action is not Action.IGNORE:
            if await self.bot.store.questions.of_message(message.id) is None:
                await self._asked(message, reading, run)
        elif run is not None:
            await self.bot.store.questions.join(run, message.id)

    async def _before(self, message: IncomingMessage) -> tuple[Question | None, Question | None]:
        """Return the question that a message may be a further part of, and the one last spoken of.

        Most messages are chatter of people who never asked: for them nothing is looked up.
        """
        questions = self.bot.store.questions
        latest = of_thread = replied = None
        if (message.channel_id, message.author_id) in questions.askers:
            latest = await questions.latest_of(message.channel_id, message.author_id)
        if message.thread_of is not None:
            of_thread = await questions.of_message(message.channel_id)
        if message.reply_to is not None:
            replied = await questions.of_answer(message.reply_to) or await questions.of_message(
                message.reply_to
            )
        recent = latest if latest is not None and _is_recent(latest, message) else None
        return self._run(message, latest, of_thread), replied or recent or of_thread

    def _run(
        self, message: IncomingMessage, latest: Question | None, of_thread: Question | None
    ) -> Question | None:
        if of_thread is not None and of_thread.asker_id == message.author_id and of_thread.is_open:
            return of_thread
        if latest is None or latest.outcome not in JOINABLE or latest.last_message_id >= message.id:
            return None
        goes_on = continues_run(
            last_said_at=discord.utils.snowflake_time(latest.last_message_id),
            last_id=latest.last_message_id,
            said_at=message.said_at,
            staff_id=self.bot.inbox.staff_message(message.channel_id),
        )
        return latest if goes_on else None

    def _read(self, message: IncomingMessage, spoken_of: Question | None) -> Reading:
        me = self.bot.user.id if self.bot.user else 0
        others = (message.mentions | {message.reply_to_author}) - {me, None, message.author_id}
        context = Context(
            addressed=message.asks_directly,
            speaks_to_others=bool(others) and not message.asks_directly and not message.mentions_staff,
            shows=spoken_of.shows if spoken_of else (),
            kinds=spoken_of.kinds if spoken_of else (),
        )
        return self._heard(message, context)

    def _heard(self, message: IncomingMessage, context: Context) -> Reading:
        """Read a message, and tell whoever listens how."""
        reading = self.bot.ear.read(message.text, now=message.said_at, context=context)
        self.bot.dispatch("read", message, reading)
        return reading

    async def _asked(self, message: IncomingMessage, reading: Reading, run: Question | None) -> None:
        posts = [self._reply_post(message.id, message.channel_id, reading)]
        questions = self.bot.store.questions
        if run is None:
            await questions.ask(question_of(message, reading), posts)
            run = await questions.of_message(message.id)
        else:
            waits_already = run.is_open and run.handed_off_at is not None
            if waits_already and reading.action is Action.HANDOFF:
                posts = []
            await questions.join(run, message.id, text=message.text, reading=reading, posts=posts)
        if run is not None and self._is_for_the_team(reading):
            await hand_off(self.bot, run)
        self.bot.outbox.wake()

    def _reply_post(self, message_id: int, channel_id: int, reading: Reading) -> NewPost:
        return NewPost(
            key=f"answer:{message_id}",
            kind="answer",
            channel_id=channel_id,
            at=self.bot.clock(),
            body={"reply_to": message_id, "reading": asdict(reading)},
        )

    def _is_for_the_team(self, reading: Reading) -> bool:
        shows = [show for show in map(self.bot.label.show, reading.shows) if show is not None]
        partly = reading.action is Action.ANSWER and left_to_the_team(reading, shows, now=self.bot.clock())
        return reading.action is Action.HANDOFF or bool(partly)

    async def hand_off_undecided(self) -> None:
        """Give the team what fans were asked back about and never chose: nobody is left without an answer."""
        before = self.bot.clock() - CHOICE_PATIENCE
        for question in await self.bot.store.questions.undecided(asked_before=before):
            await hand_off(self.bot, question)

    # --- replying ---------------------------------------------------------------------------------

    async def make_reply(self, post: Post) -> OutgoingMessage | None:
        """Make the reply to a question; none if a person was quicker or the fan took it back."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or question.outcome not in JOINABLE:
            return None
        again = post.body.get("again", False)
        if not again and await self.bot.store.replies.first_of(question.id) is not None:
            return None
        reading = reading_of(post.body["reading"])
        return OutgoingMessage(
            embeds=[self.reply_embed(reading)],
            view=self.reply_view(reading, question.id),
            reply_to=post.body["reply_to"],
            edits=question.answer_message_id if again else None,
        )

    def reply_embed(self, reading: Reading) -> discord.Embed:
        """Say the reply to a reading in the fan's language."""
        return view.reply_embed(
            reading,
            self.bot.label,
            now=self.bot.clock(),
            stale_after=timedelta(days=self.bot.settings.data_stale_days),
            texts=texts_for(reading.language),
        )

    def reply_view(self, reading: Reading, question_id: int) -> discord.ui.View | None:
        """Make what a fan can press under the reply."""
        texts = texts_for(reading.language)
        return view.reply_view(
            reading,
            question_id,
            self.bot.label,
            texts,
            team=ToTheTeam,
            pick=PickShowButton,
            chooser=PickShowSelect,
        )

    async def reply_sent(self, post: Post, message_id: int) -> None:
        """An answer that stands in the channel closes its question; “I’ve asked the team” is made true."""
        at = discord.utils.snowflake_time(message_id).astimezone(UTC)
        reading = reading_of(post.body["reading"])
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is not None and question.handed_off_at is None and self._is_for_the_team(reading):
            await hand_off(self.bot, question)
        await self.bot.store.questions.bot_replied(
            post.subject or 0, message_id=message_id, at=at, answers=reading.action is Action.ANSWER
        )

    async def chosen(self, question: Question, reading: Reading, message_id: int) -> None:
        """Follow up a fan's choice, once the reply stands in the channel."""
        if self._is_for_the_team(reading):
            await hand_off(self.bot, question)
        await self.bot.store.questions.bot_replied(
            question.id,
            message_id=message_id,
            at=self.bot.clock(),
            answers=reading.action is Action.ANSWER,
        )

    async def reply_refused(self, post: Post) -> None:
        """Where the bot may not speak, the team must know of the question."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is not None:
            await hand_off(self.bot, question)

    # --- edits ------------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit."""
        self.bot.inbox.put(payload.guild_id, lambda: self.edited(payload))

    async def edited(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Read an edited message again: it may have become a question, or another one."""
        if not self.bot.reader.concerns(payload.message) or payload.message.edited_at is None:
            return
        message = await self.bot.reader.read(payload.message)
        question = await self.bot.store.questions.of_message(message.id)
        if question is None:
            await self.hear(message)
        elif question.asker_id == message.author_id and question.text != message.text:
            await self._reread(question, message)

    async def _reread(self, question: Question, message: IncomingMessage) -> None:
        if question.outcome not in JOINABLE or question.message_id != message.id:
            return
        _, spoken_of = await self._before(message)
        reading = self._read(message, None if spoken_of == question else spoken_of)
        if reading.action is Action.IGNORE:
            reading = Reading(language=reading.language, action=Action.HANDOFF)
        key = f"answer:{message.id}:{int(self.bot.clock().timestamp() * 1000)}"
        waits = question.is_open and question.handed_off_at is not None
        posts = []
        if not (waits and reading.action is Action.HANDOFF):
            body = {"reply_to": message.id, "reading": asdict(reading), "again": True}
            posts = [
                NewPost(key=key, kind="answer", channel_id=message.channel_id, at=self.bot.clock(), body=body)
            ]
        await self.bot.store.questions.reread(question.id, text=message.text, reading=reading, posts=posts)
        if waits or self._is_for_the_team(reading):
            await hand_off(self.bot, question)
        self.bot.outbox.wake()

    # --- /ask -------------------------------------------------------------------------------------

    @app_commands.command(
        name=locale_str("ask"), description=locale_str("Ask about shows, tickets, anything")
    )
    @app_commands.describe(question=locale_str("What would you like to know?"))
    @app_commands.rename(question=locale_str("question"))
    async def ask(
        self, interaction: discord.Interaction[Stagedoor], question: app_commands.Range[str, 1, MOST_ASKED]
    ) -> None:
        """Answer a question for all to see, so that the team can reply to it."""
        home, roles = await self._home(interaction)
        server = self.bot.store.servers.get(home)
        texts = texts_for(interaction.locale)
        if server.is_staff(roles):
            reading = self.bot.ear.read(question, now=self.bot.clock(), context=Context(addressed=True))
            await interaction.response.send_message(embed=self.reply_embed(reading), ephemeral=True)
            return
        response = await interaction.response.defer(thinking=True)
        message_id = (response.message_id if response else None) or (await interaction.original_response()).id
        message = self._message_of(interaction, message_id, home, question)
        reading = self._heard(message, Context(addressed=True))
        if reading.action is Action.IGNORE:
            words = texts.t("I didn’t find a question in that. Try: when is the next show?")
            await interaction.edit_original_response(content=words)
            return
        asked = await self.bot.store.questions.ask(question_of(message, reading, Source.COMMAND))
        if self._is_for_the_team(reading):
            await hand_off(self.bot, asked)
        embed = self.reply_embed(reading)
        embed.title = plain(message.text, 250)
        shown = self.reply_view(reading, asked.id) or discord.utils.MISSING
        await interaction.edit_original_response(embed=embed, view=shown)
        await self.bot.store.questions.bot_replied(
            asked.id,
            message_id=message_id,
            at=self.bot.clock(),
            answers=reading.action is Action.ANSWER,
        )

    async def _home(self, interaction: discord.Interaction[Stagedoor]) -> tuple[int, frozenset[int]]:
        if interaction.guild_id is not None and isinstance(interaction.user, discord.Member):
            return interaction.guild_id, frozenset(role.id for role in interaction.user.roles)
        home, roles = await self.bot.reader.home_of(interaction.user.id)
        if home is None:
            raise Refusal(sentence("Please join our server first, so that the team can answer you."))
        return home, roles

    def _message_of(
        self, interaction: discord.Interaction[Any], message_id: int, home: int, text: str
    ) -> IncomingMessage:
        return IncomingMessage(
            id=message_id,
            guild_id=interaction.guild_id,
            home_id=home,
            channel_id=interaction.channel_id or 0,
            author_id=interaction.user.id,
            author_name=interaction.user.display_name,
            text=text.strip(),
            said_at=interaction.created_at.astimezone(UTC),
            asks_directly=True,
        )


def _is_recent(latest: Question, message: IncomingMessage) -> bool:
    """Whether a fan's latest question is still what the conversation is about."""
    last_said = discord.utils.snowflake_time(latest.last_message_id)
    return timedelta(0) <= message.said_at - last_said <= CONVERSATION


def question_of(message: IncomingMessage, reading: Reading, source: Source | None = None) -> Question:
    """Make the question that a message asks; the store gives it its id."""
    if source is None:
        source = Source.CHANNEL
        if message.guild_id is None:
            source = Source.DIRECT
        elif message.asks_directly:
            source = Source.FORUM if message.id == message.channel_id else Source.MENTION
    return Question(
        id=0,
        guild_id=message.home_id or 0,
        channel_id=message.channel_id,
        message_id=message.id,
        asker_id=message.author_id,
        asker_name=message.author_name,
        asked_at=message.said_at,
        text=message.text,
        language=reading.language,
        source=source,
        kinds=reading.kinds,
        shows=reading.shows,
        faq=reading.faq,
        choices=reading.choices,
        last_message_id=message.id,
    )


def reading_of(kept: dict[str, Any]) -> Reading:
    """Make a reading from what the outbox kept of it."""
    return Reading(
        **kept
        | {
            "action": Action(kept["action"]),
            "kinds": tuple(Kind(kind) for kind in kept["kinds"]),
            "shows": tuple(kept["shows"]),
            "choices": tuple(kept["choices"]),
        }
    )


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Answers(bot))
