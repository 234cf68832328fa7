"""A table of the nodes of a flow instance."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from ..logic import sanitize
from ..logic.cells import fitted
from ..logic.graph.nodes import Node, node_name
from ..models.flow_instance import TaskNode
from .lines.layout import Part
from .lines.rows import RowsPane
from .node_list import NodeList
from .status_style import GROUP_CLASSES

_NAME_MIN, _NAME_MAX, _ID_MAX = 12, 44, 34
_GAPS, _TYPE = 9, 16
"""Total width of the gaps, and width of the longest type."""


class NodeTable(NodeList, RowsPane[Node]):
    """Draws tasks and referenced workflows in the columns status, id, name, duration, type."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=False, id=id)
        self._types: Mapping[str, str] = {}
        self._durations: Mapping[str, str] = {}
        self._duration_cells = 0
        self._name_cells = _NAME_MIN
        self._id_cells = 0
        self._status_cells = 0

    def set_nodes(
        self, nodes: Sequence[Node], types: Mapping[str, str], durations: Mapping[str, str] | None = None
    ) -> None:
        """Draw new nodes; the cursor stays on its node.

        Args:
            nodes: in the order to draw.
            types: names of known task types, by task instance id.
            durations: known durations in words, by task instance id.
        """
        self._types, self._durations = types, durations or {}
        self._duration_cells = max(map(len, self._durations.values()), default=0)
        longest = max((cell_len(node_name(node)) for node in nodes), default=0)
        self._name_cells = min(max(longest, _NAME_MIN), _NAME_MAX)
        self._id_cells = min(max((cell_len(_id(node)) for node in nodes), default=0), _ID_MAX)
        self._status_cells = max((cell_len(_status(node)) for node in nodes), default=0)
        self.set_rows(nodes)

    @property
    def current_node(self) -> Node | None:
        """The node under the cursor."""
        return self.current

    def is_same(self, row: Node, other: Node) -> bool:
        """Whether two nodes have the same instance id."""
        return row.instance_id == other.instance_id

    def select(self, instance_id: str) -> bool:
        """Move the cursor to a node; False if no node has this id."""
        place = next((i for i, node in enumerate(self._rows) if node.instance_id == instance_id), None)
        if place is not None:
            self.cursor = place
        return place is not None

    def row(self, index: int) -> Sequence[Part]:
        """The columns of one node."""
        node = self._rows[index]
        state = node.state
        kind = self._types.get(node.instance_id, "") if isinstance(node, TaskNode) else "→ workflow"
        duration, gap = self._durations.get(node.instance_id, "").ljust(self._duration_cells), self._gap
        return [
            (
                " " + fitted(_status(node), self._status_cells) + gap,
                GROUP_CLASSES[state.group] if state else "line--muted",
            ),
            (fitted(_id(node), self._id_cells) + gap, ""),
            (fitted(node_name(node), self._name_cells) + gap, "line--key"),
            (duration + gap if self._durations else "", ""),
            (sanitize.one_line(kind), "line--muted"),
        ]

    @property
    def _gap(self) -> str:
        """The gap between columns: one cell where two would push the types off the screen."""
        columns = self._status_cells + self._id_cells + self._name_cells + self._duration_cells
        return "  " if columns + _GAPS + _TYPE <= self.row_width or not self._durations else " "


def _id(node: Node) -> str:
    return sanitize.one_line(node.instance_id) or "(no id)"


def _status(node: Node) -> str:
    state = node.state
    return sanitize.one_line(f"{state.glyph} {state.name}") if state else "  no status"
