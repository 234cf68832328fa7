"""The capabilities of a terminal, read from the environment."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper

from ..models.preferences import AUTO, Preferences
from .environment import shows_ascii_only, suited_theme


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

    Args:
        encoding: the encoding of the stream that is drawn to.
        utf8_mode: Python's UTF-8 mode.
    """
    is_screen = "STY" in environ or environ.get("TERM", "").startswith("screen.")
    return Terminal(suited_theme(environ), shows_ascii_only(environ, encoding, utf8_mode), not is_screen)


def screen_file() -> "TextIOWrapper | None":
    """The stream to draw to: standard error as Textual does, or standard output where that is a file."""
    if sys.__stderr__ is not None and sys.__stderr__.isatty():
        return sys.__stderr__
    return sys.__stdout__
