"""The nodes of a flow instance, one a line."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from ..logic import plain
from ..logic.graph import Node
from ..models.flow_instance import TaskNode
from .line_layout import Part
from .line_view import LineView
from .status_looks import PARTS

_NAME_MIN, _NAME_MAX, _ID_MAX = 12, 44, 34


class NodeTable(LineView):
    """Tasks and referenced workflows in columns: status, id, name, type."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listed: Sequence[Node] = ()
        self._types: Mapping[str, str] = {}
        self._name_cells = _NAME_MIN
        self._id_cells = 0
        self._status_cells = 0

    def show(self, nodes: Sequence[Node], types: Mapping[str, str]) -> None:
        """Draw other nodes; the cursor stays on its node.

        Args:
            nodes: in the order to draw.
            types: task type in words by task instance id, for those known from elsewhere.
        """
        at = self.current
        self._listed, self._types = nodes, types
        longest = max((cell_len(node_name(node)) for node in nodes), default=0)
        self._name_cells = min(max(longest, _NAME_MIN), _NAME_MAX)
        self._id_cells = min(max((cell_len(node_id(node)) for node in nodes), default=0), _ID_MAX)
        self._status_cells = max((cell_len(_status(node)) for node in nodes), default=0)
        self.rows_changed()
        if at is not None:
            self.select(node_id(at))

    def select(self, instance_id: str) -> bool:
        """Put the cursor on a node; False where there is none with this id."""
        place = next((i for i, node in enumerate(self._listed) if node_id(node) == instance_id), None)
        if place is not None:
            self.cursor = place
        return place is not None

    @property
    def current(self) -> Node | None:
        """The node the cursor is on."""
        return None if self.cursor is None or self.cursor >= len(self._listed) else self._listed[self.cursor]

    @property
    def row_count(self) -> int:
        """Nodes."""
        return len(self._listed)

    def row(self, index: int) -> Sequence[Part]:
        """Status, id, name, type."""
        node = self._listed[index]
        state = node.state
        kind = self._types.get(node_id(node), "") if isinstance(node, TaskNode) else "→ workflow"
        return [
            (
                " " + set_cell_size(_status(node), self._status_cells) + "  ",
                PARTS[state.group] if state else "line--muted",
            ),
            (set_cell_size(plain.one_line(node_id(node)) or "(no id)", self._id_cells) + "  ", ""),
            (set_cell_size(node_name(node), self._name_cells) + "  ", "line--key"),
            (plain.one_line(kind), "line--muted"),
        ]


def node_id(node: Node) -> str:
    """The instance id a node names, empty where it names none."""
    return (node.task_inst_id if isinstance(node, TaskNode) else node.flow_inst_id) or ""


def node_name(node: Node) -> str:
    """A node's name, safe to draw."""
    return plain.one_line((node.task_name if isinstance(node, TaskNode) else node.flow_name) or "(no name)")


def _status(node: Node) -> str:
    state = node.state
    return plain.one_line(f"{state.glyph} {state.name}") if state else "  no status"
