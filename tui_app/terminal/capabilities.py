"""The capabilities of a terminal, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..models.preferences import AUTO, Preferences

_UNABLE = ("", "dumb", "unknown")
_LIGHT_GROUNDS = ("7", "15")


@dataclass(frozen=True, slots=True)
class Terminal:
    """The defaults that suit a terminal."""

    theme: str = "dark"
    """Name of a theme, see `models.preferences.THEMES`."""

    is_ascii: bool = False
    """Whether it can show ASCII only."""

    can_follow_mouse: bool = True
    """Whether the mouse may be on; with the mouse on, GNU screen holds escape back until another key."""

    def theme_for(self, preferences: Preferences) -> str:
        """The theme to draw in: the user's, or the one that suits the terminal."""
        return self.theme if preferences.theme == AUTO else preferences.theme

    def draws_ascii_for(self, preferences: Preferences) -> bool:
        """Whether to draw with ASCII only: as the user set it, or as suits the terminal."""
        return self.is_ascii if preferences.signs == AUTO else preferences.signs == "ascii"


def terminal_of(environ: Mapping[str, str], encoding: str, utf8_mode: bool) -> Terminal:
    """Derive the capabilities from the variables that terminals, SSH and the locale set.

    Over SSH only the terminal's own colours are known to suit the user.

    Args:
        environ: the environment.
        encoding: the encoding of the stream that is drawn to.
        utf8_mode: Python's UTF-8 mode, which it turns on by itself if the locale is C or not installed.
    """
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    tail = "-light" if ground in _LIGHT_GROUNDS else ""
    is_remote = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    if is_remote or "NO_COLOR" in environ or (depth := _depth(environ)) == 16:
        theme = f"terminal{tail}"
    else:
        theme = f"256{tail or '-dark'}" if depth == 256 else tail[1:] or "dark"
    is_screen = "STY" in environ or environ.get("TERM", "").startswith("screen.")
    return Terminal(theme, _is_ascii(environ, encoding, utf8_mode), not is_screen)


def cannot_place_the_cursor(environ: Mapping[str, str]) -> bool:
    """Whether the terminal has no addressable screen, such as an editor's."""
    return environ.get("TERM", "").lower() in _UNABLE


def _depth(environ: Mapping[str, str]) -> int | None:
    """Number of colours, from the variables that Rich reads too; None for 24-bit colour."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return None
    return 256 if environ.get("TERM", "").lower().endswith(("-256color", "-kitty")) else 16


def _is_ascii(environ: Mapping[str, str], encoding: str, utf8_mode: bool) -> bool:
    # The font of the Linux console has 256 or 512 characters, and neither ticks nor crosses among them.
    if environ.get("TERM") == "linux" or encoding.lower() not in ("utf-8", "utf8"):
        return True
    # Python changes the locale: without the user's own on this host it falls back to C, and where it finds C
    # it writes UTF-8 into LC_CTYPE for itself and its children.
    is_set_by_python = utf8_mode and environ.get("PYTHONUTF8") != "1"
    names = ("LC_ALL", "LANG") if is_set_by_python else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((value for name in names if (value := environ.get(name))), "")
    return "utf" not in locale.lower()
