"""A rule that gives a log line its role: one row of a table, with the lines that prove it."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Role(Enum):
    """The part a line plays in a failure."""

    CAUSE = "cause"
    WRAPPER = "wrapper"
    """Says that something below it has failed, at times with the reason at its end."""
    CONSEQUENCE = "consequence"
    NOTICE = "notice"
    HARMLESS = "harmless"


TRACEBACK, JAVA, EXCEPTION, SHELL = "Python traceback", "Java exception", "exception", "shell error"
DATABASE, CLUSTER, MEMORY, KILLED = "database error", "cluster error", "out of memory", "killed"
NETWORK, TOOL, APPLICATION, LEVEL = "network error", "tool error", "failure message", "error level"
EXIT, WARNING, CLEANUP, RUNNER, HINT = "exit code", "warning", "clean-up error", "runner message", "hint"
RETRY, START, STEP, PASSED, SHUTDOWN = "retry", "start", "step", "passed", "shutdown"

STATED, STRONG, PLAIN, FAINT, ALONE = 5, 4, 3, 2, 1
"""The weights of a cause: it is stated as the cause; it is a fault in a tool's own grammar; it is an error
line; it is often tolerated. A consequence that counts where nothing else is said has the last."""


@dataclass(frozen=True)
class Rule:
    """One row of the table of rules."""

    name: str
    kind: str
    """The name that the user reads."""

    role: Role
    words: str
    """Lower-case words with `|` between them; every such line has at least one."""

    pattern: str
    """Found in the message. A group `rest` names what is the cause itself where it says anything."""

    examples: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Lines that hold a word and match another rule, or none."""

    weight: int = STRONG
    below: bool = False
    """Whether the message is on the line below where `rest` is empty."""

    also: str = ""
    """More such words; every such message has one of these too. For patterns that are slow to fail."""

    is_folded: bool = False
    """Whether the pattern is in lower case, for messages in lower case: much faster than one for any case."""

    def search(self, message: str) -> "re.Match[str] | None":
        """Search a message for the pattern."""
        return self.regex.search(message.lower() if self.is_folded else message)

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """The words, each for itself."""
        return tuple(self.words.split("|"))

    @cached_property
    def further_needles(self) -> tuple[str, ...]:
        """The further words, each for itself; empty for none."""
        return tuple(self.also.split("|")) if self.also else ()

    @cached_property
    def regex(self) -> "re.Pattern[str]":
        """The pattern, compiled when it is needed first."""
        return re.compile(self.pattern)
