"""Many questions at once, but never more than a few in flight."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from itertools import islice
from typing import TypeVar

from ..api.errors import GatewayError

AT_MOST = 8
"""Questions in flight: enough to hide the round trip, few enough to spare the gateway."""

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


async def gather(
    asked: Iterable[Asked], ask: Callable[[Asked], Awaitable[Answered]], at_most: int = AT_MOST
) -> AsyncGenerator[tuple[Asked, Answered | GatewayError], None]:
    """Ask about each, and give each answer, or the reason there is none, as soon as it is there.

    Iterate under ``contextlib.aclosing`` where the loop may be left early: that ends the open questions.
    """

    async def one(thing: Asked) -> tuple[Asked, Answered | GatewayError]:
        try:
            return thing, await ask(thing)
        except GatewayError as error:
            return thing, error

    waiting = iter(asked)
    in_flight = {asyncio.ensure_future(one(thing)) for thing in islice(waiting, at_most)}
    try:
        while in_flight:
            done, in_flight = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
            in_flight |= {asyncio.ensure_future(one(thing)) for thing in islice(waiting, len(done))}
            for answer in done:
                yield answer.result()
    finally:
        for question in in_flight:
            question.cancel()
        await asyncio.gather(*in_flight, return_exceptions=True)
