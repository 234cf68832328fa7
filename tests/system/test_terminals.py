"""The kinds of terminal people sit at: open a task by keys, quit; what is sent, what is left behind."""

import random
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.logic import sanitize

pytestmark = pytest.mark.system

DEMO = [*PROGRAM, "--demo"]
SAMPLE = "118979-2021020211"
OWN = {"16", "default"}


@dataclass(frozen=True)
class Kind:
    """One kind of terminal, and what it may be sent."""

    name: str
    said: dict[str, str] = field(default_factory=dict)
    colours: set[str] = field(default_factory=lambda: OWN)
    is_ascii: bool = False


KINDS = [
    Kind("xterm", {"TERM": "xterm"}),
    Kind("16 colours", {"TERM": "xterm-16color"}),
    Kind("linux console", {"TERM": "linux"}, is_ascii=True),
    Kind("screen", {"TERM": "screen"}),
    Kind("tmux-256color", {"TERM": "tmux-256color"}, {"256"}),
    Kind("xterm-256color", {"TERM": "xterm-256color"}, {"256"}),
    Kind("24 bit", {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, {"24 bit"}),
    Kind("far away", {"TERM": "xterm-256color", "COLORTERM": "truecolor", "SSH_TTY": "/dev/pts/7"}),
    Kind("NO_COLOR", {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, set()),
    Kind("NO_COLOR on 16", {"TERM": "xterm", "NO_COLOR": "1"}, set()),
    Kind("C", {"LC_ALL": "C"}, {"256"}, is_ascii=True),
    Kind("POSIX by LANG", {"LANG": "POSIX", "TERM": "xterm"}, is_ascii=True),
    Kind("Latin 1", {"LANG": "de_DE.ISO-8859-1"}, {"256"}, is_ascii=True),
]


def open_a_task(terminal: Terminal, is_ascii: bool) -> None:
    """From the start to the failed task of last night, by keys alone."""
    terminal.wait_for("connected to the built-in demo", "monthly_report", "f1 Help")
    terminal.press("ctrl+t")
    terminal.wait_for("Examples in the demo")
    terminal.press("down", "down", "down", "enter")
    sign, name = ("x", "\\u6e05\\u6d17\\u98ce") if is_ascii else ("✗", "清洗风机数据")
    terminal.wait_for(f"{sign} FAIL (-1)", name, "clean_turbine_data", "startTime", "runMode {8 keys}")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_is_sent_what_it_can_show_and_left_as_it_was(kind: Kind) -> None:
    with Terminal(DEMO, environment() | kind.said, TOP) as terminal:
        open_a_task(terminal, kind.is_ascii)
        terminal.press("y")
        terminal.wait_for("value of status", "command line")
        terminal.press("escape")
        terminal.wait_for("runMode {8 keys}")
        terminal.press("?")
        terminal.wait_for("Keys of this screen")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
        assert terminal.colours <= kind.colours | ({"default"} if kind.colours else set())
        assert kind.colours <= terminal.colours
        assert terminal.sent.isascii() or not kind.is_ascii


def test_a_terminal_without_a_screen_is_told_and_a_lookup_works_there() -> None:
    with Terminal(DEMO, environment() | {"TERM": "dumb"}, TOP) as terminal:
        assert terminal.wait_for_exit() == 2
        assert "TERM is 'dumb'" in terminal.text
        assert "use enos-tui get ID" in terminal.text
        assert b"\x1b" not in terminal.sent
    with Terminal([*PROGRAM, "get", "--demo", SAMPLE], environment() | {"TERM": "dumb"}, TOP) as terminal:
        assert terminal.wait_for_exit() == 0
        assert b"SUCCESS" in terminal.sent
        assert b"\x1b" not in terminal.sent


@contextmanager
def in_tmux(
    folder: Path, command: Sequence[str], inner: str = "screen"
) -> Iterator[tuple[Terminal, list[str]]]:
    """A tmux of its own that runs one command in a terminal; with it, how to ask that tmux."""
    tmux, config = ["tmux", "-S", str(folder / "socket")], folder / "tmux.conf"
    config.write_text(f"set -g status off\nset -g default-terminal {inner}\n")
    begin = [*tmux, "-u", "-f", str(config), "new-session", shlex.join(command)]
    try:
        with Terminal(begin, environment(), TOP) as terminal:
            yield terminal, tmux
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)


def a_shell_that(folder: Path, said: dict[str, str]) -> list[str]:
    """A shell that runs the program once, tells how it ended, and waits for Enter."""
    script = folder / "begin"
    lines = [f"export {name}={shlex.quote(value)}" for name, value in said.items() if name != "TERM"]
    lines += [f"stty -a >{folder}/before", shlex.join(DEMO), "code=$?", f"stty -a >{folder}/after"]
    script.write_text("\n".join([*lines, "echo ended with $code on $TERM", "read enter"]))
    return ["sh", str(script)]


def assert_modes_restored(folder: Path) -> None:
    before = (folder / "before").read_text()
    assert "speed" in before
    assert (folder / "after").read_text() == before


@pytest.mark.parametrize(
    ("inner", "said"),
    [("screen", {}), ("tmux-256color", {}), ("screen-256color", {}), ("screen", {"LC_ALL": "C"})],
    ids=["default", "tmux-256color", "screen-256color", "C"],
)
def test_inside_tmux(tmp_path: Path, inner: str, said: dict[str, str]) -> None:
    begin = a_shell_that(tmp_path, said)
    with in_tmux(tmp_path, begin, inner) as (terminal, tmux):
        open_a_task(terminal, bool(said))
        assert_frame_stands(terminal, is_ascii=bool(said))
        terminal.press("ctrl+q")
        terminal.wait_for(f"ended with 0 on {inner}")
        flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{mouse_sgr_flag} #{wrap_flag}"
        shown = subprocess.run([*tmux, "display", "-p", flags], capture_output=True, text=True, check=True)
        assert shown.stdout.split() == ["0", "1", "0", "0", "1"]
        assert_modes_restored(tmp_path)
        terminal.press("enter")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("said", [{}, {"LC_ALL": "C"}], ids=["UTF-8", "C"])
def test_inside_gnu_screen(tmp_path: Path, said: dict[str, str]) -> None:
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    outer = ["screen", "-U", "-c", "/dev/null", *a_shell_that(tmp_path, said)]
    with Terminal(outer, environment() | {"SCREENDIR": str(sockets)}, TOP) as terminal:
        open_a_task(terminal, bool(said))
        assert_frame_stands(terminal, is_ascii=bool(said))
        terminal.press("ctrl+q")
        terminal.wait_for("ended with 0 on screen")
        assert_modes_restored(tmp_path)
        assert not terminal.is_cursor_hidden
        terminal.press("enter")
        assert terminal.wait_for_exit() == 0
        assert terminal.sent.rfind(b"\x1b[?1000h") <= terminal.sent.rfind(b"\x1b[?1000l")


def assert_frame_stands(terminal: Terminal, *, is_ascii: bool) -> None:
    """Column by column, as the terminal counts them: the edges of a dialog over Chinese names."""
    terminal.press("y")
    side = "|" if is_ascii else "│"
    terminal.wait_for("value of status", "command line")
    # A frame may come in parts.
    terminal.wait_until(lambda: _sides(terminal, side) > 8, "both edges of the dialog")
    terminal.press("escape")
    terminal.wait_for("runMode {8 keys}")


def _sides(terminal: Terminal, side: str) -> int:
    """Rows with both edges where they belong; 0 if one has the left edge alone."""
    rights = [row[76] for row in terminal.rows if row[3] == side]
    return len(rights) if set(rights) == {side} else 0


# Widths.

SEEN_WIDTHS = r"""
import os, re, sys, tty
tty.setraw(0)
with open(sys.argv[1], encoding="utf-8") as given, open(sys.argv[2], "w") as seen:
    for line in given:
        os.write(1, b"\r\x1b[K" + line.rstrip("\n").encode() + b"\x1b[6n")
        told = b""
        while not told.endswith(b"R"):
            told += os.read(0, 1)
        print(int(re.search(rb";(\d+)R", told)[1]) - 1, file=seen)
"""


def test_tmux_gives_every_character_that_is_drawn_the_cells_that_were_reckoned(tmp_path: Path) -> None:
    drawn = [
        chr(code) for code in range(0xA0, 0x20000) if sanitize.one_line(f"x{chr(code)}") == f"x{chr(code)}"
    ]
    assert len(drawn) > 60_000
    lines = ["".join(f"x{char}" for char in drawn[start : start + 16]) for start in range(0, len(drawn), 16)]
    given, seen, script = tmp_path / "given", tmp_path / "seen", tmp_path / "seen.py"
    given.write_text("\n".join(lines) + "\n", encoding="utf-8")
    script.write_text(SEEN_WIDTHS)
    with in_tmux(tmp_path, [PROGRAM[0], str(script), str(given), str(seen)]) as (terminal, _):
        assert terminal.wait_for_exit() == 0
    widths = [int(width) for width in seen.read_text().split()]
    wrong = [line for line, width in zip(lines, widths, strict=True) if cell_len(line) != width]
    assert [f"{line} {[hex(ord(char)) for char in line[1::2]]}" for line in wrong] == []


# Sizes.


def test_two_hundred_sizes_leave_the_right_picture() -> None:
    whims = random.Random(7)
    with Terminal([*DEMO, SAMPLE], environment(), TOP, (100, 30)) as terminal:
        terminal.wait_for("DataIntegration", "startTime")
        for turn in range(200):
            terminal.resize(whims.randint(1, 200), whims.randint(1, 60))
            if turn % 5 == 0:
                terminal.press(whims.choice(["down", "up", "tab", "r"]))
            if turn % 20 == 0:
                terminal.read()
        terminal.resize(50, 10)
        terminal.wait_for("The window is 50x10; enos-tui needs 60x16.")
        terminal.resize(100, 30)
        terminal.wait_for("DataIntegration", "? Help")
        terminal.press("J")
        with Terminal([*DEMO, SAMPLE, "--view", "answer"], environment(), TOP, (100, 30)) as fresh:
            fresh.wait_for("answer about", "? Help", '"OK"')

            def is_the_same() -> bool:
                fresh.read()
                return terminal.text == fresh.text

            terminal.wait_until(is_the_same, f"the same picture as\n{fresh.text}\n")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
        assert b"Traceback" not in terminal.sent
