"""What Discord tells us is queued here, and worked off in order, one consumer a server; nothing is missed.

Events may come never, late or twice. So each channel has a cursor up to which it was dealt with; on every
start and reconnection the history behind the cursor is read, and a sweep reads the last minutes again.
"""

import asyncio
import logging
from collections import OrderedDict, defaultdict, deque
from collections.abc import Awaitable, Callable
from enum import IntEnum

import discord

from bot.delivery.message_reader import MessageReader
from bot.domain.questions.incoming import IncomingMessage
from bot.interface.errors import log_unexpected
from db.cursors import Cursor, CursorStore

log = logging.getLogger(__name__)

#: A message that fails this often is given up, so that the channel's cursor can move on.
MOST_TRIES = 3
LONGEST_QUEUE = 20_000
#: So many of the latest messages are remembered as dealt with, for the sweep to pass over.
MOST_DONE = 50_000

Event = Callable[[], Awaitable[None]]
Hear = Callable[[IncomingMessage], Awaitable[None]]


class Listener(IntEnum):
    """Who is handed a message, in this order."""

    TEAM_REPLIES = 1
    """First: what staff write ends a fan's run, and says who was answered."""
    FAN_QUESTIONS = 2
    DIALOGUE = 3
    """After both: whether staff talked with somebody shows in what was asked and answered."""
    ARTIST_ANSWERS = 4
    WORKS = 5


class Inbox:
    """A queue for each server (and one, keyed None, for direct messages)."""

    def __init__(self, store: CursorStore, reader: MessageReader) -> None:
        self._store = store
        self._reader = reader
        self._queues: defaultdict[int | None, deque[Event]] = defaultdict(deque)
        self._filled: defaultdict[int | None, asyncio.Event] = defaultdict(asyncio.Event)
        self._consumers: dict[int | None, asyncio.Task[None]] = {}
        self._flowing = asyncio.Event()
        self._listeners: dict[Listener, Hear] = {}
        self._cursors: dict[int, Cursor] = {}
        self._unsaved: set[int] = set()
        self._tries: defaultdict[int, int] = defaultdict(int)
        self._held: dict[int, int] = {}
        self._begun: dict[int, int] = {}
        self._done: OrderedDict[int, None] = OrderedDict()
        self._at_work = 0
        self.overflowed = False

    async def load(self) -> None:
        """Read the cursors; once, before anything is queued."""
        self._cursors = await self._store.all()

    def listen(self, listener: Listener, hear: Hear) -> None:
        """Have every message that concerns us handed to `hear`, in the order of `Listener`."""
        self._listeners[listener] = hear
        self._listeners = dict(sorted(self._listeners.items()))

    # --- filling ----------------------------------------------------------------------------------

    def put(self, guild_id: int | None, event: Event, *, first: bool = False) -> None:
        """Queue something to do for a server, behind (or `first`, before) all that waits."""
        queue = self._queues[guild_id]
        if len(queue) >= LONGEST_QUEUE and not first:
            self.overflowed = True
            return
        (queue.appendleft if first else queue.append)(event)
        self._filled[guild_id].set()
        if guild_id not in self._consumers:
            task = asyncio.create_task(self._consume(guild_id), name=f"inbox of {guild_id}")
            self._consumers[guild_id] = task

    def put_message(self, message: discord.Message) -> None:
        """Queue a message."""
        self.put(message.guild.id if message.guild else None, lambda: self.hear(message))

    def hold(self) -> None:
        """Work nothing off until the history before it was read: a connection was lost or is new."""
        self._flowing.clear()

    def flow(self) -> None:
        """Work off what waits."""
        self._flowing.set()

    # --- working off ------------------------------------------------------------------------------

    async def _consume(self, guild_id: int | None) -> None:
        queue, filled = self._queues[guild_id], self._filled[guild_id]
        while True:
            if not queue:
                filled.clear()
                await filled.wait()
            await self._flowing.wait()
            event = queue.popleft()
            self._at_work += 1
            try:
                await event()
            except Exception as error:  # noqa: BLE001  # the next event must still be worked off
                log_unexpected(log, error, doing="working off an event")
            finally:
                self._at_work -= 1

    async def hear(self, message: discord.Message) -> None:
        """Deal with a message and move its channel's cursor; one that fails is tried again by the sweep."""
        if message.id in self._done or not self._reader.concerns(message):
            return
        try:
            read = await self._reader.read(message)
            for hear in self._listeners.values():
                await hear(read)
        except Exception as error:  # noqa: BLE001  # logged with an id, and tried again
            self._failed(message, error)
        else:
            self._tries.pop(message.id, None)
            self._note_done(message.id)
            if self._held.get(message.channel.id) == message.id:
                del self._held[message.channel.id]
        self.advance(message.channel.id, message.guild.id if message.guild else None, message.id)

    def _note_done(self, message_id: int) -> None:
        self._done[message_id] = None
        if len(self._done) > MOST_DONE:
            self._done.popitem(last=False)

    def _failed(self, message: discord.Message, error: Exception) -> None:
        log_unexpected(log, error, doing=f"dealing with message {message.id}")
        self._tries[message.id] += 1
        held = self._held.get(message.channel.id, message.id)
        if self._tries[message.id] < MOST_TRIES:
            self._held[message.channel.id] = min(held, message.id)
        elif held == message.id:
            self._held.pop(message.channel.id, None)
            log.error("IncomingMessage %s was given up after %s tries", message.id, MOST_TRIES)

    # --- cursors ------------------------------------------------------------------------------------

    def advance(self, channel_id: int, guild_id: int | None, message_id: int, *, staff: bool = False) -> None:
        """Note that a channel is dealt with up to a message (`staff`: written by the team)."""
        old = self._cursors.get(channel_id)
        seen = message_id
        if channel_id in self._held:
            seen = min(seen, self._held[channel_id] - 1)
        by_staff = message_id if staff else None
        if old is not None:
            seen = max(seen, old.seen)
            by_staff = max(filter(None, (by_staff, old.staff)), default=None)
        self._cursors[channel_id] = Cursor(
            channel_id=channel_id, guild_id=guild_id, seen=seen, staff=by_staff
        )
        self._unsaved.add(channel_id)

    def begin(self, channel_id: int, guild_id: int, message_id: int) -> None:
        """Start to listen in a channel: what was said there before is nobody's question to us."""
        self._begun[channel_id] = message_id
        self.advance(channel_id, guild_id, message_id)

    def begun(self, channel_id: int) -> int:
        """Return the message behind which we listen in a channel, if that began since the start; else 0."""
        return self._begun.get(channel_id, 0)

    def staff_message(self, channel_id: int) -> int | None:
        """Return the latest message of anybody from staff in a channel, as far as known."""
        cursor = self._cursors.get(channel_id)
        return cursor.staff if cursor else None

    def seen(self, channel_id: int) -> int | None:
        """Return the message up to which a channel is dealt with."""
        cursor = self._cursors.get(channel_id)
        return cursor.seen if cursor else None

    def all_seen(self) -> dict[int, int]:
        """Return the same for every channel, as it stands now."""
        return {cursor.channel_id: cursor.seen for cursor in self._cursors.values()}

    def direct_channels(self) -> list[int]:
        """Return the channels of direct messages that we know of."""
        return [cursor.channel_id for cursor in self._cursors.values() if cursor.guild_id is None]

    async def save_cursors(self) -> None:
        """Keep the cursors that moved: the schedule's job, and the last thing before the store closes."""
        moved, self._unsaved = self._unsaved, set()
        try:
            if moved:
                await self._store.advance([self._cursors[channel_id] for channel_id in moved])
        except BaseException:  # cut short by our leaving, which saves once more
            self._unsaved |= moved
            raise

    # --- ending -----------------------------------------------------------------------------------

    async def stop(self) -> None:
        """Let go of the consumers; what they had not finished is found again behind the cursors."""
        for task in self._consumers.values():
            task.cancel()
        await asyncio.gather(*self._consumers.values(), return_exceptions=True)
        self._consumers.clear()
        await self.save_cursors()

    def is_idle(self) -> bool:
        """Whether nothing waits to be worked off, or is under way."""
        return self._flowing.is_set() and not self._at_work and not any(self._queues.values())
