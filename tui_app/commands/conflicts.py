"""Which commands a choice of keys would have share one on a screen."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from .contexts import PANES, SCREENS, TEXTUALS
from .table import COMMANDS, split_keys


def clashes(chosen: Mapping[str, str]) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of commands that share a key, with the key and the screen; some are meant, in the default keys.

    A text field goes first, as it does for letters, and shares its keys with everything.

    Args:
        chosen: keys by command id, by Textual's names, in place of the default ones.
    """
    keys = {name: (chosen.get(name) or _default(name)).split(",") for name in COMMANDS}
    found: dict[frozenset[str], tuple[str, str]] = {}
    for screen, names in _together():
        at: dict[str, set[str]] = {key: {f"“{what}”"} for key, what in TEXTUALS.items()}
        for name in names:
            for key in keys[name]:
                at.setdefault(key, set()).add(name)
        for key, several in at.items():
            for pair in combinations(sorted(several), 2):
                found.setdefault(frozenset(pair), (key, screen))
    return found


def _together() -> Iterator[tuple[str, Iterable[str]]]:
    """Commands that work at one time: those of a screen, and of the pane that has the focus."""
    for screen, (own, panes) in SCREENS.items():
        for pane in panes.split() or [""]:
            yield screen, {*own.split(), *PANES.get(pane, "").split()}


def _default(name: str) -> str:
    return ",".join(split_keys(COMMANDS[name].default))
