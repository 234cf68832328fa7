"""Where to save a text."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from ..commands.table import BACK, bindings
from ..logic import sanitize
from ..store.errors import StoreError
from ..store.files import write_new, write_private
from ..widgets.text_field import TextField
from .dialog import Dialog


class SaveScreen(Dialog[Path | None]):
    """Asks for a file name and writes; gives the path that was written, None after escape."""

    BINDINGS = bindings(BACK)
    CSS_PATH = "save.tcss"

    def __init__(self, what: str, name: str, text: Callable[[str], str]) -> None:
        """Take what `messages.SaveText` brings."""
        super().__init__()
        self._what = what
        self._file_name = name
        self._text = text
        self._may_replace: str | None = None

    def compose_dialog(self) -> ComposeResult:
        """The name, where it will be, what to do."""
        yield Label(f"Save {self._what} as", id="title", markup=False)
        yield TextField(self._file_name, id="name", compact=True)
        yield Static(sanitize.one_line(f"in {_folder()}"), id="outcome", markup=False)
        yield Label(
            f"enter saves, {BACK.key_name} discards; the file will be readable by you alone",
            id="end",
            markup=False,
        )

    @on(Input.Submitted)
    @work(exclusive=True)
    async def _save(self, event: Input.Submitted) -> None:
        """Write to a new file; over one that is there only when Enter is pressed twice."""
        event.stop()
        if not (name := event.value.strip()):
            return
        try:
            path = await asyncio.to_thread(self._write, name)
        except FileExistsError:
            self._may_replace = name
            self._tell(f"{name} is there already: enter again replaces it.")
        except (StoreError, OSError, RuntimeError, ValueError) as error:
            # No such user behind a ~, a current folder that is gone, a NUL.
            self._tell(str(error))
        else:
            self.dismiss(path)

    def _write(self, name: str) -> Path:
        path = Path(name).expanduser().absolute()
        text = sanitize.pasteable(self._text(path.name))
        write = write_private if name == self._may_replace else write_new
        write(path, text)
        return path

    def action_back(self) -> None:
        """Write nothing."""
        self.dismiss(None)

    def _tell(self, text: str) -> None:
        outcome = self.query_one("#outcome", Static)
        outcome.update(sanitize.one_line(text))
        outcome.add_class("-refusal")


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:
        return "a folder that is gone"
