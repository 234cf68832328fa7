"""Finds the styles and keys of the frame before the app, from what the program draws itself.

``python -m tests.frame_styles`` writes them down.
"""

import asyncio
import re
import shutil
import subprocess
from pathlib import Path
from pprint import pformat
from tempfile import TemporaryDirectory

import pytest
from httpx import MockTransport, Request, Response

import tui_app
from tests.harness import SAMPLE, an_app, over
from tests.journey import PROGRAM, TOP
from tests.pty_terminal import Terminal
from tui_app.app.launch import Start
from tui_app.commands.table import BACK, TOGGLE_SAVED
from tui_app.models.preferences import AUTO, THEMES
from tui_app.store.locations import Locations
from tui_app.terminal.first_frame import STYLES
from tui_app.terminal.screen_diff import ScreenBuffer
from tui_app.terminal.sgr import PLAIN, Cell, sequence_between
from tui_app.widgets.footer import Footer

FrameKey = tuple[str, str, str, int]
KEYS = Path(tui_app.__file__).with_name("terminal") / "first_frame_keys.py"
TERMS = {
    None: {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    256: {"TERM": "xterm-256color"},
    16: {"TERM": "xterm"},
}
"""The environment of a terminal by the number of its colours."""

SIGNS = ("task or flow instance id", "Help", "Nothing opened yet")
"""What stands on the first screen as soon as all of it is drawn."""
_PLACES = {
    "name": (1, 1),
    "muted": (1, 10),
    "bar": (24, 3),
    "page": (3, 40),
    "cursor": (4, 1),
    "input": (4, 6),
    "advice": (5, 1),
    "key": (24, 1),
}
"""A cell of each part on the first screen, at 80x24: line from 1, column from 0."""
_MODES = re.compile(r"\r|\x1b\[[?>][\d;]*[$a-z]+|\x1b\][^\x07]*\x07")
"""What is sent beside text, styles and places."""
_PROFILE = """\
[profiles.default]
gateway = "http://127.0.0.1:9"
access_key = "k"
secret_key = "s"
org_id = "o1"
user_id = "u1"
overview = "off"
"""
"""A profile whose gateway refuses, and whose first screen has the line about ids."""
_HEAD = '''\
"""Keys of the frame before the app; written by ``python -m tests.frame_styles``.

Computed beforehand, as the frame cannot wait until Textual is imported.
"""

FrameKey = tuple[str, str, str, int]
"""The key, the key in ASCII, the label, and the rank of a key that needs room; 0 for any other."""

'''


def cells_of(sent: bytes) -> dict[int, list[Cell | None]]:
    """The cells of a screen by line, from what was sent to it."""
    buffer = ScreenBuffer()
    buffer.diff(_MODES.sub("", sent.decode()))
    return buffer._lines


def settings_of(home: Path, theme: str = AUTO, **environment: str) -> dict[str, str]:
    """The environment of a program with a theme."""
    config = home / ".config" / "enos-tui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'theme = "{theme}"\n{_PROFILE}')
    config.chmod(0o600)
    bare = {"PATH": str(Path(PROGRAM[0]).parent), "HOME": str(home), "LANG": "C.UTF-8"}
    # The program's own diff spells styles in ways that it never has to read.
    return bare | {"ENOS_TUI_DIFF": "0"} | environment


def main() -> None:
    """Write both files; what they held before must not get into what is found."""
    before = {path: path.read_text(encoding="utf-8") for path in (Path(STYLES), KEYS)}
    _write({}, {})
    try:
        _find()
    except BaseException:  # Ctrl-C too must leave the files as they were; it is raised again.
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
        raise


def _find() -> None:
    styles = {("", None): _styles(AUTO, NO_COLOR="1", **TERMS[None])} | {
        (theme, colours): _styles(theme, **term)
        for theme in THEMES
        if theme != AUTO
        for colours, term in TERMS.items()
    }
    _write(styles, asyncio.run(_footers()))
    subprocess.run([shutil.which("ruff") or "ruff", "format", "-q", str(KEYS)], check=True)


def _write(
    styles: dict[tuple[str, int | None], dict[str, str]], footers: dict[str, tuple[FrameKey, ...]]
) -> None:
    rows = [["theme", "colours", *_PLACES]]
    rows += [
        [theme, str(colours or ""), *(parts[name] for name in _PLACES)]
        for (theme, colours), parts in styles.items()
    ]
    Path(STYLES).write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    KEYS.write_text(
        f"{_HEAD}FOOTERS: dict[str, tuple[FrameKey, ...]] = {pformat(footers, sort_dicts=False)}\n"
        '"""Keys of a screen, as the footer shows them."""\n\n'
        f'BACK_KEY = "{BACK.key_name}"\n"""The key that goes back, as a sentence names it."""\n',
        encoding="utf-8",
    )


def _styles(theme: str, **environment: str) -> dict[str, str]:
    with (
        TemporaryDirectory() as home,
        Terminal(PROGRAM, settings_of(Path(home), theme, **environment), TOP) as terminal,
    ):
        terminal.wait_for(*SIGNS)
        terminal.wait_for_rest()
        cells = cells_of(terminal.sent)
        found = {}
        for part, (y, x) in _PLACES.items():
            cell = cells[y][x]
            assert cell is not None
            found[part] = sequence_between(PLAIN, cell.style)[2:-1]
        return found


async def _footers() -> dict[str, tuple[FrameKey, ...]]:
    first = await _footer(None)
    return {
        "lookup": first,
        "lookup without overview": tuple(key for key in first if key[2] != TOGGLE_SAVED.label),
        "instance": await _footer(SAMPLE),
    }


async def _silent(_: Request) -> Response:
    """Leave a request without an answer, which would bring keys of its own."""
    await asyncio.Event().wait()
    raise AssertionError


async def _footer(text: str | None) -> tuple[FrameKey, ...]:
    """The keys of the first frame; later ones have those of lists too."""
    with pytest.MonkeyPatch.context() as patch:
        app = an_app(
            patch, Start(Locations.of_user(), demo=True, open_text=text), over(MockTransport(_silent))
        )
        async with app.run_test():
            keys = app.screen.query_one(Footer).keys
    return tuple(
        (key.display, key.display if key.display.isascii() else key.key, key.label, key.room_rank)
        for key in keys
    )


if __name__ == "__main__":
    main()
