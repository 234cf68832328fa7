"""The tasks of a workflow in three views: as a table, as a graph, as a timeline."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from ...commands.table import BACK, CHOOSE, NEXT_VIEW, OPEN_ANSWER, REFRESH
from ...logic import sanitize
from ...logic.flow_content import FlowContent
from ...logic.graph import captions
from ...logic.graph.dag import Dag
from ...logic.graph.folding import places
from ...logic.graph.gantt import Bar, TaskTimings, bar
from ...logic.graph.nodes import Node
from ...models.flow_instance import TaskNode
from ...models.ids import FlowInstanceId
from ..glyphs import line_glyphs
from ..lines.view import LineView
from ..node_list import NodeList
from ..node_table import NodeTable
from .graph_pane import GraphPane
from .timeline import Timeline, TimeScale

FLOW_VIEWS = ("table", "graph", "timeline")
"""The views in the order of the key that changes between them."""
_PROGRESS_CELLS = 10
_MOST_BOXES, _MOST_LINES, _MOST_BENDS = 2_500, 5_000, 30_000
"""Most tasks, dependencies, and layers these pass through, that are drawn as a graph."""


class FlowViews(Vertical):
    """Shows one view at a time; all share cursor and filter."""

    DEFAULT_CSS = """
    FlowViews {
        #graph, #timeline, #scale, #about, #nodes { display: none; }
        &.-table #nodes, &.-graph #graph, &.-timeline #timeline { display: block; height: 1fr; }
        &.-timeline #scale { display: block; }
        &.-graph #about, &.-timeline #about { display: block; padding: 0 1; background: $boost; }
        &.-graph #about { height: 3; }
        &.-timeline #about { height: 2; }
        #about { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    shown_view: reactive[str] = reactive("table", init=False)
    """The one of `FLOW_VIEWS` on screen."""

    only_failed: reactive[bool] = reactive(False, init=False)
    """Whether only failed tasks and those they block are shown."""

    def __init__(self, shown_view: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(FlowViews.shown_view, shown_view)
        self.add_class(f"-{shown_view}")
        self.table = NodeTable(id="nodes")
        """The table, on screen or not."""
        self._content = FlowContent()
        self._dag = self._shown = self._content.dag
        self._timings = TaskTimings()

    def compose(self) -> ComposeResult:
        """The views, the scale of the timeline, and lines about the task at the cursor."""
        timeline = Timeline(id="timeline")
        yield self.table
        yield GraphPane(id="graph")
        yield TimeScale(timeline, id="scale")
        yield timeline
        yield Static(id="about", markup=False)

    # For screens.

    def set_flow_id(self, flow_id: FlowInstanceId) -> None:
        """Set the flow instance that all views are of."""
        for view in FLOW_VIEWS:
            self._pane_of(view).flow_id = flow_id

    def set_content(self, content: FlowContent, timings: TaskTimings) -> None:
        """Draw another graph."""
        self._content, self._timings, self._dag = content, timings, content.dag
        self._draw()

    def update_timings(self, timings: TaskTimings) -> None:
        """Draw new timings of the same tasks."""
        self._timings = timings
        if self.shown_view == "timeline":
            self._draw_timeline()
        elif self.shown_view == "table":
            self._draw_table()

    def select(self, instance_id: str) -> bool:
        """Move the cursor to a node; False if no node has this id."""
        ids = [node.instance_id for node in self._shown.nodes]
        if not instance_id or instance_id not in ids:
            return False
        match self.shown_view:
            case "table":
                return self.query_one(NodeTable).select(instance_id)
            case "graph":
                return self.query_one(GraphPane).select(instance_id)
            case _:
                self.query_one(Timeline).go_to(ids.index(instance_id))
                return True

    def show_next_view(self) -> str:
        """Show the next view and return its name."""
        self.shown_view = FLOW_VIEWS[(FLOW_VIEWS.index(self.shown_view) + 1) % len(FLOW_VIEWS)]
        return self.shown_view

    def toggle_only_failed(self) -> bool:
        """Hide the tasks that no failure concerns, or show them again; False if none failed or is held up."""
        if self.only_failed or self._dag.failed() or self._dag.held_up():
            self.only_failed = not self.only_failed
            return True
        return False

    @property
    def pane(self) -> NodeList:
        """The pane on screen."""
        return self._pane_of(self.shown_view)

    @property
    def current(self) -> Node | None:
        """The node the cursor is on; None when there is none or the cursor is on a fold."""
        return self.pane.current_node

    @property
    def ties_in_table(self) -> tuple[str, ...]:
        """The nodes that the one under the cursor of the table waits for, and those that need it."""
        node = self.table.current_node
        place = next((at for at, one in enumerate(self._dag.nodes) if one is node), None)
        return () if place is None else captions.about(self._dag, place, {}, CHOOSE.key_name)[1:]

    def watch_shown_view(self, before: str, now: str) -> None:
        """Show the other view; the cursor stays on its node."""
        at = self._id_in(self._pane_of(before))
        self.remove_class(f"-{before}")
        self.add_class(f"-{now}")
        self._draw()
        self.select(at)
        self.pane.focus()

    def watch_only_failed(self) -> None:
        """Apply the filter; the cursor stays on its node if that is still shown."""
        at = self._id_in(self.pane)
        self._draw()
        self.select(at)

    def _pane_of(self, view: str) -> NodeList:
        return self.query_one("#nodes" if view == "table" else f"#{view}", NodeList)

    def _id_in(self, pane: LineView) -> str:
        """The instance id at the cursor of a pane; the first one of a fold, empty for none."""
        if isinstance(pane, NodeTable):
            # A table opens on its first row, which nobody chose; a graph opens at the first failure.
            return pane.current_node.instance_id if pane.current_node is not None and pane.cursor else ""
        place = pane.current if isinstance(pane, GraphPane | Timeline) else None
        if place is None:
            return ""
        at = places(place)[0]
        return self._shown.nodes[at].instance_id if at < len(self._shown) else ""

    # Drawing.

    def _draw(self) -> None:
        """Draw the view on screen; the others are drawn when they are shown."""
        self._shown = self._dag
        if self.only_failed:
            self._shown = self._dag.only(self._dag.failed() | self._dag.held_up())
        match self.shown_view:
            case "table":
                self._draw_table()
            case "graph":
                self.query_one(GraphPane).set_graph(Dag.of(None) if self._is_too_large else self._shown)
                self._set_graph_title()
            case _:
                self._draw_timeline()
        self._update_about()

    @on(GraphPane.LayoutStateChanged)
    def _set_graph_title(self) -> None:
        pane = self.query_one(GraphPane)
        if self._is_too_large:
            size = f"{len(self._shown):,} tasks, {self._shown.edge_count:,} dependencies"
            _set_title(pane, f"{size}: too many to draw; {NEXT_VIEW.key_name} changes the view")
            return
        title = self._title(captions.graph_in_words(self._dag))
        _set_title(pane, f"laying out…; {title}" if pane.is_laying_out else title)

    @property
    def _is_too_large(self) -> bool:
        """Whether laying the graph out would hold up the keys."""
        dag = self._shown
        return len(dag) > _MOST_BOXES or dag.edge_count > _MOST_LINES or dag.bend_count > _MOST_BENDS

    def _draw_table(self) -> None:
        table = self.query_one(NodeTable)
        shown = self._shown.nodes if self.only_failed else self._content.nodes
        table.set_nodes(shown, {**self._timings.seen, **self._timings.runs})
        _set_title(table, self._title(table.arrangement.in_words()))

    @on(NodeTable.Arranged)
    def _set_table_title(self, event: NodeTable.Arranged) -> None:
        event.stop()
        table = self.query_one(NodeTable)
        _set_title(table, self._title(table.arrangement.in_words()))

    def _draw_timeline(self) -> None:
        pane = self.query_one(Timeline)
        pane.set_bars(self._shown, self._bars())
        scale = self.query_one(TimeScale)
        _set_title(scale, captions.time_in_words(pane.bars, pane.path, self._timings.zone, self._progress()))
        scale.refresh()
        self._update_about()

    def _bars(self) -> dict[int, Bar | str]:
        missing = self._missing()
        return {place: self._bar(node, *missing) for place, node in enumerate(self._shown.nodes)}

    def _missing(self) -> tuple[str, str]:
        """The reasons why a referenced workflow, and a task that was not loaded, have no bar."""
        hint = "loading…" if self._timings.is_loading else f"not loaded; {REFRESH.key_name} loads more"
        return f"a referenced workflow; {CHOOSE.key_name} opens it", hint

    def _bar(self, node: Node, of_workflow: str, not_loaded: str) -> Bar | str:
        if not isinstance(node, TaskNode):
            return of_workflow
        timings, task_id = self._timings, node.task_inst_id or ""
        if task_id in timings.runs:
            return bar(timings.runs[task_id], timings.now)
        if task_id in timings.reasons:
            return timings.reasons[task_id]
        if not task_id:
            return "the graph gives no id for it"
        return not_loaded

    def _progress(self) -> str:
        timings = self._timings
        if not timings.left:
            old = sum(task_id in timings.runs for task_id in timings.reasons)
            return f"{old:,} not refreshed, {REFRESH.key_name} tries again" if old else ""
        done = timings.total - timings.left
        glyphs, full = line_glyphs(self.app).progress, _PROGRESS_CELLS * done // max(1, timings.total)
        progress_bar = glyphs[0] * full + glyphs[1] * (_PROGRESS_CELLS - full)
        more = f"{REFRESH.key_name} loads {timings.next:,} more"
        hint = f"{BACK.key_name} stops" if timings.is_loading else more
        return f"{progress_bar} {done:,}/{timings.total:,}, {hint}"

    def _title(self, more: str = "") -> str:
        words = captions.tasks_in_words(self._content.graph, self._dag.nodes, OPEN_ANSWER.key_name)
        return ("only failed tasks and those they block; " if self.only_failed else "") + (
            f"{words}; {more}" if more and self._content.graph is not None else words
        )

    # The task at the cursor.

    @on(LineView.Moved)
    def _update_about(self) -> None:
        """Show lines about the task at the cursor below graph and timeline."""
        graph, timeline = self.query_one(GraphPane), self.query_one(Timeline)
        lines: tuple[str, ...] = ()
        if self.shown_view == "graph" and graph.current is not None and len(self._shown):
            lines = captions.about(self._shown, graph.current, self._timings.runs, CHOOSE.key_name)
        elif self.shown_view == "timeline" and timeline.current is not None:
            node = self._shown.nodes[timeline.current]
            same_time = [self._shown.nodes[place] for place in sorted(timeline.same_time)]
            is_critical = timeline.current in timeline.path
            lines = captions.about_time(node, self._bar(node, *self._missing()), same_time, is_critical)
        self.query_one("#about", Static).update("\n".join(map(sanitize.one_line, lines)), layout=False)


def _set_title(pane: Widget, title: str) -> None:
    """Set a pane's border title as plain text; Textual would parse square brackets as markup."""
    pane.border_title = Content(title)
