"""What an examination of this machine and the way to the gateway has found."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    NOT_OK = "not ok"
    NOTE = "note"
    """Good to know, neither good nor bad."""
    SKIPPED = "skipped"
    """Nothing could be found out, because of what is not ok."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    """What was looked at, one or two words."""

    verdict: Verdict

    says: str
    """What was found, a clause or a sentence."""

    do: str = ""
    """What to do about it, a sentence or empty."""

    exit_code: int = 0
    """What the program would end with for this alone."""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "verdict": str(self.verdict)}


def ok(check: str, says: str) -> Finding:
    """Nothing to do."""
    return Finding(check, Verdict.OK, says)


def note(check: str, says: str) -> Finding:
    """Good to know."""
    return Finding(check, Verdict.NOTE, says)


def not_ok(check: str, says: str, do: str, exit_code: int) -> Finding:
    """Something to do."""
    return Finding(check, Verdict.NOT_OK, says, do, exit_code)
