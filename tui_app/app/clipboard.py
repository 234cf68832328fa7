"""Copies text to the user's clipboard, and releases the mouse, so that the terminal can select text."""

import asyncio
import os
from dataclasses import replace
from functools import partial

from textual import events, on, work
from textual.app import App, SuspendNotSupported

from ..commands.table import COPY, PRINT_COPIED, TOGGLE_MOUSE
from ..logic import sanitize
from ..logic.cells import cut
from ..messages import Copyable, OpenCopyMenu
from ..store.errors import StoreError
from ..terminal.textual_private import send, set_mouse
from ..widgets.footer import RELEASED
from .launch import Start

_MENU_CELLS = 68
"""Width of a row of a menu at 80 columns, in cells."""
_SHORT = 30
"""Most characters of a text that the message about its copy repeats."""
_MOUSE_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006))
_MOUSE_ON = _MOUSE_OFF.replace("l", "h")


class UserClipboard:
    """Copies texts in the best way that the terminal offers; the last one can be printed."""

    def __init__(self, app: App[int], start: Start) -> None:
        self._app = app
        self._file = start.locations.copied
        self._copied: Copyable | None = None
        self._has_dragged = False

    async def copy(self, choices: list[Copyable]) -> None:
        """Copy a text; the user chooses it if there are several."""
        from ..screens.choose import Choice, ChooseScreen
        from ..terminal import osc52

        column = max(len(choice.what) for choice in choices) + 2
        rows = [
            choice.what.ljust(column) + _start_of(choice.text, _MENU_CELLS - column) for choice in choices
        ]
        menu = ChooseScreen("Copy", rows, prints=True)
        choice = Choice(0) if len(rows) == 1 else await self._app.push_screen_wait(menu)
        if choice is None:
            return
        chosen = choices[choice.index]
        escape = sanitize.portable_text if chosen.is_line else sanitize.clipboard_text
        self._copied = copied = replace(chosen, text=escape(chosen.text))
        copy, write = partial(App.copy_to_clipboard, self._app), partial(send, self._app)
        way = None if choice.prints else await osc52.send(copied.text, os.environ, copy, write)
        if way is None:
            await self._print(copied)
        else:
            self._notify(copied, f"{way}. Clipboard empty? Press {PRINT_COPIED.key_name} to print the text")

    async def print_copied(self) -> None:
        """Print the text that was copied last."""
        if self._copied is None:
            self._app.notify(f"Nothing copied yet: {COPY.key_name} copies.", severity="warning", markup=False)
        else:
            await self._print(self._copied)

    async def _print(self, copied: Copyable) -> None:
        """Print a text on the bare screen, and write it to a file."""
        from ..store.files import write_private
        from ..terminal import print_out
        from ..terminal.shell_screen import shell_screen

        try:
            await asyncio.to_thread(write_private, self._file, copied.text)
            note = f"also in {sanitize.one_line(str(self._file))}"
        except StoreError as error:
            note = sanitize.one_line(str(error))
        is_long = len(copied.text) > print_out.MAX_CHARACTERS
        lines = ["(too long to print)"] if is_long else sanitize.lines(copied.text)
        try:
            with shell_screen(self._app):
                is_quit = print_out.show(lines, f"{_summary(copied)}, {note}")
            if is_quit:
                self._app.exit(0)
            self._notify(copied, f"printed, {note}")
        except SuspendNotSupported:
            self._notify(copied, note)

    def toggle_mouse(self) -> None:
        """Release the mouse to the terminal, or take it back."""
        app = self._app
        app.toggle_class(RELEASED)
        is_released = app.has_class(RELEASED)
        send(app, _MOUSE_OFF if is_released else _MOUSE_ON)
        set_mouse(app, not is_released)
        app.notify(
            f"The terminal has the mouse: {TOGGLE_MOUSE.key_name} takes it back."
            if is_released
            else "The program has the mouse again.",
            markup=False,
        )
        app.screen.refresh_bindings()

    def explain_dragging(self) -> None:
        """Tell the user once how the terminal can select text with the mouse."""
        if not self._has_dragged:
            self._has_dragged = True
            self._app.notify(
                f"{TOGGLE_MOUSE.key_name} leaves the mouse to the terminal, to select with it.", markup=False
            )

    def _notify(self, copied: Copyable, result: str) -> None:
        self._app.notify(f"{_summary(copied)}: {result}.", markup=False)


class ClipboardHandlers(App[int]):
    """Handlers of what concerns the clipboard and the mouse."""

    user_clipboard: UserClipboard

    @on(OpenCopyMenu)
    @work(group="copy", description="copy a text")
    async def _copy(self, event: OpenCopyMenu) -> None:
        await self.user_clipboard.copy(event.choices)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what Textual's own keys copy or cut."""
        self.post_message(OpenCopyMenu([Copyable("selection", text)]))

    async def action_print_copied(self) -> None:
        """Print the text that was copied last."""
        await self.user_clipboard.print_copied()

    def action_toggle_mouse(self) -> None:
        """Release the mouse to the terminal, or take it back."""
        self.user_clipboard.toggle_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Handle an attempt to select text with the mouse."""
        if event.button and self.mouse_captured is None:
            self.user_clipboard.explain_dragging()


def _summary(copied: Copyable) -> str:
    """The name and length of what was copied; an id or a short name itself, too."""
    is_shown = copied.is_line and len(copied.text) <= _SHORT
    shown = f" {sanitize.value(copied.text)}" if is_shown else ""
    return f"{copied.what}{shown}, {len(copied.text):,} characters"


def _start_of(text: str, cells: int) -> str:
    """The start of a text on one line, cut to some cells."""
    return cut(sanitize.one_line(text[:cells]) + "…" * (len(text) > cells), cells)
