"""What stands on a window that is too small for any other screen."""

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen

from ..commands.table import QUIT_ANYWHERE

LEAST = Size(60, 16)
"""Columns and rows that every other screen needs."""


def has_room(size: Size) -> bool:
    """Is a window large enough?"""
    return size.width >= LEAST.width and size.height >= LEAST.height


class NoRoomScreen(Screen[None]):
    """One sentence; goes by itself as soon as there is room."""

    _is_leaving = False

    def render(self) -> Content:
        """What is wrong, and what to do."""
        width, height = self.app.size
        return Content(
            f"The window is {width}x{height}; enos-tui needs {LEAST.width}x{LEAST.height}. "
            f"Enlarge it, or leave with {QUIT_ANYWHERE.key_name}."
        )

    def on_resize(self) -> None:
        """Make room, or tell the new size."""
        self._leave_or_tell()

    def on_screen_resume(self) -> None:
        """The screen on top has gone; the window may be larger by now."""
        self._leave_or_tell()

    def _leave_or_tell(self) -> None:
        if not has_room(self.app.size):
            self.refresh()
        elif self.app.screen is self and not self._is_leaving:
            self._is_leaving = True
            self.dismiss()
