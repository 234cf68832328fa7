"""The run that a row of a list is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from .ids import FlowInstanceId, InstanceId, TaskInstanceId
from .status import Status, has_failed

if TYPE_CHECKING:
    from .lookup import Found


@dataclass(frozen=True, slots=True)
class ListedRun:
    """One run as a list knows it; commands on a row need no more."""

    id: InstanceId
    """Of the type that matches its kind; a plain `InstanceId` where the kind is unknown."""

    name: str = ""
    """Name of the task or workflow, foreign text; empty where unknown."""

    state: Status | None = None
    """The run state when it was last seen; None where unknown."""

    flow_id: FlowInstanceId | None = None
    """The flow instance that a task ran in; None where unknown."""

    seen_at: datetime | None = None
    """Time the state was seen, aware; None where it is as new as the list."""

    profile: str = ""
    """Name of the profile that lists it; empty for that of the screen."""

    view: str = "instance"
    """The view that Enter opens."""

    @classmethod
    def of(cls, found: "Found") -> Self:
        """The run of an answer."""
        flow_id = FlowInstanceId.of(getattr(found.model, "flow_inst_id", None))
        return cls(found.id, found.name, found.state, flow_id, found.answer.received_at)

    @property
    def kind(self) -> str:
        """``task`` or ``flow``, empty where it is unknown."""
        if isinstance(self.id, TaskInstanceId):
            return "task"
        return "flow" if isinstance(self.id, FlowInstanceId) else ""

    @property
    def has_ended(self) -> bool:
        """Whether it has certainly ended: a failed workflow may have tasks that still run."""
        is_final = self.state is not None and self.state.is_final
        return is_final and not (self.kind != "task" and has_failed(self.state))
