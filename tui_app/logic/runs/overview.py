"""The runs of a time span at a glance: which come first, which are one row, and what the counts are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from statistics import median

from ...models.flow_instance import FlowInstance
from ...models.ids import FlowInstanceId
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


RowKey = tuple[str, str, str]
"""The identity of a row: its kind, the profile, and the run's id, the workflow's identity, or the error."""

RunKey = tuple[str, str]
"""The identity of a run: the profile, and the id; one id names other runs in other plants."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The runs that one profile lists."""

    flows: Sequence[FlowInstance]
    """The runs, in any order."""

    server: timezone | None = None
    """The zone of the server's times; None if unknown: nothing is late then."""

    profile: str = ""
    """Name of the profile; empty where there is only one."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One run, all runs of a workflow as one row, or rows that failed of the same error as one row."""

    runs: tuple[FlowInstance, ...]
    """The runs in order, of rows with the same error the lead of each; one unless the row is folded."""

    inner: "tuple[OverviewRow, ...]" = ()
    """The rows that the row stands for; empty for one run."""

    is_unfolded: bool = False
    """Whether the inner rows follow as rows of their own."""

    parent: RowKey | None = None
    """The key of the unfolded row above that the row is an inner one of."""

    depth: int = 0
    """The number of unfolded rows that the row is in."""

    error: str = ""
    """The fingerprint that all inner rows share; empty unless the row stands for those of one error."""

    late: str = ""
    """The reason why the run is late, in words; empty where it is not, or where that is not known."""

    profile: str = ""
    """Name of the profile that lists the runs; empty where there is only one."""

    total: int = 0
    """The number of all runs of the workflow, those too that a filter hides; 0 for one run."""

    @property
    def is_workflow(self) -> bool:
        """Whether the row stands for the runs of a workflow."""
        return bool(self.inner) and not self.error

    @property
    def lead(self) -> FlowInstance:
        """The run that commands act on: the latest failure, else the latest run that is still to end."""
        failed = (run for run in self.runs if has_failed(run.state))
        unfinished = (run for run in self.runs if is_unfinished(run.state))
        return next(failed, None) or next(unfinished, self.runs[0])

    @property
    def id(self) -> FlowInstanceId | None:
        """The id of the lead; None where it is no id."""
        return FlowInstanceId.of(self.lead.instance_id)

    @property
    def key(self) -> RowKey:
        """The identity of the row, so that a cursor stays on it."""
        if self.error:
            return ("error", self.profile, self.error)
        if self.is_workflow:
            return ("workflow", *self.workflow)
        return ("run", self.profile, _id(self.runs[0]))

    @property
    def workflow(self) -> tuple[str, str]:
        """The profile, and the identity of the workflow, see `workflow_of`."""
        return self.profile, workflow_of(self.runs[0])

    @property
    def run_key(self) -> RunKey:
        """The identity of the lead."""
        return self.profile, _id(self.lead)

    @property
    def run_keys(self) -> Iterator[RunKey]:
        """The identities of all runs."""
        return ((self.profile, _id(run)) for run in self.runs)

    @property
    def is_notable(self) -> bool:
        """Whether something is to be said about the row: a run has failed, or is late."""
        return self.has_failed or bool(self.late)

    @property
    def has_failed(self) -> bool:
        """Whether any run of the row has failed."""
        return has_failed(self.lead.state)

    @property
    def summary(self) -> str:
        """The runs in words: ``412 runs, 3 failed, last ok``, or ``same error in 4 runs``."""
        if self.error:
            return f"same error in {self._workflows}"
        failed = sum(has_failed(run.state) for run in self.runs)
        last = "ok" if has_succeeded(self.runs[0].state) else kind_of(self.runs[0].state)
        parts = [self._count, f"{failed:,} failed" if failed else "", f"last {last}"]
        return ", ".join(filter(None, parts))

    @property
    def short_summary(self) -> str:
        """The same where there is little room: ``412 runs``, ``3 of 412 failed``, or ``same error in 4``."""
        if self.error:
            return f"same error in {len(self.inner):,}"
        failed = sum(has_failed(run.state) for run in self.runs)
        is_whole = len(self.runs) == self.total
        return f"{failed:,} of {self.total:,} failed" if failed and is_whole else self._count

    @property
    def _workflows(self) -> str:
        """The number of runs with the error: ``4 runs``, ``4 workflows``, or ``4 runs of 3 workflows``."""
        count, workflows = len(self.inner), len({row.workflow for row in self.inner})
        if workflows == 1:
            return plural(count, "run")
        # Of a workflow with many runs, the error of one failure is known.
        if workflows == count or any(row.is_workflow for row in self.inner):
            return plural(workflows, "workflow")
        return f"{plural(count, 'run')} of {plural(workflows, 'workflow')}"

    @property
    def _count(self) -> str:
        """The number of runs: ``412 runs``, or with a filter ``9 of 412 runs``."""
        count = len(self.runs)
        return plural(count, "run") if count == self.total else f"{count:,} of {plural(self.total, 'run')}"


def run_rows(listing: Listing, now: datetime) -> list[OverviewRow]:
    """One row for each run, the latest planned first; `now` is aware."""
    in_order = sorted(listing.flows, key=_planned, reverse=True)
    by_workflow: dict[str, list[FlowInstance]] = defaultdict(list)
    for flow in in_order:
        by_workflow[workflow_of(flow)].append(flow)
    usual_s = {workflow: usual_duration_s(runs) for workflow, runs in by_workflow.items()}
    return [
        OverviewRow(
            (flow,),
            late=lateness(flow, usual_s[workflow_of(flow)], listing.server, now),
            profile=listing.profile,
        )
        for flow in in_order
    ]


def folded_rows(runs: Iterable[OverviewRow], totals: Mapping[tuple[str, str], int]) -> list[OverviewRow]:
    """The rows: failed first, then running, waiting, done; the late ones and the latest planned lead.

    Args:
        runs: a row for each run to show, the latest planned first.
        totals: number of all runs by profile and workflow.
    """
    by_workflow: dict[tuple[str, str], list[OverviewRow]] = defaultdict(list)
    for row in runs:
        by_workflow[row.workflow].append(row)
    rows: list[OverviewRow] = []
    for workflow, inner in by_workflow.items():
        if len(inner) < FOLD_FROM:
            rows += inner
            continue
        late = next(filter(None, (row.late for row in inner)), "")
        of_runs = tuple(row.lead for row in inner)
        rows.append(
            OverviewRow(of_runs, tuple(inner), late=late, profile=workflow[0], total=totals[workflow])
        )
    rows.sort(key=lambda row: _planned(row.lead), reverse=True)
    rows.sort(key=_rank)
    return rows


def overview_rows(flows: Iterable[FlowInstance], server: timezone | None, now: datetime) -> list[OverviewRow]:
    """The rows of all runs, see `run_rows` and `folded_rows`."""
    runs = run_rows(Listing(tuple(flows), server), now)
    return folded_rows(runs, run_totals(runs))


def run_totals(runs: Iterable[OverviewRow]) -> Mapping[tuple[str, str], int]:
    """Number of runs by profile and workflow."""
    return Counter(row.workflow for row in runs)


def unfolded_rows(
    rows: Iterable[OverviewRow],
    unfolded: AbstractSet[RowKey],
    arrange: Callable[[Sequence[OverviewRow]], Sequence[OverviewRow]],
) -> list[OverviewRow]:
    """The rows, each that is unfolded followed by its inner rows.

    Args:
        rows: in order.
        unfolded: keys of rows.
        arrange: sorts inner rows.
    """
    shown: list[OverviewRow] = []
    for row in rows:
        if row.inner and row.key in unfolded:
            shown.append(replace(row, is_unfolded=True))
            inner = [replace(one, parent=row.key, depth=row.depth + 1) for one in arrange(row.inner)]
            shown += unfolded_rows(inner, unfolded, arrange)
        else:
            shown.append(row)
    return shown


def rows_in_place(
    before: Sequence[OverviewRow], now: Sequence[OverviewRow], runs: Iterable[OverviewRow] = ()
) -> list[OverviewRow]:
    """The new rows in the places of the former ones, so that none moves; new ones follow at the end.

    A row that a filter would hide now is drawn anew; one that is no longer listed stays as it was.

    Args:
        before: as shown.
        now: in order.
        runs: a row for each run, those too that a filter hides.
    """
    by_key = {row.key: row for row in now}
    listed = {row.key: row for row in runs}
    kept = [
        by_key.pop(row.key)
        if row.key in by_key
        else replace(listed.get(row.key, row), parent=row.parent, depth=row.depth)
        for row in before
    ]
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
    some_id = FlowInstanceId.of(flow.instance_id)
    return flow.flow_id or (some_id.node if some_id is not None else "") or (flow.flow_name or "")


def failed_ids(flows: Iterable[FlowInstance]) -> frozenset[str]:
    """The ids of all failed runs."""
    return frozenset(_id(flow) for flow in flows if has_failed(flow.state))


def _rank(row: OverviewRow) -> tuple[int, bool, bool]:
    """Place of the row: by state, then failures that a later success followed, then what is not late."""
    is_mended = row.has_failed and row.is_workflow and not has_failed(row.runs[0].state)
    return _KINDS.index(kind_of(row.lead.state)), is_mended, not row.late


def _planned(flow: FlowInstance) -> tuple[str, str]:
    return flow.trigger_time or "", _id(flow)


def _id(flow: FlowInstance) -> str:
    return flow.instance_id or ""
