"""Requests that cross screens: a screen posts one, the app opens what it names."""

from dataclasses import dataclass

from textual.message import Message

from .logic.json_source import JsonSource
from .models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from .models.lookup import Found
from .models.profile import Profile
from .store.entry import Entry


@dataclass
class OpenInstance(Message):
    """Open one instance; the id's own class says which kind, or that the server must be asked."""

    id: InstanceId
    came_from: TaskInstanceId | None = None
    """The task whose parent this is: its row is selected there."""


@dataclass
class Typing(Message):
    """An id is being typed: a question will follow soon."""


@dataclass
class OpenInstead(Message):
    """The id turned out to name a flow instance: open that in place of the screen that asked."""

    id: FlowInstanceId


@dataclass
class Seen(Message):
    """An answer is on screen: worth an entry in the history."""

    found: Found


@dataclass
class FavouriteToggled(Message):
    """The person wants an instance among the favourites, or out of them."""

    entry: Entry


@dataclass
class NoteWanted(Message):
    """The person wants to write a note and tags for an instance."""

    entry: Entry


@dataclass
class OpenSibling(Message):
    """Open a task in place of the task screen that asks, so that Back skips the steps between."""

    id: TaskInstanceId


@dataclass
class OpenLog(Message):
    """Open the log of a task instance."""

    id: TaskInstanceId
    name: str
    """The task's name as sent, for the header; may be empty."""


@dataclass
class OpenJson(Message):
    """Open a JSON text on a full screen."""

    source: JsonSource


@dataclass
class ConnectTo(Message):
    """Settings are complete: begin with this profile."""

    profile: Profile


@dataclass
class TryDemo(Message):
    """Begin with the built-in demo."""


@dataclass
class PickOne(Message):
    """Pasted text held several ids: let the person choose."""

    ids: list[InstanceId]


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that may be copied."""

    what: str
    """Names it in the menu and in the toast, such as ``task instance id``."""

    text: str
    """What is copied, in full."""


@dataclass
class CopyMenu(Message):
    """Let the person choose what to copy."""

    choices: list[Copyable]
