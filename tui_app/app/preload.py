"""Work deferred until after the first frame: imports and style sheets."""

import asyncio
import gc
from importlib import import_module

from textual.app import App

from ..terminal.textual_private import release_removed_widgets
from . import routes
from .stylesheets import read_stylesheets

_DIALOGS = ("..screens.choose", "..screens.help", "..screens.name", "..screens.note", "..screens.save")
_MODULES = (
    *routes.MODULES,
    *_DIALOGS,
    "..services.connect",
    "..services.library",
    "..services.overview",
    "..services.prefetch",
    "..widgets.overview_table",
    "..demo.transport",
    "..demo.tour",
)
"""Modules that import everything else: the other screens, httpx, pydantic."""

_GC_THRESHOLD = 20_000
"""Generation-0 threshold of the garbage collector, in objects."""


class Preloader:
    """Prepares an app in the background while the user reads and types."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self.is_loaded = asyncio.Event()
        """Set once everything is imported that a request and its screen need."""
        self.has_stylesheets = asyncio.Event()
        """Set once the style sheets of all screens are read."""

    async def run(self) -> None:
        """Import the other modules, then read their style sheets, in a thread so that keys are handled."""
        await asyncio.to_thread(_import_modules)
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


def _import_modules() -> None:
    for name in _MODULES:
        import_module(name, __package__)
