"""Statistics of previous runs: usual duration and streaks, as values and in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import takewhile
from statistics import median

from ...models.flow_instance import FlowInstance
from ...models.ids import InstanceId
from ...models.status import Group, Status
from ...models.task_instance import TaskInstance
from .. import times
from ..text import plural
from .headline import tries_made

FEWEST = 3
"""Minimum number of successful runs to compare with."""

_USUAL = (0.8, 1.2)
"""The multiples of the median between which a duration is usual."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """The outcome of one run of a task or flow."""

    id: InstanceId
    state: Status
    planned: str | None
    """As sent."""
    lasted_s: float | None
    """Seconds from start to end, or until now while active; None if unknown."""
    tries: str = ""
    """The current try and the maximum; empty for a flow."""

    @property
    def is_good(self) -> bool:
        """Whether it succeeded."""
        return self.state.group is Group.GOOD

    @property
    def is_bad(self) -> bool:
        """Whether it failed."""
        return self.state.group is Group.BAD


def run_of(
    id: InstanceId, record: TaskInstance | FlowInstance, server: timezone | None, now: datetime
) -> PastRun:
    """Take the outcome from a record.

    Args:
        id: of the run.
        record: as the server sent it.
        server: the zone of its times, None if unknown: the duration of an active run is then unknown.
        now: aware.
    """
    lasted = times.duration_s(record.start_time, record.end_time)
    if record.state.group is Group.ACTIVE and isinstance(record, TaskInstance):
        is_sure = not times.is_shifted(record.trigger_time, record.start_time, server)
        lasted = times.age_s(record.start_time, server if is_sure else None, now)
    if lasted is not None and lasted < 0:
        lasted = None
    tries = (tries_made(record) or "") if isinstance(record, TaskInstance) else ""
    return PastRun(id, record.state, record.trigger_time, lasted, tries)


@dataclass(frozen=True, slots=True)
class Usual:
    """Durations of the successful runs, seconds."""

    count: int
    median_s: float
    p95_s: float
    """The 95th percentile."""


def usual(runs: Sequence[PastRun]) -> Usual | None:
    """The usual duration of successful runs; None if there are too few."""
    lasted = sorted(run.lasted_s for run in runs if run.is_good and run.lasted_s is not None)
    if len(lasted) < FEWEST:
        return None
    return Usual(len(lasted), median(lasted), lasted[math.ceil(0.95 * len(lasted)) - 1])


def ratio(run: PastRun, base: Usual | None) -> float | None:
    """The duration of a run as a multiple of the median; None if unknown, or if the median is zero."""
    if base is None or run.lasted_s is None or not base.median_s:
        return None
    return run.lasted_s / base.median_s


def times_the_usual(run: PastRun, base: Usual | None) -> str:
    """The multiple in words, such as ``1.8x the usual``; empty if unknown."""
    multiple = ratio(run, base)
    if multiple is None:
        return ""
    low, high = _USUAL
    if low <= multiple <= high:
        return "as long as usual"
    figure = f"{multiple:.1f}x" if multiple >= 0.1 else "less than 0.1x"
    if run.state.is_final:
        return f"{figure} the usual"
    return f"{figure} the usual already" if multiple > high else "not yet as long as usual"


def verdict(this: PastRun, before: Sequence[PastRun], is_all: bool) -> list[str]:
    """The assessment of a run against the previous ones, in one or two sentences.

    Args:
        this: the run in question.
        before: the previous runs, latest first, without missing ones.
        is_all: whether there are no earlier ones.
    """
    return [
        line for line in (_duration_sentence(this, before), _streak_sentence(this, before, is_all)) if line
    ]


def _duration_sentence(this: PastRun, before: Sequence[PastRun]) -> str:
    base = usual(before)
    good = sum(run.is_good for run in before)
    if base is None:
        few = plural(good, "good run") if good else "no good run"
        return f"Too few runs to compare with: {few} before it."
    middle, most = times.duration_text(base.median_s), times.duration_text(base.p95_s)
    measured = f"median {middle}, p95 {most} of {base.count} good runs"
    multiple = times_the_usual(this, base)
    if not multiple or this.lasted_s is None:
        return f"Usual duration: {measured}."
    verb = "Took" if this.state.is_final else "So far"
    return f"{verb} {times.duration_text(this.lasted_s)}, {multiple}: {measured}."


def _streak_sentence(this: PastRun, before: Sequence[PastRun], is_all: bool) -> str:
    """The streak that this run continues or ends; runs that neither succeeded nor failed do not count."""
    ended = [run for run in before if run.is_good or run.is_bad]
    if not ended:
        return ""
    bad = list(takewhile(lambda run: run.is_bad, ended))
    good = list(takewhile(lambda run: run.is_good, ended[len(bad) :]))
    rest = ended[len(bad) + len(good) :]
    at_least = "" if rest or is_all else "at least "
    last = f"; the last failure before was {rest[0].id}" if rest else ""
    if this.is_bad:
        comma = "," if bad and good else ""
        after = f" after {_successes(good, at_least)}" if good else ""
        return f"{_failures(bad, bool(good) or is_all)}{comma}{after}{last}."
    if bad:
        what = "First success after the failure of" if this.is_good else "The previous run failed:"
        return f"{what} {bad[0].id}."
    if this.is_good:
        return f"Success number {at_least}{len(good) + 1} in a row{last}."
    return f"Previous runs: {_successes(good, at_least)}{last}."


def _failures(before: Sequence[PastRun], is_start_known: bool) -> str:
    if not before:
        return "First failure"
    if not is_start_known:
        return f"Failed at least {len(before) + 1} times in a row"
    return f"Failed {len(before) + 1} times in a row, first in {before[-1].id}"


def _successes(streak: Sequence[PastRun], at_least: str) -> str:
    if len(streak) == 1 and not at_least:
        return "one success"
    return f"{at_least}{plural(len(streak), 'success')} in a row"


def bars(durations: Sequence[float | None], levels: int) -> list[int | None]:
    """Durations as heights from 1 to `levels`, the longest at the top; None without a duration."""
    longest = max((one for one in durations if one is not None), default=0.0)
    return [
        None if one is None else 1 if not longest else max(1, math.ceil(one / longest * levels))
        for one in durations
    ]
