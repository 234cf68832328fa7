"""How a person wants the program to look and which keys they press; nothing here concerns a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

AUTO = "auto"
"""Whatever suits the terminal."""

THEMES = {
    AUTO: "what suits this terminal",
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
"""Every set of signs by name."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What config.toml says beside the profiles; every field has a default that suits most."""

    theme: str = AUTO
    """Name of the colours to draw in, one of `THEMES`."""

    signs: str = AUTO
    """Which characters to draw with, one of `SIGNS`."""

    preset: str = "default"
    """Which keys to begin with."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of the command they are for, several with commas between."""

    @property
    def has_own_keys(self) -> bool:
        """Are there other keys than the default ones?"""
        return bool(self.keys) or self.preset != "default"
