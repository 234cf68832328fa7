"""The parsers of the command line, one for each command."""

import argparse
import re

from .. import __version__
from ..models.view_names import VIEWS

_EXAMPLES = """\
examples:
  enos-tui                              open the first screen, paste an id
  enos-tui 118979-2021020211            open a task instance or a flow instance
  enos-tui --demo                       try it: no credentials, no network
  enos-tui get 118979-2021020211        print a summary
  enos-tui get 118979-2021020211 --json | jq .runMode.cpu
  enos-tui get 118979-2021020211 --field status
  enos-tui get - --json < ids.txt       print one line of JSON for each id
  enos-tui why 118979-2021020211        say what failed first
  enos-tui log 118979-2021020211 --errors
  enos-tui ticket 118979-2021020211     print Markdown for a ticket
  enos-tui wait 8435-2021020211 --timeout 2h && ./next-step
  enos-tui find 'status:FAIL when:7d' --json
  enos-tui overview --since 24h --markdown | mail -s 'last night' team@example.com
  enos-tui - < ids.txt                  open a table of many instances
  enos-tui --view find 'status:FAIL when:7d'
  enos-tui doctor                       find out why it does not work
  enos-tui paths                        print where the files are
"""
SHELLS = ("bash", "zsh", "fish")
"""Shells that complete command lines."""

EXIT_CODES = """\
exit codes:
  0  found; wait: all succeeded; overview: nothing failed
  1  a fault of enos-tui itself         2  wrong usage or settings
  3  no such instance
  4  refused: credentials or permission
  5  network or gateway
  6  wait: one ended otherwise; overview: one failed
  7  wait: the time was up
  8  the output could not be written: no space, or closed
  128 + N  ended by signal N
  With several ids it is the highest of their codes.
"""
_COMMANDS = """\
commands (enos-tui help COMMAND describes one):
  get ID ...      print instances instead of opening the screen
  why ID ...      print what failed first, and the log lines that say so
  log ID ...      print the log, or the index of its errors
  ticket ID ...   print Markdown for a ticket, without secrets
  wait ID ...     wait until runs are over
  find WORDS      print flow instances by name, status, planned time and owner
  overview        print the runs of the last hours, and why those failed that did
  doctor          check settings, network, keys and terminal; for a ticket
  keys            print every command of the screens: its id, its keys, what it does
  profiles        print the connections of config.toml, without keys
  paths           print every file the program uses
  completion      print a script that completes command lines in bash, zsh or fish
  help, version   print this, or the version
"""
_SEVERAL = """\
several ids, and all that come from standard input:
  Each is printed as soon as it and those before it have been received; at most 8 requests are open at a time.
  --json prints one line for each, for a failure {"id": …, "error": …, "code": …}.
"""
_SEVERAL_FIELDS = "  --field prints the id, a tab and the value. Other failures go to standard error.\n"
_DURATION = re.compile(r"(?:([0-9]{1,4})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8})s?)?")
_SPAN = re.compile(r"0*[1-9][0-9]{0,3}[mhdw]")
_UNITS_S = (86_400, 3_600, 60, 1)
_MOST_LENGTH = 1 << 26


def _parser(usage: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        "enos-tui",
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_flag(parser: "argparse._ActionsContainer", name: str, words: str) -> None:
    parser.add_argument(name, action="store_true", help=words)


def _add_connection(parser: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    """Add the choice of a profile, and return its group."""
    _add_debug(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--profile", metavar="NAME", help="the connection to use, a [profiles.NAME] of config.toml"
    )
    _add_flag(either, "--demo", "use the built-in demo: no credentials, no network")
    return either


def _add_debug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--debug",
        metavar="FILE",
        help="write down what is requested and done, one JSON object a line, no secrets",
    )


def _id_parser(usage: str, description: str, epilog: str = _SEVERAL) -> argparse.ArgumentParser:
    """The parser of a command that is given ids."""
    parser = _parser(f"{usage} [--profile NAME | --demo]", description, f"{epilog}\n{EXIT_CODES}")
    parser.add_argument(
        "texts", metavar="ID", nargs="+", help="an id, any text that holds some, or - for standard input"
    )
    _add_connection(parser)
    return parser


def open_parser() -> argparse.ArgumentParser:
    """The parser of the full screen, which needs no command."""
    parser = _parser(
        "enos-tui [--profile NAME | --demo] [ID ... | -] [--view NAME]\n       enos-tui --all-profiles\n"
        "       enos-tui COMMAND ...\n       enos-tui help COMMAND",
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
    parser.add_argument("-V", "--version", action="version", version=f"enos-tui {__version__}")
    _add_flag(
        _add_connection(parser),
        "--all-profiles",
        "the failures of every profile in one list, instead of an id",
    )
    return parser


def get_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui get``."""
    parser = _id_parser(
        "enos-tui get ID ... [--json | --raw | --curl | --field NAME]",
        "Print task instances and flow instances, in the order given.",
        _SEVERAL + _SEVERAL_FIELDS,
    )
    form = parser.add_mutually_exclusive_group()
    _add_flag(form, "--json", "the record with statusName, and with runMode and graph opened")
    _add_flag(form, "--raw", "the server's own bytes; on a terminal, control characters escaped")
    _add_flag(form, "--curl", "the request as a shell command, without the keys")
    form.add_argument("--field", metavar="NAME", help="the value of one field")
    return parser


def why_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui why``."""
    parser = _id_parser(
        "enos-tui why ID ... [--json]",
        "Print what failed first, the chain from there to the run, and the log lines that say so.",
    )
    _add_flag(
        parser,
        "--json",
        "id, kind, status, statusName, sentence, cause, alsoFailed, chain, decisive, lines and doubts",
    )
    return parser


def log_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui log``."""
    parser = _id_parser(
        "enos-tui log ID ... [--errors] [--json] [--follow] [--max-length N]",
        "Print the log of task instances: into a pipe as it was sent, on a terminal with control characters\n"
        "escaped.",
        "several ids, and all that come from standard input:\n"
        "  A line ==> ID <== stands before each log. --json prints one line for each: id and lines.\n",
    )
    _add_flag(parser, "--errors", "only the index of its errors; > marks the decisive one")
    _add_flag(parser, "--json", "a list of line (from 1), text, kind, role and decisive")
    _add_flag(parser, "--follow", "print what is added until the task is over; one id only")
    parser.add_argument(
        "--max-length", metavar="N", type=_length, help="most characters to request, 1048576 if not given"
    )
    return parser


def ticket_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui ticket``."""
    return _id_parser(
        "enos-tui ticket ID ...",
        "Print the explanation of a run as Markdown of at most 2 KB, with passwords and keys taken out.",
        "Several tickets are separated by a line of dashes.\n",
    )


def wait_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui wait``."""
    parser = _id_parser(
        "enos-tui wait ID ... [--timeout 2h] [--any]",
        "Poll every 10 seconds until all runs are over. As soon as one is, print its id, status and name,\n"
        "with tabs between.",
        "An id that is unknown or refused is not waited for; after other errors polling goes on.\n",
    )
    parser.add_argument(
        "--timeout", metavar="TIME", type=_seconds, help="longest time to wait, such as 90s, 30m, 2h or 1h30m"
    )
    _add_flag(parser, "--any", "wait for the first that is over; the exit code is of that one")
    return parser


def find_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui find``."""
    parser = _parser(
        "enos-tui find [WORDS ...] [--json | --csv] [--profile NAME | --demo]",
        "Print flow instances, the latest planned first. WORDS are part of a name or id, and status:,\n"
        "when:, owner: and type:, as in 'wind status:FAIL,TIMEOUT when:7d owner:li.na type:periodic'.",
        EXIT_CODES,
    )
    parser.add_argument("texts", metavar="WORDS", nargs="*", help="the search; all of 24h if not given")
    form = parser.add_mutually_exclusive_group()
    _add_flag(form, "--json", "a list of objects")
    _add_flag(form, "--csv", "a title line and a line for each")
    _add_connection(parser)
    return parser


def overview_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui overview``."""
    parser = _parser(
        "enos-tui overview [--since 24h] [--json | --markdown]\n"
        "                [--profile NAME | --all-profiles | --demo]",
        "Print the scheduled runs planned in the last hours: failed ones first, each with the task that\n"
        "failed first and the decisive words of its log. A workflow with many runs is one row.",
        EXIT_CODES,
    )
    parser.add_argument(
        "--since",
        metavar="SPAN",
        type=_span,
        help="such as 12h or 7d; the profile's overview, or 24h, if not given",
    )
    form = parser.add_mutually_exclusive_group()
    _add_flag(form, "--json", "profile, since, counts, isComplete and rows, as one object")
    _add_flag(form, "--markdown", "a table of what failed or is late, for a mail; no secrets")
    words = "the failures of every profile in one list; --json prints a line for each profile"
    _add_flag(_add_connection(parser), "--all-profiles", words)
    return parser


def doctor_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui doctor``."""
    parser = _parser(
        "enos-tui doctor [--json] [--profile NAME | --demo]",
        "Check everything between you and an answer: settings, files, terminal, proxy, name, connection,\n"
        "TLS, token, clock, a signed request. No key, token or password is printed.",
        "exit codes:\n  0  all is well                        2, 4, 5  as of get, of what is not ok",
    )
    _add_flag(parser, "--json", "a list of findings as JSON")
    _add_connection(parser)
    return parser


def paths_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui paths``."""
    parser = _parser("enos-tui paths", "Print every file the program uses, and whether it is there.")
    _add_debug(parser)
    return parser


def profiles_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui profiles``."""
    parser = _parser(
        "enos-tui profiles [--json]",
        "Print the connections of config.toml: name, gateway, organisation. * marks the one that is used\n"
        "where none is named. No key is printed.",
    )
    _add_flag(parser, "--json", "a list of name, gateway, org_id and isDefault")
    return parser


def completion_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui completion``."""
    parser = _parser(
        "enos-tui completion bash | zsh | fish",
        "Print a script that completes command lines: commands, options, views, profiles, and the ids that\n"
        "you starred or opened.",
        "where it belongs:\n"
        '  bash  eval "$(enos-tui completion bash)"         in ~/.bashrc\n'
        '  zsh   eval "$(enos-tui completion zsh)"          in ~/.zshrc, after compinit\n'
        "  fish  enos-tui completion fish | source          in ~/.config/fish/config.fish\n",
    )
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="the shell")
    parser.add_argument("--words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def keys_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui keys``."""
    return _parser("enos-tui keys", "Print every command: the id it is rebound by, its keys, what it does.")


def help_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui help``."""
    parser = _parser("enos-tui help [COMMAND]", "Print how a command is called, or all commands.")
    parser.add_argument("command", metavar="COMMAND", nargs="?", default="", help="the command to describe")
    return parser


def version_parser() -> argparse.ArgumentParser:
    """The parser of ``enos-tui version``."""
    return _parser("enos-tui version", "Print the version.")


def _length(text: str) -> int:
    """A positive number of characters."""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:10]) <= _MOST_LENGTH):
        raise argparse.ArgumentTypeError(f"{text!a} is not a number of characters from 1 to {_MOST_LENGTH}")
    return int(text[:10])


def _span(text: str) -> str:
    """A span up to now, such as ``24h``."""
    if not _SPAN.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!a} is not a span such as 90m, 24h or 7d")
    return text


def _seconds(text: str) -> int:
    """A duration such as ``2h`` or ``1h30m`` in seconds; a number alone counts seconds."""
    match = _DURATION.fullmatch(text)
    counts = match.groups() if match else ()
    total = sum(int(count or 0) * unit for count, unit in zip(counts, _UNITS_S, strict=False))
    if not total:
        raise argparse.ArgumentTypeError(f"{text!a} is not a time such as 90s, 30m, 2h or 1h30m")
    return total
