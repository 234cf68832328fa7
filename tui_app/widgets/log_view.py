"""A log: text to read from its end, where the errors are."""

from typing import ClassVar

from textual.binding import BindingType

from ..commands import TOGGLE_WRAP, bindings
from ..logic import plain
from .line_view import LineView


class LogView(LineView):
    """Shows a log without its colours; has no cursor, the movement keys scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TOGGLE_WRAP)]

    show_cursor = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=True, id=id)
        self._lines: list[str] = []

    def show(self, text: str) -> None:
        """Show a log; who reads its end goes on to the new end, who reads elsewhere stays there."""
        self._lines = plain.lines(plain.without_colours(text))
        self.rows_changed()

    @property
    def row_count(self) -> int:
        """Lines of the log."""
        return len(self._lines)

    def row_text(self, index: int) -> str:
        """One line."""
        return self._lines[index]

    def set_out(self) -> None:
        """Set the lines out; the end stays in view if it is."""
        was_at_end = self.scroll_offset.y >= self.max_scroll_y
        super().set_out()
        if was_at_end:
            self.scroll_to_line(self.lines.height)
