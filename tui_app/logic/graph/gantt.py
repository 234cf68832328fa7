"""Timelines of tasks: bars, the critical path, parallel tasks and the time axis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from ...models.status import Group, Status
from ...models.task_instance import TaskInstance
from .. import times
from ..runs.headline import tries_made
from ..text import shortened


@dataclass(frozen=True, slots=True)
class TaskRun:
    """The part of a task record that a timeline needs."""

    state: Status
    """The state in the record."""

    type: int | None
    """Task type, see `logic.codes`."""

    start: str | None
    """As sent."""

    end: str | None
    """As sent."""

    tries: str = ""
    """The current try and the maximum, such as ``4 of 4``; empty if unknown."""

    @classmethod
    def of(cls, task: TaskInstance) -> Self:
        """Take this part of a whole record."""
        # A timeline keeps thousands, and a server may send a megabyte in each.
        start, end = (text and shortened(text, 100) for text in (task.start_time, task.end_time))
        return cls(task.state, task.type, start, end, tries_made(task) or "")

    @property
    def seconds(self) -> float | None:
        """The duration in seconds; None if unknown or contradictory."""
        lasted = times.duration_s(self.start, self.end)
        return lasted if lasted is not None and lasted >= 0 else None

    @property
    def lasted(self) -> str:
        """The duration as text, empty if unknown."""
        return "" if self.seconds is None else times.duration_text(self.seconds)


@dataclass(frozen=True, slots=True)
class TaskTimings:
    """The task data that a graph lacks, with the progress of loading it."""

    runs: Mapping[str, TaskRun] = field(default_factory=dict)
    """Records, by task instance id."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """The reason for a missing record, by task instance id."""

    seen: Mapping[str, TaskRun] = field(default_factory=dict)
    """Records that other screens have read, by task instance id."""

    zone: str = ""
    """The server's zone in words."""

    now: datetime | None = None
    """The server's wall clock, naive; None while its zone is unknown."""

    left: int = 0
    """The number of records still to load."""

    total: int = 0
    """The number of records to load in all."""

    next: int = 0
    """The number of records that the key to go on loads."""

    is_loading: bool = False
    """Whether records are being loaded."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The start and end of a task; server time, naive."""

    start: datetime
    end: datetime
    """The current time for a running task."""

    is_open: bool = False
    """Whether it is still running."""

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return (self.end - self.start).total_seconds()


def bar(run: TaskRun, now: datetime | None) -> Bar | str:
    """The bar of a task, or the reason why there is none.

    Args:
        now: the server's wall clock, naive; None while its zone is unknown.
    """
    start, end = _moment(run.start), _moment(run.end)
    if start is None:
        if run.start:
            return f"unreadable start: {run.start}"
        return "not started" if run.state.group is Group.WAITING else "no start in the record"
    if end is None and not run.state.is_final:
        if now is None:
            return "running; the server's time zone is unknown"
        return Bar(start, max(start, now), is_open=True)
    if end is None:
        return f"unreadable end: {run.end}" if run.end else "no end in the record"
    return Bar(start, end) if start <= end else "the record says it ended before it started"


def _moment(text: str | None) -> datetime | None:
    """A plausible time; placeholders such as the year 1 would use up the axis."""
    moment = times.read(text)
    return moment if moment is not None and 1970 < moment.year < 3000 else None


def critical_path(bars: Mapping[int, Bar], before: Sequence[Iterable[int]]) -> list[int]:
    """The critical path: from the last end back to the predecessor of each task that ended last.

    A predecessor that started later than the task did not delay it (it has been rerun since) and is skipped,
    and so is one with unknown times: the path never goes forward in time, so it ends in a cycle too.
    """
    if not bars:
        return []
    path = [max(bars, key=lambda place: (bars[place].end, bars[place].start, -place))]
    passed = set(path)
    while True:
        last = bars[path[-1]]
        sources = [
            place
            for place in before[path[-1]]
            if place in bars and bars[place].start <= last.start and place not in passed
        ]
        if not sources:
            return path[::-1]
        path.append(max(sources, key=lambda place: (bars[place].end, bars[place].start, -place)))
        passed.add(path[-1])


def busy_s(bars: Iterable[Bar]) -> float:
    """Seconds in which at least one task ran."""
    total, until = timedelta(), datetime.min
    for one in sorted(bars, key=lambda one: one.start):
        if one.end > until:
            total += one.end - max(one.start, until)
            until = one.end
    return total.total_seconds()


def span_s(bars: Iterable[Bar]) -> float:
    """Seconds from the first start to the last end."""
    listed = list(bars)
    if not listed:
        return 0.0
    return (max(one.end for one in listed) - min(one.start for one in listed)).total_seconds()


def overlapping(bars: Mapping[int, Bar], place: int) -> frozenset[int]:
    """The tasks that ran at the same time as a task, for any time."""
    own = bars.get(place)
    if own is None:
        return frozenset()
    return frozenset(
        other for other, one in bars.items() if other != place and one.start < own.end and own.start < one.end
    )


def max_parallel(bars: Iterable[Bar]) -> int:
    """The maximum number of parallel tasks; one that starts as another ends is not parallel to it."""
    changes = sorted(
        (moment, step) for one in bars if one.seconds for moment, step in ((one.start, 1), (one.end, -1))
    )
    most = running = 0
    for _, step in changes:
        running += step
        most = max(most, running)
    return most


@dataclass(frozen=True, slots=True)
class Axis:
    """A time axis that maps times to columns."""

    first: datetime
    last: datetime
    cells: int
    """Columns, at least 1."""

    @classmethod
    def over(cls, bars: Iterable[Bar], cells: int) -> "Axis | None":
        """The axis from the first start to the last end; None without bars."""
        listed = list(bars)
        if not listed:
            return None
        return cls(min(one.start for one in listed), max(one.end for one in listed), max(1, cells))

    def column(self, moment: datetime) -> int:
        """The column of a time, from 0 to `cells` - 1."""
        whole = (self.last - self.first).total_seconds()
        part = (moment - self.first).total_seconds() / whole if whole else 0.0
        return min(max(int(part * self.cells), 0), self.cells - 1)

    def stretch(self, one: Bar) -> tuple[int, int]:
        """The first column of a bar and the one past its last; at least one column."""
        first = self.column(one.start)
        return first, max(self.column(one.end) + (one.end == self.last), first + 1)

    def ticks(self) -> str:
        """The scale as text: each label starts at its column, after a tick."""
        step = next((s for s in _STEPS if self._fits(s)), _STEPS[-1])
        form = "%H:%M:%S" if step.seconds % 60 else "%m-%d" if step >= timedelta(days=1) else "%H:%M"
        text = ""
        midnight = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + -((midnight - self.first) // step) * step
        while moment <= self.last:
            label = "'" + moment.strftime(form)
            at = self.column(moment)
            if at >= len(text) + bool(text) and at + len(label) <= self.cells:
                text = text.ljust(at) + label
            moment += step
        return text

    def _fits(self, step: timedelta) -> bool:
        """Whether labels at this interval fit."""
        marks = (self.last - self.first) / step
        return marks * (11 if step.seconds % 60 else 8) <= self.cells


_STEPS = [
    timedelta(seconds=seconds)
    for seconds in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
] + [timedelta(days=days) for days in (2, 7, 30, 365)]
