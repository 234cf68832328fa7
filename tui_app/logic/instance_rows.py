"""Rows about many instances: their sort order, filter and counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..models.flow_instance import FlowInstance
from ..models.ids import InstanceId
from ..models.lookup import Found, TaskLookup
from ..models.status import Group, Status
from . import sanitize, times
from .sort_and_filter import GROUP_ORDER, status_rank
from .text import shortened

MAX_ROWS = 1_000
"""Maximum rows of a table; the screen says when there are more ids."""

_MOST_COUNTED = 5
_MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One instance of a table; only its id is set until the server has answered."""

    id: InstanceId
    """Of the type that matches its kind."""

    kind: str = ""
    """``task`` or ``flow``, empty until it is known."""

    state: Status | None = None
    """The run state; None without an answer."""

    name: str = ""
    """Name of the task or of the workflow; foreign text."""

    start: str | None = None
    """Actual start, as sent."""

    end: str | None = None
    """Actual end, as sent."""

    flow_id: str = ""
    """The flow instance that a task ran in; foreign text."""

    refusal: str = ""
    """The reason why there is no answer, or no newer one; else empty."""

    code: int | None = None
    """The server's error code."""

    @property
    def is_old(self) -> bool:
        """Whether the refresh failed, so that an earlier answer is shown."""
        return self.state is not None and bool(self.refusal)

    @property
    def is_open(self) -> bool:
        """Whether the request is pending."""
        return self.state is None and not self.refusal

    @property
    def took_s(self) -> float | None:
        """Seconds from start to end, negative where the record contradicts itself."""
        return times.duration_s(self.start, self.end)


def row_of(found: Found) -> Row:
    """The row of an answer."""
    if not isinstance(found, TaskLookup):
        return flow_row(found.id, found.flow)
    task = found.task
    texts = (found.name, task.start_time, task.end_time, task.flow_inst_id or "")
    return Row(found.id, "task", found.state, *_cut(*texts))


def flow_row(flow_id: InstanceId, flow: FlowInstance) -> Row:
    """The row of a flow instance."""
    return Row(flow_id, "flow", flow.state, *_cut(flow.flow_name or "", flow.start_time, flow.end_time, ""))


def _cut(
    name: str, start: str | None, end: str | None, flow_id: str
) -> tuple[str, str | None, str | None, str]:
    """The texts of a row cut: a table keeps a thousand rows, and a server may send a megabyte in each."""
    start, end = (one and shortened(one, _MOST_CHARACTERS) for one in (start, end))
    return shortened(name, _MOST_CHARACTERS), start, end, shortened(flow_id, _MOST_CHARACTERS)


def _status(row: Row) -> tuple[float, str] | None:
    if row.state is None and row.refusal:
        return GROUP_ORDER.index(Group.BAD) + 0.5, ""
    return status_rank(row.state)


SORT_KEYS: Mapping[str, Callable[[Row], Any]] = {
    "status": _status,
    "id": lambda row: (int(row.id.node), row.id.suffix),
    "took": lambda row: row.took_s,
    "start": lambda row: times.read(row.start),
    "name": lambda row: row.name.casefold() or None,
}
"""By column: the value to sort by; None for a row without it."""

LARGEST_FIRST = frozenset({"took", "start"})


def counts_in_words(states: Mapping[Status, int]) -> str:
    """Counts by state, failures first: ``2 FAIL, 7 SUCCESS``; rare ones are counted as one."""
    by_name: dict[str, int] = {}
    for state in sorted(
        states, key=lambda state: (GROUP_ORDER.index(state.group), -states[state], state.name)
    ):
        by_name[state.name] = by_name.get(state.name, 0) + states[state]
    parts = [sanitize.one_line(f"{count:,} {name}") for name, count in by_name.items()]
    if len(parts) > _MOST_COUNTED:
        parts[_MOST_COUNTED - 1 :] = [f"{len(parts) - _MOST_COUNTED + 1} other states"]
    return ", ".join(parts)


def counts(rows: Sequence[Row]) -> str:
    """Counts by state, failures first: ``2 FAIL, 7 SUCCESS, 1 without an answer, 1 not refreshed``."""
    states = Counter(row.state for row in rows if row.state is not None)
    parts = [words for words in [counts_in_words(states)] if words]
    old = sum(row.is_old for row in rows)
    refused = sum(bool(row.refusal) for row in rows) - old
    parts += [f"{refused:,} without an answer"] if refused else []
    parts += [f"{old:,} not refreshed"] if old else []
    return ", ".join(parts)
