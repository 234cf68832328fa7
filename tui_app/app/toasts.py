"""Toasts, which stand where they hide no line that is read."""

from textual.app import App
from textual.geometry import Region
from textual.notifications import SeverityLevel
from textual.widget import Widget

from ..logic import sanitize

_LEAST = 4
"""Lines that a toast and the footer take before the toast is laid out."""


class ToastHandlers(App[int]):
    """Shows toasts above the footer, or below the header while the cursor is down there."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; foreign text in it is sanitized here, whoever calls."""
        message, title = "\n".join(sanitize.lines(message)), sanitize.one_line(title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        if self.screen_stack:
            self._place_toasts()
            self._follow_reading()

    def update_toasts(self) -> None:
        """Keep the toasts off what is read, once that is laid out and scrolled."""
        self.call_after_refresh(self._update)

    def _update(self) -> None:
        if self.screen_stack and any(rack.display for rack in self.screen.query("ToastRack")):
            self._place_toasts()
            self._follow_reading()

    def _follow_reading(self) -> None:
        """Update the toasts when focus or cursor move; a second watch of the same is none."""
        self.watch(self.screen, "focused", self.update_toasts, init=False)
        if (focused := self.focused) is not None and hasattr(focused, "cursor_region"):
            self.watch(focused, "cursor", self.update_toasts, init=False)

    def _place_toasts(self) -> None:
        racks, read = self.screen.query("ToastRack"), _read_region(self.focused)
        has_prompt = bool(self.screen.query("PromptLine.-open"))
        height = max([_LEAST, *(rack.region.height + 1 for rack in racks)]) + has_prompt
        racks.set_class(read is not None and read.bottom > self.size.height - height, "-above")
        racks.set_class(has_prompt, "-prompted")


def _read_region(focused: Widget | None) -> Region | None:
    """The lines of the screen that are read: the row of the cursor, or the text field that is typed in."""
    # Not a test for a pane of lines: the first screen imports none.
    row = getattr(focused, "cursor_region", None)
    if isinstance(row, Region):
        return row
    return focused.region if focused is not None and focused.region.height < _LEAST else None
