"""A table of the flow instances a search found."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rich.cells import set_cell_size

from ..commands.table import LOAD_MORE_ROWS, START_SEARCH
from ..logic import sanitize, times
from ..logic.cells import cut, widest
from ..logic.sort_and_filter import status_rank
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId
from ..models.listed_run import ListedRun
from .lines.layout import Part
from .sortable_list import SortableRows
from .status_style import GROUP_CLASSES

_NAME_MIN, _NAME_MAX, _ID_MAX = 14, 40, 34
_TAKEN = 40
"""Cells of the other columns of a narrow window, and of the gaps between all."""
_GAPS, _OWNERS = 12, 10
"""Cells of the gaps between the columns and of the scroll bar, and the least that the owners need."""
_WIDE = 120
"""Columns of the window from which the planned time has its year and its seconds."""


class FlowTable(SortableRows[FlowInstance]):
    """Draws the columns status, id, planned time, name, duration, owners; in a narrow window without year."""

    SORT_KEYS: ClassVar[Mapping[str, Callable[[FlowInstance], Any]]] = {
        "status": lambda flow: status_rank(flow.state),
        "planned": lambda flow: times.read(flow.trigger_time),
        "name": lambda flow: (flow.flow_name or "").casefold() or None,
        "duration": lambda flow: times.duration_s(flow.start_time, flow.end_time),
        "owner": lambda flow: (flow.owner or "").casefold() or None,
    }
    LARGEST_FIRST = frozenset({"planned", "duration"})
    only_kind = "flow"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._has_answer = self._has_more = False
        self._widths: tuple[int, ...] = ()
        self._is_wide = False
        self._name_cells = _NAME_MAX
        self._has_owners = True

    def set_flows(self, flows: Sequence[FlowInstance], has_more: bool) -> None:
        """Draw new rows; the cursor stays on its flow instance. `has_more`: more can be loaded."""
        at = self.current
        self._has_answer, self._has_more = True, has_more
        self._given = flows
        self._measure()
        self.set_rows(flows)
        if at is not None and not any(self.is_same(flow, at) for flow in flows):
            self.cursor = 0

    def on_resize(self) -> None:
        """Draw the times with the year where there is room for it."""
        before = self._is_wide, self._name_cells
        self._measure()
        if (self._is_wide, self._name_cells) != before:
            self.rearrange()
        super().on_resize()

    def _measure(self) -> None:
        self._is_wide = self.app.size.width >= _WIDE
        longest = widest(flow.instance_id or "" for flow in self._given)
        room = self.app.size.width - _TAKEN - longest
        self._name_cells = _NAME_MAX if self._is_wide else min(max(room, _NAME_MIN), _NAME_MAX)
        self._widths = tuple(map(widest, zip(*map(self._cells, self._given), strict=True)))
        self._has_owners = self.app.size.width - sum(self._widths[:-1]) - _GAPS >= _OWNERS

    def is_same(self, row: FlowInstance, other: FlowInstance) -> bool:
        """Whether two flow instances have the same id."""
        return row.instance_id == other.instance_id

    @property
    def current_run(self) -> ListedRun | None:
        """The flow instance under the cursor."""
        row = self.current
        flow_id = FlowInstanceId.of(row.instance_id) if row is not None else None
        return None if row is None or flow_id is None else ListedRun(flow_id, row.flow_name or "", row.state)

    @property
    def empty_text(self) -> str:
        """The sentence in place of results, once there is an answer."""
        if not self._has_answer:
            return ""
        return f"Nothing fits this search: change the form above, and press {START_SEARCH.key_name}."

    @property
    def no_run(self) -> str:
        """The reason why no flow instance is under the cursor."""
        return "This row has no usable id." if self.current is not None else "Move to a search result first."

    @property
    def row_count(self) -> int:
        """Number of flow instances, plus one for the line that offers more."""
        return len(self._rows) + self._has_more

    def is_selectable(self, index: int) -> bool:
        """Whether the row is a flow instance."""
        return index < len(self._rows)

    def row(self, index: int) -> Sequence[Part]:
        """The columns of one flow instance, or the line that offers more."""
        if index == len(self._rows):
            return [(f" {LOAD_MORE_ROWS.key_name} loads more", "line--muted")]
        return super().row(index)

    def parts_of(self, row: FlowInstance) -> Sequence[Part]:
        """The columns of one flow instance."""
        flow = row
        cells = zip(self._cells(flow), self._widths, strict=True)
        status, some_id, planned, name, took, owner = (set_cell_size(*cell) for cell in cells)
        return [
            (f" {status}  ", GROUP_CLASSES[flow.state.group]),
            (f"{some_id}  ", ""),
            (f"{planned}  ", "line--muted"),
            (f"{name}  ", ""),
            (f"{took.strip():>{len(took)}}", "line--muted"),
            (f"  {owner}" if self._has_owners else "", "line--muted"),
        ]

    def text_of(self, row: FlowInstance) -> str:
        """The text of a row that the filter searches: the planned time as it was sent."""
        return " ".join((*self._cells(row), sanitize.one_line(row.trigger_time or "")))

    def _cells(self, flow: FlowInstance) -> tuple[str, ...]:
        """The sanitized texts of a row."""
        duration = times.duration_s(flow.start_time, flow.end_time)
        owners = ", ".join(name for name in (flow.owner or "").split(";") if name)
        planned = None if self._is_wide else times.read(flow.trigger_time)
        return (
            sanitize.one_line(f"{flow.state.glyph} {flow.state.name}"),
            cut(sanitize.one_line(flow.instance_id or "(no id)"), _ID_MAX),
            sanitize.one_line(flow.trigger_time or "–") if planned is None else f"{planned:%m-%d %H:%M}",
            cut(sanitize.one_line(flow.flow_name or "(no name)"), self._name_cells),
            times.duration_text(duration) if duration is not None else "–",
            sanitize.one_line(owners),
        )
