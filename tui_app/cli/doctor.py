"""``enos-tui doctor``: checks everything between the user and an answer, in a form fit for a ticket."""

import argparse
import asyncio
import os
import sys

from ..logic import sanitize
from ..logic.redact import Redactor
from ..models.check import CheckResult, CheckStatus
from ..services.doctor import Target, run_checks
from ..store.locations import Locations
from ..terminal.checks import check_terminal
from .output import print_json
from .reporting import reporting

_WIDTH = max(map(len, CheckStatus)) + 2


def run(_: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Check and print; the exit code: 0, or the highest of the results."""
    with reporting(given) as redact:
        target = Target(Locations.of_user(), os.environ, given.profile, given.demo)
        return asyncio.run(_run(target, redact, given.json))


async def _run(target: Target, redact: Redactor, as_json: bool) -> int:
    results: list[CheckResult] = []
    async for result in run_checks(target, redact, check_terminal(target.environment)):
        results.append(result)
        if not as_json:
            print(*_lines(result, redact), sep="\n")
            sys.stdout.flush()
    if as_json:
        print_json([_without_secrets(result, redact) for result in results], is_list=False)
    return max(result.exit_code for result in results)


def _lines(result: CheckResult, redact: Redactor) -> list[str]:
    first = f"{result.verdict:{_WIDTH}}{result.check}: {_shown(result.says, redact)}"
    return [first, f"{'':{_WIDTH}}{_shown(result.do, redact)}"] if result.do else [first]


def _without_secrets(result: CheckResult, redact: Redactor) -> dict[str, object]:
    return {
        key: redact(value) if isinstance(value, str) else value for key, value in result.as_dict().items()
    }


def _shown(text: str, redact: Redactor) -> str:
    return sanitize.one_line(redact(text))
