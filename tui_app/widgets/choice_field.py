"""A few values to pick any of, in one field that folds where they do not fit on a line."""

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
    """Each value with a mark; nothing picked stands for all of them."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PREVIOUS_CHOICE, NEXT_CHOICE, TOGGLE_CHOICE)]
    DEFAULT_CSS = """
    ChoiceField {
        height: auto;
    }
    """

    picked: reactive[frozenset[int]] = reactive(frozenset())
    """The numbers of the values that are picked."""

    at: reactive[int] = reactive(0)
    """Place of the value that the keys act on."""

    @dataclass
    class Changed(Message):
        """A value was picked, or is not any more."""

        choices: "ChoiceField"

    def __init__(self, options: Mapping[int, str], *, id: str | None = None) -> None:
        """Take numbers and their names, in the order to draw."""
        super().__init__(id=id)
        self._numbers = list(options)
        self._names = list(options.values())

    @property
    def chosen(self) -> tuple[int, ...]:
        """The picked numbers, in the order drawn."""
        return tuple(number for number in self._numbers if number in self.picked)

    def render(self) -> Content:
        """Marks and names; the one that the keys act on is stressed while this has the focus."""
        marks = glyphs(self.app)
        lines = [
            Content("  ").join(self._drawn(place, marks.picked, marks.unpicked) for place in line)
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the values need."""
        return len(self._lines(width))

    def on_focus(self) -> None:
        """The stress appears."""
        self.refresh()

    def on_blur(self) -> None:
        """The stress vanishes."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click picks what it hits."""
        offset = event.get_content_offset_capture(self)
        lines = self._lines(self.content_size.width)
        left = 0
        for place in lines[offset.y] if 0 <= offset.y < len(lines) else ():
            if left <= offset.x < left + self._cells(place):
                self.at = place
                self.action_toggle_choice()
            left += self._cells(place) + _GAP

    def action_previous_choice(self) -> None:
        """To the value before."""
        self.at = max(self.at - 1, 0)

    def action_next_choice(self) -> None:
        """To the next value."""
        self.at = min(self.at + 1, len(self._names) - 1)

    def action_toggle_choice(self) -> None:
        """Pick it, or pick it no more."""
        self.picked = self.picked ^ {self._numbers[self.at]}
        self.post_message(self.Changed(self))

    def _drawn(self, place: int, picked: str, unpicked: str) -> Content:
        is_picked = self._numbers[place] in self.picked
        style = "reverse" if self.has_focus and place == self.at else "bold" if is_picked else "$text-muted"
        return Content.styled(f"{picked if is_picked else unpicked} {self._names[place]}", style)

    def _cells(self, place: int) -> int:
        return _MARK + cell_len(self._names[place])

    def _lines(self, width: int) -> list[Sequence[int]]:
        """Places of the values on each line."""
        lines: list[list[int]] = [[]]
        room = width
        for place in range(len(self._names)):
            if lines[-1] and self._cells(place) > room:
                lines.append([])
                room = width
            lines[-1].append(place)
            room -= self._cells(place) + _GAP
        return [*lines]
