"""The checks of ``enos-tui doctor`` that look at the terminal."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping

from ..models.check import CheckResult, not_ok, note, ok
from .capabilities import terminal_of
from .environment import cannot_place_the_cursor

_TIMEOUT_S = 3.0


def check_terminal(environment: Mapping[str, str]) -> Iterator[CheckResult]:
    """Check that the terminal can place a cursor; report colours, glyphs and how text is copied."""
    term = environment.get("TERM", "")
    if not sys.stdout.isatty():
        yield note("terminal", "the output goes to no terminal")
    elif cannot_place_the_cursor(environment):
        yield not_ok(
            "terminal",
            f"TERM is {term!r}, a terminal without a screen",
            "Set TERM to the name of your terminal.",
            2,
        )
    encoding = sys.stdout.encoding or "ascii"
    found = terminal_of(environment, encoding, bool(sys.flags.utf8_mode))
    columns, rows = shutil.get_terminal_size()
    signs = "ASCII" if found.is_ascii else "Unicode"
    far = "over SSH" if environment.get("SSH_CONNECTION") else "on this machine"
    yield ok("looks", f"{term or 'no TERM'}, {columns}x{rows}, {far}: theme {found.theme}, {signs} signs")
    yield _copy(environment)


def _copy(environment: Mapping[str, str]) -> CheckResult:
    if environment.get("TMUX"):
        clipboard = _output_of("tmux", "show-options", "-sv", "set-clipboard") or "unknown"
        return note("copy", f"through {_output_of('tmux', '-V') or 'tmux'}; its set-clipboard is {clipboard}")
    if environment.get("STY"):
        return note("copy", "GNU screen may keep it: the copy menu can show the text to select instead")
    return note("copy", "by OSC 52; no terminal confirms that it took the text")


def _output_of(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
