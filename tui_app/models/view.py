"""Addresses of screens: requests to open one, and command lines that open it again."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .ids import FlowInstanceId, InstanceId, TaskInstanceId, find_ids
from .view_names import OF_A_SEARCH, OF_TWO

_ROOM = 40


@dataclass(frozen=True, slots=True)
class View:
    """One screen's content by name."""

    name: str
    """One of `view_names.VIEWS`."""

    ids: tuple[InstanceId, ...] = ()
    """The instances shown; the id's class is the kind, or says that the server must be asked."""

    query: str = ""
    """The search, see `logic.flow_search`; empty for none."""

    @classmethod
    def of(cls, instance_id: InstanceId, name: str = "instance") -> Self:
        """A view of one instance."""
        return cls(name, (instance_id,))

    @classmethod
    def of_all(cls, ids: Iterable[InstanceId], name: str = "") -> Self:
        """A view of several instances; an empty `name` stands for the one that fits the number of ids."""
        several = tuple(ids)
        return cls(name or _usual_name(len(several)), several)

    @classmethod
    def of_text(cls, text: str, name: str = "") -> Self:
        """A view of the ids in a text, or of the search in it for a view that searches."""
        return cls(name, query=text) if name in OF_A_SEARCH else cls.of_all(find_ids(text), name)

    @property
    def id(self) -> InstanceId:
        """The instance, for a view of one."""
        return self.ids[0]

    @property
    def task_id(self) -> TaskInstanceId:
        """The instance of a view that only tasks have."""
        return TaskInstanceId(self.id.text)

    def arguments(self) -> str:
        """The arguments of the command line that opens it again."""
        words = [f"flow={one}" if isinstance(one, FlowInstanceId) else one.text for one in self.ids]
        if self.query:
            words.append(shlex.quote(self.query))
        if self.name != _usual_name(len(self.ids)):
            words += ["--view", self.name]
        return " ".join(words)

    def short_arguments(self) -> str:
        """The arguments for a header: ``-`` in place of a long list of ids."""
        words = self.arguments()
        is_few = len(self.ids) <= (2 if self.name in OF_TWO else 1)
        return words if is_few or len(words) <= _ROOM else f"- --view {self.name}"


def _usual_name(id_count: int) -> str:
    """The view that opens when none is named."""
    return ("lookup", "instance")[id_count] if id_count < 2 else "many"
