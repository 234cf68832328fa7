"""Workflows kept for showing one thing each: they answer for any date, so that their ids can be typed.

The suffix of the id that is asked for sets the time, in any of its four lengths.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from . import stamps
from .logs import log_header
from .runs import FlowRun, TaskRun

Builder = Callable[[str, datetime], FlowRun]
"""Makes the run of one workflow from an id's suffix and the time it holds."""


class Showcase:
    """A scene of such workflows."""

    def __init__(
        self,
        now: datetime,
        flows: Mapping[int, Builder],
        flow_of: Callable[[int], int],
        *,
        age: timedelta,
        digits: int,
    ) -> None:
        self._flows = flows
        self._flow_of = flow_of
        # Who looks at two thousand tasks of a run along the time asks for each by itself.
        self._made = lru_cache(maxsize=4)(self._make)
        self.suffix = stamps.suffix(now - age, digits)
        """The suffix List Flow Instances shows these workflows with."""

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        flow_id = self._flow_of(task_id)
        return flow_id if flow_id in self._flows else None

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """See `Scene`."""
        return self._made(flow_id, suffix)

    def _make(self, flow_id: int, suffix: str) -> FlowRun | None:
        trigger, build = stamps.suffix_time(suffix), self._flows.get(flow_id)
        return None if trigger is None or build is None else build(suffix, trigger)

    @cached_property
    def _listed(self) -> list[FlowRun]:
        """The runs of the one time that is listed, which each search would make anew."""
        runs = (self._make(flow_id, self.suffix) for flow_id in self._flows)
        return [run for run in runs if run is not None]

    def listed(self, at: datetime) -> list[FlowRun]:
        """See `Scene`."""
        return self._listed


def exhibit(task_id: int, flow_id: int, suffix: str, trigger: datetime, name: str, **changes: Any) -> TaskRun:
    """A task that ran for 95 seconds, logged a line and succeeded; `changes` replace its fields."""
    began = trigger + timedelta(seconds=7)
    usual: dict[str, Any] = {
        "start": began,
        "end": began + timedelta(seconds=95),
        "cycle": "H",
        "cmd": f"echo {name.split()[0]}",
        "log": lambda: log_header(run, began) + "done\n",
    }
    run: TaskRun = TaskRun(
        task_id=task_id, flow_id=flow_id, suffix=suffix, name=name, trigger=trigger, **(usual | changes)
    )
    return run


def chained(
    flow_id: int, name: str, tasks: tuple[TaskRun, ...], suffix: str, trigger: datetime, **changes: Any
) -> FlowRun:
    """A workflow of tasks one after the other that succeeded; `changes` replace its fields.

    It was started by hand as a temporary one, so that the overview of scheduled runs is one of a plant.
    """
    nodes = [f"t_{task.task_id}" for task in tasks]
    usual: dict[str, Any] = {
        "start": trigger + timedelta(seconds=3),
        "end": trigger + timedelta(seconds=110),
        "cycle": "H",
        "freq": "0 0 * * * ? *",
        "scheduling": 2,
        "tasks": tasks,
        "edges": tuple(pairwise(nodes)),
    }
    return FlowRun(flow_id=flow_id, suffix=suffix, name=name, trigger=trigger, **(usual | changes))
