"""Many questions at once, but never more than a few in flight."""

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
"""Questions in flight: enough to hide the round trip, few enough to spare the gateway."""

_AHEAD = 8

MOST_IN_VAIN = 8
"""Ids of neither kind after which a list is no longer asked for as the other kind."""

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


async def gather(
    asked: Iterable[Asked], ask: Callable[[Asked], Awaitable[Answered]], at_most: int = AT_MOST
) -> AsyncGenerator[tuple[Asked, Answered | GatewayError], None]:
    """Ask about each, and give each answer, or the reason there is none, as soon as it is there.

    Iterate under ``contextlib.aclosing`` where the loop may be left early: that ends the open questions.
    """

    waiting = iter(asked)
    in_flight = {asyncio.ensure_future(_answered(thing, ask)) for thing in islice(waiting, at_most)}
    try:
        while in_flight:
            done, in_flight = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
            in_flight |= {
                asyncio.ensure_future(_answered(thing, ask)) for thing in islice(waiting, len(done))
            }
            for answer in done:
                yield answer.result()
    finally:
        await _end(in_flight)


async def in_order(
    asked: Iterable[Asked], ask: Callable[[Asked], Awaitable[Answered]], at_most: int = AT_MOST
) -> AsyncGenerator[tuple[Asked, Answered | GatewayError], None]:
    """The same in the order of the questions, each as soon as those before it are there."""
    room = asyncio.Semaphore(at_most)

    async def one(thing: Asked) -> tuple[Asked, Answered | GatewayError]:
        async with room:
            return await _answered(thing, ask)

    waiting = iter(asked)
    # A slow answer holds those behind it back: a few may wait, not all of a long list.
    open_ones = deque(asyncio.ensure_future(one(thing)) for thing in islice(waiting, _AHEAD * at_most))
    try:
        while open_ones:
            yield await open_ones[0]
            open_ones.popleft()
            open_ones.extend(asyncio.ensure_future(one(thing)) for thing in islice(waiting, 1))
    finally:
        await _end(open_ones)


def id_finder(explorer: Explorer, *, fresh: bool = False) -> Callable[[InstanceId], Awaitable[Found]]:
    """`Explorer.find` for one list of ids, to be given to `gather`.

    Where the gateway does not accept the keys or the clock, it accepts them for no other id either: those
    that follow fail for the same reason, and nothing more is sent. A long list of ids that are not there must
    not cost two questions each: after `MOST_IN_VAIN` a kind that is named is taken to be right.
    """
    barred: BadCredentials | ClockError | None = None
    in_vain = 0

    async def find(some_id: InstanceId) -> Found:
        nonlocal barred, in_vain
        if barred is not None:
            raise barred
        try:
            if in_vain >= MOST_IN_VAIN:
                return await explorer.find_as_named(some_id, fresh=fresh)
            return await explorer.find(some_id, fresh=fresh)
        except NotFound:
            in_vain += type(some_id) is not InstanceId
            raise
        except (BadCredentials, ClockError) as error:
            barred = error
            raise

    return find


async def _answered(
    thing: Asked, ask: Callable[[Asked], Awaitable[Answered]]
) -> tuple[Asked, Answered | GatewayError]:
    try:
        return thing, await ask(thing)
    except GatewayError as error:
        return thing, error


async def _end(questions: Collection[asyncio.Future[Any]]) -> None:
    for question in questions:
        question.cancel()
    await asyncio.gather(*questions, return_exceptions=True)
