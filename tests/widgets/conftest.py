"""Widgets alone: their tests look at what is drawn as soon as a key, a pause or another size is over."""

import pytest
from textual.pilot import Pilot

_FRAMES = 3
"""A layout, what is scrolled after it, and what that changes."""


@pytest.fixture(autouse=True)
def _pilots_draw_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    pause = Pilot.pause

    async def draw(pilot: Pilot[object], delay: float | None = None) -> None:
        for _ in range(_FRAMES):
            await pause(pilot, delay)

    async def press(pilot: Pilot[object], *keys: str) -> None:
        for key in keys:
            await pilot.app._press_keys([key])
            await draw(pilot)

    async def resize(pilot: Pilot[object], width: int, height: int) -> None:
        await resize_terminal(pilot, width, height)
        await draw(pilot)

    resize_terminal = Pilot.resize_terminal
    monkeypatch.setattr(Pilot, "pause", draw)
    monkeypatch.setattr(Pilot, "press", press)
    monkeypatch.setattr(Pilot, "resize_terminal", resize)
