"""A queue of keys: each waits until everything that the one before it started is done.

Textual puts a key into the queue of the focused widget, and goes on to the next one. The consequences of the
first come back through other queues, later: over a slow line, which delivers several keys at once, the key
after an Enter would still be typed into the input.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget

from ..commands.table import QUIT_ANYWHERE

_TIMEOUT_S = 5.0
"""Longest wait of one key, in seconds: a screen that does not open must not block the keyboard."""

_QUIT_S = 1.0
"""Longest wait of the key that quits, in seconds; it overtakes the keys before it then."""

_POLL_S = 0.1
_EMPTY_ROUNDS = 2
_MAX_ROUNDS = 12
"""Most marker round trips per key; a handler may post further messages."""


class Marker(Message):
    """Follows a key through the queues, from the widget that got it up to the app."""

    def __init__(self, reached_app: asyncio.Event) -> None:
        super().__init__()
        self.reached_app = reached_app
        """Set by the app, when all that was before the marker in the queues is handled."""


class KeyQueue:
    """Delivers keys and pastes to an app one at a time."""

    def __init__(self, app: App[int], deliver: Callable[[events.Event], Awaitable[None]]) -> None:
        """Keep the app and its handler.

        Args:
            app: the app, which sets the event of every `Marker` that it receives.
            deliver: handles a key or paste as Textual does.
        """
        self._app = app
        self._deliver = deliver
        self._events: deque[events.Event] = deque()
        self._last_s = -math.inf
        """Time of the last key, on the monotonic clock."""
        self._is_running = False
        self._is_open = False
        self._has_ended = asyncio.Event()
        self._has_ended.set()

    async def wait_until_delivered(self) -> None:
        """Wait until no key waits."""
        await self._has_ended.wait()

    async def wait_until_idle(self, idle_s: float) -> None:
        """Wait until no key has come for some seconds."""
        while (left_s := self._last_s + idle_s - time.monotonic()) > 0:  # noqa: ASYNC110 - each key puts it off
            await asyncio.sleep(left_s)

    def open(self) -> None:
        """Deliver from now on: the screen that the first keys are meant for is there."""
        self._is_open = True
        self._start()

    def add(self, event: events.Event) -> bool:
        """Queue a key or paste from the terminal; returns whether the event is one."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            return False
        self._events.append(event)
        self._last_s = time.monotonic()
        if isinstance(event, events.Key) and event.key in QUIT_ANYWHERE.key.split(","):
            asyncio.get_running_loop().call_later(_QUIT_S, self._overtake, event)
        self._start()
        return True

    def _start(self) -> None:
        if self._is_open and self._events and not self._is_running:
            self._is_running = True
            self._has_ended.clear()
            self._app.run_worker(self._run(), group="keys")

    def _overtake(self, event: events.Key) -> None:
        if any(one is event for one in self._events):
            self._events.clear()
            self._app.run_worker(self._deliver(event), group="keys")

    async def _run(self) -> None:
        try:
            while self._events:
                target = self._app.focused or self._app.screen
                event = self._events.popleft()
                await self._deliver(event)
                if self._events and all(_is_typed(one, target) for one in (event, self._events[0])):
                    continue  # letters follow each other in the field's own queue
                with suppress(TimeoutError):
                    async with asyncio.timeout(_TIMEOUT_S):
                        await self._settle(target)
        finally:
            self._is_running = False
            self._has_ended.set()

    async def _settle(self, target: DOMNode) -> None:
        """Wait until no queue between a widget and the app holds a message that the key caused.

        A message that has left its queue may still be in a handler: only a marker that is sent while all
        queues are empty, and finds them empty at the app, has come after all of them.
        """
        empty = 0
        for _ in range(_MAX_ROUNDS):
            reached_app = asyncio.Event()
            if not (target.is_attached and target.post_message(Marker(reached_app))):
                return
            while not reached_app.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(reached_app.wait(), _POLL_S)
                if not target.is_attached:
                    return
            empty = 0 if any(node.message_queue_size for node in target.ancestors_with_self) else empty + 1
            if empty == _EMPTY_ROUNDS:
                return


def _is_typed(event: events.Event, target: DOMNode) -> bool:
    """Whether an event is a character that a text field takes, so that nothing else follows from it."""
    return (
        isinstance(event, events.Key)
        and event.is_printable
        and isinstance(target, Widget)
        and target.check_consume_key(event.key, event.character)
    )
