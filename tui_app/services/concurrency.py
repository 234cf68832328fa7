"""Concurrent requests, at most a few in flight."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable
from itertools import islice
from typing import Any, TypeVar

from ..api.errors import BadCredentials, ClockError, GatewayError, NotFound
from ..models.ids import InstanceId
from ..models.lookup import Found
from .explorer import Explorer

AT_MOST = 8
"""Requests in flight: enough to hide the round trip, few enough to spare the gateway."""

_AHEAD = 8

MOST_MISSES = 8
"""Ids of neither kind after which a list is no longer tried as the other kind."""

Item = TypeVar("Item")
Result = TypeVar("Result")


async def gather(
    items: Iterable[Item], request: Callable[[Item], Awaitable[Result]], at_most: int = AT_MOST
) -> AsyncGenerator[tuple[Item, Result | GatewayError], None]:
    """Request something for each item; yield each item with its result or error as soon as it is there.

    Iterate under ``contextlib.aclosing`` where the loop may be left early: that cancels pending requests.
    """

    waiting = iter(items)
    in_flight = {asyncio.ensure_future(_result(item, request)) for item in islice(waiting, at_most)}
    try:
        while in_flight:
            done, in_flight = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
            in_flight |= {
                asyncio.ensure_future(_result(item, request)) for item in islice(waiting, len(done))
            }
            for future in done:
                yield future.result()
    finally:
        await _cancel(in_flight)


async def in_order(
    items: Iterable[Item], request: Callable[[Item], Awaitable[Result]], at_most: int = AT_MOST
) -> AsyncGenerator[tuple[Item, Result | GatewayError], None]:
    """`gather` in the order of the items, each as soon as those before it are there."""
    room = asyncio.Semaphore(at_most)

    async def one(item: Item) -> tuple[Item, Result | GatewayError]:
        async with room:
            return await _result(item, request)

    waiting = iter(items)
    # A slow result delays those after it: a few may wait, not all of a long list.
    pending = deque(asyncio.ensure_future(one(item)) for item in islice(waiting, _AHEAD * at_most))
    try:
        while pending:
            yield await pending[0]
            pending.popleft()
            pending.extend(asyncio.ensure_future(one(item)) for item in islice(waiting, 1))
    finally:
        await _cancel(pending)


def id_finder(explorer: Explorer, *, fresh: bool = False) -> Callable[[InstanceId], Awaitable[Found]]:
    """`Explorer.find` for one list of ids, as an argument of `gather`.

    After a rejection of the keys or the clock every further id fails with the same error, and nothing more
    is sent. After `MOST_MISSES` ids of neither kind, a named kind is taken to be right: a long list of ids
    that do not exist must not cost two requests each.
    """
    rejection: BadCredentials | ClockError | None = None
    misses = 0

    async def find(some_id: InstanceId) -> Found:
        nonlocal rejection, misses
        if rejection is not None:
            raise rejection
        try:
            if misses >= MOST_MISSES:
                return await explorer.find_as_named(some_id, fresh=fresh)
            return await explorer.find(some_id, fresh=fresh)
        except NotFound:
            misses += type(some_id) is not InstanceId
            raise
        except (BadCredentials, ClockError) as error:
            rejection = error
            raise

    return find


async def _result(
    item: Item, request: Callable[[Item], Awaitable[Result]]
) -> tuple[Item, Result | GatewayError]:
    try:
        return item, await request(item)
    except GatewayError as error:
        return item, error


async def _cancel(futures: Collection[asyncio.Future[Any]]) -> None:
    for future in futures:
        future.cancel()
    await asyncio.gather(*futures, return_exceptions=True)
