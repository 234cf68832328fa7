"""How a person wants the program to look and which keys they press; nothing here concerns a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Preferences:
    """What config.toml says beside the profiles; every field has a default that suits most."""

    theme: str = "auto"
    """Name of the colours to draw in."""

    signs: str = "auto"
    """Which set of signs lines are drawn with."""

    preset: str = "default"
    """Which keys to begin with."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of the command they are for, several with commas between."""
