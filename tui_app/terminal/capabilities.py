"""What a terminal can show, read off what the shell says of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..models.preferences import AUTO, Preferences

_UNABLE = ("", "dumb", "unknown")
_LIGHT_GROUNDS = ("7", "15")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What suits the terminal, for a person who asks for nothing else."""

    theme: str = "dark"
    """Name of a theme, see `models.preferences.THEMES`."""

    is_ascii: bool = False
    """Is ASCII all that it can be trusted with?"""

    can_follow_mouse: bool = True
    """May the program be told of the mouse? GNU screen then keeps escape back until another key comes."""

    def theme_for(self, preferences: Preferences) -> str:
        """The theme to draw in."""
        return self.theme if preferences.theme == AUTO else preferences.theme

    def draws_ascii_for(self, preferences: Preferences) -> bool:
        """Draw with ASCII alone?"""
        return self.is_ascii if preferences.signs == AUTO else preferences.signs == "ascii"


def terminal_of(environ: Mapping[str, str], encoding: str, utf8_mode: bool) -> Terminal:
    """Read the variables that terminals, SSH and the locale set.

    Over SSH the terminal's own colours are the only ones known to suit the person who looks at them.

    Args:
        environ: the environment.
        encoding: of the stream that is drawn to.
        utf8_mode: Python's, which it turns on by itself where the locale is C or is not installed here.
    """
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    tail = "-light" if ground in _LIGHT_GROUNDS else ""
    is_far = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    if is_far or "NO_COLOR" in environ or (depth := _depth(environ)) == 16:
        theme = f"terminal{tail}"
    else:
        theme = f"256{tail or '-dark'}" if depth == 256 else tail[1:] or "dark"
    is_screen = "STY" in environ or environ.get("TERM", "").startswith("screen.")
    return Terminal(theme, _is_ascii(environ, encoding, utf8_mode), not is_screen)


def cannot_place_the_cursor(environ: Mapping[str, str]) -> bool:
    """Is it a terminal without a screen, such as an editor's?"""
    return environ.get("TERM", "").lower() in _UNABLE


def _depth(environ: Mapping[str, str]) -> int | None:
    """Colours by the same variables Rich goes by; None for 24 bits each."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return None
    return 256 if environ.get("TERM", "").lower().endswith(("-256color", "-kitty")) else 16


def _is_ascii(environ: Mapping[str, str], encoding: str, utf8_mode: bool) -> bool:
    # The font of the Linux console has 256 or 512 characters, and neither ticks nor crosses among them.
    if environ.get("TERM") == "linux" or encoding.lower() not in ("utf-8", "utf8"):
        return True
    # Not what Python has made of the locale: on a host without the person's own it falls back to C, and where
    # it finds C it writes UTF-8 into LC_CTYPE for itself and its children.
    is_python_s = utf8_mode and environ.get("PYTHONUTF8") != "1"
    names = ("LC_ALL", "LANG") if is_python_s else ("LC_ALL", "LC_CTYPE", "LANG")
    said = next((value for name in names if (value := environ.get(name))), "")
    return "utf" not in said.lower()
