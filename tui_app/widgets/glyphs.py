"""Signs that lines are drawn with, and what stands for them on a terminal without Unicode."""

from dataclasses import dataclass

from textual.app import App

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
    picked: str
    """Before a value that is picked."""
    unpicked: str
    """Before one that is not."""
    bars: str
    """Bars of growing height, the lowest first."""


_UNICODE = Glyphs("▸", "▾", "…", "⟨", "⟩", "▾", "▴", "●", "○", "▁▂▃▄▅▆▇█")
_ASCII = Glyphs("+", "-", ">", "<", ">", "v", "^", "*", ".", ".:-=+*%#")


def glyphs(app: App[object]) -> Glyphs:
    """The signs an app draws with."""
    return _ASCII if app.has_class(ASCII_CLASS) else _UNICODE
