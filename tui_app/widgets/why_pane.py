"""The page that explains a run, with a cursor on what can be opened."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import BindingType

from ..commands.table import FILTER_LINES, OPEN_TICKET, REVERSE_SORT, SORT_ROWS, bindings
from ..logic import sanitize
from ..logic.cells import widest
from ..logic.why.page_row import WhyRow
from ..models.listed_run import ListedRun
from .lines.layout import Part
from .lines.rows import RowsPane
from .run_list import RunList
from .status_style import GROUP_CLASSES

_STYLES = {
    "answer": "line--title",
    "reason": "line--bad",
    "compared": "line--warning",
    "title": "line--title",
    "fold": "line--muted",
    "error": "line--bad",
    "note": "line--warning",
    "line": "",
}
_OF_LOG = ("line", "error")
_PASSED_OVER = ("answer", "reason", "compared", "title")
_NAME_MAX = 36


class WhyPane(RunList, RowsPane[WhyRow]):
    """Draws the rows it is given; long ones fold."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SORT_ROWS, REVERSE_SORT, FILTER_LINES)]
    LEFT_TO_SCREEN = (OPEN_TICKET,)
    REFUSALS: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (SORT_ROWS.action, REVERSE_SORT.action, FILTER_LINES.action),
        "A cause and its effects have one order, and all of them are shown.",
    )
    margin_cells = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.profile = ""
        """Name of the profile that the runs belong to; empty for that of the screen."""
        self._state_cells = self._id_cells = self._name_cells = 0

    def set_rows(self, rows: Sequence[WhyRow]) -> None:
        """Draw other rows; the cursor stays on its row where that is still there."""
        steps = [row for row in rows if row.kind == "step"]
        self._state_cells = widest(map(_state, steps))
        self._id_cells = widest(row.label for row in steps)
        self._name_cells = min(widest(row.text for row in steps), _NAME_MAX)
        super().set_rows(rows)

    def action_sort_rows(self) -> None:
        """Explain why the rows are neither sorted nor filtered."""
        self.refuse(self.REFUSALS[SORT_ROWS.action])

    action_reverse_sort = action_filter_lines = action_sort_rows

    @property
    def current_run(self) -> ListedRun | None:
        """The run that the row under the cursor is about; Enter on a line of a log opens the log."""
        row = self.current
        if row is None or row.target is None:
            return None
        name, state = (row.text, row.state) if row.kind == "step" else ("", None)
        view = "log" if row.kind in _OF_LOG else "instance"
        return ListedRun(row.target, name, state, profile=self.profile, view=view)

    def row(self, index: int) -> Sequence[Part]:
        """A row in its columns."""
        row = self._rows[index]
        if row.kind == "step":
            # No blanks at the end of a row: where they do not fit, they would wrap into an empty line.
            is_last = not row.remark or cell_len(row.text) > _NAME_MAX
            name = row.text if is_last else set_cell_size(row.text, self._name_cells)
            return [
                (
                    "  " + set_cell_size(_state(row), self._state_cells) + "  ",
                    GROUP_CLASSES[row.state.group] if row.state else "line--muted",
                ),
                (set_cell_size(row.label, self._id_cells) + "  ", ""),
                (name, ""),
                ("  " + row.remark if row.remark else "", "line--muted"),
            ]
        if row.kind == "field":
            return [(f"  {row.label:9}{row.text}", "")]
        indent = "" if row.kind in _PASSED_OVER else "  "
        return [(indent + row.text, _STYLES[row.kind])]

    def is_selectable(self, index: int) -> bool:
        """Whether the cursor may stand on a row: not on the answer or a title."""
        return self._rows[index].kind not in _PASSED_OVER

    def hanging_indent(self, index: int) -> int:
        """The indent of the further lines of a long row."""
        kind = self._rows[index].kind
        return 0 if kind in _PASSED_OVER else 11 if kind == "field" else 4


def _state(row: WhyRow) -> str:
    if row.state is None:
        return "  no status"
    shown = str(row.state) if row.state.is_contradictory else f"{row.state.glyph} {row.state.name}"
    return sanitize.one_line(shown)
