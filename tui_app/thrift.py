"""Sends the terminal what changes on it, and nothing that stands there already.

Textual draws whole widgets: a pane anew when the focus comes, a screen twice when it is opened. Over a slow
line that is what a person waits for.
"""

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from .logic.picture import Picture


class ThriftyApp(App[int]):
    """An app that knows what stands on the screen."""

    _picture: Picture

    def get_driver_class(self) -> type[Driver]:
        """The platform's, behind a picture of the terminal."""
        self._picture = Picture()
        return thrifty(super().get_driver_class(), self._picture)

    def action_redraw(self) -> None:
        """Draw everything again: another program may have written over it."""
        self._picture.forget()
        self.refresh()


def thrifty(driver: type[Driver], picture: Picture) -> type[Driver]:
    """A driver that writes nothing that stands in the picture already."""

    class Thrifty(driver):  # type: ignore[misc, valid-type]
        """The same driver, writing less."""

        def write(self, data: str) -> None:
            """Write what makes a difference."""
            if news := picture.news(data):
                super().write(news)

        def send_message(self, message: Message) -> None:
            """A terminal of another size has moved or dropped what it showed."""
            if isinstance(message, events.Resize):
                picture.forget()
            super().send_message(message)

    return Thrifty
