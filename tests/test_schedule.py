"""The schedule, told to run everything now."""

import asyncio

import pytest

from bot.delivery.schedule import Schedule


async def test_every_job_runs_even_where_one_fails(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    async def broken() -> None:
        raise LookupError("a bug")

    async def sound() -> None:
        ran.append("sound")

    schedule = Schedule()
    schedule.every(60, broken, name="broken")
    schedule.every(60, sound, name="sound")
    await schedule.run_all()
    assert ran == ["sound"]
    assert "a bug" in caplog.text


async def test_a_job_never_runs_twice_at_a_time() -> None:
    at_once = most = 0

    async def job() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    schedule = Schedule()
    schedule.every(0.01, job, name="job")
    schedule.start()
    try:
        await asyncio.gather(*(schedule.run_all() for _ in range(20)))
    finally:
        schedule.stop()
    assert most == 1
