"""A forum post shows by its tags whether it is answered; its title is left alone."""

import logging

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.languages.language import languages
from bot.domain.questions.question import Outcome, Question
from db.outbox import Post

log = logging.getLogger(__name__)


class ForumTags:
    """Sets the tags of questions asked in a forum, where the label made such tags."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("forum_tag", PostHandler(make=self.set_tag))

    async def set_tag(self, post: Post) -> OutgoingMessage | None:
        """Bring a forum post's tags up to date; there is nothing to send."""
        question = await self.bot.store.questions.get(post.subject or 0)
        thread = await self._thread(question) if question is not None else None
        if question is None or thread is None or not isinstance(thread.parent, discord.ForumChannel):
            return None
        waiting, answered = _tag_names()
        wanted, other = (waiting, answered) if question.outcome is Outcome.OPEN else (answered, waiting)
        kept = [tag for tag in thread.applied_tags if tag.name.lower() not in other | wanted]
        new = [tag for tag in thread.parent.available_tags if tag.name.lower() in wanted][:1]
        if new and {tag.id for tag in (*kept, *new)} != {tag.id for tag in thread.applied_tags}:
            try:
                await thread.edit(applied_tags=[*kept, *new][:5])
            except discord.Forbidden:
                log.warning("Cannot set the tags of the post %s: Manage Threads is needed", thread.id)
        return None

    async def _thread(self, question: Question) -> discord.Thread | None:
        guild = self.bot.get_guild(question.guild_id)
        if guild is None:
            return None
        known = guild.get_thread(question.channel_id)
        if known is not None:
            return known
        try:
            found = await self.bot.fetch_channel(question.channel_id)
        except (discord.NotFound, discord.Forbidden):
            return None
        return found if isinstance(found, discord.Thread) else None


def _tag_names() -> tuple[set[str], set[str]]:
    """Return the names under which a label may have made the two tags, in lower case."""
    known = [language.forum_tags for language in languages()]
    return {name for names in known for name in names.waiting}, {
        name for names in known for name in names.answered
    }
