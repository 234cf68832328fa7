"""Log and JSON open in the user's own pager and editor, and the program comes back as it was."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.harness import SAMPLE, running
from tests.journey import TOP, environment
from tests.pty_terminal import Terminal
from tui_app.store.locations import Locations

PROGRAM = [sys.executable, "-m", "tui_app", "--demo"]


def is_lent(terminal: Terminal) -> bool:
    """Whether the screen is that of the shell."""
    return terminal.sent.rfind(b"\x1b[?1049l") > terminal.sent.rfind(b"\x1b[?1049h")


def wait_for_return(terminal: Terminal, modes: list[Any]) -> None:
    """Wait for the program's own screen and modes; in those of the shell the terminal drops ctrl+q."""
    terminal.wait_until(
        lambda: not is_lent(terminal) and terminal.modes == modes, "the program's own screen and modes"
    )


def a_pager(folder: Path) -> str:
    """A pager that keeps what it is given, and waits for a line."""
    script = folder / "pager"
    keep = f'echo "$1" > {folder}/path; cat "$1" > {folder}/text'
    script.write_text(f'#!/bin/sh\n{keep}; echo PAGER; read -r line; echo "$line"\n')
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize(("view", "key", "variable"), [("log", "p", "PAGER"), ("answer", "\x05", "EDITOR")])
def test_the_screen_is_lent_and_taken_back(view: str, key: str, variable: str, tmp_path: Path) -> None:
    said = environment() | {variable: a_pager(tmp_path), "TMPDIR": str(tmp_path)}
    with Terminal([*PROGRAM, SAMPLE, "--view", view], said, TOP) as terminal:
        terminal.wait_for(f"--view {view}", "characters")
        modes = terminal.modes
        terminal.press(key)
        terminal.wait_for("PAGER")
        assert is_lent(terminal)
        terminal.press("on\r")
        wait_for_return(terminal, modes)
        assert not Path((tmp_path / "path").read_text().strip()).parent.exists()
        assert "\x1b" not in (tmp_path / "text").read_text()
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


@pytest.mark.parametrize("rest", ["", "\x1b[B"])
def test_a_quit_key_at_the_end_of_the_pager_is_not_lost(rest: str, tmp_path: Path) -> None:
    said = environment() | {"PAGER": a_pager(tmp_path), "TMPDIR": str(tmp_path)}
    with Terminal([*PROGRAM, SAMPLE, "--view", "log"], said, TOP) as terminal:
        terminal.wait_for("--view log", "characters")
        terminal.press("p")
        terminal.wait_for("PAGER")
        # In one go: the pager ends at the line, and the terminal is still the shell's when it gets the rest.
        terminal.press(f"on\r{rest}\x11")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


def test_ctrl_c_is_the_pagers_own(tmp_path: Path) -> None:
    wait = "read -r line; read -r line"
    said = environment() | {"PAGER": f"sh -c 'trap \"echo caught\" INT; echo PAGER; {wait}' sh"}
    with Terminal([*PROGRAM, SAMPLE, "--view", "log"], said, TOP) as terminal:
        terminal.wait_for("--view log", "characters")
        modes = terminal.modes
        terminal.press("p")
        terminal.wait_for("PAGER")
        terminal.press("\x03")
        terminal.wait_for("caught")
        terminal.press("\r\r")
        wait_for_return(terminal, modes)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


async def test_a_terminal_that_cannot_be_lent_says_so() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "identity")
        await tui.press("l")
        await tui.comes_to("LogScreen", "characters")
        await tui.press("p")
        await tui.notifies("This terminal cannot be lent to another program.")


def test_a_secret_command_that_fails_returns_to_the_program() -> None:
    config = Locations.of_user().config
    config.parent.mkdir(parents=True)
    fields = {key: "k" for key in ("access_key", "org_id", "user_id")} | {"gateway": "https://lab.invalid"}
    lines = [f'{key} = "{value}"' for key, value in (fields | {"secret_command": "false"}).items()]
    config.write_text("\n".join(["[profiles.lab]", *lines, ""]))
    config.chmod(0o600)
    with Terminal([*PROGRAM, "--view", "history"], environment(), TOP) as terminal:
        terminal.wait_for("Nothing opened yet", "connected to")
        modes = terminal.modes
        terminal.press("\x1b[24~")
        terminal.wait_for("Profile", "lab")
        terminal.press("\r")
        terminal.wait_for("secret_command")
        wait_for_return(terminal, modes)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
