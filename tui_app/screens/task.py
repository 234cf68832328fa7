"""One task instance: what happened, every field, and runMode."""

from textual import on, work
from textual.app import ComposeResult

from ..api.errors import GatewayError
from ..commands.table import NEXT_SIBLING, OPEN_INSPECTOR, OPEN_LOG, OPEN_PARENT, PREVIOUS_SIBLING, bindings
from ..logic import details
from ..logic.graph import nodes
from ..logic.jsontree.source import run_mode_of
from ..logic.runs import headline
from ..messages import Copyable, InstanceLoaded, OpenView
from ..models.ids import FlowInstanceId, InvalidId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from ..models.view import View
from ..widgets.detail_pane import DetailPane
from ..widgets.instance_header import HeaderContent
from ..widgets.json_inspector import JsonInspector
from ..widgets.lines.view import LineView
from ..widgets.titled_pane import TitledPane
from .data import WIDE
from .instance import InstanceScreen


class TaskScreen(InstanceScreen[TaskLookup]):
    """Shows a task instance; an id of unknown kind may turn out to be a flow instance."""

    BINDINGS = bindings(OPEN_LOG, OPEN_PARENT, OPEN_INSPECTOR, NEXT_SIBLING, PREVIOUS_SIBLING)
    CSS_PATH = "task.tcss"

    def compose_panes(self) -> ComposeResult:
        """Yield fields and runMode, side by side if there is room, else stacked."""
        yield TitledPane(DetailPane(id="details"), "fields", id="details-pane")
        yield TitledPane(JsonInspector(id="run-mode"), "runMode", id="run-mode-pane")

    def on_mount(self) -> None:
        """Update the title of runMode when its cursor or focus moves."""
        for what in ("path", "has_focus"):
            self.watch(self.query_one(JsonInspector), what, self._update_path, init=False)

    async def load(self, fresh: bool) -> TaskLookup | None:
        """Load the task; if the id is that of a flow instance, open its screen instead."""
        found = await self.session.find(self.view.id, fresh=fresh)
        self.notify_other_kind(found)
        if isinstance(found, FlowLookup):
            self.post_message(OpenView(View.of(found.id), instead=True))
            self.run_waiting(found)
            return None
        return found

    def show(self, answer: TaskLookup) -> None:
        """Fill both panes."""
        self._show_fields(answer)
        self.query_one("#details-pane", TitledPane).heading = self._position(answer)
        self.query_one(JsonInspector).source = run_mode_of(answer)
        self.post_message(InstanceLoaded(answer))

    def on_resize(self) -> None:
        """Update the place of runMode among the fields."""
        if self.answer is not None and self.query(DetailPane):
            self._show_fields(self.answer)

    def _show_fields(self, answer: TaskLookup) -> None:
        explorer = self.session.explorer
        place = "at right" if self.app.size.width >= WIDE else "below"
        elsewhere = {"runMode": f"Shown {place}; {OPEN_INSPECTOR.key_name} opens it"}
        zone, now = explorer.server_zone, explorer.now()
        self.query_one(DetailPane).set_rows(
            details.rows(details.TASK_GROUPS, answer.record, zone, now, elsewhere)
        )

    def heading_for(self, answer: TaskLookup | None) -> HeaderContent:
        """Name, state, and what happened in one line."""
        if answer is None:
            return HeaderContent("task instance")
        task, explorer = answer.task, self.session.explorer
        return HeaderContent(
            task.task_name or "(no name)",
            task.state,
            headline.headline(task, explorer.server_zone, explorer.now()),
            self.session.is_favourite(answer),
        )

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the task instance."""
        if self.answer is None:
            return []
        task, inspector, field = (
            self.answer.task,
            self.query_one(JsonInspector),
            self.query_one(DetailPane).current,
        )
        at_cursor = inspector.copyables() if inspector.has_focus else []
        if field is not None and not inspector.has_focus:
            at_cursor = [Copyable(f"value of {field.label}", field.raw)]
        return [
            *at_cursor,
            Copyable("task instance id", self.answer.id.text),
            Copyable("task name", task.task_name or ""),
            Copyable("flow instance id", task.flow_inst_id or ""),
            Copyable("command (cmd)", details.as_text(self.answer.record.get("cmd") or "")),
            Copyable("runMode as received", run_mode_of(self.answer).text or ""),
            *self.common_copyables(),
        ]

    def action_open_parent(self) -> None:
        """Open the flow instance."""
        self.when_loaded(self._open_parent)

    def action_open_log(self) -> None:
        """Open the log, which needs only the id."""
        self.open(self.view.task_id, "log")

    def action_open_inspector(self) -> None:
        """Open runMode on a full screen."""
        self.open_when_loaded("run-mode")

    def action_next_sibling(self) -> None:
        """Go to the next task of the flow instance."""
        self._step(1)

    def action_previous_sibling(self) -> None:
        """Go to the previous task of the flow instance."""
        self._step(-1)

    def _open_parent(self, found: Found) -> None:
        if isinstance(found, TaskLookup) and (parent := self._flow_id()) is not None:
            self.post_message(OpenView(View.of(parent), came_from=self.view.task_id))

    def _update_path(self) -> None:
        inspector = self.query_one(JsonInspector)
        path = inspector.path if inspector.has_focus else None
        self.query_one("#run-mode-pane", TitledPane).heading = path.text or path.reason if path else "runMode"

    @on(LineView.Chosen, "#details")
    def _open_id_in_field(self, event: LineView.Chosen) -> None:
        event.stop()
        field = self.query_one(DetailPane).current
        if field is not None and field.label == "flowInstId":
            self.action_open_parent()
        elif field is not None and field.label == "runMode":
            self.action_open_inspector()

    @work(exclusive=True, group="sibling")
    async def _step(self, step: int) -> None:
        """Replace this screen by that of the next (1) or previous (-1) task."""
        if (parent := self._flow_id()) is None:
            return
        try:
            flow = await self.session.explorer.flow(parent)
        except GatewayError as error:
            self.refuse(f"The flow instance cannot be loaded: {error}")
            return
        siblings = nodes.task_ids(flow.flow.graph)
        if self.view.id.text not in siblings:
            self.refuse(f"{parent} does not list this task, so the next one is unknown.")
            return
        index = siblings.index(self.view.id.text) + step
        if not 0 <= index < len(siblings):
            end = "last" if step > 0 else "first"
            self.refuse(f"This is the {end} of the {len(siblings)} tasks of {parent}.")
            return
        try:
            self.post_message(OpenView(View.of(TaskInstanceId.parse(siblings[index])), instead=True))
        except InvalidId:
            self.refuse(f"The next task has no usable id: {siblings[index]}")

    def _position(self, answer: TaskLookup) -> str:
        """The position among the tasks, if the flow instance is cached; else ``fields``."""
        flow = self.session.explorer.seen_flow(answer.task.flow_inst_id)
        siblings = nodes.task_ids(flow.flow.graph) if flow else []
        if flow is None or flow.flow.graph is None:
            return "fields"
        if answer.id.text not in siblings:
            return f"fields; {flow.id} does not list this task"
        return f"task {siblings.index(answer.id.text) + 1} of {len(siblings)} of {flow.id}"

    def _flow_id(self) -> FlowInstanceId | None:
        """The id of the flow instance; None, with a notification, if the record has none."""
        if (answer := self.answer_or_refuse()) is None:
            return None
        text = answer.task.flow_inst_id
        try:
            return FlowInstanceId.parse(text or "")
        except InvalidId:
            self.refuse(f"flowInstId is not an id: {text}" if text else "This record names no flow instance.")
            return None
