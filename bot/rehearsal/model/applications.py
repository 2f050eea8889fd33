"""Applications: bots, and the commands they register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import permissions

if TYPE_CHECKING:
    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.members import Member
    from bot.rehearsal.model.users import User

Json = dict[str, Any]

PRIVILEGED = {"message_content": 1 << 15, "guild_members": 1 << 1, "presences": 1 << 8}


@dataclass(eq=False, kw_only=True)
class Application:
    """A bot's application; `user` is the bot's account."""

    id: int
    name: str
    token: str
    user: User
    owner: User
    privileged_intents: frozenset[str]
    commands: dict[int, Any] = field(default_factory=dict)
    """Registered commands by id: `bot.rehearsal.model.applications.Command`."""

    @property
    def refused_intents(self) -> int:
        """Return the bits of the privileged intents that were not granted."""
        return sum(bit for name, bit in PRIVILEGED.items() if name not in self.privileged_intents)


CHAT_INPUT, ON_USER, ON_MESSAGE = 1, 2, 3


SUBCOMMAND, GROUP = 1, 2


@dataclass(eq=False, kw_only=True)
class Command:
    """A registered command, global where `guild` is None; `form` is what was sent for it."""

    id: int
    application: Application
    guild: Guild | None
    version: int
    form: Json = field(repr=False)

    @property
    def name(self) -> str:
        """Return the default name."""
        return str(self.form["name"])

    @property
    def kind(self) -> int:
        """Return 1 for a slash command, 2 on a user, 3 on a message."""
        return int(self.form.get("type") or CHAT_INPUT)

    @property
    def key(self) -> tuple[int | None, int, str]:
        """Return what may exist only once."""
        return (self.guild.id if self.guild else None, self.kind, self.name)

    def body(self) -> Json:
        """Return the command on the wire."""
        form = self.form
        wanted = form.get("default_member_permissions")
        body: Json = {
            "id": str(self.id),
            "application_id": str(self.application.id),
            "version": str(self.version),
            "default_member_permissions": None if wanted is None else str(wanted),
            "type": self.kind,
            "name": self.name,
            "name_localizations": form.get("name_localizations"),
            "description": form.get("description") or "",
            "description_localizations": form.get("description_localizations"),
            "integration_types": form.get("integration_types") or [0],
            "contexts": form.get("contexts"),
            "nsfw": bool(form.get("nsfw")),
        }
        if form.get("options"):
            body["options"] = form["options"]
        if self.guild:
            body["guild_id"] = str(self.guild.id)
        else:
            body["dm_permission"] = self.in_direct
        return body

    @property
    def in_direct(self) -> bool:
        """Say whether it can be used in a direct conversation with the bot."""
        contexts = self.form.get("contexts")
        if contexts is not None:
            return 1 in contexts
        return self.form.get("dm_permission") is not False

    def offered_in(self, channel: Channel, member: Member | None) -> bool:
        """Say whether Discord shows the command to this member (None: in a direct conversation)."""
        if member is None:
            return self.guild is None and self.in_direct
        contexts = self.form.get("contexts")
        if contexts is not None and 0 not in contexts:
            return False
        held = permissions.in_channel(member, channel)
        wanted = self.form.get("default_member_permissions")
        if wanted is None or held & permissions.ADMINISTRATOR:
            return True
        return int(wanted) != 0 and held & int(wanted) == int(wanted)
