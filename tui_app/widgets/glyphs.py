"""Signs that lines are drawn with, and what stands for them on a terminal without Unicode."""

from dataclasses import dataclass
from unicodedata import name

from rich.cells import get_character_cell_size
from textual.app import App

from ..logic.signs import ASCII_OF

ASCII_CLASS = "-ascii"
"""Class of an app that draws in ASCII."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs, each one cell wide."""

    folded: str
    """Before a row that can be unfolded."""
    unfolded: str
    """Before a row that can be folded."""
    more: str
    """At the edge, where a line goes on."""
    opening: str
    """Before a remark about a value."""
    closing: str
    """After it."""
    down: str
    """Before the column that rows are sorted by."""
    up: str
    """The same where they are sorted the other way round."""
    bars: str
    """Bars of growing height, the lowest first."""
    picked: str
    """Before a value that is picked."""
    unpicked: str
    """Before one that is not."""


_UNICODE = Glyphs("▸", "▾", "…", "⟨", "⟩", "▾", "▴", "▁▂▃▄▅▆▇█", "●", "○")
_ASCII = Glyphs("+", "-", ">", "<", ">", "v", "^", ".:-=+*%#", "*", ".")


def glyphs(app: App[object]) -> Glyphs:
    """The signs an app draws with."""
    return _ASCII if app.has_class(ASCII_CLASS) else _UNICODE


@dataclass(frozen=True, slots=True)
class LineGlyphs:
    """Signs that lines and bars are drawn with."""

    light: str
    """By what a cell's line reaches, a sum of 1 up, 2 down, 4 left, 8 right."""
    heavy: str
    """The same of lines that matter."""
    bars: str
    """Of a bar: a usual cell, one that matters, and the end of one that grows still."""
    progress: str
    """Of a progress bar: what is done, and what is to come."""
    marks: str
    """Before a row: on the critical path, at the same time as the cursor's."""


_UNICODE_LINES = LineGlyphs(" ╵╷│╴┘┐┤╶└┌├─┴┬┼", " ╹╻┃╸┛┓┫╺┗┏┣━┻┳╋", "▒█▸", "▓░", "◆≈")
_ASCII_LINES = LineGlyphs(" |||-+++-+++-+++", " ###=###=###=###", "=#>", "#.", "*~")


def line_glyphs(app: App[object]) -> LineGlyphs:
    """The signs an app draws lines with."""
    return _ASCII_LINES if app.has_class(ASCII_CLASS) else _UNICODE_LINES


class _AsciiDrawn(dict[int, str]):
    """What stands for each character where ASCII is all there is; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isascii() else _BLOCKS.get(char) or _line_or_unknown(char)
        return self[code]


def _line_or_unknown(char: str) -> str:
    """A stroke for a stroke; a question mark for each cell of anything else."""
    words = name(char, "").removeprefix("BOX DRAWINGS ").replace(" AND ", " ").split()
    if "\u2500" <= char <= "\u257f":
        across, down = {"HORIZONTAL", "LEFT", "RIGHT"} & {*words}, {"VERTICAL", "UP", "DOWN"} & {*words}
        return "+" if across and down else "|" if down else "-"
    return "?" * get_character_cell_size(char)


_BLOCKS = {"▔": "-", "▀": "-", "▁": "_", "▄": "_", "█": "#", "•": "*"} | dict.fromkeys("▊▋▌▍▎▏▉▐▕", "|")

ASCII_DRAWN = _AsciiDrawn({code: chr(sign) for code, sign in ASCII_OF.items()})
"""One ASCII character for each cell of any character; a translation table."""
