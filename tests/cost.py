"""What a piece of work costs, so that tests compare two costs and no time limit depends on the machine."""

import time
from collections.abc import Callable


def cpu_s(work: Callable[[], object]) -> float:
    """The least processor time of three runs, seconds: other programs on the machine hardly change it."""
    return min(_once(work) for _ in range(3))


def _once(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return max(time.thread_time() - began, 0.000_1)
