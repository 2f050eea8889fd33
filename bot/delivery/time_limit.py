"""A limit on everything that may hang, which never cuts off discord.py while it waits out Discord's global limit."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import discord

T = TypeVar("T")


async def in_time(client: discord.Client, work: Awaitable[T], seconds: float) -> T:
    """Return what comes of `work`, for which there are so many seconds.

    The request that meets Discord's global limit is the one that lifts it for all others: cancelled before, they
    would wait for ever.

    Raises:
        TimeoutError: it took longer, and was cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=seconds))[0]:
            if client.http._global_over.is_set():  # noqa: SLF001  # there is no other way to know
                raise TimeoutError
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
