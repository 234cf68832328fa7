"""When an app under test is idle: no callback of its event loop is due."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

TIMEOUT_S = 60.0
"""A condition that has not come true by then never will, however busy the machine is."""
_MOMENT_S = 0.002
_LONGEST = 100_000


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait a moment, then for all callbacks that are due and all that follow from them.

    Textual's own function takes an app for idle that uses no processor time for 20 ms, as one does that
    waits for its turn on a busy machine; the arguments are that function's.
    """
    await asyncio.sleep(max(min_sleep, _MOMENT_S))
    ready: deque[Any] = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # asyncio tells no other way
    for _ in range(_LONGEST):
        if not ready:
            break
        await asyncio.sleep(0)


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Wait for a condition, which the drawing of a frame may bring about."""
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():
            await pilot.pause()


def count_callbacks(patch: pytest.MonkeyPatch) -> None:
    """Let Textual's pilot wait by `wait_for_idle` as long as the patch lasts."""
    for module in ("textual.app", "textual.pilot"):
        patch.setattr(f"{module}.wait_for_idle", wait_for_idle)
