"""Handlers of what concerns the connection: opened ahead of the first request, and kept open."""

import logging
from collections.abc import Iterator
from contextlib import suppress

from textual import on, work
from textual.app import App

from ..api.errors import GatewayError
from ..messages import InputEdited, InstanceLoaded
from ..screens.base import CONNECTING, BaseScreen
from .session_app import SessionApp

_LOG = logging.getLogger("enos_tui.app")
_NOT_CONNECTED = "not connected"


class ConnectionHandlers(SessionApp):
    """Handlers that connect, and show the state of the connection."""

    @work(exclusive=True, group="warm-up")
    async def warm_up(self) -> None:
        """Connect while the user is still typing; the first request reports a failure in full."""
        self._set_connection(CONNECTING)
        try:
            await self.session.explorer.warm_up()
        except GatewayError as error:
            self._set_connection(f"{_NOT_CONNECTED}: {error}")
        else:
            self._set_connection(f"connected to {self.session.gateway_name}")
            for screen in base_screens(self):
                screen.redraw()

    @on(InstanceLoaded)
    def _connect_again(self) -> None:
        """Connect after an earlier failure, once an answer proves that the gateway can be reached."""
        if self.connection.startswith(_NOT_CONNECTED):
            self.warm_up()

    @on(InputEdited)
    @work(exclusive=True, group="keep-warm")
    async def _keep_warm(self) -> None:
        """Prepare a connection while an id is typed; the request itself reports a failure."""
        with suppress(GatewayError):
            if self.has_services:
                await self.session.explorer.keep_warm()

    def _set_connection(self, connection: str) -> None:
        self.connection = connection
        _LOG.info("connection", {"state": connection})
        for screen in base_screens(self):
            screen.set_connection(connection)


def base_screens(app: App[int]) -> Iterator[BaseScreen]:
    """The screens of an app without dialogs, those too that are not mounted yet."""
    return (screen for screen in app.screen_stack if isinstance(screen, BaseScreen))
