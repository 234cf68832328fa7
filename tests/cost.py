"""What a piece of work costs, so that tests compare two costs and no time limit depends on the machine."""

import time
from collections.abc import Callable


def cpu_s(work: Callable[[], object]) -> float:
    """The least processor time of three runs, seconds: other programs on the machine hardly change it."""
    return min(_once(work) for _ in range(3))


def costs_in_proportion(work: Callable[[int], object], size: int, free_s: float = 0.0) -> bool:
    """Whether a size costs at most three times as much for each of its parts as an eighth of it.

    `free_s` seconds for the whole are too little to ask. A busy machine only ever adds to a run, so it
    may take five.
    """

    def does() -> bool:
        cost = _once(lambda: work(size))
        return cost < free_s or cost < 24 * cpu_s(lambda: work(size // 8))

    return any(does() for _ in range(5))


def _once(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return max(time.thread_time() - began, 0.000_1)
