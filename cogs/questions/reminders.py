"""Reminds the team of who is waiting, at half the target, at the target, in the morning; and of what stands in the way."""

from datetime import datetime

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.hours.server_hours import target_of
from bot.domain.posts import NewPost, Priority
from bot.domain.questions.question import Question
from bot.domain.server import Server
from bot.team.opening_hours import hours_of
from cogs.questions.view import handed_text, morning_embed, reminder_text
from db.outbox import Post


class TeamReminders:
    """Says what is due, never twice, and only while the team is there."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("reminder", PostHandler(make=self.make_reminder))
        bot.outbox.on("morning", PostHandler(make=self.make_morning))
        bot.outbox.on("handed", PostHandler(make=self.make_handed, insists=True))
        bot.outbox.on("unreadable", PostHandler(make=self.make_unreadable))
        bot.outbox.on("unwritable", PostHandler(make=self.make_unwritable))
        bot.schedule.every(bot.tick, self.remind, name="reminders")

    async def remind(self) -> None:
        """Queue every reminder that is due by now in any server."""
        now = self.bot.clock()
        for server in self.bot.store.servers.all():
            if server.staff_channel_id is None or not server.reminds:
                continue
            hours = hours_of(self.bot, server)
            if not hours.is_open(now):
                continue
            waiting = [q for q in await self.bot.store.questions.waiting(server.guild_id) if q.handed_off_at]
            posts = [*self._morning(server, hours, waiting, now)]
            for question in waiting:
                posts += self._due(server, hours, question, now)
            if posts:
                await self.bot.store.outbox.add(posts)
                self.bot.outbox.wake()

    def _due(self, server: Server, hours: OpeningHours, question: Question, now: datetime) -> list[NewPost]:
        """Return the one reminder that a question has come to; after the target, the half is not said."""
        waited, target = hours.open_between(question.asked_at, now), target_of(server)
        level = "target" if waited >= target else "half" if waited * 2 >= target else None
        if level is None or server.staff_channel_id is None:
            return []
        return [
            NewPost(
                key=f"reminder:{level}:{question.id}",
                kind="reminder",
                channel_id=server.staff_channel_id,
                subject=question.id,
                at=now,
                body={"level": level},
                priority=Priority.REMINDER,
            )
        ]

    def _morning(
        self, server: Server, hours: OpeningHours, waiting: list[Question], now: datetime
    ) -> list[NewPost]:
        """Return the list of who waited overnight, at the start of opening hours; none if nobody did."""
        day = now.astimezone(hours.zone).date()
        opening = hours.opening_of(day) if server.opening_hours else None
        if opening is None or now < opening or server.staff_channel_id is None:
            return []
        if not any(question.asked_at < opening for question in waiting):
            return []
        return [
            NewPost(
                key=f"morning:{server.guild_id}:{day.isoformat()}",
                kind="morning",
                channel_id=server.staff_channel_id,
                subject=server.guild_id,
                at=now,
                priority=Priority.REMINDER,
            )
        ]

    async def make_reminder(self, post: Post) -> OutgoingMessage | None:
        """Say that a fan has waited long; not if they have heard back, or the team has gone home."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open:
            return None
        server = self.bot.store.servers.get(question.guild_id)
        now, hours = self.bot.clock(), hours_of(self.bot, server)
        if not hours.is_open(now):
            return None
        reached = post.body["level"] == "target"
        role = server.on_duty_role_id if reached else None
        words = reminder_text(
            question,
            reached=reached,
            opened=hours.open_between(question.asked_at, now),
            role=role,
            texts=self.bot.server_texts(question.guild_id),
        )
        mentions = discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(role)] if role else False
        )
        return OutgoingMessage(content=words, mentions=mentions)

    async def make_morning(self, post: Post) -> OutgoingMessage | None:
        """List who is waiting as the day begins."""
        guild_id = post.subject or 0
        waiting = await self.bot.store.questions.waiting(guild_id)
        if not waiting:
            return None
        texts = self.bot.server_texts(guild_id)
        return OutgoingMessage(embeds=[morning_embed(waiting, now=self.bot.clock(), texts=texts)])

    async def make_handed(self, post: Post) -> OutgoingMessage | None:
        """Tell a colleague that a question was handed to them."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open:
            return None
        to = post.body["to"]
        words = handed_text(
            question, to=to, by=post.body["by"], texts=self.bot.server_texts(question.guild_id)
        )
        mentions = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(to)])
        return OutgoingMessage(content=words, mentions=mentions)

    async def make_unreadable(self, post: Post) -> OutgoingMessage | None:
        """Tell the team that fans may be asking where we can't read."""
        texts = self.bot.server_texts(post.body["guild_id"])
        words = texts.t(
            "I can’t read <#{channel}>, so I may miss what fans ask there. "
            "Please give me View Channel and Read Message History.",
            channel=post.subject,
        )
        return OutgoingMessage(content=words)

    async def make_unwritable(self, post: Post) -> OutgoingMessage | None:
        """Tell the team of a channel that refuses what we say."""
        texts = self.bot.server_texts(post.body["guild_id"])
        words = texts.t(
            "I can’t write in <#{channel}>. "
            "Please give me View Channel, Send Messages and Read Message History there; I try again now and then.",
            channel=post.subject,
        )
        return OutgoingMessage(content=words)
