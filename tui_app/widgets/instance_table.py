"""A table of many instances that can be sorted and filtered."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from ..logic import sanitize, times
from ..logic.cells import fitted
from ..logic.instance_rows import ORDERS, Row, sorted_indexes
from ..logic.sort_and_filter import fits
from ..models.listed_run import ListedRun, flow_id_of
from .glyphs import glyphs
from .lines.layout import Part
from .lines.view import FilterableView
from .run_list import RunList
from .status_style import GROUP_CLASSES

_STATUS_MIN, _DURATION, _START = 10, 9, 11
_NOT_LOADED, _REFUSED = "not loaded", "✗ no answer"


class InstanceTable(RunList, FilterableView):
    """Draws the columns status, id, duration, start, and name or the reason why there is no answer."""

    FILTER_PLACEHOLDER = "Show rows with all words (!word hides)"

    def __init__(self, rows: Sequence[Row], *, id: str | None = None) -> None:
        """Keep the rows in the order given."""
        super().__init__(id=id)
        self._rows = list(rows)
        self._places = list(range(len(rows)))
        self._matching: Sequence[int] = range(len(rows))
        self._by = ORDERS[0]
        self._is_reversed = False
        self._id_cells = max((len(row.id.text) for row in rows), default=0)
        self._status_cells = _STATUS_MIN

    def update_rows(self, changes: Mapping[int, Row]) -> None:
        """Replace the rows at some places; the cursor stays on its row, or at the top if it was there."""
        for place, row in changes.items():
            self._rows[place] = row
        before = self._places, self._matching, self._status_cells
        at, was = self._current_place(), self.cursor
        self._sort_and_filter()
        if (self._places, self._matching, self._status_cells) == before:
            self._draw(changes)
        else:
            self.reload_rows()
            if at is not None and was:
                self.cursor = self._places.index(at)

    def sort_by(self, by: str, is_reversed: bool = False) -> None:
        """Sort by one of `logic.instance_rows.ORDERS` and go to the top."""
        self._by, self._is_reversed = by, is_reversed
        self._show_from_top()

    def sort_by_next(self) -> None:
        """Sort by the next column."""
        self.sort_by(ORDERS[(ORDERS.index(self._by) + 1) % len(ORDERS)])

    def reverse_sort(self) -> None:
        """Reverse the order of the rows."""
        self.sort_by(self._by, not self._is_reversed)

    def set_filter(self, text: str) -> None:
        """Show the rows that match a text, see `sort_and_filter`; the cursor stays on its row if shown."""
        self.filter_text = text
        at = self._current_place()
        self._sort_and_filter()
        self.reload_rows()
        if at is not None:
            self.cursor = self._places.index(at)

    @property
    def sorted_by(self) -> str:
        """The current sort order, one of `logic.instance_rows.ORDERS`."""
        return self._by

    @property
    def rows(self) -> list[Row]:
        """All rows in the order given."""
        return list(self._rows)

    @property
    def shown(self) -> list[Row]:
        """The rows that match the filter, sorted."""
        return [self._rows[self._places[index]] for index in self._matching]

    @property
    def current(self) -> Row | None:
        """The row the cursor is on."""
        place = self._current_place()
        return None if place is None else self._rows[place]

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor, of unknown kind before it has an answer."""
        if (row := self.current) is None:
            return None
        return ListedRun(row.id, row.name, row.state, flow_id_of(row.flow_id))

    @property
    def titles(self) -> str:
        """Column titles with an arrow at the one sorted by."""
        arrow = glyphs(self.app).up if self._is_reversed else glyphs(self.app).down
        cells = (self._status_cells, self._id_cells, _DURATION, _START, 0)
        titles = [
            f"{arrow if name == self._by else ' '}{name:{width}}"
            for name, width in zip(("status", "id", "took", "start", "name"), cells, strict=True)
        ]
        return " ".join(titles) + (f"  {arrow}input order" if self._by == ORDERS[0] else "")

    def column_at(self, cell: int) -> str:
        """The sort order of the column at a cell of the title line."""
        for name, width in (
            ("status", self._status_cells),
            ("id", self._id_cells),
            ("took", _DURATION),
            ("start", _START),
        ):
            if cell < width + 2:
                return name
            cell -= width + 2
        return "name"

    @property
    def row_count(self) -> int:
        """Number of all rows."""
        return len(self._rows)

    def shown_rows(self) -> Sequence[int]:
        """The rows that match the filter."""
        return self._matching

    def row(self, index: int) -> Sequence[Part]:
        """The columns of one instance."""
        return self._parts(self._rows[self._places[index]])

    def _parts(self, row: Row) -> Sequence[Part]:
        status, style = _status(row)
        first = [
            (f" {fitted(status, self._status_cells)} ", style),
            (f" {row.id.text:{self._id_cells}} ", ""),
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

    def _sort_and_filter(self) -> None:
        self._status_cells = max((cell_len(_status(row)[0]) for row in self._rows), default=0)
        self._status_cells = max(self._status_cells, _STATUS_MIN)
        self._places = sorted_indexes(self._rows, self._by, self._is_reversed)
        self._matching = range(len(self._places))
        if self.filter_text:
            self._matching = [row for row in self._matching if fits(self.row_text(row), self.filter_text)]
        self.filter_remark = f"{len(self._matching):,} of {len(self._rows):,}" if self.filter_text else ""

    def _show_from_top(self) -> None:
        self._sort_and_filter()
        self.reload_rows()
        self.cursor = 0
        self.scroll_to_line(0)

    def _draw(self, changes: Mapping[int, Row]) -> None:
        index_of = {place: index for index, place in enumerate(self._places)}
        for place in changes:
            self.refresh_row(index_of[place])
        self.repeat_search()

    def _current_place(self) -> int | None:
        return None if self.cursor is None or not self._matching else self._places[self.cursor]


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
