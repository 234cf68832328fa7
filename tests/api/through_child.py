"""Calls through a child process, each a program of its own: a process with threads must not fork.

``python -m tests.api.through_child CALLS URL`` prints what came of them as JSON.
"""

import asyncio
import json
import os
import pickle
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from tests.pty_terminal import TIMEOUT_S
from tui_app.api import child_process
from tui_app.api.child_gateway import ChildGateway
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError
from tui_app.api.gateway import IS_TRIED_ONCE, Retrying
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.logic.redact import REDACTED, Redactor
from tui_app.models.ids import TaskInstanceId
from tui_app.models.lookup import Response
from tui_app.models.profile import Profile

TASK = TaskInstanceId("118979-2021020211")
_RECEIVED = child_process.received
UNKNOWN = TaskInstanceId("1-2021020211")
Calls = Callable[[ChildGateway], Coroutine[Any, Any, object]]


async def _same(gateway: ChildGateway) -> object:
    """The fields in which an answer differs from one without a child."""
    mine, theirs = HttpGateway(PROFILE), await gateway.get_task_instance(TASK)
    answer = await mine.get_task_instance(TASK)
    await mine.aclose()
    names = {one.name for one in fields(Response)}
    return sorted(name for name in names if getattr(answer, name) != getattr(theirs, name))


async def _largest(gateway: ChildGateway) -> object:
    """The most bytes that this process unpickles at once."""
    sizes: list[int] = []

    async def received(reader: asyncio.StreamReader) -> AsyncIterator[tuple[Any, ...]]:
        async for one in _RECEIVED(reader):
            sizes.append(len(pickle.dumps(one)))
            yield one

    child_process.received = received
    assert len((await gateway.get_task_instance(TASK)).data) > 1_000
    return max(sizes)


async def _at_once(gateway: ChildGateway) -> object:
    """Several calls at once, one of which is cancelled before its answer is read."""
    calls = [asyncio.create_task(gateway.get_task_instance(TASK)) for _ in range(6)]
    await asyncio.sleep(0)
    calls[2].cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    return [len(one.body) if isinstance(one, Response) else type(one).__name__ for one in answers]


async def _secrets(gateway: ChildGateway) -> object:
    """How much of the token this process masks."""
    await gateway.get_task_instance(TASK)
    return [REDACT.mask(one) == REDACTED for one in (*REDACT.own, "118979-2021020211")]


async def _error(gateway: ChildGateway) -> object:
    try:
        await gateway.get_task_instance(UNKNOWN)
    except GatewayError as error:
        assert error.request is not None
        return [type(error).__name__, str(error), error.code, error.request.title, bool(error.received)]
    return None


async def _retry(gateway: ChildGateway) -> object:
    retries: list[Retrying | None] = []
    gateway.on_retry = retries.append
    await gateway.get_task_instance(TASK)
    return [one and asdict(one)["reason"] for one in retries]


async def _once(gateway: ChildGateway) -> object:
    IS_TRIED_ONCE.set(True)
    return await _retry(gateway)


async def _cancel(gateway: ChildGateway) -> object:
    """Connections before a call is cancelled, and once the child has closed the call's own."""
    await gateway.warm_up()
    before = _sockets(gateway.pid)
    pending = asyncio.create_task(gateway.get_task_instance(TASK))
    await asyncio.sleep(0.2)
    pending.cancel()
    ends = time.monotonic() + TIMEOUT_S
    while (after := _sockets(gateway.pid)) == before and time.monotonic() < ends:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.01)
    return [before, after]


async def _killed(gateway: ChildGateway) -> object:
    """Kill the child between two calls, and another one's while it waits."""
    before = await gateway.get_task_instance(TASK)
    os.kill(gateway.pid, signal.SIGKILL)
    after = [await gateway.get_task_instance(TASK) for _ in range(2)]
    return [one.data == before.data for one in after]


async def _killed_meanwhile(gateway: ChildGateway) -> object:
    await gateway.warm_up()
    pending = asyncio.create_task(gateway.get_task_instance(TASK))
    await asyncio.sleep(0.2)
    os.kill(gateway.pid, signal.SIGKILL)
    return [bool((await pending).data)]


async def _child(gateway: ChildGateway) -> object:
    """The session of the child, its standard streams, and whether it is there after the end."""
    await gateway.warm_up()
    pid, streams = gateway.pid, [os.readlink(f"/proc/{gateway.pid}/fd/{number}") for number in range(3)]
    session = os.getsid(pid)
    await gateway.aclose()
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "still there"
    return [session == pid, streams]


def _sockets(pid: int) -> int:
    return sum(one.readlink().name.startswith("socket:") for one in Path(f"/proc/{pid}/fd").iterdir())


async def _orphan(gateway: ChildGateway) -> None:
    """The child of a process that is killed."""
    await gateway.warm_up()
    print(gateway.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


CALLS: dict[str, Calls] = {
    "same": _same,
    "largest": _largest,
    "at once": _at_once,
    "secrets": _secrets,
    "error": _error,
    "retry": _retry,
    "once": _once,
    "cancel": _cancel,
    "killed": _killed,
    "killed meanwhile": _killed_meanwhile,
    "child": _child,
    "orphan": _orphan,
}

if __name__ == "__main__":
    PROFILE = Profile.of("loopback", DEMO_PROFILE_FIELDS | {"gateway": sys.argv[2]})
    REDACT = Redactor()
    made = ChildGateway(PROFILE, REDACT)
    print(json.dumps(asyncio.run(CALLS[sys.argv[1]](made))))
    made.end()
