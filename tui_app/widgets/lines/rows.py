"""The base of panes that draw a list of rows as it was given to them."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from .view import LineView

Row = TypeVar("Row")


class RowsPane(LineView, Generic[Row]):
    """Folds long rows at words, and knows the row the cursor is on."""

    WRAPS_AT_WORDS = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=True, id=id)
        self._rows: Sequence[Row] = ()

    @property
    def current(self) -> Row | None:
        """The row the cursor is on."""
        return None if self.cursor is None or self.cursor >= len(self._rows) else self._rows[self.cursor]

    @property
    def row_count(self) -> int:
        """Rows that were given."""
        return len(self._rows)
