"""The words with which a command line may go on, read from the parsers, the settings and the saved lists."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ..models.view_names import VIEWS
from .command_words import first_word, split

FILES = (":files", "")
"""Stands for all files, which the shell knows."""

MOST_IDS = 200
"""Most ids that are offered."""

Candidate = tuple[str, str]
"""A word and what it means."""

Parsers = Mapping[str, Callable[[], argparse.ArgumentParser]]
"""The function that makes the parser of each command."""


def candidates(words: list[str], parsers: Parsers) -> list[Candidate]:
    """The words that may stand in the place of the last one, which they begin with.

    Args:
        words: the words after the program's name, up to the cursor; the last one may be empty.
        parsers: the parsers by command, the full screen's under the empty name.
    """
    *before, current = _joined(words) or [""]
    command, others = split(before)
    parser = parsers[command]()
    option, sign, begun = current.partition("=")
    if sign and current.startswith("--"):
        values = _values_of(_option(parser, option))
        return [(f"{option}={value}", about) for value, about in values if value.startswith(begun)]
    if others and (action := _option(parser, others[-1])) and action.nargs != 0:
        found = _values_of(action)
    elif current.startswith("-"):
        found = _options(parser, others)
    elif not command and not first_word(others):
        found = [*_commands(parsers), *_ids()]
    else:
        found = list(_arguments(parser, command, parsers))
    return [one for one in found if one is FILES or one[0].startswith(current)]


def _joined(words: list[str]) -> list[str]:
    """The words with those put together that bash has split at an equals sign."""
    joined: list[str] = []
    for word in words:
        is_sign = word == "=" and joined and joined[-1].startswith("--")
        if is_sign or (joined and joined[-1].startswith("--") and joined[-1].endswith("=")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _option(parser: argparse.ArgumentParser, word: str) -> argparse.Action | None:
    return next((action for action in parser._actions if word in action.option_strings), None)


def _options(parser: argparse.ArgumentParser, given: list[str]) -> list[Candidate]:
    return [
        (action.option_strings[-1], _first_line(action.help or ""))
        for action in parser._actions
        if action.option_strings and action.help is not argparse.SUPPRESS
        if not set(action.option_strings) & set(given)
    ]


def _values_of(action: argparse.Action | None) -> list[Candidate]:
    match action.dest if action else "":
        case "profile":
            return _profiles()
        case "view":
            return list(VIEWS.items())
        case "debug":
            return [FILES]
        case _:
            return []


def _arguments(parser: argparse.ArgumentParser, command: str, parsers: Parsers) -> Iterator[Candidate]:
    positional = [action for action in parser._actions if not action.option_strings]
    for action in positional:
        if isinstance(action.choices, tuple):
            yield from ((str(choice), "") for choice in action.choices)
        elif action.metavar == "ID":
            yield from _ids()
        elif command == "help":
            yield from _commands(parsers)


def _commands(parsers: Parsers) -> list[Candidate]:
    return [(name, _first_line(make().description or "")) for name, make in parsers.items() if name]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _profiles() -> list[Candidate]:
    from ..store.errors import SettingsError, StoreError
    from ..store.locations import Locations
    from ..store.settings_file import read_settings

    try:
        profiles = read_settings(Locations.of_user().config).profiles
    except (SettingsError, StoreError):
        return []
    return [(name, str(table.get("gateway", ""))) for name, table in profiles.items() if name.isprintable()]


def _ids() -> list[Candidate]:
    from ..store.errors import StoreError
    from ..store.locations import Locations

    try:
        locations = Locations.of_user()
    except StoreError:
        return []
    found: dict[str, str] = {}
    for path in (locations.favourites, locations.history):
        for some_id, name in _saved(path):
            found.setdefault(some_id, name)
    return list(found.items())[:MOST_IDS]


def _saved(path: Path) -> Iterator[Candidate]:
    """The ids in a saved list with their names; nothing else, since a shell may run what it completes."""
    from ..logic.sanitize import one_line
    from ..models.ids import find_ids
    from ..store.rows_text import Unusable, read_rows

    try:
        rows = read_rows(path.read_bytes()).rows
    except (OSError, Unusable):
        return
    for row in rows:
        value = row.value if isinstance(row.value, dict) else {}
        some_id, name = str(value.get("id", "")), value.get("name", "")
        if [one.text for one in find_ids(some_id)] == [some_id]:
            yield some_id, one_line(str(name))
