"""Long work that can be interrupted: a generator that yields between its steps and returns its result."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""No step takes more than some milliseconds; `services.slices` runs it without keeping the keys waiting."""


def at_once(steps: Steps[Result]) -> Result:
    """Run it to its end without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
