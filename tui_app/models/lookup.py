"""Responses as received, and the instances read from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from .flow_instance import FlowInstance
from .ids import FlowInstanceId, TaskInstanceId
from .request import RequestInfo
from .status import Status
from .task_instance import TaskInstance

Id = TypeVar("Id", TaskInstanceId, FlowInstanceId)
Model = TypeVar("Model", TaskInstance, FlowInstance)


@dataclass(frozen=True, slots=True)
class Response:
    """One successful response of the service, as received."""

    body: bytes
    """The body, content encoding undone, otherwise untouched."""

    text: str
    """The body as text; bytes that do not fit the charset stand as U+FFFD."""

    data: Any
    """The envelope's ``data`` as plain Python values: dict, list, str, int, float, bool or None."""

    received_at: datetime
    """Time the response was complete; aware, UTC."""

    elapsed_s: float
    """From the first byte sent to the last received, retries included."""

    request: RequestInfo | None = None
    """The request; None where it cannot be repeated."""

    charset: str | None = None
    """The charset that the server named; `text` is in it only where the body is no Unicode."""


@dataclass(frozen=True, slots=True)
class _InstanceLookup(Generic[Id, Model]):
    """An instance and its response."""

    id: Id
    model: Model
    record: Mapping[str, Any]
    """The record as sent, keys as sent; listed by the detail pane."""

    record_path: str
    """jq path of `record` in the body: ``.data`` or ``.data[0]``."""

    answer: Response

    is_other_kind: bool = False
    """The id was given as one of the other kind."""

    inconsistencies: tuple[str, ...] = ()
    """Sentences on what in the answer contradicts the question; foreign text is sanitized."""

    @property
    def state(self) -> Status:
        """The run state, unknown ones included."""
        return self.model.state


class TaskLookup(_InstanceLookup[TaskInstanceId, TaskInstance]):
    """A task instance and its response."""

    __slots__ = ()

    @property
    def task(self) -> TaskInstance:
        """The record as a model."""
        return self.model

    @property
    def name(self) -> str:
        """The task's name, foreign text; empty where the server sent none."""
        return self.task.task_name or ""


class FlowLookup(_InstanceLookup[FlowInstanceId, FlowInstance]):
    """A flow instance and its response."""

    __slots__ = ()

    @property
    def flow(self) -> FlowInstance:
        """The record as a model."""
        return self.model

    @property
    def name(self) -> str:
        """The workflow's name, foreign text; empty where the server sent none."""
        return self.flow.flow_name or ""


@dataclass(frozen=True, slots=True)
class LogLookup:
    """A task instance's log."""

    id: TaskInstanceId
    log: str
    """The text as sent; empty is possible."""

    max_length: int
    """The limit of the request, in characters."""

    answer: Response

    inconsistencies: tuple[str, ...] = ()
    """Sentences on what in the answer contradicts the question; foreign text is sanitized."""

    @property
    def is_cut(self) -> bool:
        """Whether the text reached the limit; the end that the server cuts is not documented."""
        return len(self.log) >= self.max_length


def kind_in_words(found: "Found") -> str:
    """The kind of an instance, and the kind its id was given as where that was the other one."""
    kinds = ("flow instance", "task instance")
    is_task = isinstance(found, TaskLookup)
    return kinds[is_task] + (f", given as a {kinds[not is_task]}" if found.is_other_kind else "")


Found = TaskLookup | FlowLookup
"""An instance of either kind."""
