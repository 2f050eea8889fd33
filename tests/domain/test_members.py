"""Who is who in a server, and where the bot listens."""

import pytest

from bot.domain.server import Server

TEAM, MANAGER, FAN = 10, 20, 30
SERVER = Server(
    guild_id=1,
    staff_roles=frozenset({TEAM}),
    manager_roles=frozenset({MANAGER}),
    listened=frozenset({100, 200}),
)


@pytest.mark.parametrize(
    ("roles", "role", "manager"),
    [
        ([], None, False),
        ([FAN], None, False),
        ([FAN, TEAM], TEAM, False),
        ([MANAGER], MANAGER, True),
        ([MANAGER, TEAM], TEAM, True),
    ],
)
def test_managers_are_staff_and_staff_are_not_managers(
    roles: list[int], role: int | None, manager: bool
) -> None:
    assert SERVER.staff_role(roles) == role
    assert SERVER.is_staff(roles) is (role is not None)
    assert SERVER.is_manager(roles) is manager


def test_nobody_is_staff_in_a_server_that_was_never_set_up() -> None:
    assert not Server(guild_id=1).is_staff([TEAM, MANAGER, FAN, 1])


def test_a_thread_is_listened_to_with_its_channel() -> None:
    assert SERVER.listens((100,))
    assert SERVER.listens((7, 200))
    assert not SERVER.listens((7,))
    assert not SERVER.listens(())
