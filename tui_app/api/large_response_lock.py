"""A lock for large responses: with text and values one takes up to six times as much as its body."""

import asyncio

LARGE = 2 << 20
"""Bytes from which a response needs the lock; eight smaller ones may be read side by side."""


class LargeResponseLock:
    """Lets one task at a time read a large response."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    async def acquire(self) -> None:
        """Wait for the lock, unless this task holds it."""
        if self._holder is not asyncio.current_task():
            await self._lock.acquire()
            self._holder = asyncio.current_task()

    def release(self) -> None:
        """Release the lock, if this task holds it."""
        if self._holder is asyncio.current_task():
            self._holder = None
            self._lock.release()
