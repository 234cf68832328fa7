"""Long work on the running loop in slices so short that no key waits for it."""

import asyncio
from time import perf_counter

from ..logic.steps import Result, Steps

SLICE_S = 0.01
"""How long a slice takes, and one step longer at most: well under what a person notices."""


async def run_in_slices(steps: Steps[Result]) -> Result:
    """Run the steps to their end, letting everything else have its turn after each slice."""
    while True:
        until = perf_counter() + SLICE_S
        try:
            while perf_counter() < until:
                next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        await asyncio.sleep(0)
