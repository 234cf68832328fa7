"""The terminal window's title, as the sequences that set it; xterm, and tmux for its panes, know them all."""

from ..logic import sanitize

REMEMBER = "\x1b[22;2t"
"""Puts the present title on the terminal's own stack."""

RESTORE = "\x1b[23;2t"
"""Takes it from there."""

_MOST = 120


def setting(title: str) -> str:
    """The sequence for a title, foreign text included: nothing in it can end the sequence early."""
    return f"\x1b]2;{sanitize.one_line(title)[:_MOST]}\x07"
