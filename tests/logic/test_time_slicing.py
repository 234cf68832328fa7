import asyncio
from itertools import pairwise

import pytest

from tui_app.logic import time_slicing as module
from tui_app.logic.time_slicing import SLICE_S, Steps, run_in_slices


async def test_long_work_lets_others_have_their_turn() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def steps() -> Steps[str]:
        while turns < 3:
            yield
        return "done"

    task = asyncio.create_task(other())
    assert await run_in_slices(steps()) == "done"
    task.cancel()


@pytest.mark.parametrize("works", [1, 8])
async def test_works_side_by_side_take_no_longer_between_two_turns_than_one(
    works: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, turns = 0.0, list[float]()

    def millisecond_steps() -> Steps[None]:
        nonlocal now
        for _ in range(50):
            now += 0.001
            yield

    async def other() -> None:
        while True:
            turns.append(now)
            await asyncio.sleep(0)

    monkeypatch.setattr(module, "perf_counter", lambda: now)
    task = asyncio.create_task(other())
    await asyncio.gather(*(run_in_slices(millisecond_steps()) for _ in range(works)))
    task.cancel()
    # In the first turn each begins, and knows of those alone that began before it.
    longest = max(after - before for before, after in pairwise(turns[2:]))
    assert longest <= SLICE_S + works * 0.001 + 0.0001


async def test_a_key_passes_through_several_queues_between_two_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, seen, turns = 0.0, list[int](), 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def slices() -> Steps[None]:
        nonlocal now
        for _ in range(5):
            now += SLICE_S
            seen.append(turns)
            yield

    monkeypatch.setattr(module, "perf_counter", lambda: now)
    task = asyncio.create_task(other())
    await run_in_slices(slices())
    task.cancel()
    assert min(after - before for before, after in pairwise(seen[1:])) >= 8
