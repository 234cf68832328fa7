"""The start: the first screen, and what is imported, requested and filled behind it, in the order of need."""

from typing import TYPE_CHECKING

from ..models.view import View
from ..models.view_names import ON_FIRST_SCREEN
from ..terminal.textual_private import put_below
from .preload import Preloader

if TYPE_CHECKING:
    from ..screens.lookup import LookupScreen
    from .explorer_app import ExplorerApp
    from .sessions import Sessions


class Startup:
    """Connects an app and fills its first screen while everything else is imported."""

    def __init__(self, app: "ExplorerApp") -> None:
        self._app = app
        self.preloader = Preloader(app)
        """Imports what is needed next."""
        self._filled: Sessions | None = None
        """The sessions whose lists are on the first screen."""

    @property
    def is_done(self) -> bool:
        """Whether the styles of all screens and the lists of the first one are there."""
        is_filled = not self._app.has_session or self._filled is self._app.sessions
        return self.preloader.has_stylesheets.is_set() and is_filled

    async def run(self) -> None:
        """Import the rest and connect; first answers and keys have the processor alone, if they come soon."""
        app, preloader = self._app, self.preloader
        sessions = app.sessions if app.has_session else None
        await preloader.leave_alone(app.screen)
        has_child = sessions is not None and sessions.first.has_child and not app.start.profiles
        await preloader.import_services(is_demo=app.start.demo, has_child=has_child)
        if sessions is not None and sessions is app.sessions:
            await self._connect()
            await preloader.leave_alone(app.opening or app.screen)
        await preloader.run(has_child=has_child)
        if sessions is not None and sessions is app.sessions:
            await self._fill()

    async def connect_and_fill(self) -> None:
        """Connect and fill the lists, once everything is imported."""
        await self.preloader.is_loaded.wait()
        await self._connect()
        await self._fill()

    def make_lookup_screen(self) -> "LookupScreen":
        """The lookup screen of the profiles in use."""
        from ..screens.lookup import LookupScreen

        view, sessions = self._app.start.view, self._app.sessions
        view = view if view.name in ON_FIRST_SCREEN else View("lookup")
        return LookupScreen(sessions.first, view, is_first=True, overviews=sessions.overviews)

    def put_lookup_screen_below(self) -> None:
        """Put the lookup screen below the one that was opened from the command line."""
        if not self._first_screens():
            screen = self.make_lookup_screen()
            screen.set_connection(self._app.connection)
            put_below(self._app, screen)

    async def _connect(self) -> None:
        """Connect, and list the runs of the last hours: they are on the first screen."""
        app = self._app
        app.make_watches()
        app.warm_up()
        self.put_lookup_screen_below()
        # What was asked for meanwhile comes first, and lies over the list.
        is_shown = app.start.view.name in ON_FIRST_SCREEN and not self.preloader.is_wanted
        for screen in self._first_screens():
            screen.start_overview(lists_now=is_shown)
            if screen.is_current and is_shown:
                await screen.fill_overview()

    async def _fill(self) -> None:
        """Fill the saved list, and take up the watches of the last session."""
        app = self._app
        await app.sessions.load_libraries()
        await self.preloader.has_stylesheets.wait()
        for screen in self._first_screens():
            await screen.fill_overview()
            await screen.fill_saved()
        self._filled = app.sessions
        app.update_screens()
        await app.resume_watches()

    def _first_screens(self) -> "list[LookupScreen]":
        # A record that the command line names is drawn without it.
        from ..screens.lookup import LookupScreen

        return [one for one in self._app.screen_stack if isinstance(one, LookupScreen) and one.is_first]
