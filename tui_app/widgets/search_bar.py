"""The line a search is typed in, with the count of what it found."""

from .lines.prompt import PromptLine
from .lines.view import LineView, SearchState


class SearchBar(PromptLine):
    """Searches the pane it was opened for."""

    SIGN = "/"
    PURPOSE = "search in this pane"

    def open(self, view: LineView) -> None:
        """Search in a pane, beginning with what was searched for there before."""
        if view is not self.view:
            self.watch(view, "search_state", self._draw, init=False)
        self.begin(view, view.search_state.query, str(view.search_state))

    def typed(self, text: str) -> None:
        """Look for it."""
        if self.view is not None:
            self.view.search(text)

    def _draw(self, found: SearchState) -> None:
        self.say(str(found))
