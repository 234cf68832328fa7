"""The tasks of a workflow in three pictures: as a table, as a graph, along the time."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from ...commands.table import BACK, CHOOSE, OPEN_ANSWER, REFRESH
from ...logic import codes, sanitize
from ...logic.graph import captions
from ...logic.graph.dag import Dag
from ...logic.graph.folding import places
from ...logic.graph.gantt import Bar, TaskTimings, bar
from ...logic.graph.nodes import Node, in_order
from ...models.flow_instance import Graph, TaskNode
from ..glyphs import line_glyphs
from ..lines.view import LineView
from ..node_table import NodeTable
from .graph_pane import GraphPane
from .timeline import Timeline, TimeScale

FLOW_VIEWS = ("table", "graph", "timeline")
"""The pictures, in the order in which one key goes round them."""
_PROGRESS_CELLS = 10


class FlowViews(Vertical):
    """One picture at a time; cursor and filter are the same in all."""

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
    """Which of `FLOW_VIEWS` is shown."""

    only_failed: reactive[bool] = reactive(False, init=False)
    """Is all left out but what failed and what that holds up?"""

    @dataclass
    class Chosen(Message):
        """A task or a referenced workflow was chosen."""

        node: Node

    def __init__(self, picture: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(FlowViews.shown_view, picture)
        self.add_class(f"-{picture}")
        self._graph: Graph | None = None
        self._dag = self._shown = Dag.of(None)
        self._known = TaskTimings()

    def compose(self) -> ComposeResult:
        """The pictures, the scale of the one along the time, and lines about the task of the cursor."""
        timeline = Timeline(id="timeline")
        yield NodeTable(id="nodes")
        yield GraphPane(id="graph")
        yield timeline
        yield TimeScale(timeline, id="scale")
        yield Static(id="about", markup=False)

    # What the screen calls.

    def show(self, graph: Graph | None, known: TaskTimings) -> None:
        """Draw another graph."""
        self._graph, self._known, self._dag = graph, known, Dag.of(graph)
        self._draw()

    def update_timings(self, known: TaskTimings) -> None:
        """Draw what else has become known of the same tasks."""
        self._known = known
        if self.shown_view == "timeline":
            self._draw_timeline()
        elif self.shown_view == "table":
            self._draw_table()

    def select(self, instance_id: str) -> bool:
        """Put the cursor on a node; False where there is none with this id."""
        place = next(
            (at for at, node in enumerate(self._shown.nodes) if node.instance_id == instance_id), None
        )
        if place is None or not instance_id:
            return False
        match self.shown_view:
            case "table":
                return self.query_one(NodeTable).select(instance_id)
            case "graph":
                return self.query_one(GraphPane).select(instance_id)
            case _:
                self.query_one(Timeline).go_to(place)
                return True

    def show_next_view(self) -> str:
        """Go on to the next picture, and say which it is."""
        self.shown_view = FLOW_VIEWS[(FLOW_VIEWS.index(self.shown_view) + 1) % len(FLOW_VIEWS)]
        return self.shown_view

    def toggle_only_failed(self) -> bool:
        """Leave out what did not fail, or show it again; False where nothing failed or is held up."""
        if self.only_failed or self._dag.failed() or self._dag.held_up():
            self.only_failed = not self.only_failed
            return True
        return False

    @property
    def pane(self) -> LineView:
        """The picture that is shown."""
        return self._pane_of(self.shown_view)

    @property
    def current(self) -> Node | None:
        """The node the cursor is on; None for none, and for several drawn as one."""
        if self.shown_view == "table":
            return self.query_one(NodeTable).current
        graph, timeline = self.query_one(GraphPane), self.query_one(Timeline)
        place = graph.current if self.shown_view == "graph" else timeline.current
        return self._shown.nodes[place] if isinstance(place, int) and place < len(self._shown) else None

    def watch_shown_view(self, before: str, now: str) -> None:
        """Change over; the cursor stays on its node."""
        at = self._id_in(self._pane_of(before))
        self.remove_class(f"-{before}")
        self.add_class(f"-{now}")
        self._draw()
        self.select(at)
        self.pane.focus()

    def watch_only_failed(self) -> None:
        """Draw less, or all again; the cursor stays on its node where it can."""
        at = self._id_in(self.pane)
        self._draw()
        self.select(at)

    def _pane_of(self, picture: str) -> LineView:
        return self.query_one("#nodes" if picture == "table" else f"#{picture}", LineView)

    def _id_in(self, pane: LineView) -> str:
        """The instance id the cursor of a pane is on; of several drawn as one the first."""
        if isinstance(pane, NodeTable):
            # A table opens on its first row: nobody has chosen that, and a graph opens at what failed.
            return pane.current.instance_id if pane.current is not None and pane.cursor else ""
        place = pane.current if isinstance(pane, GraphPane | Timeline) else None
        if place is None:
            return ""
        at = places(place)[0]
        return self._shown.nodes[at].instance_id if at < len(self._shown) else ""

    # Drawing.

    def _draw(self) -> None:
        """Draw the picture that is shown; the others are drawn when they are."""
        trouble = self._dag.failed() | self._dag.held_up()
        self._shown = self._dag.only(trouble) if self.only_failed else self._dag
        match self.shown_view:
            case "table":
                self._draw_table()
            case "graph":
                self.query_one(GraphPane).show(self._shown)
                self._entitle_graph()
            case _:
                self._draw_timeline()
        self._tell_about()

    @on(GraphPane.LayoutStateChanged)
    def _entitle_graph(self) -> None:
        pane = self.query_one(GraphPane)
        title = self._title(captions.graph_in_words(self._dag))
        _entitle(pane, f"laying out …; {title}" if pane.is_laying_out else title)

    def _draw_table(self) -> None:
        table, known = self.query_one(NodeTable), self._known
        nodes = [] if self._graph is None else in_order(self._graph)
        shown = list(self._shown.nodes) if self.only_failed else nodes
        lasted = {task_id: run.lasted for task_id, run in known.runs.items()}
        table.show(shown, {node.instance_id: self._type_in_words(node) for node in shown}, lasted)
        _entitle(table, self._title())

    def _draw_timeline(self) -> None:
        pane, known = self.query_one(Timeline), self._known
        pane.show(self._shown, {place: self._bar(node) for place, node in enumerate(self._shown.nodes)})
        _entitle(pane, captions.time_in_words(pane.bars, pane.path, known.zone, self._progress()))
        self.query_one(TimeScale).refresh()
        self._tell_about()

    def _bar(self, node: Node) -> Bar | str:
        if not isinstance(node, TaskNode):
            return f"a workflow of its own: {CHOOSE.key_name} opens it"
        known, task_id = self._known, node.task_inst_id or ""
        if task_id in known.runs:
            return bar(known.runs[task_id], known.now)
        if task_id in known.reasons:
            return known.reasons[task_id]
        if not task_id:
            return "the graph names no id to ask with"
        return "asking …" if known.is_asking else f"not asked: {REFRESH.key_name} goes on"

    def _progress(self) -> str:
        known = self._known
        if not known.left:
            old = sum(task_id in known.runs for task_id in known.reasons)
            return f"{old:,} not refreshed, {REFRESH.key_name} goes on" if old else ""
        done = known.total - known.left
        signs, full = line_glyphs(self.app).progress, _PROGRESS_CELLS * done // max(1, known.total)
        drawn = signs[0] * full + signs[1] * (_PROGRESS_CELLS - full)
        how = f"{BACK.key_name} stops" if known.is_asking else f"{REFRESH.key_name} goes on"
        return f"{drawn} {done:,}/{known.total:,}, {how}"

    def _title(self, more: str = "") -> str:
        words = captions.tasks_in_words(self._graph, self._dag.nodes, OPEN_ANSWER.key_name)
        return ("only what failed and waits for it; " if self.only_failed else "") + (
            f"{words}; {more}" if more and self._graph is not None else words
        )

    def _type_in_words(self, node: Node) -> str:
        """A task's type: no edition documents it in the graph, so mostly from a record seen before."""
        if not isinstance(node, TaskNode):
            return ""
        run = self._known.runs.get(node.task_inst_id or "")
        seen = self._known.types.get(node.task_inst_id or "")
        kind = node.type or (run.type if run is not None else seen)
        return codes.task_type(kind) if kind is not None else ""

    # The task of the cursor.

    @on(LineView.Moved)
    def _tell_about(self) -> None:
        """A few lines about it, where the picture has no room for that."""
        graph, timeline = self.query_one(GraphPane), self.query_one(Timeline)
        lines: tuple[str, ...] = ()
        if self.shown_view == "graph" and graph.current is not None and len(self._shown):
            lines = captions.about(self._shown, graph.current, self._known.runs, CHOOSE.key_name)
        elif self.shown_view == "timeline" and timeline.current is not None:
            node = self._shown.nodes[timeline.current]
            same_time = [self._shown.nodes[place] for place in sorted(timeline.same_time)]
            is_critical = timeline.current in timeline.path
            lines = captions.about_time(node, self._bar(node), same_time, is_critical)
        self.query_one("#about", Static).update("\n".join(map(sanitize.one_line, lines)), layout=False)

    @on(LineView.Chosen)
    def _choose(self, event: LineView.Chosen) -> None:
        event.stop()
        if self.current is not None:
            self.post_message(self.Chosen(self.current))


def _entitle(pane: Widget, title: str) -> None:
    """Set the words on a pane's edge; Textual would take those in square brackets for markup."""
    pane.border_title = Content(title)
