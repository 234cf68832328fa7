"""A table of the nodes of a flow instance."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len

from ..logic import codes, sanitize, times
from ..logic.cells import fitted, widest
from ..logic.graph.gantt import TaskRun
from ..logic.graph.nodes import Node, node_name
from ..logic.sort_and_filter import status_rank
from ..models.flow_instance import FlowNode, TaskNode
from ..models.status import Group, Status
from .lines.layout import Part
from .node_list import NodeList
from .sortable_list import SortableRows
from .status_style import GROUP_CLASSES

_NAME_MIN, _NAME_MAX, _ID_MAX = 12, 44, 34
_GAPS, _TYPE = 9, 16
"""Total width of the gaps, and width of the longest type."""
_TYPE_MIN = 8
"""Cells of a type that is still worth reading when cut."""
_START, _DURATION, _TRIES = 14, 11, 6
WIDE = 118
"""Columns of the table from which start, duration and tries have a column of their own."""
Line = tuple[Node, TaskRun | None]
"""A node and what its record says, None where that was not read."""


class NodeTable(NodeList, SortableRows[Line]):
    """Draws tasks and referenced workflows in the columns status, id, name, start, duration, tries, type."""

    SORT_KEYS: ClassVar[Mapping[str, Callable[[Line], Any]]] = {
        "status": lambda line: status_rank(line[0].state),
        "name": lambda line: node_name(line[0]).casefold(),
        "duration": lambda line: line[1].seconds if line[1] is not None else None,
        "start": lambda line: times.read(line[1].start) if line[1] is not None else None,
        "id": lambda line: line[0].instance_id or None,
    }
    LARGEST_FIRST = frozenset({"duration"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._measured: Sequence[Node] = ()
        self._duration_cells = 0
        self._name_cells = _NAME_MIN
        self._id_cells = 0
        self._status_cells = 0

    def set_nodes(self, nodes: Sequence[Node], runs: Mapping[str, TaskRun]) -> None:
        """Draw new nodes; the cursor stays on its node.

        Args:
            runs: what is known from records, by task instance id.
        """
        lines = [(node, runs.get(node.instance_id)) for node in nodes]
        self._duration_cells = max((len(run.lasted) for _, run in lines if run is not None), default=0)
        if nodes is not self._measured:
            self._measured = nodes
            self._measure(nodes)
        self.set_rows(lines)

    def _measure(self, nodes: Sequence[Node]) -> None:
        longest = widest(node_name(node, _NAME_MAX) for node in nodes)
        self._name_cells = min(max(longest, _NAME_MIN), _NAME_MAX)
        self._id_cells = min(widest(map(_id, nodes)), _ID_MAX)
        # Ten thousand nodes share few states.
        self._status_cells = widest(map(_status, {node.state for node in nodes}))

    @property
    def current_node(self) -> Node | None:
        """The node under the cursor."""
        return self.current[0] if self.current is not None else None

    @property
    def is_wide(self) -> bool:
        """Whether start, duration and tries have a column of their own."""
        return self.row_width >= WIDE

    @property
    def ids_in_view(self) -> list[str]:
        """The ids of the nodes on screen that have begun: nothing else has a start or a duration."""
        y = self.scroll_offset.y
        shown = (node for node, _ in self._rows[y : y + self.page_height])
        return [
            node.instance_id for node in shown if node.state is None or node.state.group is not Group.WAITING
        ]

    def is_same(self, row: Line, other: Line) -> bool:
        """Whether two nodes have the same instance id."""
        return row[0].instance_id == other[0].instance_id

    def select(self, instance_id: str) -> bool:
        """Move the cursor to a node; False if no node has this id."""
        place = next((i for i, (node, _) in enumerate(self._rows) if node.instance_id == instance_id), None)
        if place is not None:
            self.cursor = place
        return place is not None

    def parts_of(self, row: Line) -> Sequence[Part]:
        """The columns of one node."""
        node, run = row
        state, gap = node.state, self._gap
        return [
            (
                " " + fitted(_status(state), self._status_cells) + gap,
                GROUP_CLASSES[state.group] if state else "line--muted",
            ),
            (fitted(_id(node), self._id_cells) + gap, ""),
            (fitted(node_name(node), self._name_cells) + gap, ""),
            *self._times(run),
            (self._fitting_type(node, run), "line--muted"),
        ]

    def _fitting_type(self, node: Node, run: TaskRun | None) -> str:
        """The type, its first character where that is a sign, or nothing where there is no room for it."""
        kind, gap = sanitize.one_line(_type(node, run)), len(self._gap)
        duration = self._duration_cells + gap if self._duration_cells else 0
        times_cells = _START + _DURATION + _TRIES + 6 if self.is_wide else duration
        used = 1 + self._status_cells + self._id_cells + self._name_cells + 3 * gap + times_cells
        room = self.row_width - used
        if cell_len(kind) <= room or room >= _TYPE_MIN:
            return kind
        return kind[:1] if isinstance(node, FlowNode) and room > 0 else ""

    def _times(self, run: TaskRun | None) -> Sequence[Part]:
        """Start, duration and tries where there is room, else the duration where one is known."""
        lasted = run.lasted if run is not None else ""
        if not self.is_wide:
            return [(lasted.ljust(self._duration_cells) + self._gap if self._duration_cells else "", "")]
        start = times.read(run.start) if run is not None else None
        tries = run.tries if run is not None else ""
        return [
            (f"{start:%m-%d %H:%M:%S}  " if start else " " * (_START + 2), "line--muted"),
            (lasted.rjust(_DURATION) + "  ", ""),
            (tries.ljust(_TRIES) + "  ", "line--muted" if tries.startswith("1 of") else ""),
        ]

    @property
    def _gap(self) -> str:
        """The gap between columns: one cell where two would push the types off the screen."""
        columns = self._status_cells + self._id_cells + self._name_cells + self._duration_cells
        return "  " if columns + _GAPS + _TYPE <= self.row_width or not self._duration_cells else " "


def _id(node: Node) -> str:
    return sanitize.one_line(node.instance_id) or "(no id)"


def _status(state: Status | None) -> str:
    return sanitize.one_line(f"{state.glyph} {state.name}") if state else "  no status"


def _type(node: Node, run: TaskRun | None) -> str:
    """A task's type, mostly from a record seen before: no edition documents it in the graph."""
    if not isinstance(node, TaskNode):
        return "→ workflow"
    kind = node.type or (run.type if run is not None else None)
    return codes.task_type(kind) if kind is not None else ""
