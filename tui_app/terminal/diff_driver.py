"""Sends the terminal what changes on it, and nothing that stands there already.

Textual draws whole widgets: a pane anew when the focus comes, a screen twice when it is opened. Over a slow
line that is what a person waits for.
"""

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.timer import Timer

from .screen_diff import ScreenBuffer

_REST_S = 0.1


class DiffDriverMixin(App[int]):
    """An app that knows what stands on the screen."""

    _picture: ScreenBuffer
    _rest: Timer | None = None

    def get_driver_class(self) -> type[Driver]:
        """The platform's, behind a picture of the terminal."""
        self._picture = ScreenBuffer()
        return thrifty(super().get_driver_class(), self._picture)

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything again once the window has come to rest.

        A terminal of another size has moved or dropped what it showed, and what was on its way to it then was
        meant for the size before; of a window that has its old size again, Textual draws nothing anew.
        """
        self._picture.clear()
        if event.size != self.size:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(_REST_S, self.action_redraw)

    def action_redraw(self) -> None:
        """Draw everything again: another program may have written over it."""
        self._picture.clear()
        self.refresh()


def thrifty(driver: type[Driver], picture: ScreenBuffer) -> type[Driver]:
    """A driver that writes nothing that stands in the picture already."""

    class Thrifty(driver):  # type: ignore[misc, valid-type]
        """The same driver, writing less."""

        def write(self, data: str) -> None:
            """Write what makes a difference."""
            if news := picture.diff(data):
                super().write(news)

    return Thrifty
