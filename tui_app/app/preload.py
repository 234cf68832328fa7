"""What follows the first picture: all that it does without is made ready while the person reads and types."""

import asyncio
import gc
from importlib import import_module

from textual import work
from textual.app import App

from .stylesheets import read_ahead

_DIALOGS = ("..screens.choose", "..screens.help", "..screens.name", "..screens.note", "..screens.save")
_THE_REST = (
    ".routes",
    *_DIALOGS,
    "..services.connect",
    "..services.library",
    "..demo.transport",
    "..demo.tour",
)
"""What imports all that is left: the other screens, httpx, pydantic."""

_OBJECTS = 20_000
"""So many more of them than before start a search for garbage."""


class PreloadMixin(App[int]):
    """An app that shows its first screen before the rest of it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.is_whole = asyncio.Event()
        """Is everything imported that a question and its screen need?"""
        self.has_sheets = asyncio.Event()
        """Does every screen find its style sheet read?"""

    @work
    async def become_whole(self) -> None:
        """Import the rest, then read its style sheets, in a thread: keys are heard meanwhile."""
        await asyncio.to_thread(_import_the_rest)
        if not gc.isenabled():
            # The command line has turned it off. Nothing up to here is ever garbage, so it is never searched:
            # each search of the whole, 30 ms to 140 ms, would fall on an Enter.
            gc.freeze()
            gc.enable()
            # To open a screen makes and drops about twenty thousand objects, none of them in a circle.
            gc.set_threshold(_OBJECTS)
        self.is_whole.set()
        theme = self.theme
        ahead = await asyncio.to_thread(read_ahead, self.stylesheet)
        # Of no use where what it depends on has changed meanwhile: Textual reads on as it goes, then.
        if theme == self.theme and self.stylesheet.source.keys() <= ahead.source.keys():
            self.stylesheet = ahead
        self.has_sheets.set()


def _import_the_rest() -> None:
    for name in _THE_REST:
        import_module(name, __package__)
    from ..models.flow_instance import FlowInstance
    from ..models.task_instance import TaskInstance

    for record in (TaskInstance, FlowInstance):
        record.model_rebuild()
