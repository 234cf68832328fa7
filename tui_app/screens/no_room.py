"""The screen for a terminal window that is too small for any other."""

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen

from ..commands.table import QUIT_ANYWHERE

LEAST = Size(60, 16)
"""Columns and rows that every other screen needs."""


def has_room(size: Size) -> bool:
    """Whether a window is large enough."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class NoRoomScreen(Screen[None]):
    """One sentence; closes itself as soon as the window is large enough."""

    _is_leaving = False

    def render(self) -> Content:
        """The sentence with both sizes."""
        width, height = self.app.size
        return Content(
            f"The window is {width}x{height}; enos-tui needs {LEAST.width}x{LEAST.height}. "
            f"Enlarge it, or quit with {QUIT_ANYWHERE.key_name}."
        )

    def on_resize(self) -> None:
        """Close, or show the new size."""
        self._close_or_refresh()

    def on_screen_resume(self) -> None:
        """Close if the window has grown while another screen was on top."""
        self._close_or_refresh()

    def _close_or_refresh(self) -> None:
        if not has_room(self.app.size):
            self.refresh()
        elif self.app.screen is self and not self._is_leaving:
            self._is_leaving = True
            self.dismiss()
