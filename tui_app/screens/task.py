"""One task instance: what happened, every field, and runMode open beside them."""

from textual import on, work
from textual.app import ComposeResult

from ..api.errors import GatewayError
from ..commands import (
    EDIT_NOTE,
    NEXT_SIBLING,
    OPEN_ANSWER,
    OPEN_INSPECTOR,
    OPEN_LOG,
    OPEN_PARENT,
    PREVIOUS_SIBLING,
    TOGGLE_FAVOURITE,
    bindings,
)
from ..logic import details, graph, triage
from ..logic.run_mode import explain
from ..messages import (
    Copyable,
    FavouriteToggled,
    NoteWanted,
    OpenInstance,
    OpenInstead,
    OpenJson,
    OpenLog,
    OpenSibling,
    Seen,
)
from ..models.ids import FlowInstanceId, InstanceId, InvalidId, TaskInstanceId
from ..models.lookup import FlowLookup, TaskLookup
from ..services.session import Session
from ..widgets.detail_pane import DetailPane
from ..widgets.instance_header import Heading
from ..widgets.json_inspector import JsonInspector, JsonSource
from ..widgets.line_view import LineView
from .asking import AskingScreen


class TaskScreen(AskingScreen[TaskLookup]):
    """Shows the task instance it is given the id of; an id of unknown kind may lead to a flow instance."""

    BINDINGS = bindings(
        OPEN_LOG,
        OPEN_PARENT,
        OPEN_INSPECTOR,
        TOGGLE_FAVOURITE,
        OPEN_ANSWER,
        NEXT_SIBLING,
        PREVIOUS_SIBLING,
        EDIT_NOTE,
    )
    CSS_PATH = "task.tcss"

    def __init__(self, session: Session, instance_id: InstanceId) -> None:
        super().__init__(session)
        self.instance_id = instance_id

    def compose_panes(self) -> ComposeResult:
        """Details and runMode: side by side where there is room, else one above the other."""
        yield DetailPane(id="details")
        yield JsonInspector(id="run-mode")

    async def ask(self, fresh: bool) -> TaskLookup | None:
        """Ask for the task; where the kind was a guess and wrong, give way to the flow instance."""
        found = await self.session.explorer.find(self.instance_id, fresh=fresh)
        if isinstance(found, FlowLookup):
            self.post_message(OpenInstead(found.id))
            return None
        return found

    def show(self, answer: TaskLookup) -> None:
        """Fill both panes."""
        explorer = self.session.explorer
        rows = details.rows(details.TASK_GROUPS, answer.record, explorer.server_zone, explorer.now())
        pane = self.query_one(DetailPane)
        pane.show(rows)
        pane.border_title = self._place_among_siblings(answer)
        self.query_one(JsonInspector).source = run_mode_source(answer)
        self.post_message(Seen(answer))

    def heading_of(self, answer: TaskLookup | None) -> Heading:
        """Name, id, state and the one line that says what happened."""
        if answer is None:
            return Heading("task instance", self.instance_id.text)
        task, explorer = answer.task, self.session.explorer
        return Heading(
            task.task_name or "(no name)",
            self.instance_id.text,
            task.state,
            triage.headline(task, explorer.server_zone, explorer.now()),
            self.session.memory.is_favourite(answer),
        )

    def copyables(self) -> list[Copyable]:
        """What the cursor is on, then the run as a whole."""
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
            Copyable("command (cmd)", task.cmd or ""),
            Copyable("runMode as received", run_mode_source(self.answer).text or ""),
            Copyable("whole answer as received", self.answer.answer.text),
            Copyable("command line that opens this run", f"enos-tui {self.answer.id}"),
        ]

    def action_open_parent(self) -> None:
        """Go up to the flow instance."""
        if (parent := self._flow_id()) is not None and self.answer is not None:
            self.post_message(OpenInstance(parent, came_from=self.answer.id))

    def action_open_log(self) -> None:
        """Read the log, which needs the id alone."""
        name = self.answer.task.task_name if self.answer is not None else None
        self.post_message(OpenLog(TaskInstanceId(self.instance_id.text), name or ""))

    def action_open_inspector(self) -> None:
        """Inspect runMode on a full screen."""
        if self._has_answer() and self.answer is not None:
            self.post_message(OpenJson(run_mode_source(self.answer)))

    def action_open_answer(self) -> None:
        """Inspect the whole answer."""
        if self._has_answer() and self.answer is not None:
            self.post_message(OpenJson(JsonSource(f"answer about {self.answer.id}", self.answer.answer.text)))

    def action_toggle_favourite(self) -> None:
        """Star, or take the star away."""
        if self._has_answer() and self.answer is not None:
            self.post_message(FavouriteToggled(self.session.memory.entry_of(self.answer)))

    def action_edit_note(self) -> None:
        """Write a note and tags."""
        if self._has_answer() and self.answer is not None:
            self.post_message(NoteWanted(self.session.memory.entry_of(self.answer)))

    def action_next_sibling(self) -> None:
        """The next task of the flow instance."""
        self._step(1)

    def action_previous_sibling(self) -> None:
        """The previous task of the flow instance."""
        self._step(-1)

    @on(JsonInspector.PathChanged)
    def _tell_path(self, event: JsonInspector.PathChanged) -> None:
        event.stop()
        path = event.path
        has_path = event.view.has_focus and path is not None
        event.view.border_title = (path.text or path.reason) if has_path and path else "runMode"

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
        """Find the flow instance's tasks, and the one beside this."""
        if (parent := self._flow_id()) is None:
            return
        try:
            flow = await self.session.explorer.flow(parent)
        except GatewayError as error:
            self.refuse(f"The flow instance cannot be read: {error}")
            return
        siblings = graph.task_ids(flow.flow.graph)
        if self.instance_id.text not in siblings:
            self.refuse(f"{parent} does not list this task, so there is no next one.")
            return
        place = siblings.index(self.instance_id.text) + step
        if not 0 <= place < len(siblings):
            end = "last" if step > 0 else "first"
            self.refuse(f"This is the {end} of the {len(siblings)} tasks of {parent}.")
            return
        try:
            self.post_message(OpenSibling(TaskInstanceId.parse(siblings[place])))
        except InvalidId:
            self.refuse(f"The next task has no usable id: {siblings[place]}")

    def _place_among_siblings(self, answer: TaskLookup) -> str:
        """Which of how many tasks, where the flow instance was seen already."""
        flow = self.session.explorer.seen_flow(answer.task.flow_inst_id)
        siblings = graph.task_ids(flow.flow.graph) if flow else []
        if flow is None or answer.id.text not in siblings:
            return "fields"
        return f"task {siblings.index(answer.id.text) + 1} of {len(siblings)} of {flow.id}"

    def _has_answer(self) -> bool:
        if self.answer is None:
            self.refuse("Not before there is an answer.")
        return self.answer is not None

    def _flow_id(self) -> FlowInstanceId | None:
        """The flow instance's id; None, with the reason told, where the record has none."""
        if not self._has_answer() or self.answer is None:
            return None
        said = self.answer.task.flow_inst_id
        try:
            return FlowInstanceId.parse(said or "")
        except InvalidId:
            self.refuse(f"flowInstId is no id: {said}" if said else "This record names no flow instance.")
            return None


def run_mode_source(found: TaskLookup) -> JsonSource:
    """runMode as the inspector wants it: usually JSON in a string, at times an object, null or missing."""
    value = found.record.get("runMode")
    path = f"{found.record_path}.runMode"
    title = f"runMode of {found.id}"
    if value is None or isinstance(value, str):
        return JsonSource(title, value, path, explain=explain)
    return JsonSource(title, details.as_text(value), path, embedded=False, explain=explain)
