"""``enos-tui`` without a command: opens the full screen."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress

from ..models.view_names import OF_A_SEARCH, OF_SEVERAL, OF_TWO, VIEWS, WITHOUT_ID
from ..store.errors import NotConfigured, SettingsError
from .ids import STANDARD_INPUT, ids_in, search_of, texts_of
from .reporting import reporting

TYPE_CHECKING = False
"""Known to type checkers by its name; to import it from `typing` takes a tenth of ``--help``."""

if TYPE_CHECKING:
    from pathlib import Path

    from ..app.launch import Start
    from ..logic.redact import Redactor
    from ..models.ids import InstanceId
    from ..models.preferences import Preferences
    from ..models.profile import Profile

_FRAMES_A_SECOND = "120"
"""A key's changes are drawn at the next frame; Textual's own 60 delay it by 8 ms on average."""

_NO_SCREEN = """\
The full screen needs a terminal that can place a cursor, and TERM is {!r}.
Set TERM to what the terminal is, such as xterm, or use enos-tui get ID.
"""


def run(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Open the view that the arguments name; the exit code."""
    texts = texts_of(given)
    if given.view in OF_A_SEARCH:
        view_name, text = given.view, search_of(texts)
    else:
        view_name, text = _view_name(parser, given.view, ids_in(parser, texts)), "\n".join(texts)
    if given.all_profiles and (texts or given.view):
        parser.exit(2, "--all-profiles lists failures on the first screen: leave out the id and the view.\n")
    if STANDARD_INPUT in given.texts:
        _read_keys_from_terminal()
    if not _has_terminal():
        parser.exit(2, "The full screen needs a terminal; in scripts and pipes use enos-tui get ID.\n")
    with reporting(given) as redact:
        return _open(parser, given, text, view_name, redact)


def _open(
    parser: argparse.ArgumentParser, given: argparse.Namespace, text: str, view_name: str, redact: "Redactor"
) -> int:
    from ..app.launch import Start
    from ..store.locations import Locations
    from ..store.preferences import read_preferences
    from ..store.settings import resolve, resolve_all, usual_profile
    from ..terminal.capabilities import screen_file, terminal_of
    from ..terminal.environment import cannot_place_the_cursor

    if cannot_place_the_cursor(os.environ):
        parser.exit(2, _NO_SCREEN.format(os.environ.get("TERM", "")))
    locations = Locations.of_user()
    preferences = read_preferences(locations.config)
    profile: Profile | None = None
    problem: SettingsError | None = None
    profiles: dict[str, Profile | SettingsError] = {}
    try:
        if given.all_profiles:
            profiles = resolve_all(locations.config, os.environ)
            profile = usual_profile(locations.config, os.environ, profiles)
        else:
            profile = None if given.demo else resolve(locations.config, os.environ, given.profile)
    except NotConfigured as error:
        problem = error
    keys = own_keys(preferences, locations.config)
    given.early.take()
    drawn = screen_file()
    terminal = terminal_of(os.environ, drawn.encoding if drawn else "ascii", bool(sys.flags.utf8_mode))
    start = Start(
        locations,
        profile,
        problem,
        given.demo,
        text or None,
        view_name,
        program_of(given),
        preferences,
        keys,
        terminal,
        redact,
        given.early,
        profiles,
    )
    return _full_screen()(start)


def own_keys(preferences: "Preferences", config: "Path") -> dict[str, str]:
    """The user's keys by command id; most have none, and the check of keys is not imported."""
    if not preferences.has_own_keys:
        return {}
    from ..commands.keymap import own_keys

    return own_keys(preferences, config)


def program_of(given: argparse.Namespace) -> str:
    """The command line without ids: the program, with what chose the profile."""
    if given.demo:
        return "enos-tui --demo"
    return f"enos-tui --profile {shlex.quote(given.profile)}" if given.profile else "enos-tui"


def _full_screen() -> "Callable[[Start], int]":
    """Import what the first frame needs; the app imports the rest."""
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    from ..app.launch import open_screen

    return open_screen


def _view_name(parser: argparse.ArgumentParser, name: str | None, ids: "list[InstanceId]") -> str:
    """The named view, or the one that fits the ids; exits with 2 where it does not fit them."""
    from ..models.view import View

    name = name or View.of_all(ids).name
    if name not in VIEWS:
        from ..logic.text import did_you_mean

        parser.exit(2, f"There is no view {name!r}; {did_you_mean(name, VIEWS)}\n")
    if not ids and name not in WITHOUT_ID:
        parser.exit(2, f"The view {name!r} needs an id.\n")
    if ids and name in WITHOUT_ID - OF_SEVERAL:
        parser.exit(2, f"The view {name!r} is not about one instance: leave the id out.\n")
    if len(ids) > 1 and name not in OF_SEVERAL:
        parser.exit(2, f"The view {name!r} is about one instance, and these are {len(ids)}.\n")
    if len(ids) > 2 and name in OF_TWO:
        parser.exit(2, f"The view {name!r} compares two instances, and these are {len(ids)}.\n")
    return name


def _read_keys_from_terminal() -> None:
    """Read keys from the terminal itself, where there is one: standard input was the list of ids."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR)
        os.dup2(terminal, sys.stdin.fileno())
        os.close(terminal)


def _has_terminal() -> bool:
    return os.isatty(0) and os.isatty(1)
