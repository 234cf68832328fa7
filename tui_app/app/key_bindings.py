"""The user's keys, bound in the app and in every screen and widget."""

from collections.abc import Mapping

from textual.app import App
from textual.dom import DOMNode

from ..commands.table import has_own_keys, rebound, set_own_keys
from ..terminal.textual_private import rebind


class Keys:
    """Puts keys in force, now or while the program runs."""

    def __init__(self, app: App[int], own: Mapping[str, str]) -> None:
        self._app = app
        set_own_keys(own)
        self.bind(app)

    def replace(self, own: Mapping[str, str]) -> None:
        """Put other keys in force.

        Args:
            own: keys by command id, by Textual's names; every other command gets its default keys.
        """
        set_own_keys(own)
        rebind(self._app, rebound)
        for screen in self._app.screen_stack:
            for node in screen.walk_children(with_self=True):
                rebind(node, rebound)
        self._app.refresh_bindings()

    def bind(self, node: DOMNode) -> None:
        """Bind the keys in force in a new screen or widget, whose class has the default ones."""
        if has_own_keys():
            rebind(node, rebound)
