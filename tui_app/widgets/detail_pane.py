"""A record field by field: label, value, meaning."""

from collections.abc import Sequence

from rich.cells import cell_len

from ..logic.record_fields import DetailRow
from .lines.layout import Part
from .lines.rows import RowsPane

_LABEL = 19
_VALUE = 21


class DetailPane(RowsPane[DetailRow]):
    """Draws the given rows; long values are wrapped and not cut."""

    margin_cells = 1

    def is_same(self, row: DetailRow, other: DetailRow) -> bool:
        """Whether two rows have the same label."""
        return (row.kind, row.label) == (other.kind, other.label)

    def row(self, index: int) -> Sequence[Part]:
        """The columns label, value and note."""
        row = self._rows[index]
        if row.kind == "group":
            return [(row.label, "line--title")]
        if row.kind == "fold":
            return [(row.value, "line--muted")]
        label = (("  " + row.label).ljust(_LABEL) + " ", "")
        if not row.note:
            return [label, (row.value, "")]
        gap = " " * max(2, _VALUE - cell_len(row.value))
        if row.is_doubtful:
            return [label, (row.value, ""), (gap + "! " + row.note, "line--warning")]
        return [label, (row.value, ""), (gap + row.note, "line--muted")]

    def is_selectable(self, index: int) -> bool:
        """Whether the row is a field, not a title."""
        return self._rows[index].kind != "group"

    def hanging_indent(self, index: int) -> int:
        """Align wrapped lines with the value."""
        return 0 if self._rows[index].kind == "fold" else _LABEL + 1
