"""Handlers of the keys that open a view without an id."""

from textual.app import App

from ..messages import OpenView
from ..models.view import View


class ViewHandlers(App[int]):
    """Handlers that open a view over whatever is on the screen."""

    @property
    def has_session(self) -> bool:
        """Whether a profile is in use."""
        raise NotImplementedError

    def action_go_to_id(self) -> None:
        """Open the first screen, to type an id."""
        self._open_view("lookup")

    def action_open_favourites(self) -> None:
        """List the favourites."""
        self._open_view("favourites")

    def action_open_history(self) -> None:
        """List the history."""
        self._open_view("history")

    def action_open_watched(self) -> None:
        """List the watched instances."""
        self._open_view("watched")

    def action_find_flows(self) -> None:
        """Find a flow instance without its id."""
        self._open_view("find")

    def _open_view(self, name: str) -> None:
        if not self.has_session:
            self.notify("Set up a connection or try the demo first.", severity="warning", markup=False)
        else:
            self.post_message(OpenView(View(name)))
