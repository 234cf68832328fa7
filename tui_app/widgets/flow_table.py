"""Flow instances that were found, one a line."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from ..commands.table import LOAD_MORE_ROWS
from ..logic import sanitize, times
from ..logic.cells import cut
from ..models.flow_instance import FlowInstance
from .lines.layout import Part
from .lines.view import LineView
from .status_style import GROUP_CLASSES

_NAME_MAX, _ID_MAX = 40, 34


class FlowTable(LineView):
    """Rows in columns: status, id, planned time, name, how long it took, owners."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listed: Sequence[FlowInstance] = ()
        self._has_more = False
        self._widths: tuple[int, ...] = ()

    def show(self, listed: Sequence[FlowInstance], has_more: bool) -> None:
        """Draw other rows; the cursor stays on its flow instance. `has_more`: there may be others."""
        at = self.current
        self._listed, self._has_more = listed, has_more
        columns = zip(*map(_cells, listed), strict=True)
        self._widths = tuple(max(map(cell_len, column)) for column in columns)
        self.reload_rows()
        if at is not None:
            same = (row for row, one in enumerate(listed) if one.instance_id == at.instance_id)
            self.cursor = next(same, 0)

    @property
    def current(self) -> FlowInstance | None:
        """The flow instance the cursor is on."""
        at = self.cursor
        return None if at is None or at >= len(self._listed) else self._listed[at]

    @property
    def row_count(self) -> int:
        """Flow instances, and a line that says that there may be more."""
        return len(self._listed) + self._has_more

    def is_selectable(self, index: int) -> bool:
        """The last line is no flow instance."""
        return index < len(self._listed)

    def row(self, index: int) -> Sequence[Part]:
        """One flow instance."""
        if index == len(self._listed):
            return [(f" {LOAD_MORE_ROWS.key_name} asks for more", "line--muted")]
        flow = self._listed[index]
        cells = zip(_cells(flow), self._widths, strict=True)
        status, some_id, planned, name, lasted, owner = (set_cell_size(text, width) for text, width in cells)
        return [
            (f" {status}  ", GROUP_CLASSES[flow.state.group]),
            (f"{some_id}  ", ""),
            (f"{planned}  ", "line--muted"),
            (f"{name}  ", "line--key"),
            (f"{lasted}  {owner}", "line--muted"),
        ]


def _cells(flow: FlowInstance) -> tuple[str, ...]:
    """The texts of a row, safe to draw."""
    lasted = times.duration_s(flow.start_time, flow.end_time)
    owners = ", ".join(name for name in (flow.owner or "").split(";") if name)
    return (
        sanitize.one_line(f"{flow.state.glyph} {flow.state.name}"),
        cut(sanitize.one_line(flow.instance_id or "(no id)"), _ID_MAX),
        sanitize.one_line(flow.trigger_time or "–"),
        cut(sanitize.one_line(flow.flow_name or "(no name)"), _NAME_MAX),
        times.span(lasted) if lasted is not None else "–",
        sanitize.one_line(owners),
    )
