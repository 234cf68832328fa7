"""The journey inside tmux, as on a jump host: 80 columns, 24 rows, its own keys and its own paste."""

import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey import PROGRAM, TOP, Hands, a_gateway, environment, find_it_again, read_a_run_and_star_it

TIMEOUT_S = 20.0
KEYS = {"escape": "Escape", "ctrl+q": "C-q", "ctrl+t": "C-t", "enter": "Enter"}

pytestmark = pytest.mark.system


class Tmux(Hands):
    """A tmux server of its own, with nobody's configuration."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def do(self, *words: str) -> str:
        """One tmux command; its output."""
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("send-keys", KEYS.get(key, key))

    def paste(self, text: str) -> None:
        self.do("set-buffer", text)
        self.do("paste-buffer", "-p")

    def wait_for(self, *texts: str) -> None:
        ends = time.monotonic() + TIMEOUT_S
        while not all(text in (screen := self.do("capture-pane", "-p")) for text in texts):
            assert time.monotonic() < ends, f"all of {texts} did not come about:\n{screen}"


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path / "tmux")
    tmux.do("new-session", "-d", "-x", "80", "-y", "24", "sh")
    yield tmux
    tmux.do("kill-server")


def test_the_journey_inside_tmux(tmux: Tmux, tmp_path: Path) -> None:
    with a_gateway() as served:
        script = tmp_path / "begin"
        said = environment(served.base_url) | {"TERM": "screen-256color", "PYTHONPATH": TOP}
        lines = [f"export {name}={shlex.quote(value)}" for name, value in said.items()]
        lines += [f"stty -a >{tmp_path}/before", shlex.join(PROGRAM), "code=$?", f"stty -a >{tmp_path}/after"]
        script.write_text("\n".join(lines))
        for part in (read_a_run_and_star_it, find_it_again):
            tmux.do("send-keys", "-l", f". {script}; clear; echo {part.__name__} ended with $code")
            tmux.press("enter")
            part(tmux)
            tmux.wait_for(f"{part.__name__} ended with 0")
            before = (tmp_path / "before").read_text()
            assert "speed" in before
            assert (tmp_path / "after").read_text() == before
        assert [call.params.get("taskInstId") for call in served.stand_in.calls].count(
            "118979-2021020211"
        ) == 1


def test_suspended_it_gives_the_shell_a_sane_terminal_and_comes_back_as_it_was(
    tmux: Tmux, tmp_path: Path
) -> None:
    said = environment() | {"TERM": "screen-256color", "PYTHONPATH": TOP, "PS1": "shell> "}
    shell = shlex.join(["env", *(f"{name}={value}" for name, value in said.items()), "bash", "--norc", "-i"])
    tmux.do("send-keys", "-l", f"clear; exec {shell}")
    tmux.press("enter")
    tmux.wait_for("shell>")
    program = shlex.join([*PROGRAM, "--demo", "118979-2021020211"])
    tmux.do("send-keys", "-l", f"stty -a >{tmp_path}/before; {program}")
    tmux.press("enter")
    tmux.wait_for("SUCCESS (1)", "startTime")
    for _ in range(2):
        tmux.press("C-z")
        tmux.wait_for("Stopped", "shell>")
        tmux.do("send-keys", "-l", f"clear; stty -a >{tmp_path}/meanwhile; echo s''ane")
        tmux.press("enter")
        tmux.wait_for("sane")
        assert (tmp_path / "meanwhile").read_text() == (tmp_path / "before").read_text()
        assert (
            tmux.do("display-message", "-p", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1\n"
        )
        tmux.do("send-keys", "-l", "fg")
        tmux.press("enter")
        tmux.wait_for("SUCCESS (1)", "startTime")
    tmux.press("u")
    tmux.wait_for("HourlyDataIntegration", "5 tasks")
    tmux.press("q")
    tmux.wait_for("sane", "shell>")
