"""Handlers that open views: those that screens request, and those of keys that need no id."""

import asyncio
import logging
from typing import TYPE_CHECKING

from textual import on

from ..messages import OpenView
from ..models.view import View
from ..screens.base import BaseScreen
from .session_app import SessionApp

if TYPE_CHECKING:
    from ..api.gateway import Retrying

_LOG = logging.getLogger("enos_tui.app")
_YIELDS = 20
"""Event-loop turns to yield, so that the request is sent before widgets are built."""


class ViewHandlers(SessionApp):
    """Handlers that open a view over whatever is on the screen."""

    opening: BaseScreen | None = None
    """The screen that has sent its request, and is not on the stack yet."""

    started_with: BaseScreen | None = None
    """The screen that the command line opened; there is nothing to go back to."""

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

    @on(OpenView)
    async def _open(self, event: OpenView) -> None:
        await self.startup.preloader.import_for(event.view, event.came_from)
        from .routes import screen_for

        screen = screen_for(self.session_of(event.profile), event.view, event.came_from)
        _LOG.info("open", {"view": event.view.name, "ids": [one.text for one in event.view.ids]})
        self.opening = screen
        screen.start_loading()
        # Building the widgets takes half as long as the answer, and would delay the request.
        for _ in range(_YIELDS):
            await asyncio.sleep(0)
        self.opening = None
        screen.set_connection(self.connection)
        if event.instead and self.screen is self.started_with:
            self.started_with = screen
        await (self.switch_screen(screen) if event.instead else self.push_screen(screen))

    def show_retry(self, retrying: "Retrying | None") -> None:
        """Show on the screen that has sent a request that it will be repeated."""
        screen = self.opening or self.screen
        if isinstance(screen, BaseScreen):
            # A request may have been sent before the app ran, and a timer set in its context finds no app.
            self.call_later(screen.set_retry, retrying)
