"""Explains a message: how the bot read it, and how the question's clock stands."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from bot.cli.demo.fan_server import FanServer
from bot.client import Stagedoor
from bot.domain.hours.server_hours import target_of
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import MatchedBy, Question, Reply
from bot.domain.shows.label import Label
from bot.domain.understanding.reading import Action, Reading
from bot.interface.i18n import Texts, texts_for
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.users import User
from bot.reports.question_texts import kind_name, outcome_name
from bot.reports.reply_time_texts import wait_words
from cogs.answers.view import choice_name

#: So many readings are remembered.
MOST_READ = 1000


class Row(NamedTuple):
    """One line; `since`: shown as the time that has passed since then."""

    name: str
    value: str
    since: datetime | None = None

    def body(self) -> dict[str, str]:
        """Return the line on the wire."""
        body = {"name": self.name, "value": self.value}
        return body if self.since is None else body | {"since": self.since.isoformat()}


class Explainer:
    """Listens to how the bot reads messages, and looks up the rest."""

    def __init__(self, bot: Stagedoor, fan_server: FanServer, label: Label) -> None:
        self._store = bot.store
        self._fan_server, self._label = fan_server, label
        self._read: OrderedDict[int, Reading] = OrderedDict()
        bot.add_listener(self.on_read)

    async def on_read(self, message: IncomingMessage, reading: Reading) -> None:
        """Remember how a message was read."""
        self._read[message.id] = reading
        self._read.move_to_end(message.id)
        if len(self._read) > MOST_READ:
            self._read.popitem(last=False)

    async def explain(self, message: Message, reader: User) -> dict[str, Any] | None:
        """Return what is known of a message, in its reader's language; None if nothing is."""
        texts = texts_for(reader.locale)
        question = await self._question(message)
        reading = self._reading_of(message, question)
        rows = [] if reading is None else list(self._reading(reading, texts))
        if question is not None:
            rows += [row async for row in self._clock(question, texts)]
        rows += [row async for row in self._as_reply(message, texts)]
        if not rows:
            return None
        return {
            "message": str(message.id),
            "title": texts.t("How Stagedoor read it"),
            "rows": [row.body() for row in rows],
        }

    async def _question(self, message: Message) -> Question | None:
        """Return the question that a message asks or, being the bot's, answers or shows."""
        questions = self._store.questions
        asked = await questions.of_message(message.id)
        if asked is not None or message.author is not self._fan_server.application.user:
            return asked
        return await questions.of_answer(message.id) or await questions.of_card(message.id)

    def _reading_of(self, message: Message, question: Question | None) -> Reading | None:
        """Return how a message was read or, being the bot's, the one that it replies to."""
        replied = message.reference.message_id if message.reference else None
        known = (message.id, replied or 0, question.message_id if question else 0)
        return next((self._read[one] for one in known if one in self._read), None)

    def _reading(self, reading: Reading, texts: Texts) -> Iterator[Row]:
        t, label = texts.t, self._label
        yield Row(t("What it did"), _action_taken(reading, texts))
        if reading.kinds:
            yield Row(t("Asked for"), ", ".join(kind_name(kind, texts) for kind in reading.kinds))
        for show in reading.shows:
            yield Row(t("Which show"), choice_name(show, label, texts.language))
        if reading.faq is not None:
            yield Row(t("Frequent question"), choice_name(reading.faq, label, texts.language))
        for choice in reading.choices:
            yield Row(t("Offered"), choice_name(choice, label, texts.language))
        if reading.action is not Action.IGNORE:
            yield Row(t("How sure it is"), f"{reading.confidence:.0%}")

    async def _clock(self, question: Question, texts: Texts) -> AsyncIterator[Row]:
        t, now = texts.t, self._fan_server.world.clock()
        reply = await self._store.replies.first_of(question.id)
        if question.is_open:
            yield Row(t("Waiting since"), "", question.asked_at)
        else:
            yield Row(t("What became of it"), outcome_name(question.outcome, texts))
        if question.handed_off_at is not None:
            after = texts.duration(question.handed_off_at - question.asked_at)
            yield Row(t("Handed to the team"), t("after {wait}", wait=after))
            target = target_of(self._store.servers.get(question.guild_id))
            yield Row(t("The team means to answer within"), texts.duration(target))
        if question.claimant(now) is not None:
            yield Row(t("Being answered by"), question.claimed_name)
        if reply is not None:
            yield Row(t("First reply"), _replied(question, reply, texts))

    async def _as_reply(self, message: Message, texts: Texts) -> AsyncIterator[Row]:
        """Tell whom a message of the team answers."""
        question = await self._store.replies.question_of(message.id)
        reply = None if question is None else await self._store.replies.first_of(question.id)
        if question is None or reply is None:
            return
        yield Row(texts.t("Answers the question of"), question.asker_name)
        if reply.message_id == message.id:
            yield Row(texts.t("First reply"), _replied(question, reply, texts))


def _action_taken(reading: Reading, texts: Texts) -> str:
    match reading.action:
        case Action.ANSWER:
            return texts.t("Answered from the label’s data")
        case Action.CLARIFY:
            return texts.t("Asked back which one is meant")
        case Action.HANDOFF:
            return texts.t("Handed it to the team: the label’s data don’t say")
        case Action.IGNORE:
            return texts.t("Left it alone: it asks the label nothing")


def _replied(question: Question, reply: Reply, texts: Texts) -> str:
    wait = wait_words(reply.replied_at - question.asked_at, reply.open_wait, texts)
    return texts.t(
        "{wait}, by {name} ({way})", wait=wait, name=reply.staff_name, way=matched_by_words(reply.way, texts)
    )


def matched_by_words(matched_by: MatchedBy, texts: Texts) -> str:
    """Say how the team answered."""
    match matched_by:
        case MatchedBy.REPLY:
            return texts.t("by replying")
        case MatchedBy.THREAD:
            return texts.t("in its thread")
        case MatchedBy.BOT:
            return texts.t("through Stagedoor")
        case MatchedBy.MENTION:
            return texts.t("by naming the fan")
        case MatchedBy.CONFIRMED:
            return texts.t("confirmed by hand")
        case MatchedBy.MARKED:
            return texts.t("marked by hand")
