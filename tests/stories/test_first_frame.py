"""The terminal from the first milliseconds: the frame before the app, and its end in every case."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.frame_styles import SIGNS, TERMS, cells_of, settings_of
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.cli.command_words import COMMANDS
from tui_app.cli.first_screen import config_folder, first_frame_of
from tui_app.cli.main import _COMMAND_TABLE
from tui_app.store.locations import Locations

SAMPLE = "118979-2021020211"
TAKEN_OVER = b"\x1b[?1000h"
"""The first thing that Textual's driver sends."""
LISTS = "task or flow instance id", "Last 24h", "failed"


def with_textual(folder: Path, source: str) -> dict[str, str]:
    """An environment in which importing Textual runs other source."""
    (folder / "textual").mkdir()
    (folder / "textual" / "__init__.py").write_text(source)
    return environment() | {"PYTHONPATH": str(folder)}


def sent_before_the_app(terminal: Terminal) -> bytes:
    return terminal.sent.partition(TAKEN_OVER)[0]


def assert_left_as_found(terminal: Terminal) -> None:
    """Modes, screen, cursor and bracketed paste, from whatever was set so far."""
    assert terminal.modes == terminal.modes_before
    for mode, begun, ended in (("1049", "h", "l"), ("25", "l", "h"), ("2004", "h", "l"), ("1000", "h", "l")):
        last = terminal.sent.rfind(f"\x1b[?{mode}{ended}".encode())
        assert last >= terminal.sent.rfind(f"\x1b[?{mode}{begun}".encode()), mode


@pytest.mark.parametrize(
    ("theme", "said", "size"),
    [
        ("auto", TERMS[None], (80, 24)),
        ("light", TERMS[256], (80, 24)),
        ("256-light", TERMS[256] | {"LANG": "C"}, (80, 24)),
        ("auto", TERMS[16], (200, 50)),
        *(
            pytest.param(*one, marks=pytest.mark.thorough)
            for one in (
                ("auto", TERMS[256], (120, 36)),
                ("contrast-dark", TERMS[None], (60, 16)),
                ("auto", TERMS[None] | {"NO_COLOR": "1"}, (80, 24)),
                ("auto", TERMS[None] | {"NO_COLOR": ""}, (80, 24)),
                ("auto", TERMS[256] | {"SSH_TTY": "/dev/pts/1", "COLORFGBG": "0;15"}, (80, 24)),
            )
        ),
    ],
)
def test_the_first_screen_changes_no_cell_of_the_frame(
    theme: str, said: dict[str, str], size: tuple[int, int], a_home_of_its_own: Path
) -> None:
    settings = settings_of(a_home_of_its_own, theme, **said)
    for argv, signs, drawn in (([], SIGNS, {1, 4, 5, size[1]}), (["--demo"], LISTS, {1, 4})):
        with Terminal([*PROGRAM, *argv], settings, TOP, size) as terminal:
            terminal.wait_for(*signs)
            terminal.wait_for_rest()
            before, after = cells_of(sent_before_the_app(terminal)), cells_of(terminal.sent)
        assert drawn <= {y for y, line in before.items() if any(cell and cell.text.strip() for cell in line)}
        assert {y: before[y] for y in drawn} == {y: after[y] for y in drawn}


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_the_frame_of_an_instance_has_the_keys_of_its_footer(
    size: tuple[int, int], a_home_of_its_own: Path
) -> None:
    settings = settings_of(a_home_of_its_own, **TERMS[None])
    config = a_home_of_its_own / ".config" / "enos-tui" / "config.toml"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        config.write_text(config.read_text().replace(":9", f":{silent.getsockname()[1]}"))
        with Terminal([*PROGRAM, SAMPLE], settings, TOP, size) as terminal:
            terminal.wait_until(lambda: TAKEN_OVER in terminal.sent, "the app")
            terminal.wait_for("Loading")
            terminal.wait_for_rest()
            before, after = cells_of(sent_before_the_app(terminal)), cells_of(terminal.sent)
    assert any(cell and cell.text.strip() for cell in before[size[1]])
    assert before[size[1]] == after[size[1]]


def test_textual_takes_the_screen_over_without_clearing_or_drawing_it_again() -> None:
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_for(*LISTS)
        terminal.wait_for_rest()
        before = sent_before_the_app(terminal)
        # The lists bring keys of their own into the footer.
        later = terminal.sent[len(before) :].partition(b"connecting")[0]
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
    assert before.count(b"\x1b[?1049h") == 1
    assert b"look up" in before
    for again in (b"\x1b[?1049h", b"\x1b[2J", b"look up", b"or flow instance id", b"Quit"):
        assert again not in later


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_before_the_app_leaves_the_terminal_as_found(end: signal.Signals, tmp_path: Path) -> None:
    stalled = with_textual(tmp_path, "import time\ntime.sleep(600)")
    with Terminal([*PROGRAM, "--demo", SAMPLE], stalled, TOP) as terminal:
        terminal.wait_for("task instance", SAMPLE)
        assert terminal.modes != terminal.modes_before
        terminal.send_signal(end)
        assert terminal.wait_for_exit() == -end
        assert_left_as_found(terminal)
        assert "task instance" not in terminal.text.splitlines()[0] or b"\x1b[?1049l" in terminal.sent


def test_a_stop_before_the_app_leaves_the_terminal_and_takes_it_again(tmp_path: Path) -> None:
    late = with_textual(
        tmp_path,
        "import sys, os, time\nwhile not os.path.exists(os.environ['GO']): time.sleep(0.02)\n"
        "sys.path.remove(os.environ['PYTHONPATH']); del sys.modules['textual']; import textual\n",
    )
    go = tmp_path / "go"
    with Terminal([*PROGRAM, "--demo"], late | {"GO": str(go)}, TOP) as terminal:
        terminal.wait_for("look up")
        terminal.send_signal(signal.SIGTSTP)
        terminal.wait_for_stop()
        terminal.read()
        assert_left_as_found(terminal)
        drawn = terminal.sent.count(b"look up")
        terminal.send_signal(signal.SIGCONT)
        terminal.wait_until(lambda: terminal.sent.count(b"look up") > drawn, "the frame again")
        go.touch()
        terminal.wait_for(*LISTS)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


def test_a_start_that_fails_is_reported_on_the_usual_screen(tmp_path: Path) -> None:
    broken = with_textual(tmp_path, "raise ImportError('no such library')")
    with Terminal([*PROGRAM, "--demo"], broken, TOP) as terminal:
        assert terminal.wait_for_exit() == 1
        assert_left_as_found(terminal)
        assert b"no such library" in terminal.sent.rpartition(b"\x1b[?1049l")[2]


def test_wrong_settings_are_reported_on_the_usual_screen() -> None:
    said = environment("https://gateway.example.com/path")
    with Terminal(PROGRAM, said, TOP) as terminal:
        assert terminal.wait_for_exit() == 2
        assert_left_as_found(terminal)
        assert b"\x1b[?1049h" in terminal.sent
        assert b"ENOS_GATEWAY" in terminal.sent.rpartition(b"\x1b[?1049l")[2]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["get", "--demo", SAMPLE], {}),
        (["--demo", "wrong"], {}),
        (["--help"], {}),
        (["--demo"], {"TERM": "dumb"}),
    ],
)
def test_other_commands_and_terminals_without_a_screen_are_left_alone(
    argv: list[str], said: dict[str, str]
) -> None:
    with Terminal([*PROGRAM, *argv], environment() | said, TOP) as terminal:
        terminal.wait_for_exit()
        assert b"\x1b[?" not in terminal.sent


def test_the_words_of_the_entry_are_those_of_the_command_line() -> None:
    assert set(COMMANDS) == {name for name in _COMMAND_TABLE if name}


@pytest.mark.parametrize("home", ["", "somewhere"])
def test_without_a_usable_home_no_settings_are_read_from_the_working_folder(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / home / ".config" / "enos-tui").mkdir(parents=True)
    (tmp_path / home / ".config" / "enos-tui" / "config.toml").write_text("theme = 'light'\n")
    monkeypatch.chdir(tmp_path)
    assert first_frame_of(["--demo"], {"HOME": home, "TERM": "xterm"}) is None


@pytest.mark.parametrize("kind", ["pipe", "folder", "large", "nested"])
def test_settings_that_would_hold_up_the_start_are_left_to_the_checks(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "enos-tui"
    folder.mkdir(parents=True)
    path = folder / "config.toml"
    make: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "large": lambda: path.write_text("#" * 100_000),
        "nested": lambda: path.write_text("x = " + "[" * 20_000),
    }
    make[kind]()
    assert first_frame_of(["--demo"], {"HOME": str(tmp_path), "TERM": "xterm"}) is None


@pytest.mark.parametrize("said", [{}, {"XDG_CONFIG_HOME": "/somewhere/else"}, {"XDG_CONFIG_HOME": ""}])
def test_the_settings_are_found_where_the_program_keeps_them(
    said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert config_folder(os.environ) == str(Locations.of_user().config.parent)
