"""Long work in steps: a generator that yields between them and returns its result."""

import asyncio
from collections.abc import Generator
from time import perf_counter
from typing import TypeVar

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""No step takes more than some milliseconds."""

SLICE_S = 0.01
"""Longest time without a break, seconds, and one step longer at most: too short for a user to notice."""


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
    while True:
        until = perf_counter() + SLICE_S
        try:
            while perf_counter() < until:
                next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        await asyncio.sleep(0)
