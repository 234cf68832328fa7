"""Run states of task and flow instances.

Codes and names: the vendor's table ``FlowInstanceStatus``, the same in all editions, which gives number and
name only. The groups are inferred. A graph writes the name instead of the number, and ``NONE`` for a
referenced workflow.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Self


class Group(Enum):
    """Meaning of a state for the result."""

    GOOD = "good"
    BAD = "bad"
    ACTIVE = "active"
    WAITING = "waiting"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


_GLYPHS = {
    Group.GOOD: ("✓", "+"),
    Group.BAD: ("✗", "x"),
    Group.ACTIVE: ("▶", ">"),
    Group.WAITING: ("◌", "."),
    Group.NEUTRAL: ("−", "-"),
    Group.UNKNOWN: ("?", "?"),
}

_TABLE: dict[int, tuple[str, Group]] = {
    -1: ("FAIL", Group.BAD),
    0: ("INIT", Group.WAITING),
    1: ("SUCCESS", Group.GOOD),
    2: ("RUNNING", Group.ACTIVE),
    3: ("SUSPEND", Group.NEUTRAL),
    4: ("INTERNAL_ERROR", Group.BAD),
    5: ("WAIT", Group.WAITING),
    6: ("READY", Group.WAITING),
    7: ("TIMEOUT", Group.BAD),
    8: ("CANCEL", Group.NEUTRAL),
    9: ("RERUN", Group.ACTIVE),
    10: ("SKIP", Group.NEUTRAL),
}
_CODES = {name: code for code, (name, _) in _TABLE.items()}
_BLANKS = " \t\r\n"
"""White space stripped from a name; other white space is shown, since it is no part of a name."""
_FINAL = frozenset({-1, 1, 4, 7, 8, 10})
_FAILED = frozenset(code for code, (_, group) in _TABLE.items() if group is Group.BAD)
_SHORT = 32
"""Characters up to which a text that was read is kept."""
_SUSPENDED, _CANCELLED, _SKIPPED = 3, 8, 10


@dataclass(frozen=True, slots=True)
class Status:
    """One state as sent by the server, documented or not."""

    code: int | None
    """The server's number; None where only a name was sent."""

    name: str
    """The server's name, upper case; the documented one where the server gave only a number."""

    @classmethod
    def of(cls, value: object, name: object = None) -> Self:
        """Read a state from a number, a numeric text or a name; an unknown one keeps its text.

        A name sent beside the number is shown even where it contradicts the table.
        """
        if name is None and isinstance(value, str) and len(value) <= _SHORT:
            return cls._of_text(value)
        return cls(*_read(value, name))

    @classmethod
    @lru_cache(maxsize=256)
    def _of_text(cls, text: str) -> Self:
        """The same of a short text alone: the nodes of a graph share few."""
        return cls(*_read(text, None))

    @property
    def group(self) -> Group:
        """The display group, by number where there is one."""
        return _TABLE[self.code][1] if self.code in _TABLE else Group.UNKNOWN

    @property
    def is_final(self) -> bool:
        """Whether only a rerun can change it. Inferred; False for an unknown state."""
        return self.code in _FINAL

    @property
    def glyph(self) -> str:
        """One cell that shows the group without colour."""
        return _GLYPHS[self.group][0]

    @property
    def ascii_glyph(self) -> str:
        """The same for a terminal without Unicode."""
        return _GLYPHS[self.group][1]

    @property
    def documented_name(self) -> str | None:
        """The vendor's name for the number, None for a number outside the table."""
        return _TABLE[self.code][0] if self.code in _TABLE else None

    @property
    def is_contradictory(self) -> bool:
        """Whether the name is the vendor's for another number than the one sent with it."""
        return self.code is not None and _CODES.get(self.name, self.code) != self.code

    def __str__(self) -> str:
        """Glyph, name and number; both meanings where they contradict each other."""
        number = "" if self.code is None else str(self.code)
        if self.is_contradictory:
            number += f" is {self.documented_name or 'not documented'}"
        return f"{self.glyph} {self.name}" + (f" ({number})" if number else "")


def _read(value: object, name: object) -> tuple[int | None, str]:
    """The number and the name of a state."""
    code: int | None = None
    said = str(name).strip(_BLANKS).upper() if name not in (None, "") else ""
    if isinstance(value, str) and not _is_integer(value):
        said = said or value.strip(_BLANKS).upper()
    elif value is not None and not isinstance(value, bool) and _is_integer(str(value)):
        code = int(float(str(value)))
    if code is None:
        code = _CODES.get(said)
    return code, said or _TABLE.get(code if code is not None else 999, ("UNKNOWN",))[0]


def has_failed(state: Status | None) -> bool:
    """Whether a run ended badly: FAIL, INTERNAL_ERROR or TIMEOUT."""
    return state is not None and state.code in _FAILED


def blocks_downstream(state: Status | None) -> bool:
    """Whether nothing downstream can run until somebody reruns this: failed or cancelled.

    SUSPEND may go on by itself and counts as unfinished; no source says that SKIP holds anything up.
    """
    return state is not None and (state.code in _FAILED or state.code == _CANCELLED)


def has_succeeded(state: Status | None) -> bool:
    """Whether a run ended well."""
    return state is not None and state.group is Group.GOOD


def is_unfinished(state: Status | None) -> bool:
    """Whether a run is still to end; False for a node without a state."""
    return state is not None and not state.is_final


def is_suspended(state: Status | None) -> bool:
    """Whether a run waits until somebody resumes it."""
    return state is not None and state.code == _SUSPENDED


def is_skipped(state: Status | None) -> bool:
    """Whether a run was skipped."""
    return state is not None and state.code == _SKIPPED


def needs_reason(state: Status | None) -> bool:
    """Whether there is something to explain: a run failed or was cancelled, or has not started."""
    return blocks_downstream(state) or (state is not None and state.group is Group.WAITING)


def is_active(state: Status | None) -> bool:
    """Whether a run is at work, or about to run again."""
    return state is not None and state.group is Group.ACTIVE


def _is_integer(text: str) -> bool:
    """True for ``1``, ``-1`` and the ``1.0`` some serialisers make of it."""
    head, _, tail = text.strip().partition(".")
    digits = head.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 10 and not tail.strip("0")
