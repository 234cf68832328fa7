"""The options of the app and the sessions of the profiles in use: what every group of handlers needs."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..commands.table import FIND_FLOWS, GO_TO_ID, OPEN_FAVOURITES, OPEN_HISTORY, OPEN_WATCHED
from ..services.session import Session
from ..terminal.app import TerminalApp
from .launch import Start
from .sessions import Sessions

if TYPE_CHECKING:
    from .startup import Startup


_OPENING = (GO_TO_ID, FIND_FLOWS, OPEN_FAVOURITES, OPEN_HISTORY, OPEN_WATCHED)
_OF_A_SESSION = frozenset(one.action for one in _OPENING)


class SessionApp(TerminalApp):
    """The base of the app and of its handlers."""

    sessions: Sessions
    """The sessions of the profiles in use."""

    startup: "Startup"
    """Imports what is needed next, and fills the first screen."""

    connection = ""
    """The state of the connection, in words."""

    def __init__(self, start: Start, clock: Callable[[], datetime], session: Session | None) -> None:
        """Keep the options; see `ExplorerApp`."""
        super().__init__(start.early)
        self.start = start
        """The options in use."""
        self._clock = clock
        self._session = session

    def offers(self, action: str) -> bool:
        """Whether the footer names a command of the app: without a profile nothing can be opened or found."""
        return self.has_session or action not in _OF_A_SESSION

    @property
    def session(self) -> Session:
        """The profile of the screen on top; there is one as soon as the lookup screen is open."""
        return self.session_of("")

    def session_of(self, profile: str) -> Session:
        """The session of a profile by its name; that of the screen on top for an empty one."""
        if self._session is None:
            raise RuntimeError("no profile is in use yet")
        return self.sessions.of(profile, lambda: self.screen_stack)

    @property
    def has_session(self) -> bool:
        """Whether a profile is in use."""
        return self._session is not None

    @property
    def has_services(self) -> bool:
        """Whether everything is imported that a request needs."""
        return self.startup.preloader.has_services.is_set()

    async def wait_until_loaded(self) -> None:
        """Wait until everything is imported."""
        await self.startup.preloader.is_loaded.wait()
