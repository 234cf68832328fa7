"""Finds commands that share a key on one screen."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from .contexts import PANES, SCREENS, TEXTUALS
from .table import COMMANDS, split_keys


def conflicts(own: Mapping[str, str]) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of commands that share a key, with the key and the screen; the default keys have intended ones.

    A text field takes its keys first, as it does letters, and shares them with all commands.

    Args:
        own: the user's keys by command id, by Textual's names.
    """
    keys = {name: (own.get(name) or _default(name)).split(",") for name in COMMANDS}
    found: dict[frozenset[str], tuple[str, str]] = {}
    for screen, names in _contexts():
        at: dict[str, set[str]] = {key: {f"“{label}”"} for key, label in TEXTUALS.items()}
        for name in names:
            for key in keys[name]:
                at.setdefault(key, set()).add(name)
        for key, several in at.items():
            for pair in combinations(sorted(several), 2):
                found.setdefault(frozenset(pair), (key, screen))
    return found


def _contexts() -> Iterator[tuple[str, Iterable[str]]]:
    """Commands that are active at one time: those of a screen, and of the focused pane."""
    for screen, (own, panes) in SCREENS.items():
        for pane in panes.split() or [""]:
            yield screen, {*own.split(), *PANES.get(pane, "").split()}


def _default(name: str) -> str:
    return ",".join(split_keys(COMMANDS[name].default))
