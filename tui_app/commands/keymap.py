"""The person's own keys: the presets, and what ``[keys]`` of config.toml may say."""

import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from textual.binding import InvalidBinding
from textual.keys import Keys

from ..logic import sanitize
from ..logic.suggest import did_you_mean
from ..models.preferences import Preferences
from ..store.errors import SettingsError
from ..store.settings_file import read_settings
from .conflicts import clashes
from .table import COMMANDS, choose_keys, key_name, split_keys

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
"""Keys by command id; what a preset does not name keeps its default."""

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
"""Command ids by the names they had before version 1; a person's ``[keys]`` may still use those."""

_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMES = frozenset(key.value for key in Keys if "+" not in key and "<" not in key).union(
    {"comma"}, *(split_keys(sign) for sign in string.printable if sign.isprintable() and sign not in " ,")
)
# A terminal sends these as one and the same byte.
_SAME_BYTE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}


class InvalidKeys(ValueError):
    """``[keys]`` says something it cannot; the text is a sentence without the place."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name
        """The row of ``[keys]``."""


def use_keys(preferences: Preferences, config: Path) -> None:
    """Put the person's keys in force; before the screens are imported.

    Raises:
        SettingsError: an unknown preset, command or key, or two commands that would share a key.
    """
    try:
        chosen = chosen_keys(preferences)
        choose_keys(chosen)
        refuse_clashes(chosen, preferences)
    except InvalidKeys as error:
        where = sanitize.one_line(read_settings(config).where("keys", error.name))
        raise SettingsError(f"{where}: {error}") from None


def chosen_keys(preferences: Preferences) -> dict[str, str]:
    """Keys by command id, each by the name Textual knows it by: the preset's, over them the person's.

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


def refuse_clashes(chosen: Mapping[str, str], preferences: Preferences) -> None:
    """Let no key of the person's choice stand for two commands on one screen.

    Raises:
        InvalidKeys: one would; names both commands and the screen.
    """
    before = clashes({})
    for pair, (key, screen) in clashes(chosen).items():
        if pair not in before:
            moved, other = sorted(pair, key=lambda name: name not in preferences.keys)
            raise InvalidKeys(
                moved,
                f"{key_name(key)} cannot be {moved}, it is {other} on the {screen} screen: move one of them.",
            )


def table() -> Iterator[str]:
    """Every command, one line each: its id, its keys in force, what it does."""
    names = max(map(len, COMMANDS))
    keys = max(len(_shown(command.key)) for command in COMMANDS.values())
    for name, command in COMMANDS.items():
        was = "" if command.key == command.default else f" (default {_shown(command.default)})"
        yield f"{name:{names}}  {_shown(command.key):{keys}}  {command.help}{was}"


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


def _likely(word: str, known: Iterable[str], otherwise: str) -> str:
    """Like `did_you_mean`, with something else to say than all of a long list."""
    guess = did_you_mean(word, known)
    return guess if guess.startswith("did") else f"{otherwise}."
