"""The result of a root cause analysis: the conclusion, the causes, and the chain from there to the run."""

from dataclasses import dataclass
from enum import Enum

from ...models.ids import FlowInstanceId, TaskInstanceId
from ...models.lookup import TaskLookup
from ...models.status import Status
from ..graph.nodes import Node


class Conclusion(Enum):
    """The kind of explanation."""

    UPSTREAM = "upstream"
    """Something upstream failed, is suspended or was skipped; of a flow instance: one of its nodes."""

    ITSELF = "itself"
    """It failed or is suspended, and nothing known upstream explains it."""

    WAITS = "waits"
    """Nothing known upstream failed, and it has not ended yet."""

    FINE = "fine"
    """Nothing to explain."""

    UNKNOWN = "unknown"
    """The workflow cannot be read, or says too little."""


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One node of the chain."""

    node: Node
    """As its graph lists it."""

    flow_id: str
    """The flow instance whose graph lists it, empty for none."""

    state: Status | None
    """Its status; None where it is not known."""

    also: tuple[str, ...] = ()
    """Names of further nodes that hold it up beside the step before."""

    gap: str = ""
    """The ``cycleGap`` of the edge where this is a run of another cycle, else empty."""

    record: TaskLookup | None = None
    """Its own record, where that was read."""

    @property
    def id(self) -> TaskInstanceId | FlowInstanceId | None:
        """The id of the run; None where the graph names no usable one."""
        return self.node.run_id


@dataclass(frozen=True, slots=True)
class CauseAnalysis:
    """The cause, by graphs and records."""

    conclusion: Conclusion

    causes: tuple[ChainStep, ...] = ()
    """First failures, the one that ended first leading; for `Conclusion.WAITS` what has to end first."""

    chain: tuple[ChainStep, ...] = ()
    """From the first cause down to the run; of a flow instance down to everything that the cause holds up."""

    nearest: tuple[ChainStep, ...] = ()
    """For `Conclusion.WAITS`, and for a task that failed itself: the unfinished nodes directly upstream."""

    skipped: tuple[ChainStep, ...] = ()
    """The nodes directly upstream that were skipped."""

    beside: tuple[ChainStep, ...] = ()
    """First failures of the same flow instance that the run does not wait for."""

    ways: int = 1
    """Number of ways that lead from the first cause to the run."""

    is_first_known: bool = True
    """Whether the first cause is known to have ended before the others."""

    flow_state: Status | None = None
    """The status of the run's own flow instance; None where it is not known."""

    is_passed: bool = False
    """Whether something upstream failed that a later success has passed."""

    is_circular: bool = False
    """Whether the run waits for itself."""

    has_upstream: bool = True
    """Whether the run waits for anything."""

    unknowns: tuple[str, ...] = ()
    """Sentences about what is not known upstream, and what to do; not sanitized."""

    notes: tuple[str, ...] = ()
    """Sentences about contradictions; not sanitized."""

    flows_needed: tuple[FlowInstanceId, ...] = ()
    """Flow instances that could change the result, nearest first; it is provisional while there are any."""

    records_needed: tuple[TaskInstanceId, ...] = ()
    """Task instances whose records could change the result; it is provisional while there are any."""

    @property
    def cause(self) -> TaskInstanceId | None:
        """The task instance whose log to read; None where there is none with a usable id."""
        first = self.causes[0].id if self.causes else None
        return first if isinstance(first, TaskInstanceId) else None

    @property
    def is_provisional(self) -> bool:
        """Whether something is still to be requested."""
        return bool(self.flows_needed or self.records_needed)
