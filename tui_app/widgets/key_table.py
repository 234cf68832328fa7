"""Keys and what they do in groups, in as many columns as there is room for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from ..logic.cells import widest
from .lines.layout import word_wraps

_GAP = 3
_TWO_COLUMNS = 100
"""Least width in cells of two columns."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The keys of one command."""

    keys: str
    """The keys as the screen names them."""

    help: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Rows under one heading."""

    title: str
    rows: tuple[KeyRow, ...]


class KeyTable(Widget):
    """Draws groups of keys, each whole in one column."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyTable { height: auto; }
    """

    groups: reactive[Sequence[KeyGroup]] = reactive((), layout=True)
    """The groups, none of them empty."""

    def __init__(self, groups: Sequence[KeyGroup]) -> None:
        super().__init__()
        self.set_reactive(KeyTable.groups, groups)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Number of lines of the longest column."""
        return max(1, *map(len, self._columns(width)))

    def render(self) -> Content:
        """Draw the columns beside each other."""
        if not self.groups:
            return Content.styled("No key does that.", "$text-muted")
        columns = self._columns(self.content_size.width)
        width = _column_width(self.content_size.width)
        lines = []
        for number in range(max(map(len, columns))):
            line = Content()
            for left, column in enumerate(columns):
                if number < len(column):
                    line = line.pad_right(left * (width + _GAP) - line.cell_length) + column[number]
            lines.append(line)
        return Content("\n").join(lines)

    def _columns(self, width: int) -> list[list[Content]]:
        """The lines of each column; two columns are split where they are most alike in height."""
        keys = widest(row.keys for group in self.groups for row in group.rows) + 2
        parts = [list(_lines_of(group, keys, _column_width(width))) for group in self.groups]
        if width < _TWO_COLUMNS or len(parts) < 2:
            return [_with_gaps(parts)]
        splits = [(_with_gaps(parts[:at]), _with_gaps(parts[at:])) for at in range(1, len(parts))]
        return list(min(splits, key=lambda columns: max(map(len, columns))))


def _column_width(width: int) -> int:
    return (width - _GAP) // 2 if width >= _TWO_COLUMNS else width


def _lines_of(group: KeyGroup, keys: int, width: int) -> Iterator[Content]:
    """The heading of a group, then its rows; a wrapped sentence continues below its first word."""
    yield Content.styled(group.title, "bold")
    room = max(1, width - keys)
    for row in group.rows:
        starts = [*word_wraps(row.help, room), len(row.help)]
        for number, (start, stop) in enumerate(pairwise(starts)):
            shown = "" if number else row.keys
            yield Content.assemble((shown.ljust(keys), "bold $text-accent"), row.help[start:stop].rstrip())


def _with_gaps(parts: Sequence[Sequence[Content]]) -> list[Content]:
    """The lines of some groups, with an empty one between two of them."""
    return [line for part in parts for line in (*part, Content())][:-1]
