"""``enos-tui why``: what failed first, the chain from there, and the log lines that say so."""

import argparse
from collections.abc import Callable
from typing import Any

from ..api.errors import GatewayError
from ..logic.redact import Redactor, redacted
from ..logic.why.explanation import Explanation
from ..logic.why.explanation_json import as_values
from ..logic.why.page import WhyKeys, plain_lines, rows
from ..models.ids import InstanceId
from ..services.concurrency import id_finder
from ..services.explorer import Explorer
from ..services.why import explain
from .connection import connect, print_each, profile_of, server_zone
from .ids import is_list
from .output import print_error, print_json
from .screen import program_of

ONE_AT_A_TIME = 1
"""Explanations that are worked out at a time: each may have eight requests open."""


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the explanations; the exit code."""
    is_several = is_list(given)
    async with connect(profile_of(given), redact) as explorer, server_zone(explorer) as zone:

        async def write(some_id: InstanceId, answer: Explanation | GatewayError) -> int:
            if isinstance(answer, GatewayError):
                return print_error(some_id, answer, is_list=is_several, as_json=given.json)
            if given.json:
                values = as_values(answer, await zone, explorer.now())
                print_json(redacted(values, redact), is_list=is_several)
                return 0
            if is_several:
                print(f"==> {answer.found.id} <==")
            command = f"{program_of(given)} log {answer.analysis.cause}"
            page = rows(answer, await zone, explorer.now(), WhyKeys("", command), unfolded=True)
            print(redact("\n".join(plain_lines(page))))
            return 0

        return await print_each(given.ids, explainer(explorer), write, ONE_AT_A_TIME)


def explainer(explorer: Explorer) -> Callable[[InstanceId], Any]:
    """Reads the complete explanation of a run, whatever kind its id names."""
    find = id_finder(explorer)

    async def read(some_id: InstanceId) -> Explanation:
        found = await find(some_id)
        return [step async for step in explain(explorer, found.id)][-1]

    return read
