"""The keys that quit: the usual one, ctrl+q from anywhere, and ctrl+c, which explains them."""

import asyncio

from textual.actions import SkipAction
from textual.app import App

from ..commands.table import COMMANDS, QUIT, QUIT_ANYWHERE
from ..logic.text import plural
from ..screens.base import BaseScreen


class QuitHandlers(App[int]):
    """Handlers that quit, or explain how to."""

    _explained_until = 0.0
    _has_asked_to_quit = False

    def quit(self, watches: int, started_with: BaseScreen | None) -> None:
        """Go back from a screen that is read as in a pager, else quit; while watches run, ask once."""
        screen = self.screen
        is_read = isinstance(screen, BaseScreen) and screen.is_for_reading
        if is_read and screen is not started_with:
            self.pop_screen()
        elif watches and not self._has_asked_to_quit:
            self._has_asked_to_quit = True
            message = (
                f"Still watching {plural(watches, 'instance')}: the next start goes on with that. "
                f"{QUIT.key_name} again quits; {QUIT_ANYWHERE.key_name} always does."
            )
            self.notify(message, severity="warning", markup=False)
        else:
            self.exit(0)

    def action_explain_quit(self) -> None:
        """Explain which key quits, once while the toast is shown; what is bound to ctrl+c follows."""
        now = asyncio.get_running_loop().time()
        is_bound = any("ctrl+c" in command.key.split(",") for command in COMMANDS.values())
        if now >= self._explained_until and not is_bound:
            self._explained_until = now + self.NOTIFICATION_TIMEOUT
            self.notify(f"{QUIT_ANYWHERE.key_name} quits the program.")
        raise SkipAction

    def action_quit_anywhere(self) -> None:
        """Quit the program, wherever the focus is."""
        self.exit(0)
