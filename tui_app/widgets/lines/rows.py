"""The base of panes that draw a given list of rows."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from .view import LineView

Row = TypeVar("Row")


class RowsPane(LineView, Generic[Row]):
    """Draws rows, wrapped at words by default; a subclass may add lines below them."""

    WRAPS_AT_WORDS = True

    def __init__(self, *, wrap: bool = True, id: str | None = None) -> None:
        super().__init__(wrap=wrap, id=id)
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Draw new rows; the cursor stays on its row if that still exists."""
        at, self._rows = self.current, rows
        self.reload_rows()
        if at is not None:
            same = (index for index, row in enumerate(rows) if self.is_same(row, at))
            self.cursor = next(same, self.cursor)

    def is_same(self, row: Row, other: Row) -> bool:
        """Whether two rows are about the same thing, so that the cursor stays on it."""
        return row == other

    @property
    def current(self) -> Row | None:
        """The row the cursor is on; None on a line below the rows."""
        return None if self.cursor is None or self.cursor >= len(self._rows) else self._rows[self.cursor]

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return len(self._rows)
