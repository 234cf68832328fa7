"""A list, and beside it a preview of the row under its cursor where the window has room for both."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget

from ..commands.table import CHOOSE, OPEN_WHY
from .titled_pane import TitledPane

if TYPE_CHECKING:
    from ..logic.why.explanation import Explanation
    from ..logic.why.page_row import WhyRow
    from .lines.view import LineView
    from .why_pane import WhyPane

PREVIEW_FROM = 160
"""Columns of the window from which the preview is shown."""

REST_S = 0.15
"""Seconds that the cursor rests on a row before its preview is drawn."""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The preview of one row."""

    heading: str = ""
    """The title; it is sanitized before it is drawn."""

    rows: "Sequence[WhyRow]" = ()

    profile: str = ""
    """Name of the profile that the runs belong to; empty for that of the screen."""


def explanation_page(explanation: "Explanation", now: datetime) -> "list[WhyRow]":
    """The page of a failure that is explained; its modules are imported where it is shown only.

    Args:
        now: aware.
    """
    from ..logic.why.page import WhyKeys
    from ..logic.why.preview import Preview, preview_rows

    keys = WhyKeys(CHOOSE.key_name, CHOOSE.key_name)
    # Without the zone the page has times in place of ages, which would grow while nothing happens.
    return preview_rows(Preview(explanation), None, now, keys, OPEN_WHY.key_name)


class ListWithPreview(Horizontal):
    """Follows the cursor of a list once it rests, and draws the page of its row beside the list."""

    DEFAULT_CSS = """
    ListWithPreview {
        height: 1fr;
        & > .beside-preview { width: 3fr; }
        & > #preview-pane { display: none; width: 2fr; border-left: solid $panel-lighten-2; }
        &.-with-preview > #preview-pane { display: block; }
        & #preview { height: 1fr; }
    }
    """

    def __init__(
        self,
        beside: Widget,
        view: "LineView",
        page_of_cursor: Callable[[], Awaitable[PreviewPage | None]],
        *,
        id: str | None = None,
    ) -> None:
        """Show no preview yet.

        Args:
            beside: the widget that the preview is beside, which holds the list or is the list.
            page_of_cursor: makes the page of the row under the cursor, and requests nothing for it.
        """
        super().__init__(id=id)
        beside.add_class("beside-preview")
        self._beside, self._view, self._page_of_cursor = beside, view, page_of_cursor
        self._preview: WhyPane | None = None
        self._pane: TitledPane | None = None
        self._drawn: PreviewPage | None = None
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the list, and the preview where there is room for it."""
        yield self._beside
        if self._has_room:
            self.add_class("-with-preview", update=False)
            yield self._make_pane()

    async def on_resize(self) -> None:
        """Add the preview where there is room for it, or hide it."""
        self.set_class(self._has_room, "-with-preview")
        if self._has_room and self._pane is None:
            await self.mount(self._make_pane())
            self.update_preview()

    def on_show(self) -> None:
        """Draw the preview of a list that was hidden until now."""
        self.update_preview()

    def on_line_view_moved(self, event: "LineView.Moved") -> None:
        """Draw the preview once the cursor rests."""
        if event.view is self._view and self._pane is not None and self.display:
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(REST_S, self.update_preview)

    @property
    def is_pending(self) -> bool:
        """Whether the cursor has moved, and the preview of its row is not drawn yet."""
        return self._resting is not None

    def update_preview(self) -> None:
        """Draw what is known of the row under the cursor now, where the preview is visible."""
        self._resting = None
        if self._pane is not None and self._has_room and self.is_attached and self.display:
            self._draw()

    @work(exclusive=True, group="preview")
    async def _draw(self) -> None:
        page = await self._page_of_cursor() or PreviewPage()
        pane, preview = self._pane, self._preview
        if pane is None or preview is None or not (preview.is_attached and self.app.is_running):
            return
        if page == self._drawn:
            return
        self._drawn = page
        preview.profile, pane.heading = page.profile, page.heading
        preview.set_rows(page.rows)
        if not preview.has_focus:
            preview.scroll_to_line(0)

    @property
    def _has_room(self) -> bool:
        return self.app.size.width >= PREVIEW_FROM

    def _make_pane(self) -> TitledPane:
        """The preview, whose modules are imported where it is shown only."""
        from .why_pane import WhyPane

        self._preview = WhyPane(id="preview")
        self._pane = TitledPane(self._preview, "", id="preview-pane")
        return self._pane
