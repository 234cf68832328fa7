"""A text to read and scroll, without a cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from ...commands.table import MOVES, NEXT_MATCH, PREVIOUS_MATCH, bindings
from .view import LineView


class Page(LineView, inherit_bindings=False):
    """Shows lines wrapped at words; Enter is left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, NEXT_MATCH, PREVIOUS_MATCH)]
    WRAPS_AT_WORDS = True

    show_cursor = False
    margin_cells = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=True, id=id)
        self._lines: Sequence[str] = ()

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show other lines, which are sanitized."""
        self._lines = lines
        self.reload_rows()

    @property
    def row_count(self) -> int:
        """Number of lines."""
        return len(self._lines)

    def row_text(self, index: int) -> str:
        """One line."""
        return self._lines[index]

    def hanging_indent(self, index: int) -> int:
        """Align the wrapped lines of a list item with its text."""
        return 2 if self._lines[index].startswith("- ") else 0
