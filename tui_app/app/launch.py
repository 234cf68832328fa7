"""What the full screen is started with."""

from dataclasses import dataclass, field

from ..logic.redact import Redactor
from ..models.preferences import Preferences
from ..models.profile import Profile
from ..store.errors import SettingsError
from ..store.locations import Locations
from ..terminal.capabilities import Terminal


@dataclass(frozen=True, slots=True)
class Start:
    """Everything the command line found out before the screen is taken over."""

    locations: Locations
    """The files to use."""

    profile: Profile | None = None
    """Whom to ask as; None in the demo, and where nothing is set up yet."""

    problem: SettingsError | None = None
    """What is missing; the set-up form shows it."""

    demo: bool = False
    """Ask the built-in demo, no network."""

    open_text: str | None = None
    """Text with at least one id in it, or the search of a view that searches, to be opened first."""

    view_name: str = ""
    """Which view of it, see `models.views.VIEWS`; empty for the one that fits the number of ids."""

    program: str = "enos-tui"
    """How the program was called, with what chose the profile, such as ``enos-tui --demo``."""

    preferences: Preferences = field(default_factory=Preferences)
    """How the person wants it to look, and which keys they press."""

    terminal: Terminal = field(default_factory=Terminal)
    """What the terminal can show."""

    redact: Redactor = field(default_factory=Redactor, compare=False)
    """Learns every secret of the run; what is shown, kept or logged has none of them."""
