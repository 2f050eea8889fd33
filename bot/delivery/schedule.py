"""What happens by the clock: a thin face over APScheduler that remembers nothing of its own."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.interface.errors import log_unexpected

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


class Schedule:
    """Runs jobs over and over; a job reads from our tables what is due, so a missed run loses nothing."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(_failed, EVENT_JOB_ERROR)
        self._jobs: dict[str, Job] = {}

    def every(self, seconds: float, job: Job, *, name: str) -> None:
        """Run `job` now and then every so many seconds, never twice at a time."""
        alone = asyncio.Lock()

        async def once() -> None:
            async with alone:
                await job()

        async def run() -> None:
            with contextlib.suppress(asyncio.CancelledError):  # we are leaving: nothing went wrong
                await once()

        self._jobs[name] = once
        self._scheduler.add_job(
            run,
            "interval",
            seconds=seconds,
            id=name,
            name=name,
            next_run_time=datetime.now(UTC),
            replace_existing=True,
        )

    async def run(self, name: str) -> None:
        """Run a job now, once it is not under way, and wait for it: what is due can't wait."""
        await self._jobs[name]()

    async def run_all(self) -> None:
        """Run every job now and wait for it: for whoever moves the clock."""
        for name, job in self._jobs.items():
            try:
                await job()
            except Exception as error:  # noqa: BLE001  # the other jobs must run
                log_unexpected(log, error, doing=f"the job {name}")

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; jobs under way are cancelled, and find what they left undone at the next start."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _failed(event: JobExecutionEvent) -> None:
    log_unexpected(log, event.exception, doing=f"the job {event.job_id}")
