"""A shell completes what the parsers take, and is never offered what it might run."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journey import environment
from tests.pty_terminal import Terminal
from tui_app.cli.arguments import SHELLS
from tui_app.cli.candidates import candidates
from tui_app.cli.main import _COMMAND_TABLE, main
from tui_app.models.view_names import VIEWS
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

PARSERS = {name: make for name, (make, _) in _COMMAND_TABLE.items()}
COMMANDS = {name for name in PARSERS if name}
TASK, FLOW = "118979-2021020211", "8435-2021020211"


def offered(*words: str) -> set[str]:
    return {word for word, _ in candidates(list(words), PARSERS)}


@pytest.fixture(autouse=True)
def what_is_saved(a_home_of_its_own: Path) -> None:
    locations = Locations.of_user()
    write_private(
        locations.config,
        '[profiles.prod]\ngateway = "https://a.example"\nsecret_key = "s3cret"\n'
        '[profiles.staging]\n[profiles."two words"]\n',
    )
    for path, ids in (
        (locations.favourites, [FLOW]),
        (locations.history, [TASK, FLOW, "$(reboot)-20210202"]),
    ):
        rows = [{"id": one, "name": f"name of {one}\x1b[2J"} for one in ids]
        write_private(path, json.dumps({"version": 1, "entries": rows}))


def test_every_command_is_offered_first_and_every_saved_id() -> None:
    assert offered("") == {*COMMANDS, TASK, FLOW}
    assert offered("do") == {"doctor"}


@pytest.mark.parametrize("command", sorted(PARSERS))
def test_the_options_offered_are_those_of_the_help(command: str) -> None:
    shown = {
        action.option_strings[-1]
        for action in PARSERS[command]()._actions
        if action.option_strings and action.help is not argparse.SUPPRESS
    }
    assert offered(*filter(None, [command]), "--") == {one for one in shown if one.startswith("--")}
    assert shown


def test_an_option_is_offered_once() -> None:
    assert "--json" not in offered("get", TASK, "--json", "--")


def test_values_of_options_are_offered() -> None:
    assert offered("--view", "") == VIEWS.keys()
    assert offered("get", "--profile", "s") == {"staging"}
    assert offered("--profile=s") == offered("--profile", "=", "s") == {"--profile=staging"}
    assert offered("--debug", "") == {":files"}
    assert offered("wait", TASK, "--timeout", "") == set()


def test_arguments_are_those_of_the_command() -> None:
    assert offered("get", "--json", "1") == {TASK}
    assert offered("help", "") == COMMANDS
    assert offered("completion", "") == set(SHELLS)
    assert offered(TASK, "") == {TASK, FLOW}
    assert offered("find", "") == set()


def test_nothing_else_of_the_files_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "--words", ""]) == 0
    said = capsys.readouterr().out
    assert "reboot" not in said
    assert "\x1b" not in said
    assert f"{FLOW}\tname of {FLOW}" in said


@pytest.mark.parametrize("text", ["", "[", '[profiles.p]\nno_such_key = "x"', "\0"])
def test_files_that_cannot_be_read_offer_nothing(text: str) -> None:
    locations = Locations.of_user()
    for path in (locations.config, locations.favourites, locations.history):
        path.write_text(text)
    assert offered("--profile", "") == set()
    assert offered("get", "") == set()


def test_it_imports_neither_textual_nor_what_talks_to_the_gateway() -> None:
    code = (
        "import sys; from tui_app.cli.main import main; main(['completion', '--words', '']);"
        "print({'textual', 'httpx', 'pydantic', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_without_a_shell_it_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["completion"])
    assert "bash, zsh, fish" in capsys.readouterr().err


BEGIN = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
LOAD = {
    "bash": 'eval "$(enos-tui completion bash)"; PS1="ready> "; clear',
    "zsh": 'autoload -U compinit && compinit -u; eval "$(enos-tui completion zsh)"; PS1="ready> "; clear',
    "fish": "enos-tui completion fish | source; function fish_prompt; echo 'ready> '; end; clear",
}
TYPED = {
    "enos-tui prof": "enos-tui profiles",
    "enos-tui get --fie": "enos-tui get --field",
    "enos-tui --view tim": "enos-tui --view timeline",
    "enos-tui --profile st": "enos-tui --profile staging",
    "enos-tui --profile=st": "enos-tui --profile=staging",
    "enos-tui --profile tw": r"enos-tui --profile two\ words",
    "enos-tui log 1189": f"enos-tui log {TASK}",
    "enos-tui completion fi": "enos-tui completion fish",
}


@pytest.mark.parametrize("shell", [pytest.param(name, marks=pytest.mark.system) for name in SHELLS])
def test_a_real_shell_completes_with_it(shell: str, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "enos-tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui_app "$@"\n')
    program.chmod(0o755)
    said = environment()
    said |= {"PATH": f"{program.parent}:{said['PATH']}", "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal(BEGIN[shell], said, str(tmp_path), (100, 30)) as terminal:
        terminal.wait_until(lambda: bool(terminal.text.strip()), "a prompt")
        terminal.press(LOAD[shell], "enter")
        terminal.wait_for("ready>")
        terminal.wait_for_no("completion")
        for typed, whole in TYPED.items():
            terminal.press(typed, "tab")
            terminal.wait_for(f"{whole} ") if shell == "nothing" else terminal.wait_for(whole)
            terminal.press("\x15")
            terminal.wait_for_no(whole)
