"""Work deferred until after the first frame: imports and style sheets."""

import asyncio
import gc
from importlib import import_module

from textual.app import App

from ..terminal.textual_private import release_removed_widgets
from . import routes
from .stylesheets import read_stylesheets

_DIALOGS = ("..screens.choose", "..screens.help", "..screens.name", "..screens.note", "..screens.save")
_DEMO = "..demo.transport"
_SERVICES = (
    "..services.connect",
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
    _DEMO,
    "..demo.tour",
)
"""Modules that import everything else: the other screens, and pydantic."""

_GC_THRESHOLD = 20_000
"""Generation-0 threshold of the garbage collector, in objects."""


class Preloader:
    """Prepares an app in the background while the user reads and types."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._one_at_a_time = asyncio.Lock()
        self.has_services = asyncio.Event()
        """Set once everything is imported that requests need, and the list of the first screen."""
        self.is_loaded = asyncio.Event()
        """Set once everything is imported."""
        self.has_stylesheets = asyncio.Event()
        """Set once the style sheets of all screens are read."""

    async def import_services(self, *, is_demo: bool = False) -> None:
        """Import what the first requests need."""
        await self._import(*_SERVICES, *([_DEMO] if is_demo else []))
        self.has_services.set()

    async def import_screen(self, view_name: str) -> None:
        """Import the screen of a view ahead of those that nobody has asked for yet."""
        if not self.is_loaded.is_set():
            await self._import(*routes.modules_of(view_name))

    async def run(self) -> None:
        """Import the other modules, then read their style sheets."""
        await self._import(*_MODULES)
        if not gc.isenabled():
            # The command line disabled it. No object that exists now is ever garbage, so none is scanned:
            # each full collection takes 30 ms to 140 ms, and would fall on an Enter.
            gc.freeze()
            gc.enable()
            # Opening a screen makes and drops about twenty thousand objects, none of them in a cycle.
            gc.set_threshold(_GC_THRESHOLD)
        release_removed_widgets()
        self.is_loaded.set()
        app, theme = self._app, self._app.theme
        ahead = await asyncio.to_thread(read_stylesheets, app.stylesheet)
        # If the theme or the sources changed meanwhile, Textual reads the style sheets when it needs them.
        if theme == app.theme and app.stylesheet.source.keys() <= ahead.source.keys():
            app.stylesheet = ahead
        self.has_stylesheets.set()

    async def _import(self, *names: str) -> None:
        """Import modules one after the other, in a thread so that keys are handled."""
        for name in names:
            async with self._one_at_a_time:
                await asyncio.to_thread(import_module, name, __package__)
