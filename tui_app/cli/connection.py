"""The connection of a command: profile, explorer, answers one by one, and the notes on standard error."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import timezone
from typing import Any, TypeVar

from ..api.errors import GatewayError
from ..api.gateway import Retrying
from ..logic import sanitize
from ..logic.redact import Redactor
from ..models.ids import InstanceId
from ..models.profile import DEMO_NAME, Profile
from ..services.concurrency import AT_MOST, in_order
from ..services.connect import gateway_for
from ..services.explorer import Explorer
from ..store.locations import Locations
from ..store.settings import resolve
from .reporting import reporting

_ZONE_WAIT_S = 2.0
Answer = TypeVar("Answer")


def run_command(
    command: Callable[[argparse.Namespace, Redactor], Coroutine[Any, Any, int]], given: argparse.Namespace
) -> int:
    """Run a command that asks the gateway; the exit code."""
    with reporting(given) as redact:
        try:
            return asyncio.run(command(given, redact))
        except GatewayError as error:
            print("\n".join(filter(None, [str(error), error.hint])), file=sys.stderr)
            return error.exit_code


def profile_of(given: argparse.Namespace) -> Profile | None:
    """The profile that the arguments and settings name; None for the demo.

    Raises:
        SettingsError: settings are missing or wrong.
    """
    return None if given.demo else resolve(Locations.of_user().config, os.environ, given.profile)


def name_of(profile: Profile | None) -> str:
    """The name of a profile, or of the demo."""
    return DEMO_NAME if profile is None else profile.name


@asynccontextmanager
async def connect(profile: Profile | None, redact: Redactor) -> AsyncIterator[Explorer]:
    """Open a connection; its warning, and on a terminal its retries, go to standard error.

    Args:
        redact: learns every secret of the connection.
    """
    on_retry = _print_retry if sys.stderr.isatty() else None
    gateway = gateway_for(profile, on_retry=on_retry, redact=redact, demo_latency_s=0)
    if profile and profile.warning:
        print(f"! {profile.warning}", file=sys.stderr)
    try:
        yield Explorer(gateway)
    finally:
        await gateway.aclose()


async def print_each(
    ids: Sequence[InstanceId],
    read: Callable[[InstanceId], Awaitable[Answer]],
    write: Callable[[InstanceId, Answer | GatewayError], Awaitable[int]],
    at_most: int = AT_MOST,
) -> int:
    """Read something of each id and print it, in the order of the ids, as soon as those before are printed.

    Args:
        write: prints an answer, or why there is none; gives the exit code.
        at_most: reads at a time.

    Returns:
        The highest exit code.
    """
    worst = 0
    async with aclosing(in_order(ids, read, at_most)) as answers:
        async for some_id, answer in answers:
            worst = max(worst, await write(some_id, answer))
            sys.stdout.flush()
    return worst


@asynccontextmanager
async def server_zone(explorer: Explorer) -> AsyncIterator[asyncio.Task[timezone | None]]:
    """Ask for the server's zone while answers are read; awaiting it gives it, or None where it is not sent.

    It only adds to an answer, so two seconds are the longest time to wait.
    """
    zone = asyncio.create_task(_server_zone(explorer))
    try:
        yield zone
    finally:
        zone.cancel()


async def _server_zone(explorer: Explorer) -> timezone | None:
    await asyncio.sleep(0)  # what the user asked for is sent first
    with suppress(GatewayError, TimeoutError):
        async with asyncio.timeout(_ZONE_WAIT_S):
            return await explorer.learn_zone()
    return None


def _print_retry(retrying: Retrying | None) -> None:
    if retrying:
        print(
            f"{sanitize.one_line(retrying.reason)}: try {retrying.attempt} of {retrying.of} "
            f"in {retrying.wait_s:.0f} s …",
            file=sys.stderr,
        )
