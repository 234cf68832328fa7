"""One run of one workflow, and the graph of its tasks."""

from .ids import FlowInstanceId, TaskInstanceId
from .lenient_record import LenientRecord, named
from .status import Status


class TaskNode(LenientRecord):
    """One task in the graph of a flow instance."""

    task_inst_id: str | None = None
    """Task instance id."""

    task_id: str | None = None
    """Task node id, number or text on the wire."""

    task_name: str | None = None
    """Task node name."""

    node_id: str | None = None
    """Name of the node in `Relation`, such as ``t_104452``."""

    status: str | None = None
    """Name of the run state; absent from List Flow Instances, and at times elsewhere."""

    type: str | None = named("type", "taskType")
    """Task type where an edition sends it; none is documented here."""

    @property
    def instance_id(self) -> str:
        """The task instance id, empty where the graph gives none."""
        return self.task_inst_id or ""

    @property
    def run_id(self) -> TaskInstanceId | None:
        """The task instance id, None where the graph gives no usable one."""
        return TaskInstanceId.of(self.task_inst_id)

    @property
    def name(self) -> str:
        """The task's name, foreign text; empty where the graph gives none."""
        return self.task_name or ""

    @property
    def state(self) -> Status | None:
        """The run state, None where the graph gives none."""
        return None if self.status in (None, "") else Status.of(self.status)


class FlowNode(LenientRecord):
    """A reference to another workflow in the graph of a flow instance."""

    flow_id: str | None = None
    """Workflow id."""

    flow_name: str | None = None
    """Workflow name; ``104891(tass)`` where one task of it is meant (inferred)."""

    flow_inst_id: str | None = None
    """Flow instance id; its suffix may differ from this flow's."""

    node_id: str | None = None
    """Name of the node in `Relation`, such as ``f_2809``."""

    is_virtual: bool | None = None
    """True for a reference to a single task (inferred)."""

    status: str | None = None
    """``NONE`` in the one sample there is."""

    @property
    def instance_id(self) -> str:
        """The flow instance id, empty where the graph gives none."""
        return self.flow_inst_id or ""

    @property
    def run_id(self) -> FlowInstanceId | None:
        """The flow instance id, None where the graph gives no usable one."""
        return FlowInstanceId.of(self.flow_inst_id)

    @property
    def name(self) -> str:
        """The workflow's name, foreign text; empty where the graph gives none."""
        return self.flow_name or ""

    @property
    def state(self) -> Status | None:
        """The run state, None where the graph gives none."""
        return None if self.status in (None, "", "NONE") else Status.of(self.status)


class Relation(LenientRecord):
    """An edge: `target` waits for `source`."""

    source: str | None = None
    """Node id upstream."""

    target: str | None = None
    """Node id downstream."""

    cycle_gap: str | None = None
    """Schedule offset, ``{cycle}{offset}``, such as ``D0``."""


class Graph(LenientRecord):
    """The tasks of a flow instance and their dependencies."""

    tasks: tuple[TaskNode, ...] | None = None
    """The tasks, in the server's order."""

    flows: tuple[FlowNode, ...] | None = None
    """Referenced workflows."""

    relations: tuple[Relation, ...] | None = None
    """The edges."""

    nodes_left_out: int | None = None
    """Number of tasks and workflows that were left out as too many; `relations` is None then."""

    left_out: int | None = None
    """Number of edges that were left out because there are too many to follow; `relations` is None then."""


class FlowInstance(LenientRecord):
    """The fields of Get Flow Instance that the program reasons with, every one optional on the wire.

    Source: the vendor page "Get Flow Instance", V2.1. `graph` is filled by `api.envelope`, which has
    opened the JSON string and unified the key spellings.
    """

    instance_id: str | None = None
    """Flow instance id, such as ``8435-2021020211``."""

    flow_id: str | None = None
    """Workflow id."""

    flow_name: str | None = None
    """Workflow name."""

    freq: str | None = None
    """Cron, seven fields."""

    cycle: str | None = None
    """Scheduling cycle: M, W, D, H or mi."""

    graph: Graph | None = None
    """The tasks and their dependencies; None where they could not be read."""

    status_code: int | str | None = named("status", "statusCode")
    """Run state as sent; read it through `state`."""

    status_desc: str | None = named("statusDesc", "stsDesc")
    """Name of the run state."""

    trigger_time: str | None = None
    """Planned time; in samples not always the same zone as `start_time`."""

    start_time: str | None = None
    """Real start."""

    end_time: str | None = None
    """Real end."""

    owner: str | None = named("owner", "owners")
    """User names separated by ``;``, sometimes with one at either end."""

    @property
    def state(self) -> Status:
        """The run state, unknown ones included."""
        return Status.of(self.status_code, self.status_desc)
