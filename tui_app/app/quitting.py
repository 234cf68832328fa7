"""The key that quits: it goes back from a text, and asks once while watches run."""

from textual.app import App

from ..commands.table import QUIT, QUIT_ANYWHERE
from ..logic.text import plural
from ..screens.base import BaseScreen


class Quitting:
    """Decides what the key does."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._has_asked = False

    def quit(self, watches: int) -> None:
        """Go back from a screen that is read as in a pager, else quit; while watches run, ask once.

        Args:
            watches: number of watches that run.
        """
        screen = self._app.screen
        if isinstance(screen, BaseScreen) and screen.is_for_reading and len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        elif watches and not self._has_asked:
            self._has_asked = True
            message = (
                f"Still watching {plural(watches, 'instance')}: the next start goes on with that. "
                f"{QUIT.key_name} again quits; {QUIT_ANYWHERE.key_name} always does."
            )
            self._app.notify(message, severity="warning", markup=False)
        else:
            self._app.exit(0)
