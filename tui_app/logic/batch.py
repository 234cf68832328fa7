"""Rows about many instances: what was learnt of each, in which order, and which of them fit a text."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models.ids import InstanceId
from ..models.lookup import Found, TaskLookup
from ..models.status import Group, Status
from . import times

MAX_ROWS = 1_000
"""Most rows of a table; who has more ids is told so."""

_GROUPS = (Group.BAD, Group.UNKNOWN, Group.ACTIVE, Group.WAITING, Group.NEUTRAL, Group.GOOD)
_MOST_COUNTED = 5


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one instance; of its id alone before there is an answer."""

    id: InstanceId
    """As the kind it was found to be."""

    kind: str = ""
    """``task`` or ``flow``, empty while nobody knows."""

    state: Status | None = None
    """None where there is no answer."""

    name: str = ""
    """Name of the task or of the workflow; foreign text."""

    start: str | None = None
    """Real start, as the server writes it."""

    end: str | None = None
    """Real end, as the server writes it."""

    flow_id: str = ""
    """The flow instance a task ran in; foreign text."""

    refusal: str = ""
    """Why there is no answer, or no newer one; empty where there is, or the question is open."""

    code: int | None = None
    """The server's code for that."""

    @property
    def is_old(self) -> bool:
        """Is this an earlier answer, since there was no newer one?"""
        return self.state is not None and bool(self.refusal)

    @property
    def is_open(self) -> bool:
        """Neither answered nor refused."""
        return self.state is None and not self.refusal

    @property
    def took_s(self) -> float | None:
        """Seconds from start to end, negative where the record contradicts itself."""
        return times.duration_s(self.start, self.end)


def row_of(found: Found) -> Row:
    """The row of an answer."""
    kind, flow_id = "flow", ""
    if isinstance(found, TaskLookup):
        kind, flow_id = "task", found.task.flow_inst_id or ""
    return Row(
        found.id,
        kind,
        found.state,
        found.name,
        found.model.start_time,
        found.model.end_time,
        flow_id,
    )


def _status(row: Row) -> tuple[float, str] | None:
    if row.state is None:
        return (_GROUPS.index(Group.BAD) + 0.5, "") if row.refusal else None
    return _GROUPS.index(row.state.group), row.state.name


def _id(row: Row) -> tuple[int, str]:
    return int(row.id.node), row.id.suffix


def _start(row: Row) -> datetime | None:
    return times.read(row.start)


def _name(row: Row) -> str | None:
    return row.name.casefold() or None


_KEYS: dict[str, Callable[[Row], Any]] = {
    "status": _status,
    "id": _id,
    "took": lambda row: row.took_s,
    "start": _start,
    "name": _name,
}
ORDERS = ("given", *_KEYS)
"""What rows can be ordered by; ``given`` is the order of the ids."""

_LARGEST_FIRST = {"took", "start"}


def sorted_indexes(rows: Sequence[Row], by: str, is_reversed: bool = False) -> list[int]:
    """The places of the rows in another order; equal ones stay in the order given.

    Failures, long runs and late starts come first, names and ids ascend; what has no such value comes last.

    Args:
        rows: in the order given.
        by: one of `ORDERS`.
        is_reversed: the other way round.
    """
    places = range(len(rows))
    if by == "given":
        return list(reversed(places) if is_reversed else places)
    keys = [_KEYS[by](row) for row in rows]
    known = [place for place in places if keys[place] is not None]
    known.sort(key=lambda place: keys[place], reverse=is_reversed != (by in _LARGEST_FIRST))
    return [*known, *(place for place in places if keys[place] is None)]


def fits(text: str, wanted: str) -> bool:
    """Does a text hold every word, and none that begins with ``!``? Case does not matter."""
    text = text.casefold()
    return all(
        (word[1:] not in text or len(word) == 1) if word.startswith("!") else word in text
        for word in wanted.casefold().split()
    )


def counts(rows: Sequence[Row]) -> str:
    """How many ended how, failures first: ``2 FAIL, 7 SUCCESS, 1 without an answer, 1 not refreshed``."""
    states = Counter(row.state for row in rows if row.state is not None)
    by_name: dict[str, int] = {}
    for state in sorted(states, key=lambda state: (_GROUPS.index(state.group), -states[state], state.name)):
        by_name[state.name] = by_name.get(state.name, 0) + states[state]
    told = [f"{count:,} {name}" for name, count in by_name.items()]
    if len(told) > _MOST_COUNTED:
        told[_MOST_COUNTED - 1 :] = [f"{len(told) - _MOST_COUNTED + 1} other states"]
    old = sum(row.is_old for row in rows)
    refused = sum(bool(row.refusal) for row in rows) - old
    told += [f"{refused:,} without an answer"] if refused else []
    told += [f"{old:,} not refreshed"] if old else []
    return ", ".join(told)
