"""The differences between two runs, line by line."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from ..logic.cells import widest
from ..logic.runs.comparison import ChangeRow
from .lines.layout import Part
from .lines.rows import RowsPane
from .lines.view import LineView

_WIDEST_SAME = 30
_PREFIXES = {
    "minus": ("- ", "line--bad"),
    "plus": ("+ ", "line--good"),
    "context": ("  ", "line--muted"),
}


class ChangeView(RowsPane[ChangeRow]):
    """Draws differing fields as a table and texts as a diff."""

    margin_cells = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label_cells = self._before_cells = self._same_cells = 0

    def set_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Draw new rows; the cursor stays on its row if that still exists."""
        at = self.current
        self._rows = rows
        fields = [row for row in rows if row.kind == "field"]
        self._label_cells = widest(row.label for row in fields)
        same = widest(row.label for row in rows if row.kind == "same")
        self._same_cells = min(max(same, self._label_cells), _WIDEST_SAME)
        self._before_cells = widest(row.before for row in fields)
        if at in rows:
            self.set_reactive(LineView.cursor, rows.index(at))
        self.reload_rows()

    def row(self, index: int) -> Sequence[Part]:
        """The parts of a title, a field of both runs, or a line of one."""
        row = self._rows[index]
        match row.kind:
            case "title":
                return [(row.label, "line--title")]
            case "field":
                return [
                    ("  " + set_cell_size(row.label, self._label_cells) + "  ", ""),
                    (set_cell_size(row.before, self._before_cells), ""),
                    (" → ", "line--muted"),
                    (row.after, "line--warning"),
                ]
            case "path":
                return [(f"  {row.label}", "")]
            case "same":
                gap = " " * (self._same_cells - cell_len(row.label) + 2)
                return [(f"  {row.label}{gap}", ""), (row.after, "line--muted")]
            case "note":
                return [(f"  {row.after}", "")]
            case "minus" | "plus" | "context":
                prefix, style = _PREFIXES[row.kind]
                return [(f"  {prefix}{row.after}", style)]

    def is_selectable(self, index: int) -> bool:
        """Whether the row is not a title."""
        return self._rows[index].kind != "title"

    def hanging_indent(self, index: int) -> int:
        """Align wrapped lines with the text after the diff prefix."""
        return 4
