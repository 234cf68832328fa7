"""Handlers of the keys that quit."""

import asyncio

from textual.actions import SkipAction
from textual.app import App

from ..commands.table import COMMANDS, QUIT_ANYWHERE


class QuitHandlers(App[int]):
    """Handlers that quit, or explain how to."""

    _explained_until = 0.0

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
