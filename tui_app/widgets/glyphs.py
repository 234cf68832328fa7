"""Glyphs in Unicode, and their ASCII replacements for a terminal without it."""

from dataclasses import dataclass
from unicodedata import name

from rich.cells import get_character_cell_size
from textual.app import App

from ..logic.sanitize import ASCII_OF

ASCII_CLASS = "-ascii"
"""CSS class of an app that draws in ASCII."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of glyphs, each one cell wide."""

    folded: str
    """Marks a row that can be unfolded."""
    unfolded: str
    """Marks a row that can be folded."""
    more: str
    """Marks a line that continues beyond the right edge."""
    opening: str
    """Opens a remark about a value."""
    closing: str
    """Closes it."""
    down: str
    """Marks the column that rows are sorted by."""
    up: str
    """Marks the column that rows are sorted by in reverse."""
    bars: str
    """Bars for a chart, the lowest first."""
    selected: str
    """Marks a selected value."""
    unselected: str
    """Marks one that is not selected."""
    edge: str
    """Marks the row of the cursor in the pane with the focus."""
    quiet_edge: str
    """Marks it in a pane without the focus."""


_UNICODE = Glyphs("▸", "▾", "…", "⟨", "⟩", "▾", "▴", "▁▂▃▄▅▆▇█", "●", "○", "▍", "▏")
_ASCII = Glyphs("+", "-", ">", "<", ">", "v", "^", ".:-=+*%#", "*", ".", ">", "|")


def glyphs(app: App[object]) -> Glyphs:
    """The glyphs an app draws with."""
    return _ASCII if app.has_class(ASCII_CLASS) else _UNICODE


@dataclass(frozen=True, slots=True)
class LineGlyphs:
    """Glyphs of lines and bars."""

    light: str
    """Box-drawing characters, indexed by the sum of their arms: 1 up, 2 down, 4 left, 8 right."""
    heavy: str
    """The same for emphasized lines."""
    bars: str
    """Cells of a timeline bar: plain, on the critical path, and the end of a running task's bar."""
    progress: str
    """Cells of a progress bar: done, and still to do."""
    marks: str
    """Row marks of the timeline: on the critical path, at the same time as the task at the cursor."""


_UNICODE_LINES = LineGlyphs(" ╵╷│╴┘┐┤╶└┌├─┴┬┼", " ╹╻┃╸┛┓┫╺┗┏┣━┻┳╋", "▒█▸", "▓░", "◆≈")
_ASCII_LINES = LineGlyphs(" |||-+++-+++-+++", " ###=###=###=###", "=#>", "#.", "*~")


def line_glyphs(app: App[object]) -> LineGlyphs:
    """The line glyphs an app draws with."""
    return _ASCII_LINES if app.has_class(ASCII_CLASS) else _UNICODE_LINES


class _AsciiTable(dict[int, str]):
    """The ASCII replacement of each character, computed at first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isascii() else _BLOCKS.get(char) or _line_or_unknown(char)
        return self[code]


def _line_or_unknown(char: str) -> str:
    """Replace a box-drawing character by a similar one, any other by a question mark for each cell."""
    words = name(char, "").removeprefix("BOX DRAWINGS ").replace(" AND ", " ").split()
    if "\u2500" <= char <= "\u257f":
        across, down = {"HORIZONTAL", "LEFT", "RIGHT"} & {*words}, {"VERTICAL", "UP", "DOWN"} & {*words}
        return "+" if across and down else "|" if down else "-"
    return "?" * get_character_cell_size(char)


_BLOCKS = {"▔": "-", "▀": "-", "▁": "_", "▄": "_", "█": "#", "•": "*"} | dict.fromkeys("▊▋▌▍▎▏▉▐▕", "|")

ASCII_DRAWN = _AsciiTable({code: chr(glyph) for code, glyph in ASCII_OF.items()})
"""Translation table to one ASCII character for each cell of any character."""
