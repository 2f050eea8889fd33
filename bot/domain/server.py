"""Who is who in a server: staff, managers, fans; and which channels the bot listens to."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How a label set up its Discord server.

    `announced`: channels in which the label announces; `timezone`: empty for the label's own;
    `opening_hours` and `holidays`: as staff type them, empty for always and none; `target_minutes`: open time
    within which a fan should hear back; `digest_weekday`: 0 is Monday; `digest_hour`: local, 0 to 23;
    `on_duty_role_id`: mentioned when a question reaches its target; `claim_minutes`: how long a claim holds.
    """

    guild_id: int
    language: str = "en"
    staff_channel_id: int | None = None
    staff_roles: frozenset[int] = frozenset()
    manager_roles: frozenset[int] = frozenset()
    listened: frozenset[int] = frozenset()
    announced: frozenset[int] = frozenset()
    timezone: str = ""
    opening_hours: str = ""
    holidays: str = ""
    target_minutes: int = 240
    digest_channel_id: int | None = None
    digest_weekday: int = 0
    digest_hour: int = 9
    on_duty_role_id: int | None = None
    reminds: bool = True
    claim_minutes: int = 30

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

    def announces(self, place_ids: Collection[int]) -> bool:
        """Whether the label announces in a channel, or in a thread of it."""
        return not self.announced.isdisjoint(place_ids)
