"""Rows of text on a scrolling pane: only what is on screen is ever built.

A subclass says how many rows there are and what one row consists of; setting out, wrapping, scrolling and
drawing are done here. Rows are numbered from 0 and keep their numbers while some of them are hidden.
"""

from collections.abc import Sequence
from sys import maxsize
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive, var
from textual.strip import Strip

from ...terminal.textual_private import LazyScrollView, refresh_now
from ..glyphs import glyphs
from .layout import LineLayout, Mark, Part, fold_count, folds, pieces, word_folds

_SIDEWAYS = 16


class LineCanvas(LazyScrollView, inherit_bindings=False):
    """Rows of text, one line each or folded."""

    ALLOW_SELECT = False
    WRAPS_AT_WORDS: ClassVar[bool] = False
    """Do wrapped rows break after blanks? Dear for long texts, so logs break anywhere."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--title",
        "line--muted",
        "line--key",
        "line--good",
        "line--bad",
        "line--warning",
        "line--active",
    }
    DEFAULT_CSS = """
    LineCanvas {
        overflow: hidden auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .line--title { text-style: bold; }
        & > .line--muted { color: $text-muted; }
        & > .line--key { color: $text-accent; }
        & > .line--good { color: $text-success; }
        & > .line--bad { color: $text-error; text-style: bold; }
        & > .line--warning { color: $text-warning; }
        & > .line--active { color: $text-primary; }
    }
    """

    wrap: reactive[bool] = reactive(False, repaint=False)
    """Are long rows folded, instead of running on to the right?"""

    left: var[int] = var(0)
    """Cells scrolled away on the left; 0 while rows are wrapped."""

    def __init__(
        self,
        *,
        wrap: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.lines = LineLayout(range(0))
        """Which row stands on which line."""
        self._plain: Style | None = None
        self._folds: LRUCache[int, Sequence[int]] = LRUCache(256)
        self.set_reactive(LineCanvas.wrap, wrap)

    # What a subclass says.

    @property
    def row_count(self) -> int:
        """How many rows there are, hidden ones included."""
        return 0

    def row(self, index: int) -> Sequence[Part]:
        """What a row consists of; text that is safe to draw, see `logic.sanitize`."""
        return [(self.row_text(index), "")]

    def row_text(self, index: int) -> str:
        """The text of a row, exactly as drawn: what is searched and measured."""
        return "".join(text for text, _ in self.row(index))

    def order(self) -> Sequence[int]:
        """The rows that are shown, ascending."""
        return range(self.row_count)

    def hanging(self, index: int) -> int:
        """Cells by which the further lines of a wrapped row are indented."""
        return 0

    def marks(self, index: int) -> Sequence[Mark]:
        """Stretches of a row to stress."""
        return ()

    def over(self, index: int) -> Style:
        """Style laid over a whole row."""
        return Style.null()

    def keep_in_view(self) -> None:
        """Scroll to what must not leave the screen when rows or sizes change."""

    def held_row(self) -> int | None:
        """The row that keeps its place on screen when rows are set out anew; None for the topmost one."""
        return None

    # Setting out.

    def set_out(self) -> None:
        """Take up new rows, another order or another width; what was in view stays in view."""
        held = self._held()
        self.lines = self._lines_for(self.row_width)
        self._folds.clear()
        # No width: rows scroll sideways by `left`, so that nothing need measure them all.
        self.virtual_size = Size(0, self.lines.height)
        if held is not None and self.lines.order:
            row, line_on_screen = held
            self.scroll_to_line(self.lines.span(self.lines.shown(row))[0] - line_on_screen)
        self.keep_in_view()
        self.refresh()
        # At once, not when this pane comes to it: what is drawn for a letter typed elsewhere would be drawn
        # without the rows, and soon after with them.
        refresh_now(self)

    def refresh_row(self, index: int) -> None:
        """Draw one row again."""
        if self.lines.shows(index):
            self.refresh_lines(*self.lines.span(index))

    def scroll_to_line(self, line: int) -> None:
        """Make a line the first one on screen, as far as there are lines below it."""
        if line != self.scroll_offset.y:
            self.scroll_to(y=line, animate=False, force=True)

    def folds_of(self, row: int) -> Sequence[int]:
        """Characters at which the lines of a wrapped row start."""
        if row not in self._folds:
            # Not the present width: after a change of size Textual draws once before it tells.
            fold = word_folds if self.WRAPS_AT_WORDS else folds
            self._folds[row] = fold(self.row_text(row), self.lines.width, self.hanging(row))
        return self._folds[row]

    @property
    def row_width(self) -> int:
        """Cells in a line; 0 before the pane is on screen."""
        return self.scrollable_content_region.width

    @property
    def page_height(self) -> int:
        """Lines on screen."""
        return self.scrollable_content_region.height

    def on_resize(self) -> None:
        """Fold anew where the width counts."""
        if self.wrap:
            self.set_out()
        else:
            self.keep_in_view()

    def watch_show_vertical_scrollbar(self, is_shown: bool) -> None:
        """Tell a bar that comes after the pane was scrolled where it stands; Textual tells those before."""
        if is_shown:
            self.vertical_scrollbar.position = self.scroll_y

    def watch_wrap(self) -> None:
        """Set the rows out the other way."""
        self.left = 0
        self.set_out()

    def watch_left(self) -> None:
        """All lines have moved."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines in all, for panes as high as their content."""
        return self._lines_for(width - self.scrollbar_size_vertical).height

    def _lines_for(self, width: int) -> LineLayout:
        if not self.wrap or width <= 0:
            return LineLayout(self.order())
        if self.WRAPS_AT_WORDS:
            return LineLayout.wrapped(
                self.order(), lambda row: len(word_folds(self.row_text(row), width, self.hanging(row))), width
            )
        return LineLayout.wrapped(
            self.order(), lambda row: fold_count(self.row_text(row), width, self.hanging(row)), width
        )

    def _held(self) -> tuple[int, int] | None:
        """The row to hold in place, and the line of the screen it starts on; None where there are no rows."""
        if not self.lines.height:
            return None
        y, row = self.scroll_offset.y, self.held_row()
        if row is not None and self.lines.shows(row):
            top, _ = self.lines.span(row)
            if y <= top < y + self.page_height:
                return row, top - y
        return self.lines.at(min(y, self.lines.height - 1))[0], 0

    # Sideways.

    def action_toggle_wrap(self) -> None:
        """Fold long rows, or let them run on."""
        self.wrap = not self.wrap

    def action_scroll_right(self) -> None:
        """Show what lies further right, as long as a line in view goes on there."""
        y, right = self.scroll_offset.y, self.left + self.row_width
        rows = self.lines.order[y : y + self.page_height]
        if not self.wrap and any(cell_len(self.row_text(row)) > right for row in rows):
            self.left += _SIDEWAYS

    def action_scroll_left(self) -> None:
        """Show what lies further left."""
        self.left = max(0, self.left - _SIDEWAYS)

    # Drawing.

    @property
    def rich_style(self) -> Style:
        """How plain text looks; while lines are drawn, worked out once for all of them."""
        return self._plain or super().rich_style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines of the pane."""
        self._plain = super().rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._plain = None

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = self.scroll_offset.y + y
        if line >= self.lines.height:
            return Strip.blank(self.size.width, self.rich_style)
        row, line_of_row = self.lines.at(line)
        over = self.over(row)
        strip = self._wrapped(row, line_of_row, over) if self.lines.tops else self._straight(row, over)
        return strip.extend_cell_length(self.size.width, self.rich_style + over)

    def _wrapped(self, row: int, line_of_row: int, over: Style) -> Strip:
        """One line of a wrapped row."""
        starts, hanging = self.folds_of(row), self.hanging(row)
        stop = starts[line_of_row + 1] if line_of_row + 1 < len(starts) else maxsize
        strip = self._strip(row, starts[line_of_row], stop, over)
        if not line_of_row or not hanging:
            return strip
        return Strip([Segment(" " * hanging, self.rich_style + over), *strip])

    def _straight(self, row: int, over: Style) -> Strip:
        """A row that runs on to the right, from `left`; a mark at the edge says that there is more."""
        text, right = self.row_text(row), self.left + self.row_width
        if text.isascii():
            strip, has_more = self._strip(row, self.left, right, over), len(text) > right
        else:
            # Cells and characters differ: take enough characters for any mixture of widths, then measure.
            reach = 4 * right + 64
            strip = self._strip(row, 0, reach, over)
            has_more = strip.cell_length > right or len(text) > reach
            strip = strip.crop(self.left, right)
        if not has_more:
            return strip
        more = Segment(glyphs(self.app).more, self.get_component_rich_style("line--muted") + over)
        return Strip([*strip.crop(0, self.row_width - 1), more])

    def _strip(self, row: int, start: int, stop: int, over: Style) -> Strip:
        """Some characters of a row, with their styles."""
        segments = []
        for text, style, mark in pieces(self.row(row), start, stop, self.marks(row)):
            look = (self.get_component_rich_style(style) if style else self.rich_style) + over
            if mark:
                look += self.get_component_rich_style(mark, partial=True)
            segments.append(Segment(text, look))
        return Strip(segments)
