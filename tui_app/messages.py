"""Requests that cross screens: a screen posts one, the app opens what it names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from .models.ids import InstanceId, TaskInstanceId
from .models.profile import Profile
from .models.view import View

if TYPE_CHECKING:
    from .models.entry import Entry, SavedSearch
    from .models.lookup import Found
    from .services.watch import WatchState


@dataclass
class OpenView(Message):
    """Open a view."""

    view: View
    came_from: TaskInstanceId | None = None
    """The task whose parent is opened: its row is selected there."""
    instead: bool = False
    """In place of the screen that asks, so that Back skips it."""


@dataclass
class InputEdited(Message):
    """An id is being typed: a question will follow soon."""


@dataclass
class InstanceLoaded(Message):
    """An answer is on screen: worth an entry in the history."""

    found: "Found"


@dataclass
class ToggleFavourite(Message):
    """The person wants an instance among the favourites, or out of them."""

    entry: "Entry"


@dataclass
class EditNote(Message):
    """The person wants to write a note and tags for an instance."""

    entry: "Entry"


@dataclass
class SaveSearch(Message):
    """The person wants to keep a search under a name."""

    words: str
    """See `logic.flow_search`."""


@dataclass
class RenameSearch(Message):
    """The person wants to give a saved search another name."""

    search: "SavedSearch"


@dataclass
class DeleteSearch(Message):
    """The person wants a saved search no more."""

    search: "SavedSearch"


@dataclass
class ToggleWatch(Message):
    """The person wants to be told when an instance is over, or no more."""

    id: InstanceId
    found: "Found | None" = None
    """The last answer about it, where there is one."""


@dataclass
class WatchPolled(Message):
    """A watched instance was looked at."""

    watched: "WatchState"


@dataclass
class ConnectTo(Message):
    """Settings are complete: begin with this profile."""

    profile: Profile


@dataclass
class TryDemo(Message):
    """Begin with the built-in demo."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that may be copied."""

    what: str
    """Names it in the menu and in the toast, such as ``task instance id``."""

    text: str
    """What is copied, in full."""


@dataclass
class SaveText(Message):
    """Write a text to a file whose name the person chooses."""

    what: str
    """Names it in the dialog and in the toast, such as ``log``."""

    name: str
    """The file name to begin with."""

    text: Callable[[str], str]
    """The text for a file name: its ending may choose the form."""


@dataclass
class OpenCopyMenu(Message):
    """Let the person choose what to copy."""

    choices: list[Copyable]
