"""Keeps the bot running: reconnects after what ends a connection, and stops when asked to."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable

import aiohttp
import discord
from discord.ext import commands

from bot.domain.sentences import sentence
from bot.interface.errors import log_unexpected
from bot.interface.i18n import texts_here
from bot.interface.permissions import invitation

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
#: Gateway close codes after which trying again is of no use.
BAD_TOKEN, BAD_INTENTS, REFUSED_INTENTS = 4004, 4013, 4014


UNREACHABLE = (
    OSError,
    aiohttp.ClientError,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
    discord.HTTPException,
)


class TokenRefused(Exception):  # noqa: N818  # it is Discord's refusal
    """Discord does not accept the token."""


class IntentsRefused(Exception):  # noqa: N818  # it is Discord's refusal
    """Discord does not let the application have the intents that it cannot do without."""


async def keep_running(
    make_bot: Callable[[bool], commands.Bot],
    token: str,
    *,
    tell: Callable[[str], object],
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Run until SIGTERM or SIGINT; `tell` is given what the person who started it should know.

    `make_bot` makes a bot for one connection; it is told whether to ask for the Message Content intent.

    Raises:
        TokenRefused: the token is not accepted.
        IntentsRefused: intents that cannot be done without are not granted.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            loop.add_signal_handler(sign, stopped.set)
    message_content, pause = True, first_pause
    while not stopped.is_set():
        ready = asyncio.Event()
        try:
            await _run_once(make_bot(message_content), token, ready, stopped, tell)
        except discord.PrivilegedIntentsRequired:
            if not message_content:
                raise IntentsRefused from None
            message_content = False
            tell(texts_here().say(NO_CONTENT))
            continue
        except Exception as error:  # noqa: BLE001  # one malformed event must not end the service
            _raise_if_final(error)
        if not stopped.is_set():
            pause = first_pause if ready.is_set() else min(pause * 2, LONGEST_PAUSE)
            log.info("Connecting again in %.1f seconds", pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), pause)


def _raise_if_final(error: Exception) -> None:
    """Log what ended a connection, unless trying again is of no use.

    Raises:
        TokenRefused: the token is not accepted.
        IntentsRefused: intents that cannot be done without are not granted.
    """
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if code == BAD_TOKEN or isinstance(error, discord.LoginFailure):
        raise TokenRefused from error
    if code in {BAD_INTENTS, REFUSED_INTENTS}:
        raise IntentsRefused from error
    if isinstance(error, UNREACHABLE):
        log.warning("The connection to Discord ended: %r", error)
    else:
        log_unexpected(log, error, doing="the connection to Discord")


NO_CONTENT = sentence(
    "The Message Content intent is not granted, so I only hear mentions, replies to me, direct messages and /ask. "
    "To have me listen in channels, switch it on in the developer portal (your application, Bot) and start again."
)


async def _run_once(
    bot: commands.Bot,
    token: str,
    ready: asyncio.Event,
    stopped: asyncio.Event,
    tell: Callable[[str], object],
) -> None:
    async def note_ready() -> None:
        ready.set()

    bot.add_listener(note_ready, "on_ready")
    async with bot:
        await bot.login(token)
        tell(texts_here().t("Invite me with: {link}", link=invitation(bot.application_id or 0)))
        connection = asyncio.create_task(bot.connect(reconnect=True), name="connection")
        stop = asyncio.create_task(stopped.wait(), name="stop")
        try:
            await asyncio.wait({connection, stop}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
        finally:
            stop.cancel()
            await bot.close()
            connection.cancel()
            await asyncio.gather(connection, stop, return_exceptions=True)
