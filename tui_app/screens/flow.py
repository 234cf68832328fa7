"""One flow instance: its record, and its tasks as a table, graph or timeline."""

from collections.abc import Mapping
from contextlib import aclosing
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.worker import Worker

from ..commands.table import (
    FILTER_LINES,
    NEXT_VIEW,
    OPEN_ANSWER,
    OPEN_LOG,
    REVERSE_SORT,
    TOGGLE_ONLY_FAILED,
    bindings,
)
from ..logic import record_fields
from ..logic.flow_content import FlowContent
from ..logic.graph import nodes
from ..logic.runs import headline
from ..logic.runs.run_facts import RunFacts
from ..messages import Copyable, InstanceLoaded, OpenView
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found
from ..models.status import has_failed, is_active
from ..models.view import View
from ..services.flow_content import content_of
from ..services.session import Session
from ..services.task_times import TaskTimes
from ..services.why import ranked_failures
from ..widgets.detail_pane import DetailPane
from ..widgets.graph.flow_views import FLOW_VIEWS, FlowViews
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.node_table import NodeTable
from ..widgets.runs_with_preview import RunsWithPreview
from .base_instance import InstanceScreen

_DRAW_EVERY_S = 0.2
"""Least time between two frames while times are loaded, for slow lines."""


class FlowScreen(InstanceScreen[FlowLookup]):
    """Shows a flow instance, or that of a task instance."""

    BINDINGS = bindings(OPEN_LOG, NEXT_VIEW, TOGGLE_ONLY_FAILED, REVERSE_SORT, FILTER_LINES)
    REFUSALS: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (REVERSE_SORT.action, FILTER_LINES.action), "Only the table of the tasks can be sorted and filtered"
    )
    """By action: the reason why it does nothing outside the table, which binds it itself."""
    CSS_PATH = "flow.tcss"
    is_of_flows = True

    def __init__(self, session: Session, view: View, came_from: TaskInstanceId | None = None) -> None:
        """Put the cursor on the row of `came_from`, if it is one of the tasks."""
        super().__init__(session, view)
        self._came_from = came_from
        self._is_cursor_placed = False
        self._named_by = came_from
        self._unlisted = ""
        self._content = FlowContent()
        self._times = TaskTimes(session.explorer)
        self._reloads_times = False
        self._is_times_stopped = False
        self._times_worker: Worker[None] | None = None
        self._rows_worker: Worker[None] | None = None
        self._draw_timer: Timer | None = None
        self.set_class(view.name in FLOW_VIEWS, "-whole")

    def compose_panes(self) -> ComposeResult:
        """Yield tasks and record."""
        views = FlowViews(self.view.name if self.view.name in FLOW_VIEWS else FLOW_VIEWS[0], id="views")
        both = Vertical(views, DetailPane(id="details"))
        yield RunsWithPreview(both, views.table, self.session, self._listed_facts)

    def offers(self, action: str) -> bool:
        """Whether the footer names a command of the screen."""
        return action not in self.REFUSALS and super().offers(action)

    @property
    def _views(self) -> FlowViews:
        return self.query_one(FlowViews)

    def current_view(self) -> View:
        """The view on screen: table, graph or timeline."""
        name = self._views.shown_view
        found = self.view.id if self.answer is None else self.answer.id
        return View.of(found, "instance" if name == FLOW_VIEWS[0] else name)

    async def load(self, fresh: bool) -> FlowLookup | None:
        """Load the flow instance and derive what is drawn of it."""
        found = await self._find(fresh)
        if found is not None:
            self._content = await content_of(found)
        return found

    async def _find(self, fresh: bool) -> FlowLookup | None:
        """Load the flow instance; for a task instance, open that of its flow instead."""
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
        explorer, views = self.session.explorer, self._views
        content = self._content
        self._times.set_tasks(content.tasks)
        if self._reloads_times:
            self._times.retry()
        self._reloads_times = False
        views.set_flow_id(answer.id)
        views.set_content(content, self._times.timings(self._is_loading_times))
        self._unlisted = self._unlisted_task(answer)
        self._move_cursor(answer, content)
        if self.focused is None or not self.focused.display:
            views.pane.focus()
        elsewhere = {"graph": f"Shown as tasks; {OPEN_ANSWER.key_name} opens the answer"}
        zone, now = explorer.server_zone, explorer.now()
        rows = record_fields.rows(record_fields.FLOW_GROUPS, answer.record, zone, now, elsewhere)
        self.query_one(DetailPane).set_rows(rows)
        self.query_one(RunsWithPreview).update_preview()
        self._load_times()
        self.post_message(InstanceLoaded(answer, self.session.profile_name))

    def _listed_facts(self) -> RunFacts | None:
        """The facts in the row under the cursor."""
        node = self.query_one(NodeTable).current_node
        return None if node is None else RunFacts(node.state, ties=self._views.ties_in_table)

    def _move_cursor(self, answer: FlowLookup, content: FlowContent) -> None:
        """Put the cursor on the task that led here, else on what failed first or runs; only once."""
        failures = content.first_failures
        if self._came_from is not None:
            self._views.select(self._came_from.text)
        elif not self._is_cursor_placed and any(map(has_failed, content.tasks.values())):
            self._views.select(failures[0] if failures else "")
            if len(failures) > 1:
                self._select_first_failure(answer, failures[0])
        elif not self._is_cursor_placed:
            active = (task for task, state in content.tasks.items() if is_active(state))
            self._views.select(next((task.text for task in active), ""))
        self._came_from, self._is_cursor_placed = None, True

    @work(group="first failure", description="select the first failure")
    async def _select_first_failure(self, answer: FlowLookup, selected: str) -> None:
        """Move the cursor to the failure that ended first, unless the user has moved it."""
        failures = await ranked_failures(self.session.explorer, answer)
        node = self._views.current
        if node is not None and node.instance_id == selected:
            self._views.select(failures[0] if failures else "")

    def next_id(self, found: Found) -> TaskInstanceId | FlowInstanceId:
        """The task under the cursor, as a key pressed now would mean it."""
        run = self._views.pane.current_run if self._views.pane.has_focus else None
        return run.id if run is not None and isinstance(run.id, TaskInstanceId | FlowInstanceId) else found.id

    def inconsistencies(self) -> tuple[str, ...]:
        """Add the task whose record names this flow instance, which does not list it."""
        return (*filter(None, [self._unlisted]), *super().inconsistencies())

    def _unlisted_task(self, answer: FlowLookup) -> str:
        task, graph = self._named_by, answer.flow.graph
        if task is None or graph is None or any(one.task_inst_id == task.text for one in graph.tasks or ()):
            return ""
        return f"{answer.id} does not list {task}, whose record names it."

    def heading_for(self, answer: FlowLookup | None) -> HeaderContent:
        """Name, state, what happened, and the command line."""
        if answer is None:
            return HeaderContent("flow instance")
        name, line = answer.flow.flow_name or "(no name)", headline.flow_headline(answer.flow)
        starred = self.session.is_favourite(answer)
        command = self.session.short_command(self.current_view())
        reason = self.session.known_reason(answer.id) if has_failed(answer.flow.state) else ""
        return HeaderContent(name, answer.flow.state, line, starred, reason=reason, command=command)

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the flow instance."""
        if self.answer is None:
            return []
        field, node = self.query_one(DetailPane).current, self._views.current
        at_cursor = []
        if self.query_one(DetailPane).has_focus and field is not None:
            at_cursor = [Copyable(f"value of {field.label}", field.raw)]
        elif node is not None:
            at_cursor = [
                Copyable("id of this row", node.instance_id, is_line=True),
                Copyable("name of this row", nodes.node_name(node), is_line=True),
            ]
        return [
            *at_cursor,
            Copyable("flow instance id", self.answer.id.text, is_line=True),
            Copyable("workflow name", self.answer.flow.flow_name or "", is_line=True),
            *self.common_copyables(),
        ]

    @on(LineView.Chosen, "#nodes, #graph, #timeline")
    def _explain_no_run(self, event: LineView.Chosen) -> None:
        event.stop()
        self.refuse(self._views.pane.no_run)

    def action_open_log(self) -> None:
        """Open the log of the task under the cursor: the workflow has none."""
        if self._views.current is None:
            self.refuse("Only a task has a log: move to one first.")
        else:
            self._views.pane.action_open_log()

    def action_next_view(self) -> None:
        """Change from table to graph to timeline, and back to the table."""
        if self.answer_or_refuse() is not None:
            self.set_class(self._views.show_next_view() != FLOW_VIEWS[0], "-whole")
            self.update_heading()
            self._load_times()

    def action_reverse_sort(self) -> None:
        """Explain where rows can be sorted and filtered."""
        self.refuse(f"{self.REFUSALS[REVERSE_SORT.action]}: {NEXT_VIEW.key_name} changes the view.")

    action_filter_lines = action_reverse_sort

    def action_toggle_only_failed(self) -> None:
        """Show only failed and blocked tasks, or all."""
        if self.answer_or_refuse() is not None and not self._views.toggle_only_failed():
            self.refuse("Nothing has failed or is blocked here.")

    def action_refresh(self) -> None:
        """Refresh; in the timeline, load the missing times first."""
        is_timeline = self._views.shown_view == "timeline" and self.answer is not None
        self._is_times_stopped = False
        if is_timeline and self._times.left:
            self._times.allow_more()
            self._load_times()
        else:
            self._reloads_times = is_timeline
            super().action_refresh()

    def action_back(self) -> None:
        """Stop loading times, else go back."""
        if self._is_loading_times:
            self._is_times_stopped = True
            self.workers.cancel_group(self, "times")
        else:
            super().action_back()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Draw the times when their worker ends."""
        if event.worker in (self._times_worker, self._rows_worker) and event.worker.is_finished:
            self._draw_times()
            self._load_times()

    def _load_times(self) -> None:
        """Load the missing times while the timeline is visible, unless the user stopped it."""
        self._load_rows()
        if self._views.shown_view != "timeline":
            self.workers.cancel_group(self, "times")
        elif self._times.has_allowed and not (self._is_times_stopped or self._is_loading_times):
            self._times_worker = self._fetch_times()
            self._draw_times()

    @on(LineView.Moved, "#nodes")
    def _load_rows(self) -> None:
        """Load the records of the rows on screen where the table has columns for them."""
        table = self.query_one(NodeTable)
        if self._views.shown_view != "table" or not table.is_wide or not self.is_current:
            self.workers.cancel_group(self, "rows")
            return
        is_free = self._rows_worker is None or self._rows_worker.is_finished
        if is_free and (pending := self._times.pending_among(table.ids_in_view)):
            self._rows_worker = self._fetch_rows(pending)

    @work(exclusive=True, group="rows")
    async def _fetch_rows(self, pending: list[TaskInstanceId]) -> None:
        async with aclosing(self._times.collect(pending)) as answers:
            async for _ in answers:
                if self._draw_timer is None:
                    self._draw_timer = self.set_timer(_DRAW_EVERY_S, self._draw_times)

    @work(exclusive=True, group="times")
    async def _fetch_times(self) -> None:
        async with aclosing(self._times.collect()) as answers:
            async for _ in answers:
                if self._draw_timer is None:
                    self._draw_timer = self.set_timer(_DRAW_EVERY_S, self._draw_times)

    def _draw_times(self) -> None:
        """Draw the loaded times, unless the screen is being removed."""
        self._draw_timer = None
        for views in self.query(FlowViews):
            views.update_timings(self._times.timings(self._is_loading_times))
            self.query_one(RunsWithPreview).update_preview()

    @property
    def _is_loading_times(self) -> bool:
        return self._times_worker is not None and not self._times_worker.is_finished
