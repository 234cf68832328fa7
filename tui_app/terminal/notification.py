"""Notifications of the desktop, which a terminal shows even while its window is hidden.

OSC 9 comes from iTerm2, OSC 777 from rxvt-unicode; other terminals know one of the two, or both. tmux sends
them on with allow-passthrough. A terminal that knows neither ignores them.
"""

from collections.abc import Mapping

from ..logic import sanitize
from ..models.profile import NOTIFY_OFF

_MAX_LENGTH = 200
_PROGRAM = "enos-tui"


def notification(kind: str, text: str, environ: Mapping[str, str]) -> str:
    """The sequence that shows a text; empty where the profile wants none.

    Args:
        kind: one of `models.profile.NOTIFICATIONS`.
        text: may be foreign; nothing in it can end the sequence early.
        environ: names tmux and GNU screen, through which the sequence must go.
    """
    if kind == NOTIFY_OFF:
        return ""
    shown = sanitize.one_line(text)[:_MAX_LENGTH]
    # The program's name comes first: OSC 9 with a number at the start is another command of some terminals.
    body = f"9;{_PROGRAM}: {shown}" if kind == "osc9" else f"777;notify;{_PROGRAM};{shown}"
    sequence = f"\x1b]{body}\x07"
    if environ.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return f"\x1bP{sequence}\x1b\\" if environ.get("STY") else sequence
