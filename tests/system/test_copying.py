"""What is copied arrives as it is: through real tmux and real GNU screen, and by hand."""

import re
import shlex
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.store.locations import Locations

pytestmark = pytest.mark.system

TMUX_CONFIGURATIONS = {
    "default": "",
    "set-clipboard on": "set -s set-clipboard on",
    "set-clipboard off": "set -s set-clipboard off",
    "allow-passthrough on": "set -g allow-passthrough on",
}
SIZES = {"80 B": 80, "60 KB": 60_000}
_OSC_52 = re.compile(rb"\x1b\]52;[a-z0-9]*;([^\x07\x1b]*)(?:\x07|\x1b\\)")


def sample(size_bytes: int) -> str:
    """Lines of Chinese and of tabs, of so many bytes."""
    lines = "".join(f"{number:05d}\t风电场 SCADA 数据\n" for number in range(size_bytes // 20))
    text = lines.encode()[:size_bytes].decode("utf-8", "ignore")
    return text + "." * (size_bytes - len(text.encode()))


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def text(request: pytest.FixtureRequest) -> str:
    return sample(request.param)


def copier(folder: Path, text: str) -> list[str]:
    """The command that copies a text as soon as it runs."""
    (folder / "text").write_text(text, encoding="utf-8")
    return [sys.executable, "-m", "tests.system.copier", str(folder / "text")]


def received(terminal: Terminal) -> list[str]:
    """What a terminal that knows OSC 52 has in its clipboard, one after the other."""
    return [b64decode(coded).decode() for coded in _OSC_52.findall(terminal.sent)]


def said(**more: str) -> dict[str, str]:
    return environment() | {"PYTHONPATH": TOP} | more


def in_tmux(folder: Path, configuration: str, command: Sequence[str]) -> list[str]:
    """A tmux of its own around a command."""
    (folder / "tmux.conf").write_text(f"{configuration}\n")
    tmux = ["tmux", "-S", str(folder / "tmux"), "-f", str(folder / "tmux.conf"), "new-session"]
    return [*tmux, f"cd {shlex.quote(TOP)}; {shlex.join(command)}"]


def tmux(folder: Path, *words: str) -> str:
    command = ["tmux", "-S", str(folder / "tmux"), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def test_without_tmux_the_terminal_gets_it(text: str, tmp_path: Path) -> None:
    with Terminal(copier(tmp_path, text), said(), TOP) as terminal:
        terminal.wait_for("sample,", "52).")
        assert received(terminal) == [text]
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("configuration", TMUX_CONFIGURATIONS.values(), ids=TMUX_CONFIGURATIONS)
def test_tmux_gets_it_and_hands_it_on(configuration: str, text: str, tmp_path: Path) -> None:
    with Terminal(in_tmux(tmp_path, configuration, copier(tmp_path, text)), said(), TOP) as terminal:
        terminal.wait_for("sample,", "tmux,", "terminal's")
        assert tmux(tmp_path, "save-buffer", "-") == text
        assert received(terminal) == [text]
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_screen_hands_it_on_and_spills_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir(mode=0o700)
    screen = ["screen", "-c", "/dev/null", "-U", *copier(tmp_path, text)]
    with Terminal(screen, said(SCREENDIR=str(tmp_path / "sockets")), TOP) as terminal:
        terminal.wait_for("sample,", "through", "screen).")
        assert received(terminal) == [text]
        assert re.search(r"\w{60}", terminal.text) is None
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_where_there_is_no_clipboard_tmux_can_select_what_is_printed(tmp_path: Path) -> None:
    hostile = sample(4000) + "\x1b[201~\x1b[2J\n风"
    command = ["env", "-u", "TMUX", "TERM=linux", *copier(tmp_path, hostile)]
    with Terminal(in_tmux(tmp_path, "", command), said(), TOP) as terminal:
        terminal.wait_for("Enter goes back.", "copied.txt")
        printed = tmux(tmp_path, "capture-pane", "-p", "-J", "-S", "-")
        shown = [line.expandtabs().rstrip() for line in sample(4000).splitlines()]
        assert [line.rstrip() for line in printed.splitlines()][1 : len(shown)] == shown[:-1]
        assert "\\x1b[201~" in printed
        path = Locations.of_user().copied
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_text() == sample(4000) + "\\x1b[201~\\x1b[2J\n风"
        assert tmux(tmp_path, "display", "-p", "#{mouse_any_flag}#{alternate_on}").strip() == "00"
        terminal.press("x", "\x1b[A", "enter")
        terminal.wait_for("Last 24h", "printed,")
        assert tmux(tmp_path, "display", "-p", "#{mouse_any_flag}#{alternate_on}").strip() == "11"
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("way", ["escape", "q", "\x03"])
def test_what_was_copied_is_printed_on_demand(way: str, tmp_path: Path) -> None:
    with Terminal(copier(tmp_path, "first\nsecond"), said(), TOP) as terminal:
        terminal.wait_for("sample,", "empty?", "Last 24h")
        # The list is added after its title is drawn.
        terminal.wait_for_rest(0.5)
        terminal.press("tab")
        terminal.wait_for("f Star")
        terminal.press("P")
        terminal.wait_for("Enter goes back.")
        assert b"--\r\nfirst\r\nsecond\r\n--" in terminal.sent
        terminal.press(way)
        terminal.wait_for("printed,")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert terminal.modes == terminal.modes_before


def test_ctrl_q_quits_while_a_text_is_printed(tmp_path: Path) -> None:
    with Terminal(copier(tmp_path, "text"), said(TERM="linux"), TOP) as terminal:
        terminal.wait_for("Enter goes back.")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert terminal.modes == terminal.modes_before


def test_the_copy_menu_prints_a_row(tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "--demo", "118979-2021020211"], said(), TOP) as terminal:
        terminal.wait_for("startTime")
        terminal.press("y")
        terminal.wait_for("P prints it to select by hand")
        terminal.press("j", "P")
        terminal.wait_for("Enter goes back.")
        assert b"--\r\n118979-2021020211\r\n--" in terminal.sent
        assert received(terminal) == []
        terminal.press("enter")
        terminal.wait_for("printed,")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_while_it_waits(end: signal.Signals, tmp_path: Path) -> None:
    with Terminal(copier(tmp_path, "text"), said(TERM="linux"), TOP) as terminal:
        terminal.wait_for("Enter goes back.")
        terminal.send_signal(end)
        assert terminal.wait_for_exit() == 128 + end
        assert terminal.modes == terminal.modes_before


def test_the_mouse_stays_the_terminals_through_a_print_and_a_suspension(tmp_path: Path) -> None:
    def is_reported() -> bool:
        return terminal.sent.rfind(b"\x1b[?1003h") > terminal.sent.rfind(b"\x1b[?1003l")

    with Terminal(copier(tmp_path, "text"), said(), TOP) as terminal:
        terminal.wait_for("sample,", "empty?", "Last 24h")
        # The list is added after its title is drawn.
        terminal.wait_for_rest(0.5)
        assert is_reported()
        terminal.press("\x1bOS")
        terminal.wait_for("f4 Mouse released", "the terminal's")
        assert not is_reported()
        terminal.press("tab")
        terminal.wait_for("M Mouse released")
        terminal.press("P")
        terminal.wait_for("Enter goes back.")
        terminal.press("enter")
        terminal.wait_for("printed,", "M Mouse released")
        assert not is_reported()
        terminal.press("\x1a")
        terminal.wait_for_stop()
        drawn = terminal.sent.count(b"\x1b[?1049h")
        terminal.send_signal(signal.SIGCONT)
        terminal.wait_until(lambda: terminal.sent.count(b"\x1b[?1049h") > drawn, "the screen again")
        terminal.press("M")
        terminal.wait_for("The program has the mouse again")
        assert is_reported()
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert not is_reported()
