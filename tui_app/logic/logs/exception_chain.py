"""A chain of exceptions, as a traceback or a stack shows it."""

import re
from dataclasses import dataclass, field
from enum import Enum

_REPORTING = re.compile(
    r"smtp|send_?mail|mail(?<!\wmail)|alarm|alert|notif|webhook|slack|ding_?talk|wechat|clean_?up|teardown|"
    r"tear_down|rollback|"
    r"__del__|__exit__|unlock|rmtree|unlink|\.close\(|close_|on_failure|callback|report_|record_fail|"
    r"audit|告警|通知|清理"
)


class Join(Enum):
    """The relation of a link to the one before it."""

    HEAD = "head"
    DIRECT = "direct cause"
    HANDLING = "during handling"
    CAUSE = "caused by"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Link:
    """One exception of a chain."""

    at: int
    """The line its message begins on."""

    end: int
    """The line past its message."""

    text: str
    """The message, without what stands before it."""

    join: Join = Join.HEAD
    frames: tuple[str, ...] = ()
    """The last frames before it, for Python only: places and source lines."""

    @property
    def own_text(self) -> str:
        """The message without the words that join it to the one before."""
        return self.text.removeprefix("Caused by: ")

    @property
    def is_report(self) -> bool:
        """Whether it came up while a failure was reported or cleaned up."""
        return bool(_REPORTING.search(" ".join((*self.frames[-8:], self.text[:200])).lower()))

    @property
    def is_translation(self) -> bool:
        """Whether the handler itself raised it, to say in other words what it had caught."""
        return bool(self.frames) and self.frames[-1].lstrip().startswith("raise ")


@dataclass(slots=True)
class Block:
    """An error of several lines."""

    line: int
    end: int
    is_python: bool
    links: list[Link] = field(default_factory=list)
