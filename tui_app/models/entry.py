"""Saved rows: instances that were opened or starred, and searches with a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from .ids import FlowInstanceId, InstanceId, TaskInstanceId
from .status import Status

if TYPE_CHECKING:
    from .flow_instance import FlowInstance
    from .lookup import Found

Kind = Literal["task", "flow"]
"""The kind of instance an id names."""

MOST_CHARACTERS = 200
"""Longest name of a server's that is kept; a list shows fewer."""

Key = tuple[str, ...]
"""The values that make two rows the same one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An instance that was opened or starred.

    Raises:
        ValueError: the id is none, or a time has no zone.
    """

    id: str
    """The instance id."""

    kind: Kind
    """The kind of the id."""

    profile: str
    """Name of the profile it was read with; ids of different plants have nothing to do with one another."""

    seen_at: datetime
    """Time it was last seen, aware, UTC."""

    name: str = ""
    """The task's or workflow's name when last seen; empty where the server sent none."""

    status: Status | None = None
    """The run state when last seen."""

    note: str = ""
    """The user's note on a favourite."""

    tags: tuple[str, ...] = ()
    """Words the user filed a favourite under."""

    added_at: datetime | None = None
    """Time it became a favourite, aware, UTC; None in the history."""

    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys this version does not know, written back so that a newer one finds them again."""

    def __post_init__(self) -> None:
        InstanceId.parse(self.id)
        if self.seen_at.tzinfo is None or (self.added_at is not None and self.added_at.tzinfo is None):
            raise ValueError("a time has no zone")

    @classmethod
    def of(cls, found: "Found", profile: str) -> Self:
        """The entry of an answer."""
        return cls._seen(found.id, found.name, found.state, profile, found.answer.received_at)

    @classmethod
    def listed(cls, flow_id: FlowInstanceId, flow: "FlowInstance", profile: str, seen_at: datetime) -> Self:
        """The entry of a row in a list of flow instances; `seen_at` is aware."""
        return cls._seen(flow_id, flow.flow_name or "", flow.state, profile, seen_at)

    @classmethod
    def _seen(
        cls,
        instance_id: TaskInstanceId | FlowInstanceId,
        name: str,
        state: Status,
        profile: str,
        seen_at: datetime,
    ) -> Self:
        return cls(
            id=instance_id.text,
            kind="task" if isinstance(instance_id, TaskInstanceId) else "flow",
            profile=profile,
            name=_kept(name),
            status=replace(state, name=_kept(state.name)),
            seen_at=seen_at,
        )

    @property
    def key(self) -> Key:
        """Profile, kind and id: one id text can name a task instance here and a flow instance there."""
        return self.profile, self.kind, self.id

    @property
    def instance_id(self) -> TaskInstanceId | FlowInstanceId:
        """The id as the kind it is, ready to be opened."""
        return TaskInstanceId(self.id) if self.kind == "task" else FlowInstanceId(self.id)

    def updated_from(self, newer: "Entry") -> Self:
        """The same entry with name, state and time of a newer one; an empty name does not replace one."""
        return replace(self, name=newer.name or self.name, status=newer.status, seen_at=newer.seen_at)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search and its name.

    Raises:
        ValueError: the time has no zone.
    """

    name: str
    """The user's name for it; once in each profile."""

    profile: str
    """Name of the profile it is asked with."""

    words: str
    """The search, see `logic.flow_search`."""

    saved_at: datetime
    """Time it was saved, aware, UTC."""

    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys this version does not know, written back so that a newer one finds them again."""

    def __post_init__(self) -> None:
        if self.saved_at.tzinfo is None:
            raise ValueError("a time has no zone")

    @property
    def key(self) -> Key:
        """Profile and name."""
        return self.profile, self.name


def _kept(text: str) -> str:
    """The text cut short, with lone surrogates, which no UTF-8 file can hold, spelt out: ``\\ud83c``."""
    short = text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
    return short.encode("utf-8", "backslashreplace").decode()
