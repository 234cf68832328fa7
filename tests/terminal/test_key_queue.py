"""Keys wait for one another; the key that quits waits a second at most."""

import asyncio
from collections.abc import Awaitable
from typing import Any, cast

import pytest
from textual import events
from textual.app import App

from tui_app.terminal import key_queue
from tui_app.terminal.key_queue import KeyQueue


class NothingFocused:
    """What the queue needs of an app, without one."""

    focused = None
    screen = events

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[Any]] = []

    def run_worker(self, work: Awaitable[Any], group: str) -> None:
        self.tasks.append(asyncio.ensure_future(work))


async def test_the_quit_key_overtakes_a_key_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_queue, "_QUIT_S", 0.01)
    delivered: list[str] = []
    quits = asyncio.Event()

    async def deliver(event: events.Event) -> None:
        assert isinstance(event, events.Key)
        delivered.append(event.key)
        if event.key == "ctrl+q":
            quits.set()
        await asyncio.Event().wait()

    app = NothingFocused()
    queue = KeyQueue(cast(App[int], app), deliver)
    queue.open()
    for key in ("x", "y", "ctrl+q"):
        assert queue.add(events.Key(key, None))
    async with asyncio.timeout(30):
        await quits.wait()
    assert delivered == ["x", "ctrl+q"]
    for task in app.tasks:
        task.cancel()


async def test_the_keyboard_is_idle_once_no_key_has_come_for_a_while() -> None:
    queue = KeyQueue(cast(App[int], NothingFocused()), lambda _: asyncio.sleep(0))
    await queue.wait_until_idle(60)  # before the first key
    queue.add(events.Key("a", "a"))
    idle = asyncio.ensure_future(queue.wait_until_idle(0.2))
    await asyncio.sleep(0.1)
    queue.add(events.Key("b", "b"))
    await asyncio.sleep(0.15)
    assert not idle.done(), "the second key is forgotten"
    await idle
