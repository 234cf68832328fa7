"""What the app does to bring a text to the person's clipboard, and about the mouse, which can select one."""

import os

from textual import events, on, work
from textual.app import App, SuspendNotSupported

from ..commands.table import COPY, PRINT_COPIED, TOGGLE_MOUSE
from ..logic import sanitize
from ..logic.cells import cut
from ..messages import Copyable, OpenCopyMenu
from ..store.errors import StoreError
from ..widgets.footer import RELEASED
from .launch import Start

_MENU_CELLS = 68
"""Room for a row of a menu at 80 columns."""
_NO_MOUSE = "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006))
_MOUSE = _NO_MOUSE.replace("l", "h")


class ClipboardMixin(App[int]):
    """An app that copies by whatever way there is."""

    _start: Start
    _copied: Copyable | None = None
    _has_dragged = False

    @on(OpenCopyMenu)
    @work(group="copy")
    async def _copy(self, event: OpenCopyMenu) -> None:
        from ..screens.choose import ChooseScreen
        from ..terminal import osc52

        choices = event.choices
        column = max(len(choice.what) for choice in choices) + 2
        rows = [choice.what.ljust(column) + _begin(choice.text, _MENU_CELLS - column) for choice in choices]
        menu = ChooseScreen("Copy", rows, prints=True)
        place = 0 if len(rows) == 1 else await self.push_screen_wait(menu)
        if place is None:
            return
        self._copied = chosen = Copyable(choices[place].what, sanitize.pasteable(choices[place].text))
        way = None
        if not menu.is_to_print:
            way = await osc52.send(chosen.text, os.environ, super().copy_to_clipboard, self._send)
        if way is None:
            self._print_out(chosen)
        else:
            self._tell(chosen, f"{way}. Nothing there? {PRINT_COPIED.key_name} prints it")

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own keys copy or cut takes the same ways."""
        self.post_message(OpenCopyMenu([Copyable("selection", text)]))

    def action_print_copied(self) -> None:
        """Print the text that was copied last."""
        if self._copied is None:
            self.notify(f"Nothing is copied yet: {COPY.key_name} copies.", severity="warning", markup=False)
        else:
            self._print_out(self._copied)

    def _print_out(self, chosen: Copyable) -> None:
        """Print a text on the bare screen, and write it to a file."""
        from ..store.files import write_private
        from ..terminal import print_out

        path = self._start.locations.copied
        try:
            write_private(path, chosen.text)
            note = f"also in {sanitize.one_line(str(path))}"
        except StoreError as error:
            note = sanitize.one_line(str(error))
        is_long = len(chosen.text) > print_out.MOST_CHARACTERS
        lines = ["(too long to be printed)"] if is_long else sanitize.lines(chosen.text)
        try:
            # Nothing else goes on meanwhile, as while the program is stopped: whatever drew would block.
            with self.suspend():
                print_out.show(lines, f"{_told(chosen)}, {note}")
            self._tell(chosen, f"printed, {note}")
        except SuspendNotSupported:
            self._tell(chosen, note)

    def _tell(self, chosen: Copyable, how: str) -> None:
        self.notify(f"{_told(chosen)}: {how}.", markup=False)

    def action_toggle_mouse(self) -> None:
        """Let the terminal have the mouse, or take it back."""
        self.toggle_class(RELEASED)
        is_released = self.has_class(RELEASED)
        self._send(_NO_MOUSE if is_released else _MOUSE)
        if self._driver is not None:
            # Whoever comes back after ctrl+z finds the mouse as it was left.
            self._driver._mouse = not is_released
        self.notify(
            f"The mouse is the terminal's: {TOGGLE_MOUSE.key_name} takes it back."
            if is_released
            else "The mouse is the program's again.",
            markup=False,
        )
        self.screen.refresh_bindings()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Whoever draws the mouse over text to select it is told how, once."""
        if event.button and self.mouse_captured is None and not self._has_dragged:
            self._has_dragged = True
            self.notify(
                f"{TOGGLE_MOUSE.key_name} leaves the mouse to the terminal, to select with it.", markup=False
            )

    def _send(self, sequence: str) -> None:
        """Send a sequence that draws nothing; Textual has no call of its own for these."""
        if self._driver is not None:
            self._driver.write(sequence)


def _told(chosen: Copyable) -> str:
    return f"{chosen.what}, {len(chosen.text):,} characters"


def _begin(text: str, cells: int) -> str:
    """The beginning of a text on one line, as much as fits."""
    return cut(sanitize.one_line(text[:cells]) + "…" * (len(text) > cells), cells)
