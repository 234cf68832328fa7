"""The journey over SSH, by a server and keys that live as long as the test."""

import getpass
import os
import random
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.harness import SAMPLE
from tests.journey import PROGRAM, TOP, a_gateway, environment, find_it_again, read_a_run_and_star_it
from tests.pty_terminal import TIMEOUT_S, Terminal
from tui_app.store.favourites import Favourites
from tui_app.store.locations import Locations

SSHD = "/usr/sbin/sshd"
RUN_FOLDER = Path("/run/sshd")

pytestmark = pytest.mark.system


@contextmanager
def an_ssh_server(folder: Path) -> Iterator[list[str]]:
    """A server on loopback that lets in who has the key; gives the client's command line for it."""
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin yes\nPrintMotd no\nPrintLastLog no\n"
    )
    if os.geteuid() == 0:
        RUN_FOLDER.mkdir(exist_ok=True)  # which sshd demands, and a service manager makes otherwise
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        said = server.stderr.readline()
        assert "listening" in said, said
        options = ("StrictHostKeyChecking=no", f"UserKnownHostsFile={folder}/known", "IdentitiesOnly=yes")
        yield [
            *("ssh", "-t", "-q", "-F", "none", "-i", str(folder / "user"), "-p", str(port)),
            *(word for option in options for word in ("-o", option)),
            f"{getpass.getuser()}@127.0.0.1",
        ]
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def test_the_journey_over_ssh(tmp_path: Path) -> None:
    with a_gateway() as served, an_ssh_server(tmp_path) as ssh:
        said = environment(served.base_url)
        settings = [f"{name}={value}" for name, value in said.items() if name != "TERM"]
        program = shlex.join(["env", *settings, *PROGRAM])
        modes = f"stty -a >{tmp_path}"
        there = f"cd {shlex.quote(TOP)}; {modes}/before; {program}; code=$?; {modes}/after; exit $code"
        for part in (read_a_run_and_star_it, find_it_again):
            with Terminal([*ssh, there], said, TOP) as terminal:
                part(terminal)
                assert terminal.wait_for_exit() == 0
                assert terminal.modes == terminal.modes_before
            before = (tmp_path / "before").read_text()
            assert "speed" in before
            assert (tmp_path / "after").read_text() == before
        asked = [call.params.get("taskInstId") for call in served.stand_in.calls]
        assert asked.count(SAMPLE) == 1


def test_the_journey_over_a_slow_line(tmp_path: Path) -> None:
    with a_gateway() as served, an_ssh_server(tmp_path) as ssh:
        said = environment(served.base_url)
        program = shlex.join(["env", *(f"{name}={value}" for name, value in said.items()), *PROGRAM])
        pipe = shlex.join([sys.executable, str(Path(__file__).with_name("slow_pipe.py")), "%h", "%p", "75"])
        there = f"cd {shlex.quote(TOP)}; {program}"
        for part in (read_a_run_and_star_it, find_it_again):
            with Terminal([*ssh, "-o", f"ProxyCommand={pipe}", there], said, TOP) as terminal:
                part(terminal)
                assert terminal.wait_for_exit() == 0
                terminal.assert_left_as_found()


def test_a_session_that_drops_ends_the_program_there_and_keeps_the_star(tmp_path: Path) -> None:
    with an_ssh_server(tmp_path) as ssh:
        said = environment()
        program = shlex.join(["env", *(f"{name}={value}" for name, value in said.items()), *PROGRAM])
        ended = tmp_path / "ended"
        there = f"cd {shlex.quote(TOP)}; trap : HUP; {program} --demo 118979-2021020211; echo $? >{ended}"
        with Terminal([*ssh, there], said, TOP) as terminal:
            terminal.wait_for("SUCCESS (1)", "cpu")
            terminal.press("f")
            terminal.wait_for("is a favourite")
            terminal.hang_up()
            terminal.wait_for_exit()
        ends = time.monotonic() + TIMEOUT_S
        while not (ended.exists() and ended.read_text()):
            assert time.monotonic() < ends, "the program goes on without a terminal"
            time.sleep(0.05)
        assert [entry.id for entry in Favourites(Locations.of_user().favourites).all()] == [
            "118979-2021020211"
        ]


def test_the_exit_status_of_a_lookup_comes_through_ssh(tmp_path: Path) -> None:
    with an_ssh_server(tmp_path) as ssh:
        ask = f"cd {shlex.quote(TOP)} && {shlex.join([sys.executable, '-m', 'tui_app', 'get', '--demo'])}"
        with Terminal([*ssh, f"{ask} 999-2021020211"], environment(), TOP) as terminal:
            assert terminal.wait_for_exit() == 3


def test_what_is_typed_from_the_start_arrives_over_ssh(tmp_path: Path) -> None:
    with an_ssh_server(tmp_path) as ssh:
        said = environment()
        program = shlex.join(["env", *(f"{name}={value}" for name, value in said.items()), *PROGRAM])
        for seed in range(3):
            chance = random.Random(seed)
            with Terminal([*ssh, f"cd {shlex.quote(TOP)}; {program} --demo"], said, TOP) as terminal:
                # The client's own start does not belong to the program.
                terminal.wait_until(lambda t=terminal: b"\x1b[?1049h" in t.sent, "the program")  # type: ignore[misc]
                for letter in "118979-2021020211":
                    time.sleep(chance.choice((0.0, chance.uniform(0, 0.1))))
                    terminal.press(letter)
                terminal.press("enter", "l")
                terminal.wait_for("118979-2021020211 --view log")
                terminal.press("ctrl+q")
                assert terminal.wait_for_exit() == 0
                terminal.assert_left_as_found()
