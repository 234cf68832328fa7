"""Requests that cross screens: a screen posts one, the app opens what it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from .models.ids import TaskInstanceId
from .models.profile import Profile
from .models.view import View

if TYPE_CHECKING:
    from .models.listed_run import ListedRun
    from .models.lookup import Found
    from .models.saved_rows import Entry, SavedSearch
    from .services.watch import WatchState


@dataclass
class OpenView(Message):
    """Open a view."""

    view: View
    came_from: TaskInstanceId | None = None
    """The task whose parent is opened; its row is selected."""
    instead: bool = False
    """Whether it replaces the screen that posted this, so that Back skips that one."""
    profile: str = ""
    """Name of the profile to open it with; empty for that of the screen on top."""


@dataclass
class FindLatest(Message):
    """Find the latest run of the task or workflow of a favourite, and act on it."""

    entry: "Entry"
    then: "Callable[[ListedRun], Message]"
    """Makes the message to post about the run."""
    otherwise: Message | None = None
    """The message to post where none is found."""


@dataclass
class InputEdited(Message):
    """An id is being typed, so a request will follow soon."""


@dataclass
class OverviewMoved(Message):
    """Other rows of the overview came into view."""


@dataclass
class InstanceLoaded(Message):
    """An instance was loaded and drawn; it gets an entry in the history."""

    found: "Found"
    profile: str
    """Name of the profile that it was loaded with."""


@dataclass
class ToggleFavourite(Message):
    """Add an instance of known kind to the favourites, or remove it."""

    run: "ListedRun"


@dataclass
class RefreshEntries(Message):
    """Request the present states of listed runs, of favourites or history."""

    runs: "Sequence[ListedRun]"
    latest: "Sequence[Entry]" = ()
    """Favourites that mean the latest run: that one is found first."""


@dataclass
class EditNote(Message):
    """Let the user edit the note and tags of an instance of known kind."""

    run: "ListedRun"


@dataclass
class SaveSearch(Message):
    """Save a search under a name that the user types."""

    words: str
    """The search, in the syntax of `logic.flow_search`."""


@dataclass
class RenameSearch(Message):
    """Rename a saved search; the user types the name."""

    search: "SavedSearch"


@dataclass
class DeleteSearch(Message):
    """Delete a saved search."""

    search: "SavedSearch"


@dataclass
class ToggleWatch(Message):
    """Start or stop watching an instance, which reports its end."""

    run: "ListedRun"
    found: "Found | None" = None
    """The last answer, if there is one."""


@dataclass
class WatchPolled(Message):
    """A watched instance was polled."""

    watched: "WatchState"
    profile: str
    """Name of the profile whose run it is."""


@dataclass
class UseProfile(Message):
    """Use another profile in place of the one in use."""

    name: str
    view: str = ""
    """The view to open then; empty for the first screen."""


@dataclass
class ConnectTo(Message):
    """Connect with a complete profile."""

    profile: Profile


@dataclass
class TryDemo(Message):
    """Open the built-in demo."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that can be copied."""

    what: str
    """Its name in the menu and the toast, such as ``task instance id``."""

    text: str
    """The whole text to copy."""

    is_line: bool = False
    """Whether it is a name or an id: a line end in one would be Enter where it is pasted."""


@dataclass
class SaveText(Message):
    """Write a text to a file that the user chooses."""

    what: str
    """Its name in the dialog and the toast, such as ``log``."""

    name: str
    """The proposed file name."""

    text: Callable[[str], str]
    """Returns the text for a file name, whose extension may choose the format."""

    escape: Callable[[str, str], str] | None = None
    """Makes the text for a file name harmless; None escapes every control but tabs and line ends."""


@dataclass
class OpenExternally(Message):
    """Open a text in a program of the user's, on a screen that is returned to the shell."""

    name: str
    """A file name that suits the text."""

    text: str

    in_editor: bool = False
    """Whether in the editor, not in the pager."""


@dataclass
class OpenCopyMenu(Message):
    """Let the user choose what to copy."""

    choices: list[Copyable]
