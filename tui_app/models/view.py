"""What a screen shows, as an address: what one screen asks for, and what a command line opens again."""

from dataclasses import dataclass
from typing import Self

from .ids import InstanceId, TaskInstanceId


@dataclass(frozen=True, slots=True)
class View:
    """One screen's content by name."""

    name: str
    """One of `views.VIEWS`."""

    ids: tuple[InstanceId, ...] = ()
    """The instances it is about; the id's class says which kind, or that the server must be asked."""

    @classmethod
    def of(cls, instance_id: InstanceId, name: str = "instance") -> Self:
        """A view of one instance."""
        return cls(name, (instance_id,))

    @property
    def id(self) -> InstanceId:
        """The instance, for a view of one."""
        return self.ids[0]

    @property
    def task_id(self) -> TaskInstanceId:
        """The same where only a task instance can be meant."""
        return TaskInstanceId(self.id.text)

    def arguments(self) -> str:
        """What stands behind the program's name on the command line that opens it again."""
        words = [one.text for one in self.ids]
        if self.name not in ("instance", "lookup"):
            words += ["--view", self.name]
        return " ".join(words)
