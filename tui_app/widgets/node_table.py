"""The nodes of a flow instance, one a line."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from ..logic import sanitize
from ..logic.cells import fitted
from ..logic.graph.nodes import Node, node_name
from ..models.flow_instance import TaskNode
from .lines.layout import Part
from .lines.view import LineView
from .status_style import GROUP_CLASSES

_NAME_MIN, _NAME_MAX, _ID_MAX = 12, 44, 34
_GAPS, _TYPE = 9, 16
"""Cells of the gaps and of the longest type."""


class NodeTable(LineView):
    """Tasks and referenced workflows in columns: status, id, name, type."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listed: Sequence[Node] = ()
        self._types: Mapping[str, str] = {}
        self._lasted: Mapping[str, str] = {}
        self._lasted_cells = 0
        self._name_cells = _NAME_MIN
        self._id_cells = 0
        self._status_cells = 0

    def show(
        self, nodes: Sequence[Node], types: Mapping[str, str], lasted: Mapping[str, str] | None = None
    ) -> None:
        """Draw other nodes; the cursor stays on its node.

        Args:
            nodes: in the order to draw.
            types: task type in words by task instance id, for those known from elsewhere.
            lasted: how long they ran, in words, the same way.
        """
        at = self.current
        self._listed, self._types, self._lasted = nodes, types, lasted or {}
        self._lasted_cells = max(map(len, self._lasted.values()), default=0)
        longest = max((cell_len(node_name(node)) for node in nodes), default=0)
        self._name_cells = min(max(longest, _NAME_MIN), _NAME_MAX)
        self._id_cells = min(max((cell_len(_id(node)) for node in nodes), default=0), _ID_MAX)
        self._status_cells = max((cell_len(_status(node)) for node in nodes), default=0)
        self.reload_rows()
        if at is not None:
            self.select(at.instance_id)

    def select(self, instance_id: str) -> bool:
        """Put the cursor on a node; False where there is none with this id."""
        place = next((i for i, node in enumerate(self._listed) if node.instance_id == instance_id), None)
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
        """Status, id, name, how long it ran, type."""
        node = self._listed[index]
        state = node.state
        kind = self._types.get(node.instance_id, "") if isinstance(node, TaskNode) else "→ workflow"
        gap, lasted = self._gap, self._lasted.get(node.instance_id, "")
        return [
            (
                " " + fitted(_status(node), self._status_cells) + gap,
                GROUP_CLASSES[state.group] if state else "line--muted",
            ),
            (fitted(_id(node), self._id_cells) + gap, ""),
            (fitted(node_name(node), self._name_cells) + gap, "line--key"),
            (f"{lasted:{self._lasted_cells}}" + gap if self._lasted else "", ""),
            (sanitize.one_line(kind), "line--muted"),
        ]

    @property
    def _gap(self) -> str:
        """Between columns: one cell where two would push the types out of sight."""
        columns = self._status_cells + self._id_cells + self._name_cells + self._lasted_cells
        return "  " if columns + _GAPS + _TYPE <= self.row_width or not self._lasted else " "


def _id(node: Node) -> str:
    return sanitize.one_line(node.instance_id) or "(no id)"


def _status(node: Node) -> str:
    state = node.state
    return sanitize.one_line(f"{state.glyph} {state.name}") if state else "  no status"
