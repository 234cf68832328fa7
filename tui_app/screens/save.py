"""A dialog that saves a text to a file."""

import asyncio
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from ..commands.table import BACK
from ..logic import sanitize
from ..messages import SaveText
from ..store.errors import StoreError
from ..store.files import write_new, write_private
from ..widgets.text_field import TextField
from .dialog import Dialog


class SaveScreen(Dialog[Path]):
    """Writes the file that the user names and returns its path."""

    def __init__(self, asked: SaveText) -> None:
        keys = f"enter saves, {BACK.key_name} discards; only you can read the file"
        super().__init__(f"Save {asked.what} as", keys)
        self._asked = asked
        self._confirmed: str | None = None

    def compose_dialog(self) -> ComposeResult:
        """Yield the field and the folder."""
        yield TextField(self._asked.name, id="name")
        yield Static(sanitize.one_line(f"in {_folder()}"), id="outcome", markup=False)

    @on(Input.Submitted)
    @work(exclusive=True)
    async def _save(self, event: Input.Submitted) -> None:
        """Write the file in a thread; an existing one is replaced only when Enter is pressed twice."""
        event.stop()
        if not (name := event.value.strip()):
            return
        try:
            path = await asyncio.to_thread(self._write, name)
        except FileExistsError:
            self._confirmed = name
            self._show_error(f"{name} exists already: enter again replaces it.")
        except (StoreError, OSError, RuntimeError, ValueError) as error:
            # A ~ with an unknown user, a current folder that was deleted, a NUL.
            self._show_error(str(error))
        else:
            self.dismiss(path)

    def _write(self, name: str) -> Path:
        path = Path(name).expanduser().absolute()
        text, escape = self._asked.text(path.name), self._asked.escape
        text = sanitize.clipboard_text(text) if escape is None else escape(path.name, text)
        write = write_private if name == self._confirmed else write_new
        write(path, text)
        return path

    def _show_error(self, text: str) -> None:
        outcome = self.query_one("#outcome", Static)
        outcome.update(sanitize.one_line(text))
        outcome.add_class("-refusal")


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:
        return "a folder that no longer exists"
