"""Time slicing: long work as a generator of steps, with turns of the event loop between slices of it."""

import asyncio
from collections.abc import Generator
from time import perf_counter
from typing import TypeVar

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""A generator of steps, each of a few milliseconds."""

SLICE_S = 0.01
"""Seconds of work between turns of the event loop, plus at most one step; too short to notice."""

_TURNS = 8
"""Turns of the event loop after each slice: a key passes through some thirty before anything is drawn."""

_at_work = 0
"""The number of works in slices; they share the time between two turns."""


def at_once(steps: Steps[Result]) -> Result:
    """Run the steps to their end without a break."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


async def run_in_slices(steps: Steps[Result]) -> Result:
    """Run the steps to their end, with a turn of the event loop after each slice."""
    global _at_work
    _at_work += 1
    try:
        while True:
            until = perf_counter() + SLICE_S / _at_work
            next(steps)
            while perf_counter() < until:
                next(steps)
            for _ in range(_TURNS):
                await asyncio.sleep(0)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        _at_work -= 1
