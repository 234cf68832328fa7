"""The user's theme, glyphs and keys; nothing here concerns a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

AUTO = "auto"
"""Chosen to suit the terminal."""

THEMES = {
    AUTO: "chosen to suit this terminal",
    "dark": "light on dark, in 24-bit colours",
    "light": "dark on light, in 24-bit colours",
    "256-dark": "light on dark, in at most 256 colours",
    "256-light": "dark on light, in at most 256 colours",
    "terminal": "the terminal's own 16 colours, if it is dark",
    "terminal-light": "the terminal's own 16 colours, if it is light",
    "contrast-dark": "white on black, strong colours",
    "contrast-light": "black on white, strong colours",
}
"""Every theme by name, in a few words."""

SIGNS = (AUTO, "unicode", "ascii")
"""Every set of glyphs by name."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings in config.toml beside the profiles; every field has a default."""

    theme: str = AUTO
    """Name of the theme, one of `THEMES`."""

    signs: str = AUTO
    """Name of the glyph set, one of `SIGNS`."""

    preset: str = "default"
    """Name of the key preset."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by command id, several separated by commas."""

    @property
    def has_own_keys(self) -> bool:
        """Whether any key differs from the default ones."""
        return bool(self.keys) or self.preset != "default"
