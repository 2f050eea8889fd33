"""Interactions: a person uses a command, button, menu or form, and an application answers in time."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.members import GuildPeople, Member
from bot.rehearsal.model.timeline import Event
from bot.rehearsal.model.users import User

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
PATIENCE = 3.0
"""Real seconds an application has for its first answer."""
TOKEN_LIFE = timedelta(minutes=15)

WAITING, DEFERRED, RESPONDED, FAILED = "waiting", "deferred", "responded", "failed"


@dataclass(eq=False, kw_only=True)
class Interaction:
    """One interaction, as its person sees it: `state`, the answering `message`, `modal` or `choices`.

    `state` is "waiting", "deferred", "responded", or "failed" when no answer came within three seconds.
    """

    id: int
    kind: int
    application: Application
    user: User
    channel: Channel
    asked_at: datetime
    data: Json = field(repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    source: Message | None = None
    """The message whose component was used, or whose button opened the form."""
    parent: "Interaction | None" = field(default=None, repr=False)
    """The interaction that opened the form."""
    state: str = WAITING
    message: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    answer: int | None = None
    """The callback type it was answered with."""
    thinking: Message | None = None
    """The placeholder of a deferred answer, until it is filled."""

    @property
    def guild(self) -> GuildPeople | None:
        """Return the guild it happened in."""
        return self.channel.guild

    @property
    def member(self) -> Member | None:
        """Return the person's membership."""
        return self.guild.member(self.user) if self.guild else None

    @property
    def app_permissions(self) -> int:
        """Return what the application may do in the channel."""
        own = self.guild.member(self.application.user) if self.guild else None
        return self.channel.permissions_for(own) if own else permissions.DEFAULT

    @property
    def token_valid(self) -> bool:
        """Say whether follow-ups are still taken: fifteen minutes by the world's clock."""
        return self.channel.timeline.clock.now() - self.asked_at <= TOKEN_LIFE

    @property
    def answered(self) -> bool:
        """Say whether a first response was taken."""
        return self.answer is not None

    async def done(self, timeout: float = 15.0) -> "Interaction":  # noqa: ASYNC109 - tests name it so
        """Wait until answered (a deferred one: until filled) or failed; TimeoutError after real seconds."""
        async with asyncio.timeout(timeout):
            while self.state in (WAITING, DEFERRED):
                await self.channel.timeline.changed(0.2)
        return self

    def become(self, state: str) -> None:
        """Change the state and wake who waits for it."""
        self.state = state
        self.channel.timeline.notify()

    def fail(self) -> None:
        """Fail unless an answer came: Discord's "The application did not respond"."""
        if not self.answered:
            self.become(FAILED)

    def begin(self) -> None:
        """Tell the application, and fail where no answer comes in time."""
        asyncio.get_running_loop().call_later(PATIENCE, self.fail)
        self.channel.timeline.tell(InteractionCreate(interaction=self, only=self.application))


@dataclass(frozen=True, kw_only=True)
class InteractionCreate(Event):
    """Somebody uses an application."""

    interaction: Interaction
