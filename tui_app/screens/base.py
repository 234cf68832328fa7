"""What the app tells every screen it has opened, and what is the same on all of them."""

from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from ..logic import sanitize
from ..messages import OpenView
from ..models.ids import find_ids
from ..models.view import View

if TYPE_CHECKING:
    from ..api.gateway import Retrying
    from ..models.lookup import Found


class BaseScreen(Screen[None]):
    """A screen that is more than a dialog; it overrides what concerns it."""

    _is_new = True
    """Has it been made, but not laid out yet?"""

    async def on_event(self, event: events.Event) -> None:
        """Spare a new screen what Textual does again when it comes to the top: to be styled and laid out."""
        if self._is_new:
            match event:
                case events.ScreenResume():
                    event.refresh_styles = False
                case events.Resize():
                    self._is_new = False
                    if event.size == self.app.size:
                        return
        await super().on_event(event)

    def start_loading(self) -> None:
        """It is about to be opened: ask what can be asked while its widgets are made."""

    def update_saved(self) -> None:
        """What is remembered or watched has changed."""

    def redraw(self) -> None:
        """Draw again: something that is shown is explained with, such as the server's zone, has changed."""

    def set_connection(self, words: str) -> None:
        """How the connection stands has changed."""

    def set_retry(self, retrying: "Retrying | None") -> None:
        """A question waits for its next try; None: it is over."""

    def update_watched(self, found: "Found | None") -> None:
        """A watched instance was looked at; None: it has not answered yet."""

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is opened, wherever the person is; a text field takes its own paste before."""
        event.stop()
        if ids := find_ids(event.text):
            self.post_message(OpenView(View.of_all(ids)))
        else:
            self.refuse("There is no instance id in what was pasted.")

    def refuse(self, reason: str) -> None:
        """Say why a key did nothing."""
        self.notify(sanitize.one_line(reason), severity="warning", markup=False)
