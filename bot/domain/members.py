"""Who is who in a server: staff, managers, fans; and which channels the bot listens to."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How a label set up its Discord server."""

    guild_id: int
    language: str = "en"
    staff_channel_id: int | None = None
    staff_roles: frozenset[int] = frozenset()
    manager_roles: frozenset[int] = frozenset()
    listened: frozenset[int] = frozenset()

    def staff_role(self, role_ids: Collection[int]) -> int | None:
        """Return the role by which somebody with these roles is staff; managers are staff too."""
        held = (self.staff_roles | self.manager_roles) & set(role_ids)
        return min(held, default=None)

    def is_staff(self, role_ids: Collection[int]) -> bool:
        """Whether somebody with these roles belongs to the label's team."""
        return self.staff_role(role_ids) is not None

    def is_manager(self, role_ids: Collection[int]) -> bool:
        """Whether somebody with these roles manages the label's team."""
        return not self.manager_roles.isdisjoint(role_ids)

    def listens(self, place_ids: Collection[int]) -> bool:
        """Whether the bot reads what is said in a channel, or in a thread of it."""
        return not self.listened.isdisjoint(place_ids)
