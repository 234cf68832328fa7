"""``enos-tui doctor``: checks everything between the user and an answer, in a form fit for a ticket."""

import argparse
import os
import sys

from ..logic import sanitize
from ..logic.redact import Redactor, redacted
from ..models.check import CheckResult, CheckStatus
from ..services.doctor import Target, run_checks
from ..store.locations import Locations
from ..terminal.checks import check_terminal
from .output import print_json

_WIDTH = max(map(len, CheckStatus)) + 2


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Check and print; the exit code: 0, or the highest of the results."""
    target = Target(Locations.of_user(), os.environ, given.profile, given.demo)
    results: list[CheckResult] = []
    async for result in run_checks(target, redact, check_terminal(target.environment)):
        results.append(result)
        if not given.json:
            print(*_lines(result, redact), sep="\n")
            sys.stdout.flush()
    if given.json:
        values = [result.as_dict() for result in results]
        print_json(redacted(values, redact), is_list=False)
    return max(result.exit_code for result in results)


def _lines(result: CheckResult, redact: Redactor) -> list[str]:
    first = f"{result.verdict:{_WIDTH}}{result.check}: {_shown(result.says, redact)}"
    return [first, f"{'':{_WIDTH}}{_shown(result.do, redact)}"] if result.do else [first]


def _shown(text: str, redact: Redactor) -> str:
    return sanitize.one_line(redact(text))
