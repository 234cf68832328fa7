"""Scroll bars: one shows where in the whole something of interest is, one does without block characters."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """Begins and ends at a cell's edge, for a terminal that has no parts of blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [ScrollBarRender.BLANK_GLYPH] * len(ScrollBarRender.VERTICAL_BARS)
    HORIZONTAL_BARS: ClassVar[list[str]] = VERTICAL_BARS


def marking(places: Callable[[int], Collection[int]], look: Callable[[], Style]) -> type[ScrollBarRender]:
    """A renderer for a vertical scroll bar, to be set as its ``renderer``.

    Args:
        places: the cells to mark in a bar of so many cells.
        look: the colour of the marks.
    """

    class Marked(ScrollBarRender):
        @classmethod
        def render_bar(cls, size: int = 25, *args: Any, **settings: Any) -> Segments:
            """The bar, with the marks on it."""
            bar = ScrollBar.renderer.render_bar(size, *args, **settings)
            segments = list(bar.segments)
            for place in places(size):
                under = segments[place].style or Style.null()
                # The thumb is drawn in reverse; its colour is the ground the mark stands on.
                ground = under.color if under.reverse else under.bgcolor
                mark = Style(color=look().color, bgcolor=ground, bold=True, meta=under.meta)
                segments[place] = Segment("=" * settings.get("thickness", 1), mark)
            return Segments(segments, new_lines=bar.new_lines)

    return Marked
