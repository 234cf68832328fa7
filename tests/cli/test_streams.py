"""Streams that are full, closed or missing, and faults, end in a sentence and an exit code."""

import shlex
import subprocess
from pathlib import Path

import pytest

from tests.harness import SAMPLE
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.cli.faults import FAULT, NO_OUTPUT

COMMANDS = [
    f"get {SAMPLE} --demo",
    f"get {SAMPLE} --demo --raw",
    f"log {SAMPLE} --demo",
    f"log {SAMPLE} --demo --errors --json",
    f"why {SAMPLE} --demo",
    f"ticket {SAMPLE} --demo",
    f"wait {SAMPLE} --demo",
    "find when:7d --demo",
    "overview --demo",
    "doctor --demo",
    "keys",
    "paths",
    "version",
    "--help",
    "help get",
]
UNKNOWN = "get 999999-2021020211 --demo"


def in_shell(arguments: str, redirections: str, text: str = "", limit: int = 256) -> tuple[int, str, str]:
    """Exit code, output and errors of a command with some of its streams redirected."""
    program = shlex.join(PROGRAM)
    done = subprocess.run(
        ["bash", "-c", f"ulimit -n {limit}; exec {program} {arguments} {redirections}"],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
        cwd=TOP,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("arguments", COMMANDS)
def test_output_that_cannot_be_written_is_no_success(arguments: str) -> None:
    full = "Standard output cannot be written: no space left on device.\n"
    assert in_shell(arguments, ">/dev/full") == (NO_OUTPUT, "", full)
    assert in_shell(arguments, ">&-") == (NO_OUTPUT, "", "Standard output cannot be written: it is closed.\n")


def test_a_system_that_gives_no_more_files_is_named_in_one_line() -> None:
    # Bash holds three, Python opens one file after the other to import them, an event loop needs three more.
    code, printed, said = in_shell(f"get {SAMPLE} --demo", "", limit=5)
    sentence = "The system refuses to go on: too many open files. See its limits with ulimit -a.\n"
    assert (code, printed, said) == (FAULT, "", sentence)


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_without_standard_error_the_exit_code_remains(redirection: str) -> None:
    assert in_shell(UNKNOWN, redirection) == (3, "", "")
    assert in_shell("get nothing --demo", redirection) == (2, "", "")
    code, out, _ = in_shell(f"get {SAMPLE} --demo --field status", redirection)
    assert (code, out) == (0, "1\n")
    assert in_shell("version", f">/dev/full {redirection}")[0] == NO_OUTPUT


@pytest.mark.parametrize("redirection", ["<&-", "0>/dev/null", "</dev/null"])
def test_without_standard_input_there_are_no_ids(redirection: str) -> None:
    code, out, errors = in_shell("get - --demo", redirection)
    assert (code, out) == (2, "")
    assert len(errors.splitlines()) == 1
    assert in_shell(f"get {SAMPLE} --demo --field status", redirection) == (0, "1\n", "")


@pytest.mark.parametrize("command", ["get", "log", "why", "ticket", "wait"])
def test_standard_input_without_an_end_is_refused(command: str) -> None:
    said = "Standard input holds more than 4 MiB; give fewer ids at once.\n"
    assert in_shell(f"{command} - --demo", "</dev/zero") == (2, "", said)


def test_without_any_stream_a_command_ends_in_an_exit_code() -> None:
    assert in_shell("version", "<&- >&- 2>&-") == (NO_OUTPUT, "", "")
    assert in_shell("--demo", "<&- >&- 2>&-") == (2, "", "")


def test_a_file_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    log = tmp_path / "debug.log"
    in_shell(f"get {SAMPLE} --demo --debug {shlex.quote(str(log))}", "<&- >&- 2>&-")
    assert all(line.startswith("{") for line in log.read_text().splitlines())


@pytest.mark.parametrize("redirection", ["<&-", "<", ">/dev/full", ">&-"])
def test_the_full_screen_needs_a_terminal(redirection: str) -> None:
    code, out, errors = in_shell("--demo", "</dev/null" if redirection == "<" else redirection)
    assert (code, out) == (2, "")
    assert errors == "The full screen needs a terminal; in scripts and pipes use enos-tui get ID.\n"


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-", "2>/dev/null"])
def test_the_full_screen_is_drawn_where_standard_error_is_no_terminal(redirection: str) -> None:
    program = ["bash", "-c", f"exec {shlex.join(PROGRAM)} --demo {SAMPLE} {redirection}"]
    with Terminal(program, environment(), TOP) as terminal:
        terminal.wait_for("startTime", "DataIntegration")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


FAULTY = """
import sys
from tui_app.{module} import {owner}
def fail(*_, **__):
    raise KeyError("nothing")
{owner}.{name} = fail
from tui_app.cli.entry_point import main
sys.exit(main())
"""


def test_a_fault_of_a_command_is_one_sentence_and_no_success() -> None:
    program = FAULTY.format(module="cli", owner="get", name="print_all")
    done = subprocess.run(
        [*PROGRAM[:1], "-c", program, "get", SAMPLE, "--demo"],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
        cwd=TOP,
        check=False,
    )
    assert (done.returncode, done.stdout) == (FAULT, "")
    assert done.stderr.startswith(
        "enos-tui has met a fault of its own: KeyError: 'nothing' (cli/get.py, line "
    )
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("module", "owner", "name"),
    [
        ("screens.lookup", "LookupScreen", "on_mount"),
        ("services.library", "Library", "load"),
        ("widgets.id_input", "IdInput", "on_paste"),
        ("terminal.input_parser", "InputParser", "feed"),
        ("terminal.key_queue", "KeyQueue", "add"),
        ("terminal.screen_diff", "ScreenBuffer", "diff"),
        ("terminal.driver", "TerminalDriver", "start_application_mode"),
    ],
)
def test_a_fault_of_the_full_screen_is_one_sentence_and_no_success(
    module: str, owner: str, name: str
) -> None:
    program = [*PROGRAM[:1], "-c", FAULTY.format(module=module, owner=owner, name=name), "--demo"]
    with Terminal(program, environment(), TOP, (200, 24)) as terminal:
        terminal.wait_until(lambda: b"\x1b[?2004h" in terminal.sent, "the start")
        if name not in ("on_mount", "load", "start_application_mode", "diff", "add"):
            terminal.wait_for("connected to")
            terminal.paste("x")
        assert terminal.wait_for_exit() == FAULT
        said = terminal.sent.rpartition(b"\x1b[?1049l")[2].decode()
        assert "enos-tui has met a fault of its own: KeyError: 'nothing'" in said
        assert "Traceback" not in said
        assert said.count("\n") == 1
        assert terminal.modes == terminal.modes_before
        assert terminal.sent.rfind(b"\x1b[?25h") > terminal.sent.rfind(b"\x1b[?25l")
