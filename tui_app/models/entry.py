"""One line of favourites or history: which instance, and how it looked when it was last seen."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from .flow_instance import FlowInstance
from .ids import FlowInstanceId, InstanceId, TaskInstanceId
from .lookup import FlowLookup, Found, TaskLookup
from .status import Status

Kind = Literal["task", "flow"]
"""What an id names."""

Key = tuple[str, str, str]
"""Profile, kind and id: one id text can name a task instance here and a flow instance there."""


def _an_id(text: str) -> str:
    return str(InstanceId.parse(text))


class Entry(BaseModel):
    """An instance somebody opened or starred.

    Keys this version does not know are kept, so that a newer one finds them again.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Annotated[str, AfterValidator(_an_id)]
    """The instance id."""

    kind: Kind
    """What the id names."""

    profile: str
    """Name of the profile it was read with; ids of different plants have nothing to do with one another."""

    name: str = ""
    """The task's or workflow's name when last seen; empty where the server sent none."""

    status: Status | None = None
    """The run state when last seen."""

    seen_at: AwareDatetime
    """When it was last seen, UTC."""

    note: str = ""
    """What the person wrote about a favourite."""

    tags: tuple[str, ...] = ()
    """Words the person filed a favourite under."""

    added_at: AwareDatetime | None = None
    """When it became a favourite, UTC; None in the history."""

    @classmethod
    def of(cls, found: Found, profile: str) -> Self:
        """What an answer says about its instance."""
        seen_at = found.answer.received_at
        match found:
            case TaskLookup():
                return cls._seen(found.id, found.task.task_name, found.task.state, profile, seen_at)
            case FlowLookup():
                return cls.listed(found.id, found.flow, profile, seen_at)

    @classmethod
    def listed(cls, flow_id: FlowInstanceId, flow: FlowInstance, profile: str, seen_at: datetime) -> Self:
        """What a row of a list of flow instances says; `seen_at` is aware."""
        return cls._seen(flow_id, flow.flow_name, flow.state, profile, seen_at)

    @classmethod
    def _seen(
        cls,
        instance_id: TaskInstanceId | FlowInstanceId,
        name: str | None,
        state: Status,
        profile: str,
        seen_at: datetime,
    ) -> Self:
        return cls(
            id=instance_id.text,
            kind=_kind_of(instance_id),
            profile=profile,
            name=_whole(name or ""),
            status=replace(state, name=_whole(state.name)),
            seen_at=seen_at,
        )

    @property
    def key(self) -> Key:
        """What makes two entries the same one."""
        return self.profile, self.kind, self.id

    @property
    def instance_id(self) -> TaskInstanceId | FlowInstanceId:
        """The id as the kind it is, ready to be opened."""
        return TaskInstanceId(self.id) if self.kind == "task" else FlowInstanceId(self.id)

    def seen_as(self, newer: "Entry") -> Self:
        """The same entry with the looks of a newer sight of it; a name once known is not lost."""
        return self.model_copy(
            update={"name": newer.name or self.name, "status": newer.status, "seen_at": newer.seen_at}
        )


def _whole(text: str) -> str:
    """The text with half characters, which no file can hold, spelt out: ``\\ud83c``."""
    return text.encode("utf-8", "backslashreplace").decode()


def key_of(profile: str, instance_id: TaskInstanceId | FlowInstanceId) -> Key:
    """The key an entry for this instance has."""
    return profile, _kind_of(instance_id), instance_id.text


def _kind_of(instance_id: TaskInstanceId | FlowInstanceId) -> Kind:
    return "task" if isinstance(instance_id, TaskInstanceId) else "flow"
