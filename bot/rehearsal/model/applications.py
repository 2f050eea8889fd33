"""Applications: bots, and the commands they register."""

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.model.users import User

Json = dict[str, Any]

PRIVILEGED = {"message_content": 1 << 15, "guild_members": 1 << 1, "presences": 1 << 8}
CHAT_INPUT, ON_USER, ON_MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2


@dataclass(eq=False, kw_only=True)
class Application:
    """A bot's application; `user` is the bot's account."""

    id: int
    name: str
    token: str
    user: User
    owner: User
    privileged_intents: frozenset[str]
    profile: Json = field(default_factory=dict)
    """What it set of what Discord shows of it, as sent."""
    commands: "dict[int, Command]" = field(default_factory=dict)

    @property
    def refused_intents(self) -> int:
        """Return the bits of the privileged intents that were not granted."""
        return sum(bit for name, bit in PRIVILEGED.items() if name not in self.privileged_intents)


@dataclass(eq=False, kw_only=True)
class Command:
    """A registered command, global where `guild_id` is None; `form` is what was sent for it."""

    id: int
    application: Application
    guild_id: int | None
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
        return (self.guild_id, self.kind, self.name)

    @property
    def in_direct(self) -> bool:
        """Say whether it can be used in a direct conversation with the bot."""
        contexts = self.form.get("contexts")
        if contexts is not None:
            return 1 in contexts
        return self.form.get("dm_permission") is not False
