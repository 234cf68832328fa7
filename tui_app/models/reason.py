"""The value that says in one line why a run failed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason why a run failed, safe to draw."""

    words: str
    """The decisive words of the log, else how the task ended, else what is not known."""

    task: str = ""
    """Name of the task that failed first; empty where no single one is known."""

    task_id: str = ""
    """Its instance id; empty where no single one is known."""

    tries: str = ""
    """The try it failed on and the most tries, such as ``4 of 4``; empty where that was not read."""

    is_decisive: bool = False
    """Whether the words are the log's own."""

    fingerprint: str = ""
    """The error without what differs from run to run; empty where it is not known to be the only cause."""

    is_read: bool = True
    """Whether the run could be read; else the words say why not."""

    @property
    def line(self) -> str:
        """Task and words in one line."""
        return f"{self.task}: {self.words}" if self.task else self.words
