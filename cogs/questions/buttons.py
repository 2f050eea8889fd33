"""What the team presses: on a question's card, under a nudge, in the menus."""

from typing import TYPE_CHECKING, Any, cast

import discord

from bot.client import Stagedoor
from bot.domain.posts import NewPost
from bot.domain.questions.question import Dismissal, Outcome, Question
from bot.domain.sentences import sentence
from bot.interface.components import (
    ModalSubmission,
    PersistentButton,
    PersistentModal,
    PersistentSelect,
    persistent_view,
)
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.roles import acting_role, the_question
from cogs.questions.view import dismissal_name

if TYPE_CHECKING:
    from cogs.questions.cog import Questions

MOST_REPLY = 1800


def questions_cog(bot: Stagedoor) -> "Questions":
    """Return the feature that these components belong to."""
    return cast("Questions", bot.get_cog("Questions"))


async def refuse_closed(bot: Stagedoor, question: Question, *, actor: int) -> None:
    """Refuse to work on what somebody else has settled, or is working on.

    Raises:
        Refusal: saying who was quicker.
    """
    if question.is_open:
        if question.claimant(bot.clock()) not in {None, actor}:
            raise Refusal(sentence("{name} is answering this right now.", name=question.claimed_name))
        return
    reply = await bot.store.replies.first_of(question.id)
    if reply is not None:
        raise Refusal(sentence("{name} has answered this already.", name=reply.staff_name))
    if question.outcome is not Outcome.ANSWERED_BY_BOT:
        raise Refusal(sentence("This question is closed already."))


class ReplyButton(PersistentButton, name="reply"):
    """Opens the form for an answer."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if the question still waits."""
        question = await the_question(bot, interaction, self.subject)
        await refuse_closed(bot, question, actor=interaction.user.id)
        await interaction.response.send_modal(ReplyModal(question, texts_for(interaction.locale)))


class ReplyModal(PersistentModal, name="reply_form"):
    """An answer, posted under the fan's message with the name of who wrote it."""

    def __init__(self, question: Question, texts: Texts) -> None:
        super().__init__(question.id, texts.t("Answer {name}", name=question.asker_name))
        answer: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_REPLY, custom_id="answer"
        )
        self.ask(texts.t("Your answer"), answer)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Queue the answer, unless a colleague was quicker."""
        texts = texts_for(interaction.locale)
        question = await the_question(bot, interaction, sent.subject)
        await refuse_closed(bot, question, actor=interaction.user.id)
        role = acting_role(bot, interaction, question.guild_id)
        post = NewPost(
            key=f"staff_answer:{interaction.id}",
            kind="staff_answer",
            channel_id=question.channel_id,
            subject=question.id,
            at=bot.clock(),
            body={
                "text": sent.typed["answer"],
                "staff_id": interaction.user.id,
                "staff_name": interaction.user.display_name,
                "role_id": role,
            },
        )
        if not await bot.store.replies.queue(post):
            raise Refusal(sentence("Somebody else is answering this right now."))
        bot.outbox.wake()
        await say_privately(interaction, texts.t("Thank you! Your answer is on its way."))


class DismissButton(PersistentButton, name="dismiss"):
    """Asks for the reason, then closes the question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the reasons, if the question still waits."""
        question = await the_question(bot, interaction, self.subject)
        await refuse_closed(bot, question, actor=interaction.user.id)
        texts = texts_for(interaction.locale)
        options = [
            discord.SelectOption(label=dismissal_name(why, texts), value=why.value) for why in Dismissal
        ]
        menu = DismissChoice(question.id, options, texts.t("Why?"))
        await say_privately(interaction, texts.t("Why should it be dismissed?"), view=persistent_view(menu))


class DismissChoice(PersistentSelect, name="dismiss_as"):
    """The reason for which a question is dismissed."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Close the question with that reason."""
        question = await the_question(bot, interaction, self.subject)
        await refuse_closed(bot, question, actor=interaction.user.id)
        await questions_cog(bot).close(question, Outcome.DISMISSED, dismissed_as=Dismissal(value))
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(content=texts.t("Dismissed. Thank you!"), view=None)


class ConfirmYes(PersistentButton, name="confirm_yes"):
    """“Yes, this answered it”: its subject is the staff member's message."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Record the message as the answer."""
        await questions_cog(bot).nudges.confirm(interaction, self.subject, answered=True)


class ConfirmNo(PersistentButton, name="confirm_no"):
    """“No”: the question stays open."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Leave the question open."""
        await questions_cog(bot).nudges.confirm(interaction, self.subject, answered=False)


class AnswersWhich(PersistentSelect, name="answers_which"):
    """Which open question a message answers; its subject is the message."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Tie the message to the question."""
        texts = texts_for(interaction.locale)
        await questions_cog(bot).tie(interaction, self.subject, int(value))
        await interaction.response.edit_message(content=texts.t("Noted. Thank you!"), view=None)
