"""Makes a frequent question of what the team answered: the next fan who asks gets the answer at once."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.languages.language import codes, language_of
from bot.domain.questions.question import Question, Reply
from bot.domain.sentences import sentence
from bot.domain.shows.label import Faq
from bot.interface.components import ModalSubmission, PersistentModal
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.roles import the_question

MOST_EXAMPLES = 20
MOST_FIELD = 1500
#: A form has room for five fields, and the phrasings are one.
MOST_ANSWERS = 4


class FaqModal(PersistentModal, name="learn_form"):
    """A frequent question: phrasings, a line each, and the answer in each language."""

    def __init__(
        self, bot: Stagedoor, question: Question, answer: str, texts: Texts, *, alike: Sequence[Question] = ()
    ) -> None:
        super().__init__(question.id, texts.t("A frequent question"))
        known = bot.label.faq(faq_id(question))
        phrasings = dict.fromkeys(" ".join(one.text.split()) for one in (question, *alike))
        examples = "\n".join(known.examples if known else phrasings)
        answers = dict(known.answers) if known else {question.language: answer}
        said = _field("examples", examples)
        self.ask(texts.t("How fans ask it, a line each"), said)
        wanted = [*answers, question.language, *bot.label.languages, *codes()]
        chosen = list(dict.fromkeys(code for code in wanted if code in codes()))[:MOST_ANSWERS]
        for language in filter(chosen.__contains__, codes()):
            field = _field(f"answer_{language}", answers.get(language, ""), required=False)
            name = texts.locale.languages[language_of(language).locale.language]
            self.ask(texts.t("Answer in {language}", language=name), field)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Keep it, and answer by it from now on."""
        question = await the_question(bot, interaction, sent.subject)
        lines = (line.strip() for line in sent.typed["examples"].splitlines())
        examples = tuple(dict.fromkeys(line for line in lines if line))[:MOST_EXAMPLES]
        known = bot.label.faq(faq_id(question))
        before = dict(known.answers) if known else {}
        typed = {code: sent.typed.get(f"answer_{code}", before.get(code, "")) for code in codes()}
        answers = {code: text.strip() for code, text in typed.items() if text.strip()}
        if not examples or not answers:
            raise Refusal(sentence("Please write at least one way to ask it, and an answer."))
        faq = Faq(id=faq_id(question), examples=examples, answers=answers)
        await bot.store.label.learn_faq(faq, question_id=question.id)
        await bot.load_label()
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction, texts.t("Learned. The next fan who asks this gets this answer at once.")
        )


def _field(custom_id: str, value: str, *, required: bool = True) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph,
        default=value[:MOST_FIELD],
        max_length=MOST_FIELD,
        required=required,
    )


def faq_id(question: Question) -> str:
    """Return the id of the frequent question that is made of a fan's."""
    return f"learned-{question.id}"


async def reply_words(bot: Stagedoor, question: Question, reply: Reply) -> str:
    """Return what a staff member answered, as far as it can still be read."""
    channel_id = question.channel_id if reply.channel_id is None else reply.channel_id
    try:
        message = await bot.get_partial_messageable(channel_id).fetch_message(reply.message_id)
    except (discord.NotFound, discord.Forbidden):
        return ""
    told = [embed.description for embed in message.embeds if embed.description]
    return "\n".join(told) if message.author == bot.user else message.content
