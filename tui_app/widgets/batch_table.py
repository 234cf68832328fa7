"""Many instances, one a line, in an order of the person's choice."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from ..logic import sanitize, times
from ..logic.batch import ORDERS, Row, arranged, fits
from ..logic.cells import fitted
from .glyphs import glyphs
from .lines.layout import Part
from .lines.view import FilterableView
from .status_style import GROUP_CLASSES

_STATUS_MIN, _TOOK, _START = 9, 9, 11
_NOT_YET, _REFUSED = "not yet", "✗ no answer"


class BatchTable(FilterableView):
    """Rows in columns: status, id, how long it took, start, name or the reason there is no answer."""

    FILTER_PLACEHOLDER = "Show rows with all words (!word hides)"

    def __init__(self, rows: Sequence[Row], *, id: str | None = None) -> None:
        """Take the rows in the order given."""
        super().__init__(id=id)
        self._rows = list(rows)
        self._places = list(range(len(rows)))
        self._kept: Sequence[int] = range(len(rows))
        self._by = ORDERS[0]
        self._is_turned = False
        self._id_cells = max((len(row.id.text) for row in rows), default=0)
        self._status_cells = _STATUS_MIN

    def update_rows(self, changes: Mapping[int, Row]) -> None:
        """Draw other rows for some places; the cursor stays on its row, or at the top where it was there."""
        for place, row in changes.items():
            self._rows[place] = row
        before = self._places, self._kept, self._status_cells
        at, was = self._current_place(), self.cursor
        self._arrange()
        if (self._places, self._kept, self._status_cells) == before:
            self._draw(changes)
        else:
            self.reload_rows()
            if at is not None and was:
                self.cursor = self._places.index(at)

    def sort_by(self, by: str, is_turned: bool = False) -> None:
        """Arrange the rows by one of `logic.batch.ORDERS`, from the top."""
        self._by, self._is_turned = by, is_turned
        self._show_from_top()

    def sort_by_next(self) -> None:
        """Arrange the rows by the next column."""
        self.sort_by(ORDERS[(ORDERS.index(self._by) + 1) % len(ORDERS)])

    def reverse_sort(self) -> None:
        """The other way round."""
        self.sort_by(self._by, not self._is_turned)

    def set_filter(self, text: str) -> None:
        """Keep the rows that fit a text, see `logic.batch.fits`; the cursor stays on its row if it is one."""
        self.filter_text = text
        at = self._current_place()
        self._arrange()
        self.reload_rows()
        if at is not None:
            self.cursor = self._places.index(at)

    @property
    def sorted_by(self) -> str:
        """One of `logic.batch.ORDERS`."""
        return self._by

    @property
    def rows(self) -> list[Row]:
        """All rows in the order given."""
        return list(self._rows)

    @property
    def shown(self) -> list[Row]:
        """The rows that fit, as arranged."""
        return [self._rows[self._places[index]] for index in self._kept]

    @property
    def current(self) -> Row | None:
        """The row the cursor is on."""
        place = self._current_place()
        return None if place is None else self._rows[place]

    @property
    def titles(self) -> str:
        """What stands above the columns; a sign marks the one that the rows are arranged by."""
        signs = glyphs(self.app)
        sign = signs.up if self._is_turned else signs.down
        cells = (self._status_cells, self._id_cells, _TOOK, _START, 0)
        told = [
            f"{sign if name == self._by else ' '}{name:{width}}"
            for name, width in zip(("status", "id", "took", "start", "name"), cells, strict=True)
        ]
        return " ".join(told) + (f"  {sign}as given" if self._by == ORDERS[0] else "")

    def column_at(self, cell: int) -> str:
        """The order that a cell of the titles stands for."""
        for name, width in (
            ("status", self._status_cells),
            ("id", self._id_cells),
            ("took", _TOOK),
            ("start", _START),
        ):
            if cell < width + 2:
                return name
            cell -= width + 2
        return "name"

    @property
    def row_count(self) -> int:
        """All rows."""
        return len(self._rows)

    def shown_rows(self) -> Sequence[int]:
        """Those that fit."""
        return self._kept

    def row(self, index: int) -> Sequence[Part]:
        """One instance."""
        return self._parts(self._rows[self._places[index]])

    def _parts(self, row: Row) -> Sequence[Part]:
        status, look = _status(row)
        first = [
            (f" {fitted(status, self._status_cells)} ", look),
            (f" {row.id.text:{self._id_cells}} ", ""),
        ]
        if row.state is None:
            return [*first, (" " + sanitize.one_line(row.refusal), "line--muted")]
        took = "" if row.took_s is None else times.span(row.took_s)
        name = sanitize.one_line(row.name) or "(no name)"
        return [
            *first,
            (f" {took:>{_TOOK}} ", ""),
            (f" {fitted(_moment(row.start), _START)} ", "line--muted"),
            (f" {name}", "line--key"),
            ("  workflow" if row.kind == "flow" else "", "line--muted"),
        ]

    def _arrange(self) -> None:
        self._status_cells = max((cell_len(_status(row)[0]) for row in self._rows), default=0)
        self._status_cells = max(self._status_cells, _STATUS_MIN)
        self._places = arranged(self._rows, self._by, self._is_turned)
        self._kept = range(len(self._places))
        if self.filter_text:
            self._kept = [index for index in self._kept if fits(self.row_text(index), self.filter_text)]
        self.filter_remark = f"{len(self._kept):,} of {len(self._rows):,}" if self.filter_text else ""

    def _show_from_top(self) -> None:
        self._arrange()
        self.reload_rows()
        self.cursor = 0
        self.scroll_to_line(0)

    def _draw(self, changes: Mapping[int, Row]) -> None:
        index_of = {place: index for index, place in enumerate(self._places)}
        for place in changes:
            self.refresh_row(index_of[place])
        self.repeat_search()

    def _current_place(self) -> int | None:
        return None if self.cursor is None or not self._kept else self._places[self.cursor]


def _status(row: Row) -> tuple[str, str]:
    """The state in words, and its component class."""
    if row.state is not None:
        old = " (old)" if row.is_old else ""
        return sanitize.one_line(f"{row.state.glyph} {row.state.name}{old}"), GROUP_CLASSES[row.state.group]
    return (_REFUSED, "line--bad") if row.refusal else (_NOT_YET, "line--muted")


def _moment(text: str | None) -> str:
    """A time without its year, which the id tells, and seconds; as received where it cannot be read."""
    moment = times.read(text)
    return sanitize.one_line(text or "") if moment is None else f"{moment:%m-%d %H:%M}"
