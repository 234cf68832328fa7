"""Scroll bar renderers: one with marks, one without block characters."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """Draws the thumb in whole cells, for a terminal without block characters."""

    VERTICAL_BARS: ClassVar[list[str]] = [ScrollBarRender.BLANK_GLYPH] * len(ScrollBarRender.VERTICAL_BARS)
    HORIZONTAL_BARS: ClassVar[list[str]] = VERTICAL_BARS


def marking(cells: Callable[[int], Collection[int]], style: Callable[[], Style]) -> type[ScrollBarRender]:
    """A renderer for a vertical scroll bar, to be set as its ``renderer``.

    Args:
        cells: returns the cells to mark, given the number of cells in the bar.
        style: returns the colour of the marks.
    """

    class Marked(ScrollBarRender):
        @classmethod
        def render_bar(cls, size: int = 25, *args: Any, **settings: Any) -> Segments:
            """Render the bar with the marks."""
            bar = ScrollBar.renderer.render_bar(size, *args, **settings)
            segments = list(bar.segments)
            for cell in cells(size):
                under = segments[cell].style or Style.null()
                # The thumb is drawn in reverse: its foreground is the background of the mark.
                background = under.color if under.reverse else under.bgcolor
                mark = Style(color=style().color, bgcolor=background, bold=True, meta=under.meta)
                segments[cell] = Segment("=" * settings.get("thickness", 1), mark)
            return Segments(segments, new_lines=bar.new_lines)

    return Marked
