"""The options that the full screen is started with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..logic.redact import Redactor
from ..models.preferences import Preferences
from ..models.profile import Profile
from ..store.errors import SettingsError
from ..store.locations import Locations
from ..terminal.capabilities import Terminal
from ..terminal.early import EarlyTerminal


@dataclass(frozen=True, slots=True)
class Start:
    """Everything that the command line has found out before the screen is taken over."""

    locations: Locations
    """The files to use."""

    profile: Profile | None = None
    """The profile to use; None in the demo, and where nothing is set up yet."""

    problem: SettingsError | None = None
    """The problem with the settings; the set-up form shows it."""

    demo: bool = False
    """Whether to use the built-in demo, without network."""

    open_text: str | None = None
    """Text with at least one id in it, or the query of a view that searches, to be opened first."""

    view_name: str = ""
    """Name of its view, see `models.views.VIEWS`; empty for the default view of the ids."""

    program: str = "enos-tui"
    """The command line that chose the profile, such as ``enos-tui --demo``."""

    preferences: Preferences = field(default_factory=Preferences)
    """The user's theme and glyphs."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """The user's keys by command id, by Textual's names; every other command has its default keys."""

    terminal: Terminal = field(default_factory=Terminal)
    """The capabilities of the terminal."""

    redact: Redactor = field(default_factory=Redactor, compare=False)
    """Knows every secret of the run, and removes them from what is shown, stored or logged."""

    early: EarlyTerminal = field(default_factory=EarlyTerminal, compare=False)
    """The terminal, perhaps taken already; the driver takes it over."""
