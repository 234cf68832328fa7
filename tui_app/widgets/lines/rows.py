"""The base of panes that draw a given list of rows."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from .view import LineView

Row = TypeVar("Row")


class RowsPane(LineView, Generic[Row]):
    """Wraps long rows at words and provides the row at the cursor."""

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
        """Number of rows."""
        return len(self._rows)
