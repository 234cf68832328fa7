"""Finds commands that share a key on one screen."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TypedDict

from .table import COMMANDS, split_keys

CONTEXTS = Path(__file__).with_name("contexts.json")
"""Written by ``python -m tests.command_contexts``, as a start cannot wait until every screen is imported."""


class ScreenContext(TypedDict):
    """Commands of a screen and of the app, and the panes that the screen can have, with blanks between."""

    commands: str
    panes: str


class Contexts(TypedDict):
    """Commands that are active together."""

    screens: dict[str, ScreenContext]
    panes: dict[str, str]
    """The commands of each pane, with blanks between."""

    textual: dict[str, str]
    """Keys that Textual itself binds on every screen, with their labels."""


@cache
def contexts() -> Contexts:
    """The commands that are active together, as the file has them."""
    found: Contexts = json.loads(CONTEXTS.read_text(encoding="utf-8"))
    return found


def conflicts(own: Mapping[str, str]) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of commands that share a key, with the key and the screen; the default keys have intended ones.

    A text field takes its keys first, as it does letters, and shares them with all commands.

    Args:
        own: the user's keys by command id, by Textual's names.
    """
    keys = {
        name: own[name].split(",") if own.get(name) else split_keys(command.default)
        for name, command in COMMANDS.items()
    }
    found: dict[frozenset[str], tuple[str, str]] = {}
    for screen, names in _contexts():
        at: dict[str, set[str]] = {key: {f"“{label}”"} for key, label in contexts()["textual"].items()}
        for name in names:
            for key in keys[name]:
                at.setdefault(key, set()).add(name)
        for key, several in at.items():
            for pair in combinations(sorted(several), 2):
                found.setdefault(frozenset(pair), (key, screen))
    return found


def _contexts() -> Iterator[tuple[str, Iterable[str]]]:
    """Commands that are active at one time: those of a screen, and of the focused pane."""
    panes = contexts()["panes"]
    for screen, context in contexts()["screens"].items():
        for pane in context["panes"].split() or [""]:
            yield screen, {*context["commands"].split(), *panes.get(pane, "").split()}
