"""``enos-tui doctor``: what stands between a person and an answer, in a form fit for a ticket."""

import asyncio
import sys

from ..logic import sanitize
from ..logic.redact import Redactor
from ..logic.sanitize import json_text
from ..models.check import CheckResult, CheckStatus
from ..services.doctor import Target, run_checks
from ..terminal.checks import check_terminal

_WIDTH = max(map(len, CheckStatus)) + 2


def run(patient: Target, redact: Redactor, *, as_json: bool) -> int:
    """Examine and print.

    Returns:
        The exit code: 0, or the highest that a finding says.
    """
    return asyncio.run(_run(patient, redact, as_json))


async def _run(patient: Target, redact: Redactor, as_json: bool) -> int:
    found: list[CheckResult] = []
    async for finding in run_checks(patient, redact, check_terminal(patient.environment)):
        found.append(finding)
        if not as_json:
            print(*_lines(finding, redact), sep="\n")
            sys.stdout.flush()
    if as_json:
        print(json_text([_without_secrets(finding, redact) for finding in found], indent=2, ascii_only=False))
    return max(finding.exit_code for finding in found)


def _lines(finding: CheckResult, redact: Redactor) -> list[str]:
    first = f"{finding.verdict:{_WIDTH}}{finding.check}: {_shown(finding.says, redact)}"
    return [first, f"{'':{_WIDTH}}{_shown(finding.do, redact)}"] if finding.do else [first]


def _without_secrets(finding: CheckResult, redact: Redactor) -> dict[str, object]:
    return {
        key: redact(value) if isinstance(value, str) else value for key, value in finding.as_dict().items()
    }


def _shown(text: str, redact: Redactor) -> str:
    return sanitize.one_line(redact(text))
