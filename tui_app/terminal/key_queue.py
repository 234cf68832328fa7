"""Keys typed ahead: each waits until all that the one before it asks for is done.

Textual puts a key into the queue of the widget that has the focus, and goes on to the next one. What the
first asks for comes back through other queues, later: over a slow line, where keys arrive together, the key
after an Enter would still be typed into the input.
"""

import asyncio
from collections import deque
from contextlib import suppress

from textual import events, on, work
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message

_PATIENCE_S = 5.0
"""How long a key waits at the most: a screen that does not come must not take the keyboard with it."""

_LOOK_S = 0.1
_IN_A_ROW = 2
_ROUNDS = 12
"""A key's consequences have consequences: from widget to screen, from screen to app, there and back."""


class Marker(Message):
    """Goes the way of a key, behind it, from the widget that got it up to the app."""

    def __init__(self, arrived: asyncio.Event) -> None:
        super().__init__()
        self.arrived = arrived
        """Set where all that was before it in the queues on its way has been dealt with."""


class KeyQueueMixin(App[int]):
    """An app that takes one key at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Event] = deque()
        self._is_typing = False

    async def on_event(self, event: events.Event) -> None:
        """Let a key or a paste wait for its turn."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._typed.append(event)
            if not self._is_typing:
                self._is_typing = True
                self._type()
        else:
            await super().on_event(event)

    @work(group="type")
    async def _type(self) -> None:
        try:
            while self._typed:
                target = self.focused or self.screen
                await super().on_event(self._typed.popleft())
                with suppress(TimeoutError):
                    async with asyncio.timeout(_PATIENCE_S):
                        await self._comes_to_rest(target)
        finally:
            self._is_typing = False

    async def _comes_to_rest(self, target: DOMNode) -> None:
        """Wait until no queue between a widget and the app holds anything that has to do with the key.

        What is in no queue any more may still be worked on: only what is sent while all are empty, and finds
        them empty when it arrives, has come after all that.
        """
        empty = 0
        for _ in range(_ROUNDS):
            arrived = asyncio.Event()
            if not (target.is_attached and target.post_message(Marker(arrived))):
                return
            while not arrived.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(arrived.wait(), _LOOK_S)
                if not target.is_attached:
                    return
            empty = 0 if any(node.message_queue_size for node in target.ancestors_with_self) else empty + 1
            if empty == _IN_A_ROW:
                return

    @on(Marker)
    def _arrive(self, event: Marker) -> None:
        event.arrived.set()
