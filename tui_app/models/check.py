"""Results of ``enos-tui doctor``: checks of this machine and of the connection to the gateway."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """Outcome of one check."""

    OK = "ok"
    NOT_OK = "not ok"
    NOTE = "note"
    """Information, neither good nor bad."""
    SKIPPED = "skipped"
    """Not checked, because an earlier check failed."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check."""

    check: str
    """Name of the check, one or two words."""

    verdict: CheckStatus

    says: str
    """The finding, a clause or a sentence."""

    do: str = ""
    """Advice, a sentence or empty."""

    exit_code: int = 0
    """Exit code of the program for this result alone."""

    def as_dict(self) -> dict[str, object]:
        """The fields for JSON."""
        return {**asdict(self), "verdict": str(self.verdict)}


def ok(check: str, says: str) -> CheckResult:
    """A passed check."""
    return CheckResult(check, CheckStatus.OK, says)


def note(check: str, says: str) -> CheckResult:
    """A piece of information."""
    return CheckResult(check, CheckStatus.NOTE, says)


def not_ok(check: str, says: str, do: str, exit_code: int) -> CheckResult:
    """A failed check with advice."""
    return CheckResult(check, CheckStatus.NOT_OK, says, do, exit_code)
