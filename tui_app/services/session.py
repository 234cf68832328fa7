"""One connection and what is remembered with it: what every screen is given."""

from dataclasses import dataclass

from .explorer import Explorer
from .memory import Memory


@dataclass(frozen=True, slots=True)
class Session:
    """A profile in use."""

    profile_name: str
    """On every screen."""

    explorer: Explorer
    """Asks the server."""

    memory: Memory
    """Favourites and history."""

    is_demo: bool = False
    """The built-in world answers."""
