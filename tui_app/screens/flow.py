"""One flow instance: its tasks as a table, a graph or along the time, and its record."""

from contextlib import aclosing

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.worker import Worker

from ..commands.table import NEXT_VIEW, OPEN_ANSWER, OPEN_LOG, TOGGLE_ONLY_FAILED, bindings
from ..logic import details
from ..logic.graph import nodes
from ..logic.runs import headline
from ..logic.why.root_cause import first_failures
from ..messages import Copyable, InstanceLoaded, OpenView
from ..models.flow_instance import TaskNode
from ..models.ids import FlowInstanceId, InvalidId, TaskInstanceId
from ..models.lookup import FlowLookup
from ..models.status import has_failed
from ..models.view import View
from ..services.session import Session
from ..services.task_times import TaskTimes
from ..services.why import ranked_failures
from ..widgets.detail_pane import DetailPane
from ..widgets.graph.flow_views import FLOW_VIEWS, FlowViews
from ..widgets.instance_header import Heading
from .instance import InstanceScreen

_DRAW_EVERY_S = 0.2
"""While answers come in: often enough to see them come, seldom enough for a slow line."""


class FlowScreen(InstanceScreen[FlowLookup]):
    """Shows the flow instance it is given the id of, or the one that a task instance belongs to."""

    BINDINGS = bindings(OPEN_LOG, NEXT_VIEW, TOGGLE_ONLY_FAILED)
    CSS_PATH = "flow.tcss"

    def __init__(self, session: Session, view: View, came_from: TaskInstanceId | None = None) -> None:
        """Open on the row of `came_from`, where it is one of the tasks."""
        super().__init__(session, view)
        self._came_from = came_from
        self._is_cursor_placed = False
        self._times = TaskTimes(session.explorer)
        self._is_asked_anew = False
        self._is_stopped = False
        self._asking: Worker[None] | None = None
        self._next_drawing: Timer | None = None
        self.set_class(view.name in FLOW_VIEWS, "-whole")

    def compose_panes(self) -> ComposeResult:
        """Tasks and record."""
        yield FlowViews(self.view.name if self.view.name in FLOW_VIEWS else FLOW_VIEWS[0], id="pictures")
        yield DetailPane(id="details")

    @property
    def _pictures(self) -> FlowViews:
        return self.query_one(FlowViews)

    def address(self) -> View:
        """The picture that is shown."""
        picture = self._pictures.picture
        found = self.view.id if self.answer is None else self.answer.id
        return View.of(found, "instance" if picture == FLOW_VIEWS[0] else picture)

    async def ask(self, fresh: bool) -> FlowLookup | None:
        """Ask for the flow instance; for the picture of a task's, find that first."""
        explorer = self.session.explorer
        if isinstance(self.view.id, FlowInstanceId):
            found = await explorer.find(self.view.id, fresh=fresh)
            self.notify_other_kind(found)
            if isinstance(found, FlowLookup):
                return found
            self.post_message(OpenView(View.of(found.id, self.view.name), instead=True))
            return None
        flow_id = await explorer.flow_id(self.view.id, fresh=fresh)
        if flow_id.text == self.view.id.text:
            return await explorer.flow(flow_id)
        self.post_message(OpenView(View.of(flow_id, self.view.name), self.view.task_id, instead=True))
        return None

    def show(self, answer: FlowLookup) -> None:
        """Fill both panes."""
        explorer, pictures = self.session.explorer, self._pictures
        self._times.set_tasks(nodes.tasks(answer.flow.graph))
        if self._is_asked_anew:
            self._times.retry()
        self._is_asked_anew = False
        pictures.show(answer.flow.graph, self._times.timings(self._is_asking))
        self._move_cursor(answer)
        if self.focused is None or not self.focused.display:
            pictures.pane.focus()
        elsewhere = {"graph": f"in the table of tasks, or {OPEN_ANSWER.key_name}"}
        zone, now = explorer.server_zone, explorer.now()
        rows = details.rows(details.FLOW_GROUPS, answer.record, zone, now, elsewhere)
        self.query_one(DetailPane).show(rows)
        self._ask_for_times()
        self.post_message(InstanceLoaded(answer))

    def _move_cursor(self, answer: FlowLookup) -> None:
        """Put the cursor on the task that led here, else on what failed first; only once."""
        if self._came_from is not None:
            self._pictures.select(self._came_from.text)
        elif not self._is_cursor_placed and any(
            has_failed(node.state) for node in nodes.tasks(answer.flow.graph)
        ):
            failures = first_failures(answer)
            self._pictures.select(failures[0] if failures else "")
            if len(failures) > 1:
                self._select_first_failure(answer, failures[0])
        self._came_from, self._is_cursor_placed = None, True

    @work(group="first failure")
    async def _select_first_failure(self, answer: FlowLookup, selected: str) -> None:
        """Move the cursor to the failure that ended first, unless the user has moved it."""
        failures = await ranked_failures(self.session.explorer, answer)
        node = self._pictures.current
        if node is not None and node.instance_id == selected:
            self._pictures.select(failures[0] if failures else "")

    def heading_for(self, answer: FlowLookup | None) -> Heading:
        """Name, id, state and what happened."""
        if answer is None:
            return Heading("flow instance")
        name, line = answer.flow.flow_name or "(no name)", headline.flow_headline(answer.flow)
        starred = self.session.library.is_favourite(answer)
        command = self.session.short_command(self.address())
        return Heading(name, answer.flow.state, line, starred, command=command)

    def copyables(self) -> list[Copyable]:
        """What the cursor is on, then the flow instance as a whole."""
        if self.answer is None:
            return []
        field, node = self.query_one(DetailPane).current, self._pictures.current
        at_cursor = []
        if self.query_one(DetailPane).has_focus and field is not None:
            at_cursor = [Copyable(f"value of {field.label}", field.raw)]
        elif node is not None:
            at_cursor = [
                Copyable("id of this row", node.instance_id),
                Copyable("name of this row", nodes.node_name(node)),
            ]
        return [
            *at_cursor,
            Copyable("flow instance id", self.answer.id.text),
            Copyable("workflow name", self.answer.flow.flow_name or ""),
            *self.copyables_of_all(),
        ]

    @on(FlowViews.Chosen)
    def _open_chosen(self, event: FlowViews.Chosen) -> None:
        self._open_node(event.node)

    def action_open_log(self) -> None:
        """Read the log of the task the cursor is on."""
        node = self._pictures.current
        if isinstance(node, TaskNode):
            self._open_node(node, "log")
        else:
            self.refuse("Only a task has a log: move to one first.")

    def _open_node(self, node: nodes.Node, name: str = "instance") -> None:
        kind = TaskInstanceId if isinstance(node, TaskNode) else FlowInstanceId
        try:
            self.open(kind.parse(node.instance_id), name)
        except InvalidId:
            self.refuse(f"This row has no usable id: {node.instance_id or 'none'}")

    # The pictures.

    def action_next_view(self) -> None:
        """Table, graph, time, and the table again."""
        if self.answered() is not None:
            self.set_class(self._pictures.turn() != FLOW_VIEWS[0], "-whole")
            self.update_heading()
            self._ask_for_times()

    def action_toggle_only_failed(self) -> None:
        """Leave out what went well, or show it again."""
        if self.answered() is not None and not self._pictures.turn_filter():
            self.refuse("Nothing has failed here, and nothing is held up.")

    # The times of the tasks.

    def action_refresh(self) -> None:
        """Ask again; along the time, go on with what is missing first."""
        along_time = self._pictures.picture == "timeline" and self.answer is not None
        self._is_stopped = False
        if along_time and self._times.left:
            self._ask_for_times()
        else:
            self._is_asked_anew = along_time
            super().action_refresh()

    def action_back(self) -> None:
        """Stop asking for times; else as everywhere."""
        if self._is_asking:
            self._is_stopped = True
            self.workers.cancel_group(self, "times")
        else:
            super().action_back()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say how far the asking has come when it ends."""
        if event.worker is self._asking and event.worker.is_finished:
            self._learn()
            self._ask_for_times()

    def _ask_for_times(self) -> None:
        """Ask for what is missing, while it is shown and unless somebody has stopped that."""
        if self._pictures.picture != "timeline":
            self.workers.cancel_group(self, "times")
        elif self._times.left and not (self._is_stopped or self._is_asking):
            self._asking = self._collect()
            self._learn()

    @work(exclusive=True, group="times")
    async def _collect(self) -> None:
        async with aclosing(self._times.collect()) as answers:
            async for _ in answers:
                if self._next_drawing is None:
                    self._next_drawing = self.set_timer(_DRAW_EVERY_S, self._learn)

    def _learn(self) -> None:
        """Draw what has come; nothing where the screen is going away."""
        self._next_drawing = None
        for pictures in self.query(FlowViews):
            pictures.learn(self._times.timings(self._is_asking))

    @property
    def _is_asking(self) -> bool:
        return self._asking is not None and not self._asking.is_finished
