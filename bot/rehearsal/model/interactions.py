"""Interactions: a person uses a command, button, menu or form, and an application answers in time."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.events import Event
from bot.rehearsal.payloads import interactions as interactions_json

if TYPE_CHECKING:
    from datetime import datetime

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel, Message
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.members import Member
    from bot.rehearsal.model.users import User
    from bot.rehearsal.model.world import World

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
    token: str
    kind: int
    world: World = field(repr=False)
    application: Application
    user: User
    channel: Channel
    asked_at: datetime
    data: Json = field(repr=False)
    source: Message | None = None
    """The message whose component was used, or whose button opened the form."""
    parent: Interaction | None = field(default=None, repr=False)
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
    def guild(self) -> Guild | None:
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
        return permissions.in_channel(own, self.channel) if own else permissions.DEFAULT

    @property
    def token_valid(self) -> bool:
        """Say whether follow-ups are still taken: fifteen minutes by the world's clock."""
        return self.world.clock.now() - self.asked_at <= TOKEN_LIFE

    @property
    def answered(self) -> bool:
        """Say whether a first response was taken."""
        return self.answer is not None

    async def done(self, timeout: float = 15.0) -> Interaction:  # noqa: ASYNC109 - tests name it so
        """Wait until answered (a deferred one: until filled) or failed; TimeoutError after real seconds."""
        async with asyncio.timeout(timeout):
            while self.state in (WAITING, DEFERRED):
                await self.world.changed(0.2)
        return self

    def become(self, state: str) -> None:
        """Change the state and wake who waits for it."""
        self.state = state
        self.world.stir()

    def fail(self) -> None:
        """Fail unless an answer came: Discord's "The application did not respond"."""
        if not self.answered:
            self.become(FAILED)


def invoke(
    application: Application, user: User, channel: Channel, kind: int, data: Json, **rest: Any
) -> Interaction:
    """Start an interaction: tell its application, and give it three seconds."""
    world = channel.world
    interaction = Interaction(
        id=world.snowflakes.next(),
        token=secrets.token_urlsafe(48),
        kind=kind,
        world=world,
        application=application,
        user=user,
        channel=channel,
        asked_at=world.clock.now(),
        data=data,
        **rest,
    )
    world.interactions[interaction.token] = interaction
    asyncio.get_running_loop().call_later(PATIENCE, interaction.fail)
    body = interactions_json.created(interaction)
    world.tell(Event(name="INTERACTION_CREATE", data=lambda _: body, guild=channel.guild, only=application))
    return interaction
