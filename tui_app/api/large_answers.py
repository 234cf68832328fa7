"""Turns of large answers: with its text and values one takes up to six times as much as its body."""

import asyncio

LARGE = 2 << 20
"""Bytes from which an answer needs a turn; eight smaller ones may be read side by side."""


class LargeAnswers:
    """Gives the tasks that read large answers one turn after the other."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    async def begin(self) -> None:
        """Wait for the turn of this task, unless it has it."""
        if self._holder is not asyncio.current_task():
            await self._lock.acquire()
            self._holder = asyncio.current_task()

    def end(self) -> None:
        """End the turn of this task, if it has it."""
        if self._holder is asyncio.current_task():
            self._holder = None
            self._lock.release()
