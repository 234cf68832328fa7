"""A table of many instances that can be sorted and filtered."""

from collections.abc import Sequence

from ..logic import sanitize, times
from ..logic.cells import fitted, widest
from ..logic.instance_rows import LARGEST_FIRST, SORT_KEYS, Row
from ..logic.sort_and_filter import GIVEN
from ..models.ids import FlowInstanceId
from ..models.listed_run import ListedRun
from .glyphs import glyphs
from .lines.layout import Part
from .sortable_list import SortableRows
from .status_style import GROUP_CLASSES

_STATUS_MIN, _DURATION, _START = 10, 9, 11
_NOT_LOADED, _REFUSED = "not loaded", "✗ no answer"


class InstanceTable(SortableRows[Row]):
    """Draws the columns status, id, duration, start, and name or the reason why there is no answer."""

    SORT_KEYS = SORT_KEYS
    LARGEST_FIRST = LARGEST_FIRST

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._widths: dict[str, int] = {}

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Draw new rows; the cursor stays on its instance."""
        self._widths = {
            "status": max(widest(_status(row)[0] for row in rows), _STATUS_MIN),
            "id": widest(row.id.text for row in rows),
            "took": _DURATION,
            "start": _START,
            "name": 0,
        }
        super().set_rows(rows)

    def is_same(self, row: Row, other: Row) -> bool:
        """Whether two rows are of one id, whose kind may have become known."""
        return row.id.text == other.id.text

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that match the filter, sorted."""
        return self._rows

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor, of unknown kind before it has an answer."""
        if (row := self.current) is None:
            return None
        return ListedRun(row.id, row.name, row.state, FlowInstanceId.of(row.flow_id))

    @property
    def titles(self) -> str:
        """Column titles with an arrow at the one sorted by."""
        by, arrow = self.arrangement.by, glyphs(self.app).down
        if self.arrangement.is_reversed:
            arrow = glyphs(self.app).up
        titles = (f"{arrow if name == by else ' '}{name:{width}}" for name, width in self._widths.items())
        return " ".join(titles) + (f"  {arrow}input order" if by == GIVEN else "")

    def sort_by_column_at(self, cell: int) -> None:
        """Sort by the column at a cell of the title line, or reverse its order."""
        for name, width in self._widths.items():
            cell -= width + 2
            if cell < 0 or name == "name":
                self.set_arrangement(self.arrangement.sorted_by(name))
                return

    def parts_of(self, row: Row) -> Sequence[Part]:
        """The columns of one instance."""
        status, style = _status(row)
        first = [
            (f" {fitted(status, self._widths['status'])} ", style),
            (f" {row.id.text:{self._widths['id']}} ", ""),
        ]
        if row.state is None:
            return [*first, (" " + sanitize.one_line(row.refusal), "line--muted")]
        duration = "" if row.took_s is None else times.duration_text(row.took_s)
        name = sanitize.one_line(row.name) or "(no name)"
        return [
            *first,
            (f" {duration:>{_DURATION}} ", ""),
            (f" {fitted(_short_time(row.start), _START)} ", "line--muted"),
            (f" {name}", ""),
            ("  workflow" if row.kind == "flow" else "", "line--muted"),
        ]


def _status(row: Row) -> tuple[str, str]:
    """Glyph and name of a state, and its component class."""
    if row.state is not None:
        old = " (old)" if row.is_old else ""
        return sanitize.one_line(f"{row.state.glyph} {row.state.name}{old}"), GROUP_CLASSES[row.state.group]
    return (_REFUSED, "line--bad") if row.refusal else (_NOT_LOADED, "line--muted")


def _short_time(text: str | None) -> str:
    """A time without seconds and without the year, which is in the id; as received if it is unreadable."""
    moment = times.read(text)
    return sanitize.one_line(text or "") if moment is None else f"{moment:%m-%d %H:%M}"
