"""Saved rows: instances that were opened or starred, and searches with a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from .ids import FlowInstanceId, InstanceId, TaskInstanceId
from .listed_run import ListedRun
from .status import Status

if TYPE_CHECKING:
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

    latest: bool = False
    """Whether a favourite opens the latest run of its task or workflow in place of this one."""

    flow_id: str = ""
    """The flow instance that a task ran in; empty where unknown. It names the workflow of the latest run."""

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
        return cls.of_run(ListedRun.of(found), profile, found.answer.received_at)

    @classmethod
    def of_run(cls, run: ListedRun, profile: str, now: datetime) -> Self:
        """The entry of a run of known kind; `now` stands for the time of a list that names none, aware."""
        state = run.state
        return cls(
            id=run.id.text,
            kind="task" if isinstance(run.id, TaskInstanceId) else "flow",
            profile=profile,
            name=_kept(run.name),
            status=None if state is None else replace(state, name=_kept(state.name)),
            seen_at=run.seen_at or now,
            flow_id=run.flow_id.text if run.flow_id is not None else "",
        )

    @property
    def key(self) -> Key:
        """Profile, kind and id: one id text can name a task instance here and a flow instance there."""
        return self.profile, self.kind, self.id

    @property
    def instance_id(self) -> TaskInstanceId | FlowInstanceId:
        """The id as the kind it is, ready to be opened."""
        return TaskInstanceId(self.id) if self.kind == "task" else FlowInstanceId(self.id)

    @property
    def run(self) -> ListedRun:
        """The run, as it was when it was last seen."""
        flow_id = FlowInstanceId.of(self.flow_id)
        return ListedRun(self.instance_id, self.name, self.status, flow_id, seen_at=self.seen_at)

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
