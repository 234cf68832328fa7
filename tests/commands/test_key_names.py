"""A sentence names the key that is in force, not the one a command comes with."""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

import pytest

import tui_app
from tests.command_contexts import screens_of_the_program
from tests.every_screen import walk_everywhere
from tests.key_names import named_in, other_keys
from tui_app.cli import main
from tui_app.commands import table
from tui_app.commands.conflicts import contexts
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

APP = Path(tui_app.__file__).parent
PATTERNS = (
    "causes",
    "engine_messages",
    "commands",
    "closing_lines",
    "consequences",
    "databases",
    "exit_codes",
    "fingerprint",
    "harmless",
    "line_role",
    "line_prefix",
    "progress",
    "run_heads",
    "suspicious_lines",
    "terminal_lines",
    "runner_prefix",
    "words",
)
NO_SENTENCES = {
    "redact.py",
    "curl.py",
    "pasted_ids.py",
    "cli/arguments.py",
    *(f"logs/{name}.py" for name in PATTERNS),
    *(f"secrets/{path.name}" for path in (APP / "logic" / "secrets").glob("*.py")),
}
"""Patterns, programs for the shell, and usage lines, whose brackets look like keys."""


def sentences(path: Path) -> Iterator[str]:
    """What a module says, docstrings left out; ``0`` stands where a value is put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= set(map(id, node.values))
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "0" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def promises(path: Path, keys: Mapping[str, str]) -> Iterator[str]:
    """What a module says of commands' keys: each key, and what follows it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for key, behind in zip_longest(parts, parts[1:]):
            match key:
                case ast.FormattedValue(ast.Attribute(ast.Name(name), "key_name")):
                    words = str(behind.value) if isinstance(behind, ast.Constant) else ""
                    first, *_ = keys[getattr(table, name).id].split(",")
                    yield f"{first}{words}".rstrip(" ,")


def what_can_be_told() -> list[Path]:
    """Every module that speaks for the program: the demo speaks for a server, but for its tour."""
    return [
        path
        for path in sorted(APP.rglob("*.py"))
        if not {path.name, f"{path.parent.name}/{path.name}"} & NO_SENTENCES
        and (path.parent.name != "demo" or path.name == "tour.py")
    ]


@pytest.mark.parametrize("path", what_can_be_told(), ids=lambda path: str(path.relative_to(APP)))
def test_no_sentence_has_a_default_key_in_it(path: Path) -> None:
    said = [place for text in sentences(path) if " " in text for place in named_in(text)]
    assert said == [], "name the command's key: COMMAND.key_name"


@pytest.mark.parametrize(
    "text",
    [
        "m loads more",
        "3 lines selected, y copies",
        "cut (m: more) at 10 characters",
        "in a pane of its own, or i",
        "W on a task begins.",
        "Down moves into the list.",
        "a shows what is the same",
        "/ searches, n goes on",
        "Enlarge it, or leave with ctrl+q.",
        "secrets taken out: Enter copies it",
        "press space",
        "^q Quit",
        "esc Back",
    ],
)
def test_a_promise_is_found(text: str) -> None:
    assert list(named_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "in 3 s, after 2 m 43 s of 1 h 05 m",
        "the server's answer, a status and a log",
        "which end is unknown; look up, set up enos-tui",
        "6 differences to 900103-2026112000",
        "enter saves, f21 discards",
    ],
)
def test_what_names_no_key_passes(text: str) -> None:
    assert list(named_in(text)) == []


@pytest.mark.thorough
async def test_with_other_keys_every_screen_names_those(
    a_home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(a_home_of_its_own)
    keys = other_keys()
    walker = await walk_everywhere(keys)
    assert {kind.__name__ for kind in screens_of_the_program()} <= walker.kinds
    wrong = {f"{kind}: {place}" for text, kind in walker.seen.items() for place in named_in(text)}
    assert wrong == set()
    seen = " ".join(" ".join(walker.seen).split())
    promised = {text for path in what_can_be_told() for text in promises(path, keys)}
    assert {text for text in promised if text not in seen} == set(), "the walk comes by each promise"
    assert walker.without_a_row == contexts()["textual"].keys(), "every other key has a row in the table"


def test_the_list_of_keys_names_no_default_key_that_is_not_in_force(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [f'{name} = "{keys}"' for name, keys in other_keys().items()]
    write_private(Locations.of_user().config, "\n".join(["[keys]", *rows, ""]))
    assert main.main(["keys"]) == 0
    listed = re.sub(r" \(default .*\)$", "", capsys.readouterr().out, flags=re.MULTILINE)
    assert [place for line in listed.splitlines() for place in named_in(line)] == []
