"""The runs of a time span at a glance: which come first, which are one row, and what the counts are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from statistics import median

from ...models.flow_instance import FlowInstance
from ...models.ids import FlowInstanceId, InvalidId
from ...models.status import Group, Status, has_failed, has_succeeded, is_active, is_unfinished
from .. import times
from ..text import plural

FOLD_FROM = 7
"""Runs of one workflow from which they are one row."""

_NOT_STARTED_S = 600
"""Seconds after the planned time from which a run that has not started is late."""

_SLOW = 1.5
"""Multiple of the usual duration from which a run is late."""

_LEAST_RUNS = 3
"""Successful runs of the same workflow without which no duration is usual."""

_WORDS = {"RUNNING": "running", "RERUN": "about to run again", "SUSPEND": "suspended"} | {
    "CANCEL": "cancelled",
    "SKIP": "skipped",
    "SUCCESS": "succeeded",
}
_KINDS = (
    *("failed", "in an unknown state", "running", "about to run again", "suspended", "waiting"),
    *("cancelled", "skipped", "succeeded"),
)
"""Kinds of states in words, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One run, or all runs of a workflow as one row."""

    runs: tuple[FlowInstance, ...]
    """The runs, the latest planned first; one unless the row is a workflow."""

    is_workflow: bool = False
    """Whether the row stands for all runs of a workflow."""

    is_unfolded: bool = False
    """Whether the runs of the workflow follow as rows of their own."""

    is_inner: bool = False
    """Whether the row is a run of the unfolded workflow above it."""

    late: str = ""
    """The reason why the run is late, in words; empty where it is not, or where that is not known."""

    @property
    def lead(self) -> FlowInstance:
        """The run that commands act on: the latest failure, else the latest run that is still to end."""
        failed = (run for run in self.runs if has_failed(run.state))
        unfinished = (run for run in self.runs if is_unfinished(run.state))
        return next(failed, None) or next(unfinished, self.runs[0])

    @property
    def id(self) -> FlowInstanceId | None:
        """The id of the lead; None where it is no id."""
        return flow_id_of(self.lead)

    @property
    def key(self) -> tuple[str, str]:
        """The identity of the row, so that a cursor stays on it: a run's id, or the workflow's."""
        return ("workflow", workflow_of(self.runs[0])) if self.is_workflow else ("run", _id(self.runs[0]))

    @property
    def has_failed(self) -> bool:
        """Whether any run of the row has failed."""
        return has_failed(self.lead.state)

    @property
    def summary(self) -> str:
        """The runs of a workflow in words: ``412 runs, 3 failed, last one succeeded``."""
        failed = sum(has_failed(run.state) for run in self.runs)
        last = "ok" if has_succeeded(self.runs[0].state) else kind_of(self.runs[0].state)
        return ", ".join(
            filter(
                None, [plural(len(self.runs), "run"), f"{failed:,} failed" if failed else "", f"last {last}"]
            )
        )

    @property
    def short_summary(self) -> str:
        """The same where there is little room: ``412 runs``, or ``3 of 412 failed``."""
        failed = sum(has_failed(run.state) for run in self.runs)
        count = len(self.runs)
        return f"{failed:,} of {count:,} failed" if failed else plural(count, "run")


def overview_rows(
    flows: Iterable[FlowInstance],
    server: timezone | None,
    now: datetime,
    unfolded: AbstractSet[str] = frozenset(),
) -> list[OverviewRow]:
    """The rows: failed first, then running, waiting, done; the late ones and the latest planned lead.

    Args:
        flows: the runs, in any order.
        server: the zone of the server's times, None if unknown: nothing is late then.
        now: aware.
        unfolded: workflows whose runs have rows of their own, see `workflow_of`.
    """
    by_workflow: dict[str, list[FlowInstance]] = defaultdict(list)
    for flow in sorted(flows, key=_planned, reverse=True):
        by_workflow[workflow_of(flow)].append(flow)
    rows: list[OverviewRow] = []
    for runs in by_workflow.values():
        usual_s = usual_duration_s(runs)
        late = [lateness(run, usual_s, server, now) for run in runs]
        if len(runs) >= FOLD_FROM:
            rows.append(OverviewRow(tuple(runs), is_workflow=True, late=next(filter(None, late), "")))
        else:
            rows += [OverviewRow((run,), late=why) for run, why in zip(runs, late, strict=True)]
    rows.sort(key=lambda row: _planned(row.lead), reverse=True)
    rows.sort(key=_rank)
    return [one for row in rows for one in _unfolded(row, unfolded, server, now)]


def rows_in_place(before: Sequence[OverviewRow], now: Sequence[OverviewRow]) -> list[OverviewRow]:
    """The new rows in the places of the former ones, so that none moves; new ones follow at the end.

    A row that is no longer listed stays as it was.
    """
    by_key = {row.key: row for row in now}
    kept = [by_key.pop(row.key, row) for row in before]
    return [*kept, *by_key.values()]


def usual_duration_s(runs: Sequence[FlowInstance]) -> float | None:
    """The median duration of the runs that succeeded; None where they are too few to tell."""
    lasted = [
        seconds
        for run in runs
        if has_succeeded(run.state)
        and (seconds := times.duration_s(run.start_time, run.end_time)) is not None
    ]
    return median(lasted) if len(lasted) >= _LEAST_RUNS else None


def lateness(run: FlowInstance, usual_s: float | None, server: timezone | None, now: datetime) -> str:
    """The reason why a run is late, in words without a figure that grows; empty where it is not.

    Args:
        run: the run.
        usual_s: the usual duration of its workflow in seconds, None if unknown.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    if run.state.group is Group.WAITING and not run.start_time:
        planned_ago = times.age_s(run.trigger_time, server, now)
        is_late = planned_ago is not None and planned_ago > _NOT_STARTED_S
        return "late: planned, but not started" if is_late else ""
    if not is_active(run.state) or times.wait_s(run.trigger_time, run.start_time, server) is None:
        return ""
    running = times.age_s(run.start_time, server, now)
    if running is None or usual_s is None or running <= _SLOW * usual_s:
        return ""
    return f"late: usually takes {times.duration_text(usual_s)}"


def state_counts(flows: Iterable[FlowInstance]) -> dict[str, int]:
    """Number of runs of each kind of state in words, failed first; kinds without a run are left out."""
    counted = Counter(kind_of(flow.state) for flow in flows)
    return {kind: counted[kind] for kind in _KINDS if counted[kind]}


def counts_in_words(flows: Sequence[FlowInstance]) -> str:
    """The counts by state: ``3 failed, 1 running, 30 succeeded``; says so where nothing failed."""
    counted = state_counts(flows)
    parts = [f"{count:,} {kind}" for kind, count in counted.items()]
    return ", ".join(parts if "failed" in counted or not parts else ["nothing failed", *parts])


def kind_of(state: Status) -> str:
    """The kind of a state in words."""
    if has_failed(state):
        return "failed"
    if state.group is Group.WAITING:
        return "waiting"
    return _WORDS.get(state.documented_name or "", "in an unknown state")


def workflow_of(flow: FlowInstance) -> str:
    """The identity of the workflow: its id, else the number in the run's id, else its name."""
    some_id = flow_id_of(flow)
    return flow.flow_id or (some_id.node if some_id is not None else "") or (flow.flow_name or "")


def flow_id_of(flow: FlowInstance) -> FlowInstanceId | None:
    """The id of a listed run; None where it is no id."""
    try:
        return FlowInstanceId.parse(flow.instance_id or "")
    except InvalidId:
        return None


def failed_ids(flows: Iterable[FlowInstance]) -> frozenset[str]:
    """The ids of all failed runs."""
    return frozenset(_id(flow) for flow in flows if has_failed(flow.state))


def _unfolded(
    row: OverviewRow, unfolded: AbstractSet[str], server: timezone | None, now: datetime
) -> list[OverviewRow]:
    """The row, and the runs of its workflow if it is unfolded."""
    if not row.is_workflow or workflow_of(row.runs[0]) not in unfolded:
        return [row]
    usual_s = usual_duration_s(row.runs)
    inner = (OverviewRow((run,), is_inner=True, late=lateness(run, usual_s, server, now)) for run in row.runs)
    return [replace(row, is_unfolded=True), *inner]


def _rank(row: OverviewRow) -> tuple[int, bool, bool]:
    """Place of the row: by state, then failures that a later success followed, then what is not late."""
    is_mended = row.has_failed and row.is_workflow and not has_failed(row.runs[0].state)
    return _KINDS.index(kind_of(row.lead.state)), is_mended, not row.late


def _planned(flow: FlowInstance) -> tuple[str, str]:
    return flow.trigger_time or "", _id(flow)


def _id(flow: FlowInstance) -> str:
    return flow.instance_id or ""
