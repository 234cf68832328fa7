"""Tasks along the time: when each ran, which chain of them took longest, which ran at the same time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from ...models.status import Group, Status
from ...models.task_instance import TaskInstance
from .. import times


@dataclass(frozen=True, slots=True)
class TaskRun:
    """What the picture needs of a task's record."""

    state: Status
    """How the run stands, by its own record."""

    type: int | None
    """Task type, see `logic.codes`."""

    start: str | None
    """As sent."""

    end: str | None
    """As sent."""

    @classmethod
    def of(cls, task: TaskInstance) -> Self:
        """The same of a whole record."""
        return cls(task.state, task.type, task.start_time, task.end_time)

    @property
    def lasted(self) -> str:
        """The time from start to end in words, empty where the record does not say."""
        lasted = times.duration_s(self.start, self.end)
        return times.duration_text(lasted) if lasted is not None and lasted >= 0 else ""


@dataclass(frozen=True, slots=True)
class TaskTimings:
    """What is known of the tasks besides the graph."""

    runs: Mapping[str, TaskRun] = field(default_factory=dict)
    """Records, by task instance id."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why there is none, by task instance id."""

    types: Mapping[str, int] = field(default_factory=dict)
    """Task types of other sources, by task instance id."""

    zone: str = ""
    """The server's zone in words."""

    now: datetime | None = None
    """The server's wall clock, naive; None while its zone is not known."""

    left: int = 0
    """Answers waited for."""

    total: int = 0
    """Tasks that are asked about."""

    is_loading: bool = False
    """Are answers coming in?"""


@dataclass(frozen=True, slots=True)
class Bar:
    """When a task ran; server time, naive."""

    start: datetime
    end: datetime
    """Of a task that runs: now."""

    is_open: bool = False
    """Does it run still?"""

    @property
    def seconds(self) -> float:
        """How long."""
        return (self.end - self.start).total_seconds()


def bar(run: TaskRun, now: datetime | None) -> Bar | str:
    """When a task ran, or why that is not known.

    Args:
        run: the record.
        now: the server's wall clock, naive; None while its zone is not known.
    """
    start, end = _moment(run.start), _moment(run.end)
    if start is None:
        if run.start:
            return f"a start that is no time: {run.start}"
        return "not started" if run.state.group is Group.WAITING else "no start in the record"
    if end is None and not run.state.is_final:
        if now is None:
            return "runs, but the server's zone is not known yet"
        return Bar(start, max(start, now), is_open=True)
    if end is None:
        return f"an end that is no time: {run.end}" if run.end else "no end in the record"
    return Bar(start, end) if start <= end else "ended before it started, says the record"


def _moment(text: str | None) -> datetime | None:
    """A time that can be one: others, such as the year 1 for none, would leave no room on the axis."""
    moment = times.read(text)
    return moment if moment is not None and 1970 < moment.year < 3000 else None


def critical_path(bars: Mapping[int, Bar], before: Sequence[Iterable[int]]) -> list[int]:
    """The chain that decided when all was over: back from what ended last to what each waited for longest.

    A task that began later than the one that waits for it did not hold it up (it was run again since) and is
    passed over, and so is one whose times are not known: no path turns back in time, and circles end.
    """
    if not bars:
        return []
    path = [max(bars, key=lambda place: (bars[place].end, bars[place].start, -place))]
    while True:
        last = bars[path[-1]]
        sources = [
            place
            for place in before[path[-1]]
            if place in bars and bars[place].start <= last.start and place not in path
        ]
        if not sources:
            return path[::-1]
        path.append(max(sources, key=lambda place: (bars[place].end, bars[place].start, -place)))


def busy_s(bars: Iterable[Bar]) -> float:
    """Seconds in which at least one of them ran."""
    total, until = timedelta(), datetime.min
    for one in sorted(bars, key=lambda one: one.start):
        if one.end > until:
            total += one.end - max(one.start, until)
            until = one.end
    return total.total_seconds()


def span_s(bars: Iterable[Bar]) -> float:
    """Seconds from the first start to the last end."""
    known = list(bars)
    if not known:
        return 0.0
    return (max(one.end for one in known) - min(one.start for one in known)).total_seconds()


def overlapping(bars: Mapping[int, Bar], place: int) -> frozenset[int]:
    """What ran at the same time as a task, for however short a time."""
    own = bars.get(place)
    if own is None:
        return frozenset()
    return frozenset(
        other for other, one in bars.items() if other != place and one.start < own.end and own.start < one.end
    )


def most_at_once(bars: Iterable[Bar]) -> int:
    """How many ran at the same time, at most; what starts as another ends is not at the same time."""
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
    """Time on columns."""

    first: datetime
    last: datetime
    cells: int
    """Columns, at least 1."""

    @classmethod
    def over(cls, bars: Iterable[Bar], cells: int) -> "Axis | None":
        """From the first start to the last end; None where nothing is known."""
        known = list(bars)
        if not known:
            return None
        return cls(min(one.start for one in known), max(one.end for one in known), max(1, cells))

    def column(self, moment: datetime) -> int:
        """Where a moment falls, from 0 to before `cells`."""
        whole = (self.last - self.first).total_seconds()
        part = (moment - self.first).total_seconds() / whole if whole else 0.0
        return min(max(int(part * self.cells), 0), self.cells - 1)

    def stretch(self, one: Bar) -> tuple[int, int]:
        """Columns of a bar, first and past the last; one at least."""
        first = self.column(one.start)
        return first, max(self.column(one.end) + (one.end == self.last), first + 1)

    def ticks(self) -> str:
        """The scale as text: each time begins at its column, behind a mark."""
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
        """Is there room for a label every so often?"""
        marks = (self.last - self.first) / step
        return marks * (11 if step.seconds % 60 else 8) <= self.cells


_STEPS = [
    timedelta(seconds=seconds)
    for seconds in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
] + [timedelta(days=days) for days in (2, 7, 30, 365)]
