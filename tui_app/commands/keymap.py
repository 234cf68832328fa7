"""The user's own keys: the presets, and ``[keys]`` of config.toml."""

import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from textual.binding import InvalidBinding
from textual.keys import Keys

from ..logic import sanitize
from ..logic.text import did_you_mean
from ..models.preferences import Preferences
from ..store.errors import SettingsError
from ..store.settings_file import read_settings
from .conflicts import conflicts
from .table import COMMANDS, Command, key_name, split_keys

PRESETS: dict[str, dict[str, str]] = {
    "default": {},
    "vim": {
        "go-first": "home,g",
        "go-last": "end,G",
        "page-down": "pagedown,ctrl+d,ctrl+f",
        "scroll-right": "right,l",
        "scroll-left": "left,h",
        "unfold": "right,l",
        "go-right": "right,l",
        "next-choice": "right,l",
        "previous-choice": "left,h",
        "back": "escape,ctrl+o",
        "open-log": "L",
        "go-to-id": ":",
    },
}
"""Keys by command id; a command that a preset does not name has its default keys."""

FORMER_IDS = {
    "ask-for-more": "load-more-log",
    "change-picture": "next-view",
    "drop-search": "delete-search",
    "enter-list": "focus-list",
    "fold-around": "toggle-group",
    "keep-search": "save-search",
    "leave": "quit",
    "leave-anywhere": "quit-anywhere",
    "more-rows": "load-more-rows",
    "more-runs": "load-more-runs",
    "only-failed": "toggle-only-failed",
    "toggle-same": "toggle-unchanged",
    "turn-rows": "reverse-sort",
}
"""Command ids by their names before version 1; ``[keys]`` may still use those."""

_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMES = frozenset(key.value for key in Keys if "+" not in key and "<" not in key).union(
    {"comma"}, *(split_keys(sign) for sign in string.printable if sign.isprintable() and sign not in " ,")
)
# A terminal sends these as one and the same byte.
_SAME_BYTE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}


class InvalidKeys(ValueError):
    """A row of ``[keys]`` is invalid; the text is a sentence without the place."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name
        """The row of ``[keys]``."""


def own_keys(preferences: Preferences, config: Path) -> dict[str, str]:
    """The user's keys by command id, checked; every other command has its default keys.

    Raises:
        SettingsError: an unknown preset, command or key, or two commands that would share a key.
    """
    try:
        keys = keys_by_id(preferences)
        check_conflicts(keys, preferences)
    except InvalidKeys as error:
        where = sanitize.one_line(read_settings(config).where("keys", error.name))
        raise SettingsError(f"{where}: {error}") from None
    return keys


def keys_by_id(preferences: Preferences) -> dict[str, str]:
    """Keys by command id, by Textual's names: the preset's, overridden by the user's.

    Raises:
        InvalidKeys: there is no such preset, command or key.
    """
    if preferences.preset not in PRESETS:
        raise InvalidKeys(
            "preset", f"unknown preset {preferences.preset!a}: {did_you_mean(preferences.preset, PRESETS)}"
        )
    own = {FORMER_IDS.get(name, name): keys for name, keys in preferences.keys.items()}
    for name, keys in own.items():
        if name not in COMMANDS:
            raise InvalidKeys(
                name, f"unknown command {name!a}: {_likely(name, COMMANDS, 'enos-tui keys lists them')}"
            )
        if problem := _problem(keys):
            raise InvalidKeys(name, f"{name}: {problem}")
    return {
        name: ",".join(dict.fromkeys(split_keys(keys)))
        for name, keys in {**PRESETS[preferences.preset], **own}.items()
    }


def check_conflicts(keys: Mapping[str, str], preferences: Preferences) -> None:
    """Check that no key stands for two commands on one screen, except where the default keys do.

    Raises:
        InvalidKeys: one does; names both commands and the screen.
    """
    intended = conflicts({})
    for pair, (key, screen) in conflicts(keys).items():
        if pair not in intended:
            moved, other = sorted(pair, key=lambda name: name not in preferences.keys)
            raise InvalidKeys(
                moved,
                f"{key_name(key)} cannot be {moved}, it is {other} on the {screen} screen: move one of them.",
            )


def table(own: Mapping[str, str]) -> Iterator[str]:
    """Every command, one line each: its id, its keys, its help."""

    def shown(command: Command) -> str:
        return _shown(own.get(command.id, command.default))

    names = max(map(len, COMMANDS))
    keys = max(len(shown(command)) for command in COMMANDS.values())
    for name, command in COMMANDS.items():
        is_default = own.get(name, command.default) == command.default
        default = "" if is_default else f" (default {_shown(command.default)})"
        yield f"{name:{names}}  {shown(command):{keys}}  {command.help}{default}"


def _shown(keys: str) -> str:
    return " ".join(map(key_name, keys.split(",")))


def _problem(keys: str) -> str:
    try:
        names = split_keys(keys)
    except InvalidBinding:
        return "write keys with one comma between them; the comma itself is called comma."
    return next(filter(None, map(_key_problem, names)), "")


def _key_problem(name: str) -> str:
    *modifiers, key = name.split("+")
    if name in _SAME_BYTE:
        return f"a terminal sends {name} as {_SAME_BYTE[name]}: write {_SAME_BYTE[name]}."
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        return f"write {key.upper()} in place of {name}."
    if unknown := next((one for one in modifiers if one not in _MODIFIERS), ""):
        return f"unknown modifier {unknown!a}: {did_you_mean(unknown, _MODIFIERS)}"
    if key in _NAMES or (len(key) == 1 and key.isprintable()):
        return ""
    return f"unknown key {name!a}: {_likely(key, _NAMES, 'name it as in L, f6, ctrl+x, pagedown or slash')}"


def _likely(word: str, names: Iterable[str], otherwise: str) -> str:
    """Like `did_you_mean`, but names another source instead of all of a long list."""
    guess = did_you_mean(word, names)
    return guess if guess.startswith("did") else f"{otherwise}."
