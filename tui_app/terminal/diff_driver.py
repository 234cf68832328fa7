"""Sends the terminal only what changes on it.

Textual draws whole widgets: a pane anew at each change of the focus, a screen twice when it is opened. Over a
slow line the user waits for that.
"""

from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.timer import Timer

from .screen_diff import ScreenBuffer
from .textual_private import driver_of

_RESIZE_S = 0.1
"""Time without another resize after which the screen is redrawn, in seconds."""

_FIRST_REPORTS = 2
"""Times that Textual and its driver report the size at the start, when the window has not changed."""


class DiffDriver(Driver):
    """The part of a driver that writes; stacked on a driver for a platform."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.screen_buffer = ScreenBuffer()

    def add_shown(self, output: str) -> None:
        """Learn what the terminal shows already, from the output that drew it."""
        self.screen_buffer.diff(output)

    def write(self, data: str) -> None:
        """Write the part of some output that changes the screen."""
        if changed := self.screen_buffer.diff(data):
            super().write(changed)  # type: ignore[safe-super]


class Redraw:
    """Draws the whole screen again where the terminal may show something other than was sent."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._first_reports = _FIRST_REPORTS

    def now(self) -> None:
        """Redraw at once, for instance after another program wrote over the screen."""
        self._clear_buffer()
        self._app.refresh()

    def after_resize(self, size: Size) -> None:
        """Redraw once the window keeps its size.

        A terminal of another size has moved or dropped what it showed, and output on its way to it was meant
        for the size before; if the window returns to its old size, Textual draws nothing anew.
        """
        if self._first_reports and size == self._app.size:
            self._first_reports -= 1
            return
        self._first_reports = 0
        self._clear_buffer()
        if size != self._app.size:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self._app.set_timer(_RESIZE_S, self.now)

    def _clear_buffer(self) -> None:
        if isinstance(driver := driver_of(self._app), DiffDriver):
            driver.screen_buffer.clear()
