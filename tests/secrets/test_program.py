"""The program as the operating system sees it: output, terminal, arguments, addresses, logs and faults."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.journey import PROGRAM, TOP
from tests.pty_terminal import Terminal
from tests.secrets.planted import (
    ALERTED,
    CAUSE,
    FLOW,
    NO_SUCH,
    OWN,
    THEIRS,
    Leaky,
    a_leaky_gateway,
    all_files,
    drawn,
    environment,
    found,
    write_settings,
)
from tests.stand_in import Served


@dataclass(frozen=True, slots=True)
class Site:
    """A leaky gateway, and a person's home with settings that lead to it."""

    served: Served
    leaky: Leaky
    home: Path
    config: Path

    def ours(self) -> dict[str, str]:
        """All that is ours, with what has come into being by now."""
        return OWN | {f"made {number}": one for number, one in enumerate(sorted(self.leaky.made))}

    def state(self) -> bytes:
        """What the program has left on the disk."""
        return all_files(self.home, but=(self.config, self.home / "vault"))


@pytest.fixture
def site(a_home_of_its_own: Path) -> Iterator[Site]:
    with a_leaky_gateway() as (served, leaky):
        config = write_settings(a_home_of_its_own, served.base_url)
        yield Site(served, leaky, a_home_of_its_own, config)


def got(site: Site, *words: str, program: str = "") -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, "-c", program, *words] if program else [*PROGRAM, *words]
    return subprocess.run(argv, env=environment(site.home), cwd=TOP, capture_output=True, timeout=60)


FORMS = [[], ["--json"], ["--raw"], ["--field", "runMode"], ["--curl"]]


def test_get_prints_no_secret_in_any_form_nor_in_its_debug_log(site: Site) -> None:
    log = site.home / "debug.log"
    several = f"{CAUSE} {NO_SUCH} flow={FLOW}"
    calls = [
        *([f"taskInstId={CAUSE}", *form, "--debug", str(log)] for form in FORMS),
        [several, "--json"],
        [NO_SUCH],
        [CAUSE, "--field", "nonsense"],
    ]
    outputs = {" ".join(words): got(site, "get", *words) for words in calls}
    ours = site.ours()
    assert {what: found(ours, done.stdout + done.stderr) for what, done in outputs.items()} == {
        what: [] for what in outputs
    }
    assert all(done.stdout or done.stderr for done in outputs.values())
    assert found(ours, site.state()) == []
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert {"start", "settings", "request", "token", "end"} <= {event["event"] for event in events}
    assert found(THEIRS, log.read_bytes()) == []
    raw = outputs[f"taskInstId={CAUSE} --raw --debug {log}"].stdout
    assert found(THEIRS, raw), "other people's are the server's, and raw is what it sent"


@pytest.mark.parametrize("words", [["why"], ["why", "--json"], ["ticket"]], ids=" ".join)
def test_what_the_shell_explains_holds_no_secret_of_anybody(site: Site, words: list[str]) -> None:
    done = got(site, words[0], CAUSE, *words[1:])
    assert done.returncode == 0
    assert b"FAIL" in done.stdout
    assert found(site.ours() | THEIRS, done.stdout + done.stderr) == []


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_doctor_tells_no_secret(site: Site, form: list[str]) -> None:
    done = got(site, "doctor", *form)
    assert b"secret_command" in done.stdout
    assert found(site.ours() | THEIRS, done.stdout + done.stderr) == []


def test_no_secret_rides_in_an_address_and_no_key_in_a_header_or_a_body(site: Site) -> None:
    got(site, "get", f"{CAUSE} {NO_SUCH} flow={FLOW}")
    assert site.leaky.targets
    assert found(site.ours(), "\n".join(site.leaky.targets)) == []
    names = {name for one in site.leaky.targets for name, _ in parse_qsl(one.partition("?")[2])}
    assert names <= {"action", "taskInstId", "flowInstId", "userId", "orgId", "maxLength"}
    assert found(site.ours(), site.leaky.sent) == []


CRASH = """
import sys
from tui_app.cli import get, main
from tui_app.screens.task import TaskScreen
def crash(*given, **named):
    token = sys.secret + " was the password=" + sys.theirs
    raise RuntimeError("a planted fault: " + token)
from tui_app.api import child_gateway, client
def noting(learnt):
    def note(self, profile, *rest, **named):
        learnt(self, profile, *rest, **named)
        sys.secret, sys.theirs = profile.secret_key.get_secret_value() + " " + profile.access_key, {theirs!r}
    return note
for kind in (child_gateway.ChildGateway, client.HttpGateway):
    kind.__init__ = noting(kind.__init__)
get.summary = TaskScreen.show = crash
sys.exit(main.main())
"""


def planted_fault() -> str:
    return CRASH.format(theirs=THEIRS["password in a log"])


def test_a_fault_of_get_is_told_without_secrets(site: Site) -> None:
    log = site.home / "debug.log"
    done = got(site, "get", CAUSE, "--debug", str(log), program=planted_fault())
    assert done.returncode == 1
    assert b"RuntimeError: a planted fault: [redacted]" in done.stderr
    assert b"fault" in log.read_bytes()
    for output in (done.stdout + done.stderr, log.read_bytes()):
        assert found(site.ours() | THEIRS, output) == []


def test_a_fault_of_the_full_screen_is_told_without_secrets(site: Site) -> None:
    log = site.home / "debug.log"
    argv = [sys.executable, "-c", planted_fault(), CAUSE, "--debug", str(log)]
    with Terminal(argv, environment(site.home), TOP) as terminal:
        assert terminal.wait_for_exit() == 1
        assert b"RuntimeError: a planted fault: [redacted]" in terminal.sent
    assert b"planted fault" in log.read_bytes()
    for output in (drawn(terminal.sent), log.read_bytes()):
        assert found(site.ours(), output) == []
    assert found(THEIRS, log.read_bytes()) == []


def arguments_of(pid: int) -> bytes:
    """The command lines of a process and of all it has started, as everybody on the host can read them."""
    process = Path(f"/proc/{pid}")
    lines = [(process / "cmdline").read_bytes()]
    for thread in (process / "task").iterdir():
        lines += [arguments_of(int(child)) for child in (thread / "children").read_text().split()]
    return b"\n".join(lines)


def test_a_journey_through_the_screens_sends_no_secret_to_the_terminal_nor_to_a_child(
    site: Site, tmp_path: Path
) -> None:
    # In place of tmux, which takes the copies: notes its arguments, and the copy apart from them.
    tmux = tmp_path / "tmux"
    tmux.write_text(
        f'#!/bin/sh\ntr "\\0" " " < /proc/$$/cmdline >> {tmp_path}/argv\ncat >> {tmp_path}/copies\n'
    )
    tmux.chmod(0o755)
    said = environment(site.home)
    said |= {"PATH": f"{tmp_path}:{said['PATH']}", "TMUX": "/tmp/none,1,0"}
    log = site.home / "debug.log"
    with Terminal([*PROGRAM, "--debug", str(log)], said, TOP, (120, 40)) as terminal:
        terminal.wait_for("Last 24h", "connected to 127.0.0.1")
        terminal.paste(f"taskInstId={CAUSE}")
        terminal.wait_for("failed after", "planned; server in")
        arguments = arguments_of(terminal.pid)
        assert str(log).encode() in arguments
        steps: list[tuple[str, tuple[str, ...]]] = [
            ("J", ("--view answer",)),
            ("v", ("exactly as received",)),
            ("escape", ("failed after", "planned; server in")),
            ("i", ("--view run-mode",)),
            ("escape", ("failed after", "planned; server in")),
            ("l", ("--view log", "error")),
            ("y", ("whole log",)),
            ("enter", ("sent to tmux",)),
            ("escape", ("failed after", "planned; server in")),
            ("x", ("--view why", "its record", "l reads them all")),
            ("escape", ("failed after", "planned; server in")),
            ("T", ("--view ticket", "of at most 2,048 bytes")),
            ("enter", ("ticket, ",)),
            ("escape", ("failed after", "planned; server in")),
            ("u", ("8 tasks",)),
            ("w", ("--view graph",)),
            ("g", ("look up",)),
        ]
        for key, texts in steps:
            terminal.press(key)
            terminal.wait_for(*texts)
            # What is waited for may stand on the screen before, which goes part by part.
            terminal.wait_for_rest()
        terminal.paste(f"taskInstId={NO_SUCH}")
        terminal.wait_for("code 62102")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    copies, argv = (tmp_path / "copies").read_bytes(), (tmp_path / "argv").read_bytes()
    assert b"load-buffer -w -" in argv
    assert b"**\xe2\x9c\x97 FAIL" in copies
    outputs: Mapping[str, bytes] = {
        "terminal": drawn(terminal.sent),
        "state": site.state(),
        "debug log": log.read_bytes(),
        "arguments": arguments,
        "arguments of tmux": argv,
        "copies": copies,
        "ticket": copies[copies.index(b"**\xe2\x9c\x97 FAIL") :],
    }
    ours = site.ours()
    assert {what: found(ours, output) for what, output in outputs.items()} == {what: [] for what in outputs}
    for what in ("debug log", "ticket", "arguments of tmux"):
        assert found(THEIRS, outputs[what]) == [], what
    assert ALERTED.encode() not in argv
