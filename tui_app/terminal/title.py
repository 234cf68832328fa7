"""Sequences for the title of the terminal's window; xterm knows them all, and so does tmux for its panes."""

from ..logic import sanitize

SAVE = "\x1b[22;2t"
"""Pushes the current title onto the terminal's own stack."""

RESTORE = "\x1b[23;2t"
"""Pops it from there."""

_MAX_LENGTH = 120


def set_title(title: str) -> str:
    """The sequence that sets a title; foreign text in it cannot end the sequence early."""
    return f"\x1b]2;{sanitize.one_line(title)[:_MAX_LENGTH]}\x07"
