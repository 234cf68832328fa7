"""A field to select any number of a few values in, wrapped where they do not fit on one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ..commands.table import NEXT_CHOICE, PREVIOUS_CHOICE, TOGGLE_CHOICE, bindings
from .glyphs import glyphs

_MARK, _GAP = 2, 2


class ChoiceField(Widget, can_focus=True):
    """Shows each value with a mark; an empty selection means all of them."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PREVIOUS_CHOICE, NEXT_CHOICE, TOGGLE_CHOICE)]
    DEFAULT_CSS = """
    ChoiceField {
        height: auto;
    }
    """

    selected: reactive[frozenset[int]] = reactive(frozenset())
    """The numbers of the selected values."""

    cursor: reactive[int] = reactive(0)
    """Index of the value that the keys act on."""

    @dataclass
    class Changed(Message):
        """Reports that the selection changed."""

        choices: "ChoiceField"

    def __init__(self, options: Mapping[int, str], *, id: str | None = None) -> None:
        """Set the numbers and names of the values, in the order to draw."""
        super().__init__(id=id)
        self._numbers = list(options)
        self._names = list(options.values())

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of the selected values, in the order drawn."""
        return tuple(number for number in self._numbers if number in self.selected)

    def render(self) -> Content:
        """Render marks and names; the value at the cursor is highlighted while the field has focus."""
        marks = glyphs(self.app)
        lines = [
            Content("  ").join(self._render_value(place, marks.selected, marks.unselected) for place in line)
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines that the values need."""
        return len(self._lines(width))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Toggle the value that was clicked."""
        offset = event.get_content_offset_capture(self)
        lines = self._lines(self.content_size.width)
        left = 0
        for place in lines[offset.y] if 0 <= offset.y < len(lines) else ():
            if left <= offset.x < left + self._cells(place):
                self.cursor = place
                self.action_toggle_choice()
            left += self._cells(place) + _GAP

    def action_previous_choice(self) -> None:
        """Go to the previous value."""
        self.cursor = max(self.cursor - 1, 0)

    def action_next_choice(self) -> None:
        """Go to the next value."""
        self.cursor = min(self.cursor + 1, len(self._names) - 1)

    def action_toggle_choice(self) -> None:
        """Select or deselect the value at the cursor."""
        self.selected = self.selected ^ {self._numbers[self.cursor]}
        self.post_message(self.Changed(self))

    def _render_value(self, place: int, selected: str, unselected: str) -> Content:
        is_selected = self._numbers[place] in self.selected
        style = (
            "reverse" if self.has_focus and place == self.cursor else "bold" if is_selected else "$text-muted"
        )
        return Content.styled(f"{selected if is_selected else unselected} {self._names[place]}", style)

    def _cells(self, place: int) -> int:
        return _MARK + cell_len(self._names[place])

    def _lines(self, width: int) -> list[Sequence[int]]:
        """Indexes of the values on each line."""
        lines: list[list[int]] = [[]]
        room = width
        for place in range(len(self._names)):
            if lines[-1] and self._cells(place) > room:
                lines.append([])
                room = width
            lines[-1].append(place)
            room -= self._cells(place) + _GAP
        return [*lines]
