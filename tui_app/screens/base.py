"""The base of all screens but dialogs: the events that the app passes on, and paste."""

from typing import TYPE_CHECKING

from textual import events, work
from textual.screen import Screen

from ..logic import sanitize
from ..logic.time_slicing import run_in_slices
from ..messages import OpenView
from ..models.ids import InstanceId, find_ids
from ..models.long_paste import LONG, ids_in_pieces
from ..models.view import View

if TYPE_CHECKING:
    from ..api.gateway import Retrying
    from ..commands.table import Command
    from ..models.lookup import Found

CONNECTING = "connecting …"
"""The state of the connection until the first attempt has ended."""


class BaseScreen(Screen[None]):
    """A screen that is not a dialog; each hook does nothing unless it is overridden."""

    _is_new = True
    """Whether the screen has not been laid out yet."""

    @property
    def has_widgets(self) -> bool:
        """Whether the widgets are in place: as screen or program ends, they are removed one by one."""
        return self.is_attached and self.app.is_running

    @property
    def is_for_reading(self) -> bool:
        """Whether the key that quits goes back instead, as in a pager."""
        return False

    @property
    def is_current(self) -> bool:
        """Whether the screen is seen.

        Textual counts the one below an opaque screen, whose every change would draw the one on top anew.
        """
        return super().is_current and (self.is_active or self.app.screen.styles.background.a < 1)

    async def on_event(self, event: events.Event) -> None:
        """Skip the second styling and layout that Textual gives a new screen when it is pushed."""
        if self._is_new:
            match event:
                case events.ScreenResume():
                    event.refresh_styles = False
                case events.Resize():
                    self._is_new = False
                    if event.size == self.app.size:
                        return
        await super().on_event(event)

    def offers(self, action: str) -> bool:
        """Whether the footer names a command of the screen: none on rows where the list in focus has none."""
        has_rows_for = getattr(self.focused, "has_rows_for", None)
        return has_rows_for is None or has_rows_for(action)

    @property
    def tour(self) -> "tuple[tuple[Command, str], ...]":
        """Commands that the footer puts first, each with a label, to show a newcomer round; usually none."""
        return ()

    def start_loading(self) -> None:
        """Start loading, before the screen is pushed: the request runs while the widgets are built."""

    async def wait_until_loaded(self) -> None:
        """Wait until the first request has ended."""

    def update_saved(self) -> None:
        """Update what depends on favourites, history, saved searches or watches."""

    def redraw(self) -> None:
        """Draw again after a change of context, such as the server's time zone."""

    def set_connection(self, words: str) -> None:
        """Show the state of the connection, in words."""

    def set_retry(self, retrying: "Retrying | None") -> None:
        """Show the pause before a retry; None ends it."""

    def update_watched(self, found: "Found | None", profile: str) -> None:
        """Show the result of a poll of a watch in a profile; None: no answer yet."""

    def on_paste(self, event: events.Paste) -> None:
        """Open the pasted ids; text fields handle their own pastes."""
        event.stop()
        if len(event.text) > LONG:
            self._open_long(event.text)
        else:
            self._open_pasted(find_ids(event.text))

    @work(exclusive=True, group="pasted text")
    async def _open_long(self, text: str) -> None:
        self._open_pasted(await run_in_slices(ids_in_pieces(text)))

    def _open_pasted(self, ids: list[InstanceId]) -> None:
        if ids:
            self.post_message(OpenView(View.of_all(ids)))
        else:
            self.refuse("The pasted text contains no instance id.")

    def refuse(self, reason: str) -> None:
        """Notify the user why a key did nothing."""
        self.notify(sanitize.one_line(reason), severity="warning", markup=False)
