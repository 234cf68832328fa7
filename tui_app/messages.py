"""Requests that cross screens: a screen posts one, the app opens what it names."""

from dataclasses import dataclass

from textual.message import Message

from .models.ids import InstanceId, TaskInstanceId


@dataclass
class OpenInstance(Message):
    """Open one instance; the id's own class says which kind, or that the server must be asked."""

    id: InstanceId


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

    title: str
    """What it is, such as ``runMode of 118979-2021020211``."""

    text: str
    """Exactly as received."""

    path: str
    """Where it stands in the answer, as a jq path; ``.`` for the whole."""

    is_run_mode: bool = False
    """Explain the keys of runMode."""


@dataclass
class PickOne(Message):
    """Pasted text held several ids: let the person choose."""

    ids: list[InstanceId]


@dataclass
class Copy(Message):
    """Put a text on the person's clipboard."""

    text: str
    what: str
    """Names it in the toast, such as ``task instance id``."""
