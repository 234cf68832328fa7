"""A Textual app for unreliable lines: drivers, key queue, redrawing and signals put together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from textual import events, on
from textual.driver import Driver

from .diff_driver import Redraw
from .driver import build_driver_class, wants_diff
from .early_terminal import EarlyTerminal
from .input_parser import SPLIT_KEY_WAIT_S, KeySplit
from .key_queue import KeyQueue, Marker
from .signals import SignalHandler
from .textual_private import HookedApp


class TerminalApp(HookedApp):
    """An app whose keys, frames and end do not depend on the quality of the line."""

    def __init__(self, early: EarlyTerminal) -> None:
        super().__init__()
        self.early = early
        """The terminal as the command line took it; the driver takes it over."""
        self._redraw = Redraw(self)
        self._key_queue = KeyQueue(self, super().on_event)
        self._signal_handler = SignalHandler(self)

    def release_terminal(self) -> None:
        """Give the terminal back, should a driver that has failed not have done so."""
        self.early.restore()

    def get_driver_class(self) -> type[Driver]:
        """The stack of drivers for this platform."""
        return build_driver_class(super().get_driver_class(), diff=wants_diff(os.environ))

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Return the terminal to the shell while the block runs, and take it back even where it raises.

        Textual 8.2 takes it back only after a block that ends without an error.
        """
        failure: Exception | None = None
        with super().suspend():
            try:
                yield
            except Exception as error:
                failure = error
        if failure is not None:
            raise failure

    async def on_mount(self) -> None:
        """Handle signals from now on."""
        self._signal_handler.start()

    def open_keyboard(self) -> None:
        """Deliver keys, those too that were typed before the first screen was there."""
        self._key_queue.open()

    async def wait_until_delivered(self) -> None:
        """Wait until every key that was typed so far has done its work."""
        await self._key_queue.wait_until_delivered()

    async def wait_until_idle(self, idle_s: float) -> None:
        """Wait until no key has come for some seconds."""
        await self._key_queue.wait_until_idle(idle_s)

    async def on_event(self, event: events.Event) -> None:
        """Queue a key or paste; handle everything else at once."""
        if not self._key_queue.add(event):
            await super().on_event(event)

    @on(Marker)
    def _set_marker(self, event: Marker) -> None:
        event.reached_app.set()

    @on(KeySplit)
    def _explain_split_key(self) -> None:
        self.notify(
            "The connection delivered one key in two parts, so it was read as escape. "
            f"From now on escape waits {SPLIT_KEY_WAIT_S:g} s.",
            severity="warning",
            markup=False,
        )

    @on(Driver.SignalResume)
    def _redraw_after_a_stop(self) -> None:
        self._redraw.now()

    def on_resize(self, event: events.Resize) -> None:
        """Redraw once the window keeps its size."""
        self._redraw.after_resize(event.size)

    def action_redraw(self) -> None:
        """Draw the whole screen again."""
        self._redraw.now()
