"""One flow instance: its tasks in a table, its record below or beside them."""

from textual import on
from textual.app import ComposeResult

from ..commands import OPEN_LOG, bindings
from ..logic import codes, details, graph, triage
from ..messages import Copyable, Seen
from ..models.flow_instance import TaskNode
from ..models.ids import FlowInstanceId, InvalidId, TaskInstanceId
from ..models.lookup import FlowLookup
from ..models.view import View
from ..services.session import Session
from ..widgets.detail_pane import DetailPane
from ..widgets.instance_header import Heading
from ..widgets.line_view import LineView
from ..widgets.node_table import NodeTable, node_id, node_name
from .instance import InstanceScreen


class FlowScreen(InstanceScreen[FlowLookup]):
    """Shows the flow instance it is given the id of."""

    BINDINGS = bindings(OPEN_LOG)
    CSS_PATH = "flow.tcss"

    def __init__(self, session: Session, view: View, came_from: TaskInstanceId | None = None) -> None:
        """Open on the row of `came_from`, where it is one of the tasks."""
        super().__init__(session, view)
        self._came_from = came_from

    def compose_panes(self) -> ComposeResult:
        """Tasks and record."""
        yield NodeTable(id="nodes")
        yield DetailPane(id="details")

    async def ask(self, fresh: bool) -> FlowLookup:
        """Ask for the flow instance."""
        return await self.session.explorer.flow(FlowInstanceId(self.view.id.text), fresh=fresh)

    def show(self, answer: FlowLookup) -> None:
        """Fill both panes."""
        explorer = self.session.explorer
        nodes = [] if answer.flow.graph is None else graph.in_order(answer.flow.graph)
        table = self.query_one(NodeTable)
        table.show(nodes, {node_id(node): self._type_in_words(node) for node in nodes})
        table.border_title = _title(answer, nodes)
        if self._came_from is not None:
            table.select(self._came_from.text)
            self._came_from = None
        rows = details.rows(details.FLOW_GROUPS, answer.record, explorer.server_zone, explorer.now())
        self.query_one(DetailPane).show(rows)
        self.post_message(Seen(answer))

    def heading_of(self, answer: FlowLookup | None) -> Heading:
        """Name, id, state and what happened."""
        if answer is None:
            return Heading("flow instance")
        flow = answer.flow
        starred = self.session.memory.is_favourite(answer)
        line = triage.flow_headline(flow)
        return Heading(flow.flow_name or "(no name)", flow.state, line, starred)

    def copyables(self) -> list[Copyable]:
        """What the cursor is on, then the flow instance as a whole."""
        if self.answer is None:
            return []
        field, node = self.query_one(DetailPane).current, self.query_one(NodeTable).current
        at_cursor = []
        if self.query_one(DetailPane).has_focus and field is not None:
            at_cursor = [Copyable(f"value of {field.label}", field.raw)]
        elif node is not None:
            at_cursor = [
                Copyable("id of this row", node_id(node)),
                Copyable("name of this row", node_name(node)),
            ]
        return [
            *at_cursor,
            Copyable("flow instance id", self.answer.id.text),
            Copyable("workflow name", self.answer.flow.flow_name or ""),
            *self.copyables_of_all(),
        ]

    @on(LineView.Chosen, "#nodes")
    def _open_node(self, event: LineView.Chosen) -> None:
        event.stop()
        node = self.query_one(NodeTable).current
        if node is None:
            return
        kind = TaskInstanceId if isinstance(node, TaskNode) else FlowInstanceId
        try:
            self.open(kind.parse(node_id(node)))
        except InvalidId:
            self.refuse(f"This row has no usable id: {node_id(node) or 'none'}")

    def action_open_log(self) -> None:
        """Read the log of the task the cursor is on."""
        node = self.query_one(NodeTable).current
        if not isinstance(node, TaskNode):
            self.refuse("Only a task has a log: move to one first.")
            return
        try:
            self.open(TaskInstanceId.parse(node_id(node)), "log")
        except InvalidId:
            self.refuse("This task has no usable id, so its log cannot be asked for.")

    def _type_in_words(self, node: graph.Node) -> str:
        """A task's type: no edition documents it in the graph, so mostly from a record seen before."""
        if not isinstance(node, TaskNode):
            return ""
        seen = self.session.explorer.seen_task(node.task_inst_id)
        kind = node.type or (seen.task.type if seen is not None else None)
        return codes.task_type(kind) if kind is not None else ""


def _title(answer: FlowLookup, nodes: list[graph.Node]) -> str:
    if answer.flow.graph is None:
        return "tasks: none, or a graph this program cannot read (J shows the answer)"
    tasks = [node for node in nodes if isinstance(node, TaskNode)]
    counts: dict[str, int] = {}
    for task in tasks:
        name = task.state.name if task.state else "no status"
        counts[name] = counts.get(name, 0) + 1
    summary = ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda c: -c[1])[:4])
    return f"{len(tasks)} tasks: {summary}" if tasks else "no tasks"
