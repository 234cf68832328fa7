"""What the command line understands, and how it is told."""

import argparse

from .. import __version__
from ..models.views import VIEWS

_EXAMPLES = """\
examples:
  enos-tui                              look around, paste an id
  enos-tui 118979-2021020211            open a task instance or a flow instance
  enos-tui --demo                       try it: no credentials, no network
  enos-tui get 118979-2021020211        print a summary
  enos-tui get 118979-2021020211 --json | jq .runMode.cpu
  enos-tui get 118979-2021020211 --field status
  enos-tui get - --json < ids.txt       print one line of JSON for each id
  enos-tui - < ids.txt                  open a table of many instances
  enos-tui --view find 'status:FAIL when:7d'
  enos-tui doctor                       find out why it does not work
  enos-tui paths                        say where the files are
"""
EXIT_CODES = """\
exit codes:
  0  found                              3  no such instance
  2  wrong usage or settings            4  refused: credentials or permission
                                        5  network or gateway
  With several ids it is the highest of their codes.
"""
_COMMANDS = """\
commands:
  get ID ...    print instances instead of opening the screen (get --help)
  doctor        look at settings, network, keys and terminal; for a ticket (doctor --help)
  keys          print every command: the id it is rebound by, its keys, what it does
  paths         print every file the program uses
"""


_SEVERAL = """\
several ids, and all that come from standard input:
  Each is printed as soon as it and those before it are there; at most 8 are asked for at a time.
  --json prints one line each, for a failure {"id": …, "error": …, "code": …}.
  --field prints the id, a tab and the value. Other failures go to standard error.
"""


def _parser(usage: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        "enos-tui",
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_connection(parser: argparse.ArgumentParser) -> None:
    _add_debug(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--profile", metavar="NAME", help="the connection to use, a [profiles.NAME] of config.toml"
    )
    either.add_argument(
        "--demo", action="store_true", help="ask the built-in demo: no credentials, no network"
    )


def _add_debug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--debug",
        metavar="FILE",
        help="write down what is asked and done, one JSON object a line, no secrets",
    )


def open_parser() -> argparse.ArgumentParser:
    """Of the full screen, which needs no command."""
    parser = _parser(
        "enos-tui [--profile NAME | --demo] [ID ... | -] [--view NAME]\n"
        "       enos-tui get ID ...\n       enos-tui doctor\n       enos-tui keys\n       enos-tui paths",
        "A read-only terminal explorer for EnOS batch-processing task instances.",
        f"{_COMMANDS}\n{_EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument(
        "texts",
        metavar="ID",
        nargs="*",
        help="what to open: an id, several for a table, any text that holds them, or - for standard input",
    )
    parser.add_argument("--view", metavar="NAME", help=f"what to show of it: {', '.join(VIEWS)}")
    parser.add_argument("--version", action="version", version=f"enos-tui {__version__}")
    _add_connection(parser)
    return parser


def get_parser() -> argparse.ArgumentParser:
    """Of `enos-tui get`."""
    parser = _parser(
        "enos-tui get ID ... [--json | --raw | --curl | --field NAME] [--profile NAME | --demo]",
        "Print task instances and flow instances, in the order given.",
        f"{_SEVERAL}\n{EXIT_CODES}",
    )
    parser.add_argument(
        "texts",
        metavar="ID",
        nargs="+",
        help="an id, any text that holds some, or - for standard input",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the record as JSON, with runMode and graph opened")
    form.add_argument(
        "--raw", action="store_true", help="the server's own bytes; on a terminal, made safe to look at"
    )
    form.add_argument("--curl", action="store_true", help="the question as a shell command, without the keys")
    form.add_argument("--field", metavar="NAME", help="the value of one field")
    _add_connection(parser)
    return parser


def doctor_parser() -> argparse.ArgumentParser:
    """Of `enos-tui doctor`."""
    parser = _parser(
        "enos-tui doctor [--json] [--profile NAME | --demo]",
        "Look at everything between you and an answer: settings, files, terminal, proxy, name, connection,\n"
        "TLS, token, clock, a signed question. No key, token or password is printed.",
        "exit codes:\n  0  all is well                        2, 4, 5  as of get, of what is not ok",
    )
    parser.add_argument("--json", action="store_true", help="a list of findings as JSON")
    _add_connection(parser)
    return parser


def paths_parser() -> argparse.ArgumentParser:
    """Of `enos-tui paths`."""
    parser = _parser("enos-tui paths", "Print every file the program uses, and whether it is there.")
    _add_debug(parser)
    return parser


def keys_parser() -> argparse.ArgumentParser:
    """Of `enos-tui keys`."""
    return _parser("enos-tui keys", "Print every command: the id it is rebound by, its keys, what it does.")
