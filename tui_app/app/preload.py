"""Work deferred until after the first frame: imports and style sheets."""

import asyncio
import gc
from contextlib import suppress
from importlib import import_module

from textual.dom import DOMNode

from ..models.ids import TaskInstanceId
from ..models.view import View
from ..screens.base import BaseScreen
from ..terminal.app import TerminalApp
from ..terminal.textual_private import release_removed_widgets
from . import routes
from .stylesheets import read_stylesheets

_DIALOGS = (
    "..screens.choose",
    "..screens.help",
    "..screens.name",
    "..screens.favourite_note",
    "..screens.save",
)
_HTTP = ("..services.connect",)
"""Modules that send requests in this process; a child process has its own."""
_DEMO = ("..demo.transport", "..demo.tour")
_SERVICES = (
    "..screens.lookup",
    "..services.explorer",
    "..services.overview",
    "..services.watch",
    "..widgets.overview_table",
)
"""Modules that send the first requests, and show their answers on the first screen."""

_MODULES = (
    *routes.MODULES,
    *_DIALOGS,
    "..services.library",
    "..services.prefetch",
    "..services.saved_watches",
)
"""Modules that import everything else: the other screens, and pydantic."""

_ALONE_S = 0.3
"""Longest time that other imports wait for the first answers and keys, in seconds."""

_IDLE_S = 0.5
"""Time after a key for which other imports wait, in seconds: the next one, or its answer, comes soon."""

_PATIENCE_S = 2.0
"""Longest time that they wait for keys in all, in seconds."""

_GC_THRESHOLD = 20_000
"""Generation-0 threshold of the garbage collector, in objects."""


class Preloader:
    """Prepares an app in the background while the user reads and types."""

    def __init__(self, app: TerminalApp) -> None:
        self._app = app
        self._pause: asyncio.Timeout | None = None
        self._one_at_a_time = asyncio.Lock()
        self._patience_s = _PATIENCE_S
        self.is_wanted = False
        """Whether a view is to be opened that waits for its imports."""
        self.has_services = asyncio.Event()
        """Set once everything is imported that requests need, and the list of the first screen."""
        self.is_loaded = asyncio.Event()
        """Set once everything is imported."""
        self.has_stylesheets = asyncio.Event()
        """Set once the style sheets of all screens are read."""

    async def import_services(self, *, is_demo: bool = False, has_child: bool = False) -> None:
        """Import what the first requests need."""
        await self._import(*(() if has_child else _HTTP), *_SERVICES, *(_DEMO if is_demo else ()))
        self.has_services.set()

    async def import_gateways(self) -> None:
        """Import what another profile or the demo needs."""
        await self._import(*_HTTP, *_DEMO)

    async def leave_alone(self, screen: DOMNode) -> None:
        """Wait a little for what a screen has asked for, and until all keys have done their work."""
        is_awaited = self.is_wanted and not self.has_services.is_set()
        if isinstance(screen, BaseScreen) and not is_awaited:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ALONE_S) as self._pause:
                    await screen.wait_until_loaded()
                    await self._app.wait_until_delivered()
            self._pause = None

    async def import_for(self, view: View, came_from: TaskInstanceId | None) -> None:
        """Import the modules of a view that is to be opened before those of other views."""
        if not self.has_services.is_set():
            self.is_wanted = True
            if self._pause is not None and not self._pause.expired():
                self._pause.reschedule(0)
        await self.has_services.wait()
        if not self.is_loaded.is_set():
            await self._import(routes.module_of(view, came_from))

    async def run(self, *, has_child: bool = False) -> None:
        """Import other modules and read their style sheets, the record's first: an Enter may come soon."""
        record, *others = _MODULES
        await self._import(record)
        await self._read_stylesheets()
        for name in (*others, *(() if has_child else (*_HTTP, *_DEMO))):
            await self._wait_for_keys()
            await self._import(name)
        if not gc.isenabled():
            # The command line disabled it. No object that exists now is ever garbage, so none is scanned:
            # each full collection takes 30 ms to 140 ms, and would fall on an Enter.
            gc.freeze()
            gc.enable()
            # Opening a screen makes and drops about twenty thousand objects, none of them in a cycle.
            gc.set_threshold(_GC_THRESHOLD)
        release_removed_widgets()
        self.is_loaded.set()
        self.is_wanted = False
        await self._read_stylesheets()
        self.has_stylesheets.set()

    async def _wait_for_keys(self) -> None:
        """Wait while the user types, or sees what a key has opened, but not for ever."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience_s):
                await self._app.wait_until_idle(_IDLE_S)
        self._patience_s -= loop.time() - began

    async def _read_stylesheets(self) -> None:
        app, theme = self._app, self._app.theme
        ahead = await asyncio.to_thread(read_stylesheets, app.stylesheet)
        # If the theme or the sources changed meanwhile, Textual reads the style sheets when it needs them.
        if theme == app.theme and app.stylesheet.source.keys() <= ahead.source.keys():
            app.stylesheet = ahead

    async def _import(self, *names: str) -> None:
        """Import modules one after the other, in a thread so that keys are handled."""
        for name in names:
            async with self._one_at_a_time:
                await asyncio.to_thread(import_module, name, __package__)
