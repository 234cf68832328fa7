"""A record field by field: label, what came, what it means."""

from collections.abc import Sequence

from rich.cells import cell_len

from ..logic.details import DetailRow
from .lines.layout import Part
from .lines.rows import RowsPane

_LABEL = 19
_VALUE = 21


class DetailPane(RowsPane[DetailRow]):
    """Draws the rows it is given; long values fold under themselves, so that nothing is cut off."""

    def show(self, rows: Sequence[DetailRow]) -> None:
        """Draw other rows; the cursor stays on its field."""
        at = self.current
        self._rows = rows
        self.reload_rows()
        if at is not None:
            same = (i for i, row in enumerate(rows) if row.kind == at.kind and row.label == at.label)
            self.cursor = next(same, self.cursor)

    def row(self, index: int) -> Sequence[Part]:
        """Label, value and note in columns."""
        row = self._rows[index]
        if row.kind == "group":
            return [(row.label, "line--title")]
        label = (("  " + row.label).ljust(_LABEL) + " ", "line--key")
        if not row.note:
            return [label, (row.value, "")]
        gap = " " * max(2, _VALUE - cell_len(row.value))
        if row.is_doubtful:
            return [label, (row.value, ""), (gap + "! " + row.note, "line--warning")]
        return [label, (row.value, ""), (gap + row.note, "line--muted")]

    def is_selectable(self, index: int) -> bool:
        """Titles are passed over."""
        return self._rows[index].kind != "group"

    def hanging_indent(self, index: int) -> int:
        """Further lines stand under the value."""
        return _LABEL + 1
