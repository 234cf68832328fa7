"""Which sentences name a default key: such a sentence is wrong as soon as a person has chosen another one."""

import re
from collections.abc import Iterator
from itertools import product, starmap

from textual.keys import format_key

from tui_app.commands.table import COMMANDS, FOLD_TO_LEVEL, key_name

_DEFAULTS = {key for row in COMMANDS.values() if row is not FOLD_TO_LEVEL for key in row.default.split(",")}
"""All but the digits, which count and name levels: no sentence calls one a key."""
_SHOWN = _DEFAULTS | set(map(key_name, _DEFAULTS)) | set(map(format_key, _DEFAULTS))
_SHOWN |= {f"^{key.removeprefix('ctrl+')}" for key in _DEFAULTS if key.startswith("ctrl+")}

_WORDS = {"a", "delete", "down", "end", "home", "left", "minus", "plus", "right", "space", "up"}
"""Said of other things than keys, too."""
_LETTERS = {key for key in _SHOWN if len(key) == 1 and key.isalpha()} - _WORDS
_SIGNS = {key for key in _SHOWN if len(key) == 1 and not key.isalnum()}
_NAMES = _SHOWN - _WORDS - _LETTERS - _SIGNS

_BEGIN, _END = r"(?<![\w'’`\"/.:;=+^$%!\\-])", r"(?![\w'’`\"/=+^$…\\-]|\.\w)"
_DOES = r"(?: again)? (?!(?:is|was|has|as|its|this)\b)[a-z]+s(?![\w-])"


def _any(keys: set[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(keys, key=len, reverse=True)))})"


_PROMISES = (
    # A name that stands for nothing but a key.
    re.compile(f"{_BEGIN}{_any(_NAMES)}{_END}", re.IGNORECASE),
    # A letter by itself; behind a number it is a unit.
    re.compile(rf"{_BEGIN}(?<!\d ){_any(_LETTERS)}{_END}"),
    # What is said of other things, too, where it does something: "down moves", "/ searches", "a shows".
    re.compile(rf"{_BEGIN}(?i:{_any(_WORDS | _SIGNS)}){_DOES}"),
    # Or where it is to be pressed.
    re.compile(rf"\b(?:press|type|hit|with|or) {_any(_WORDS - {'a'} | _SIGNS)}{_END}", re.IGNORECASE),
)

_MODIFIERS = (
    "",
    "shift+",
    "ctrl+",
    "alt+",
    "ctrl+shift+",
    "alt+ctrl+",
    "alt+shift+",
    "alt+ctrl+shift+",
    "super+",
)


def other_keys() -> dict[str, str]:
    """A key for each command that no keyboard has, and two for the numbered one."""
    keys = starmap("{}{}".format, product(_MODIFIERS, (f"f{number}" for number in range(13, 25))))
    chosen = {name: next(keys) for name in COMMANDS}
    return chosen | {FOLD_TO_LEVEL.id: f"{chosen[FOLD_TO_LEVEL.id]},{next(keys)}"}


_ALLOWED = (
    # Textual's own keys in a field or a list, which no row of the table has.
    "enter saves",
    "enter copies",
    "enter again replaces it",
    "tab changes field",
    # On the bare screen there is no Textual, and no command but to go back.
    "Enter goes back.",
    # The key itself, whatever it is for: a line that splits keys makes it of others.
    "so it was read as escape. From now on escape waits",
    # What may stand in config.toml.
    "name it as in L, f6, ctrl+x, pagedown or slash",
    # No keys.
    "Start or end a selection",
    "a status",
    "or - for standard input",
    "- < ids.txt",
    "--json < ids.txt",
    "- times",
    "- tries",
    "cycle H hourly",
    "G per task or sub-task",
)
"""Phrases that may stand."""


def named_in(text: str) -> Iterator[str]:
    """The places of a text that name a default key, each with what stands around it."""
    text = " ".join(text.split())
    for phrase in _ALLOWED:
        text = text.replace(phrase, ";")
    for promise in _PROMISES:
        for match in promise.finditer(text):
            yield text[max(0, match.start() - 30) : match.end() + 30].strip()
