"""What an examination of this machine and the way to the gateway has found."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    NOT_OK = "not ok"
    NOTE = "note"
    """Good to know, neither good nor bad."""
    SKIPPED = "skipped"
    """Nothing could be found out, because of what is not ok."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at."""

    check: str
    """What was looked at, one or two words."""

    verdict: CheckStatus

    says: str
    """What was found, a clause or a sentence."""

    do: str = ""
    """What to do about it, a sentence or empty."""

    exit_code: int = 0
    """What the program would end with for this alone."""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "verdict": str(self.verdict)}


def ok(check: str, says: str) -> CheckResult:
    """Nothing to do."""
    return CheckResult(check, CheckStatus.OK, says)


def note(check: str, says: str) -> CheckResult:
    """Good to know."""
    return CheckResult(check, CheckStatus.NOTE, says)


def not_ok(check: str, says: str, do: str, exit_code: int) -> CheckResult:
    """Something to do."""
    return CheckResult(check, CheckStatus.NOT_OK, says, do, exit_code)
