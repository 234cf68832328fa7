"""The child process that sends requests while its parent imports the app.

Each end of the socket between them sends pickled tuples, each after its size. The child checks what a server
sends, as its parent would. A long body comes in pieces and without its values, which the parent reads in
steps: to take a million of them over at once would hold the keys up for 400 ms.
"""

import asyncio
import gc
import logging
import os
import pickle
import signal
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple, NoReturn

from ..logic.redact import Redactor
from ..models.lookup import Response
from ..models.profile import Profile
from .errors import GatewayError
from .gateway import IS_TRIED_ONCE
from .large_response_lock import LARGE, LargeResponseLock

_LOG = logging.getLogger("enos_tui.api")
_SIZE_BYTES = 8
_LONG = 1 << 19
"""Bytes from which a body comes in pieces."""
_PIECE = 1 << 18
"""Bytes of a piece."""
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGCONT)
"""Signals whose handlers restore a terminal that the child does not have."""


class Call(NamedTuple):
    """A call of a method of the gateway, or the end of one."""

    number: int
    method: str = ""
    """The name of the method; empty to cancel the call of this number, or once its long body is read."""
    args: Sequence[object] = ()
    is_tried_once: bool = False


class Reply(NamedTuple):
    """The end of a call, a piece of the body of its response before it, or the pause before a retry."""

    number: int | None
    """The number of the call; None for a retry."""
    value: Any
    """The result of the method, the exception to raise, or a piece; a response after pieces has no body."""
    secrets: Sequence[str]
    """Every secret that the child knows."""


def send(writer: asyncio.StreamWriter, value: Call | Reply) -> None:
    """Send a value to the other end."""
    data = pickle.dumps(tuple(value))
    writer.write(len(data).to_bytes(_SIZE_BYTES, "big") + data)


async def received(reader: asyncio.StreamReader) -> AsyncIterator[tuple[Any, ...]]:
    """The values of the other end, until it closes the socket."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            size = int.from_bytes(await reader.readexactly(_SIZE_BYTES), "big")
            yield pickle.loads(await reader.readexactly(size))


def run(end: socket.socket, profile: Profile, redact: Redactor) -> NoReturn:
    """Send requests until the parent closes its end; never returns to the code that has forked."""
    try:
        os.setsid()  # neither the terminal nor its signals
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        asyncio.run(_serve(end, profile, redact))
    finally:
        os._exit(0)


async def _serve(end: socket.socket, profile: Profile, redact: Redactor) -> None:
    from .client import HttpGateway

    gc.freeze()
    gc.enable()
    reader, writer = await asyncio.open_connection(sock=end)

    def reply(number: int | None, value: object) -> None:
        send(writer, Reply(number, value, redact.own))

    large = LargeResponseLock()
    gateway = HttpGateway(
        profile, redact=redact, on_retry=lambda retrying: reply(None, retrying), large=large
    )
    running: dict[int, asyncio.Task[None]] = {}
    # The parent asks for this as soon as it has imported the app.
    warm_up = [asyncio.create_task(gateway.warm_up())]

    async def answer(call: Call) -> None:
        IS_TRIED_ONCE.set(call.is_tried_once)
        try:
            is_begun = call.method == "warm_up" and warm_up
            pending = warm_up.pop() if is_begun else getattr(gateway, call.method)(*call.args)
            result = await pending
            if isinstance(result, Response) and len(result.body) >= _LONG:
                is_large = len(result.body) > LARGE
                await reply_in_pieces(call.number, result)
                del result
                if is_large:
                    await asyncio.Event().wait()  # until the parent has read it, and cancels this
            else:
                reply(call.number, result)
        except GatewayError as error:
            reply(call.number, error)
        except Exception as error:
            _LOG.exception("fault")
            reply(call.number, _picklable(error))
        finally:
            large.release()
        running.pop(call.number, None)

    async def reply_in_pieces(number: int, response: Response) -> None:
        body = response.body
        response = replace(response, body=b"", text="", data=None)
        for start in range(0, len(body), _PIECE):
            reply(number, body[start : start + _PIECE])
            await writer.drain()
        reply(number, response)

    async for fields in received(reader):
        call = Call(*fields)
        if call.method:
            running[call.number] = asyncio.create_task(answer(call))
        elif call.number in running:
            running.pop(call.number).cancel()
    os._exit(0)  # at once: a thread may be waiting for a name server


def _picklable(error: Exception) -> Exception:
    """The error, or its words where it is of a kind that cannot be sent."""
    with suppress(Exception):
        sent: Exception = pickle.loads(pickle.dumps(error))
        return sent
    return RuntimeError(f"{type(error).__name__}: {error}")
