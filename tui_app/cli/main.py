"""The command line: chooses the command, reports faults, gives the exit code.

Only the standard library is imported before it is known what is wanted: a jump host pays for every import.
"""

import argparse
import gc
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

from .. import __version__
from ..store.errors import SettingsError, StoreError
from ..terminal.early_terminal import EarlyTerminal
from . import arguments
from .command_words import first_word, split
from .faults import print_unexpected
from .ids import ids_of, is_without_id, unknown_command

Run = Callable[[argparse.ArgumentParser, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None, early: EarlyTerminal | None = None) -> int:
    """Run the command that the arguments name; the exit code.

    Args:
        argv: the arguments, those of this process if None.
        early: the terminal, taken already for the full screen; the driver takes it over.
    """
    early = early or EarlyTerminal()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names come from anywhere; one that this terminal cannot show is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv), early)
        finally:
            early.restore()
            sys.stdout.flush()
    except (SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return print_unexpected(error)


def _run(argv: list[str], early: EarlyTerminal) -> int:
    """Tell the command from an id, which never equals one, and run it."""
    command, rest = split(argv)
    make_parser, run = _COMMAND_TABLE[command]
    parser = make_parser()
    word = "" if command or any(one.startswith("--view") for one in argv) else first_word(argv)
    is_first = set(argv[: argv.index(word)]) <= {"--demo"} if word else False
    if is_first and is_without_id(word):
        parser.exit(2, unknown_command(word, _COMMAND_TABLE))
    return run(parser, parser.parse_args(rest, argparse.Namespace(early=early)))


def _local(name: str) -> Run:
    """The command of a module that asks no gateway."""

    def run(_: argparse.ArgumentParser, given: argparse.Namespace) -> int:
        code: int = _imported(name).run(given)
        return code

    return run


def _remote(name: str, *, has_ids: bool = True) -> Run:
    """The command of a module that asks the gateway, mostly about the ids in the arguments."""

    def run(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
        if has_ids:
            given.ids = ids_of(parser, given)
        command = _imported(name).run
        from .connection import run_command

        return run_command(command, given)

    return run


def _imported(name: str) -> ModuleType:
    """The module of a command, imported when it runs."""
    # What is imported stays; to search it for garbage takes a third of the start.
    gc.disable()
    module = import_module(f".{name}", __package__)
    gc.freeze()
    gc.enable()
    return module


def _open(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    # As for every other command; the app turns it on again, once everything is imported.
    gc.disable()
    from .screen import run

    return run(parser, given)


def _help(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    if given.command not in _COMMAND_TABLE:
        parser.exit(2, unknown_command(given.command, _COMMAND_TABLE))
    make_parser, _ = _COMMAND_TABLE[given.command]
    make_parser().print_help()
    return 0


def _completion(parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    from .completion import run

    return run(parser, given, {name: make_parser for name, (make_parser, _) in _COMMAND_TABLE.items()})


def _version(_: argparse.ArgumentParser, __: argparse.Namespace) -> int:
    print(f"enos-tui {__version__}")
    return 0


_COMMAND_TABLE: dict[str, tuple[Callable[[], argparse.ArgumentParser], Run]] = {
    "": (arguments.open_parser, _open),
    "completion": (arguments.completion_parser, _completion),
    "doctor": (arguments.doctor_parser, _remote("doctor", has_ids=False)),
    "find": (arguments.find_parser, _remote("find", has_ids=False)),
    "get": (arguments.get_parser, _remote("get")),
    "help": (arguments.help_parser, _help),
    "keys": (arguments.keys_parser, _local("keys")),
    "log": (arguments.log_parser, _remote("log")),
    "overview": (arguments.overview_parser, _remote("overview", has_ids=False)),
    "paths": (arguments.paths_parser, _local("paths")),
    "profiles": (arguments.profiles_parser, _local("profiles")),
    "ticket": (arguments.ticket_parser, _remote("ticket")),
    "version": (arguments.version_parser, _version),
    "wait": (arguments.wait_parser, _remote("wait")),
    "why": (arguments.why_parser, _remote("why")),
}
