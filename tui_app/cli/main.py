"""The command line: what was asked for, with which settings; exit codes.

Only the standard library is imported before it is known what is wanted: a jump host pays for every import.
"""

import argparse
import gc
import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from ..models.views import OF_A_SEARCH, OF_SEVERAL, OF_TWO, VIEWS, WITHOUT_ID
from ..store.errors import NotConfigured, SettingsError, StoreError
from .arguments import doctor_parser, get_parser, keys_parser, open_parser, paths_parser

TYPE_CHECKING = False
"""Known to type checkers by its name; to import it from `typing` takes a tenth of ``--help``."""

if TYPE_CHECKING:
    from ..app.launch import Start
    from ..logic.redact import Redactor
    from ..models.ids import InstanceId
    from ..models.preferences import Preferences
    from ..models.profile import Profile
    from ..store.locations import Locations

_STANDARD_INPUT = "-"
_QUOTED = 60
_FRAMES_A_SECOND = "120"
"""What a key changes is drawn at the next frame; Textual's own 60 have it wait for 8 ms on average."""
_WITH_A_WORD = ("--profile", "--debug")

_NO_CURL = '--curl signs what it asks; profile {!r}, with auth = "poseidon", does not. Leave --curl out.\n'
_NO_SCREEN = """\
The full screen needs a terminal that can place a cursor, and TERM is {!r}.
Set TERM to what the terminal is, such as xterm, or use enos-tui get ID.
"""
_HOW_TO_REBIND = """
Other keys stand in {}, such as:
  [keys]
  preset = "vim"        # or "default"; in force: {}
  open-log = "L,f6"
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names come from anywhere; one that this terminal cannot show is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            sys.stdout.flush()
    except (SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # What reads the output has gone; the interpreter must not find that out again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def _run(argv: list[str]) -> int:
    """Tell the command from an id, which never equals one, and run it."""
    command, rest = _split(argv)
    make_parser, run = _COMMAND_TABLE[command]
    parser = make_parser()
    return run(parser, parser.parse_args(rest))


def _split(argv: list[str]) -> tuple[str, list[str]]:
    """The command, empty for the full screen, and the other arguments; options may stand before it."""
    is_name = False
    for place, word in enumerate(argv):
        if is_name or (word.startswith("-") and " " not in word):
            is_name = word in _WITH_A_WORD
        elif word in _COMMAND_TABLE:
            return word, argv[:place] + argv[place + 1 :]
        else:
            break
    return "", argv


def _get(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    ids = _ids(parser, _given(arguments))
    if arguments.curl and arguments.demo:
        parser.exit(2, "--curl needs a real gateway: no network leads to the demo.\n")
    with _reporting(arguments) as redact:
        return _print_all(parser, arguments, ids, redact)


def _print_all(
    parser: argparse.ArgumentParser,
    arguments: argparse.Namespace,
    ids: "list[InstanceId]",
    redact: "Redactor",
) -> int:
    profile = None if arguments.demo else _profile(_locations(), arguments)
    if arguments.curl and profile and profile.poseidon:
        parser.exit(2, _NO_CURL.format(profile.name))
    gc.disable()
    from .get import Form, run

    gc.freeze()
    gc.enable()
    forms = ("json", "raw", "field", "curl")
    name = next((form for form in forms if getattr(arguments, form)), "summary")
    is_list = len(ids) > 1 or _STANDARD_INPUT in arguments.texts
    return run(profile, ids, Form(name, arguments.field or "", is_list), redact)


def _open(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    texts = _given(arguments)
    if arguments.view in OF_A_SEARCH:
        view_name, text = arguments.view, _words(parser, texts)
    else:
        view_name, text = _view_name(parser, arguments.view, _ids(parser, texts)), "\n".join(texts)
    if _STANDARD_INPUT in arguments.texts:
        _take_the_keyboard_back()
    if not _has_terminal():
        parser.exit(2, "The full screen needs a terminal; in scripts and pipes use enos-tui get ID.\n")
    with _reporting(arguments) as redact:
        return _open_screen(parser, arguments, text, view_name, redact)


def _open_screen(
    parser: argparse.ArgumentParser,
    arguments: argparse.Namespace,
    text: str,
    view_name: str,
    redact: "Redactor",
) -> int:
    from ..app.launch import Start
    from ..store.preferences import read_preferences
    from ..terminal.capabilities import cannot_place_the_cursor, terminal_of

    if cannot_place_the_cursor(os.environ):
        parser.exit(2, _NO_SCREEN.format(os.environ.get("TERM", "")))
    locations = _locations()
    preferences = read_preferences(locations.config)
    profile: Profile | None = None
    problem: SettingsError | None = None
    try:
        profile = None if arguments.demo else _profile(locations, arguments)
    except NotConfigured as error:
        problem = error
    keys = _own_keys(preferences, locations)
    program = _program(arguments)
    # Textual draws to standard error.
    terminal = terminal_of(os.environ, sys.stderr.encoding, bool(sys.flags.utf8_mode))
    start = Start(
        locations,
        profile,
        problem,
        arguments.demo,
        text or None,
        view_name,
        program,
        preferences,
        keys,
        terminal,
        redact,
    )
    return _full_screen()(start)


def _own_keys(preferences: "Preferences", locations: "Locations") -> dict[str, str]:
    """The user's keys by command id; most have none, and the check of keys is not imported."""
    if not preferences.has_own_keys:
        return {}
    from ..commands.keymap import own_keys

    return own_keys(preferences, locations.config)


def _full_screen() -> "Callable[[Start], int]":
    """Import what the first picture needs; the app imports the rest, and turns the search for garbage on."""
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    from ..app.explorer_app import run

    return run


@contextmanager
def _reporting(arguments: argparse.Namespace) -> "Iterator[Redactor]":
    """Report faults, and what goes on where that is wanted, without the secrets of this run."""
    from ..logic.redact import Redactor, proxy_passwords

    redact = Redactor(proxy_passwords(os.environ))
    sys.excepthook = partial(_tell_fault, redact)
    if arguments.debug is None:
        yield redact
        return
    from pathlib import Path

    from ..store.debug_log import writing

    with writing(Path(arguments.debug), redact):
        yield redact


def _tell_fault(redact: "Redactor", _: object, error: BaseException, __: object) -> None:
    from ..logic.fault import in_words

    print(in_words(error, redact), file=sys.stderr)


def _given(arguments: argparse.Namespace) -> list[str]:
    """The texts to look for ids in; ``-`` stands for what standard input holds."""
    return [
        sys.stdin.buffer.read().decode("utf-8", "replace") if text == _STANDARD_INPUT else text
        for text in arguments.texts
    ]


def _take_the_keyboard_back() -> None:
    """Standard input was the list: keys come from the terminal itself, where there is one."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR)
        os.dup2(terminal, sys.stdin.fileno())
        os.close(terminal)


def _program(arguments: argparse.Namespace) -> str:
    """How the program was called, with what chose the profile."""
    if arguments.demo:
        return "enos-tui --demo"
    return f"enos-tui --profile {shlex.quote(arguments.profile)}" if arguments.profile else "enos-tui"


def _view_name(parser: argparse.ArgumentParser, asked_for: str | None, ids: "list[InstanceId]") -> str:
    """The view that is asked for, which fits the ids, or the lack of one."""
    from ..models.view import View

    name = asked_for or View.of_all(ids).name
    if name not in VIEWS:
        from ..logic.suggest import did_you_mean

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


def _doctor(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    with _reporting(arguments) as redact:
        from ..services.doctor import Target
        from .doctor import run

        patient = Target(_locations(), os.environ, arguments.profile, arguments.demo)
        return run(patient, redact, as_json=arguments.json)


def _paths(_: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    from ..logic.sanitize import one_line

    with _reporting(arguments):
        for path in _locations().files():
            print(f"{'there  ' if path.exists() else 'missing'}  {one_line(str(path))}")
    return 0


def _keys(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    from ..commands.keymap import table
    from ..logic.sanitize import one_line
    from ..store.preferences import read_preferences

    locations = _locations()
    preferences = read_preferences(locations.config)
    print(*table(_own_keys(preferences, locations)), sep="\n")
    print(_HOW_TO_REBIND.format(one_line(str(locations.config)), preferences.preset))
    return 0


def _words(parser: argparse.ArgumentParser, texts: list[str]) -> str:
    """The search that was given, as one text or as the words of one."""
    from ..logic.flow_search import InvalidSearch, parse

    words = texts[0] if len(texts) == 1 else shlex.join(texts)
    try:
        parse(words)
    except InvalidSearch as error:
        parser.exit(2, f"{error}\n")
    return words


def _ids(parser: argparse.ArgumentParser, texts: list[str]) -> "list[InstanceId]":
    """All ids in all texts; each text must hold one, so that none with a slip is passed over."""
    from ..models.ids import WHAT_AN_ID_LOOKS_LIKE, find_ids

    for text in texts:
        if not find_ids(text):
            place = "what was given" if len(texts) == 1 else f"{text[:_QUOTED]!a}"
            parser.exit(2, f"There is no instance id in {place}. {WHAT_AN_ID_LOOKS_LIKE}\n")
    return find_ids("\n".join(texts))


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _locations() -> "Locations":
    from ..store.locations import Locations

    return Locations.of_user()


def _profile(locations: "Locations", arguments: argparse.Namespace) -> "Profile":
    from ..store.settings import resolve

    return resolve(locations.config, os.environ, arguments.profile)


_COMMAND_TABLE: dict[
    str,
    tuple[
        Callable[[], argparse.ArgumentParser], Callable[[argparse.ArgumentParser, argparse.Namespace], int]
    ],
] = {
    "": (open_parser, _open),
    "doctor": (doctor_parser, _doctor),
    "get": (get_parser, _get),
    "keys": (keys_parser, _keys),
    "paths": (paths_parser, _paths),
}
