"""The base of lists of runs that can be sorted and filtered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.binding import BindingType

from ..commands.table import FILTER_LINES, REVERSE_SORT, SORT_ROWS, bindings
from ..logic.sort_and_filter import Arrangement
from .lines.layout import Part
from .lines.prompt import FilterBar
from .lines.rows import RowsPane
from .lines.search import PaneMessage
from .lines.view import FilterableView
from .run_list import RunList

Row = TypeVar("Row")


class SortableList(RunList, FilterableView, Generic[Row]):
    """A list of runs with an order and a filter; a subclass names the columns and arranges its rows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SORT_ROWS, REVERSE_SORT, FILTER_LINES)]
    FILTER_PLACEHOLDER = "Show rows with all words (!word hides)"
    SORT_KEYS: ClassVar[Mapping[str, Callable[[Any], Any]]]
    """By column: the value to sort by, None for a row without it."""
    LARGEST_FIRST: ClassVar[frozenset[str]] = frozenset()
    """Columns sorted from the largest value down."""

    arrangement: Arrangement[Row]
    """The order and the filter in force."""

    @dataclass
    class Arranged(PaneMessage):
        """Reports another order or filter."""

    def __init__(self, *, wrap: bool = False, id: str | None = None) -> None:
        super().__init__(wrap=wrap, id=id)
        self.arrangement = Arrangement(self.SORT_KEYS, self.LARGEST_FIRST)

    def rearrange(self) -> None:
        """Draw the rows in the order and with the filter in force; the cursor stays on its row."""
        raise NotImplementedError

    def set_filter(self, text: str) -> None:
        """Show the rows that match a text."""
        self.filter_text = text
        self.set_arrangement(self.arrangement.filtered(text))

    def action_sort_rows(self) -> None:
        """Sort by the next column."""
        self.set_arrangement(self.arrangement.next)

    def action_reverse_sort(self) -> None:
        """Reverse the order."""
        self.set_arrangement(self.arrangement.reversed)

    def action_filter_lines(self) -> None:
        """Open the filter."""
        self.screen.query_one(FilterBar).open(self)

    def set_counts(self, shown: int, count: int) -> None:
        """Show how many rows the filter leaves."""
        self.filter_remark = f"{shown:,} of {count:,}" if self.arrangement.text else ""

    def set_arrangement(self, arrangement: Arrangement[Row]) -> None:
        """Draw the rows in another order or with another filter."""
        self.arrangement = arrangement
        self.rearrange()
        self.post_message(self.Arranged(self))


class SortableRows(SortableList[Row], RowsPane[Row]):
    """A list whose rows are all alike."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=False, id=id)
        self._given: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Draw new rows in the order and with the filter in force; the cursor stays on its row."""
        self._given = rows
        shown = self.arrangement.apply(rows, self.text_of)
        super().set_rows(shown)
        self.set_counts(len(shown), len(rows))

    def rearrange(self) -> None:
        """Draw the same rows again."""
        self.set_rows(self._given)

    def row(self, index: int) -> Sequence[Part]:
        """The columns of the row at an index."""
        return self.parts_of(self._rows[index])

    def parts_of(self, row: Row) -> Sequence[Part]:
        """The columns of a row."""
        raise NotImplementedError

    def text_of(self, row: Row) -> str:
        """The text of a row as drawn."""
        return "".join(text for text, _ in self.parts_of(row))
