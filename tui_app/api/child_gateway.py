"""A gateway whose requests a child process sends, so that httpx and the app are imported at the same time."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import count

from ..logic.redact import Redactor
from ..logic.time_slicing import run_in_slices
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import Response
from ..models.profile import Profile
from . import child_process
from .child_process import Call, Reply
from .gateway import IS_TRIED_ONCE, FlowQuery, Gateway, Retrying


class ChildGateway:
    """Passes requests on to a child process; `gateway.Gateway` over a socket.

    If something kills the child, this process sends the requests itself.
    """

    def __init__(self, profile: Profile, redact: Redactor) -> None:
        """Start the process, which inherits the arguments; no other thread may run yet.

        Args:
            redact: learns the keys and every token.

        Raises:
            OSError: no process can be started.
        """
        self.on_retry: Callable[[Retrying | None], None] = lambda _: None
        """Called before the pause of each retry, and with None when a retried request has ended."""
        self._profile = profile
        self._redact = redact
        self._numbers = count()
        self._waiting: dict[int, asyncio.Future[Response]] = {}
        self._bodies: dict[int, BytesIO] = {}
        """Bodies of which the end has not come yet, by the number of the call."""
        self._connecting: asyncio.Task[asyncio.StreamWriter] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._own: Gateway | None = None
        self._end, end_of_child = socket.socketpair()
        try:
            self.pid = os.fork()
            """The child's process id; 0 once it is ended."""
        except OSError:
            self._end.close()
            end_of_child.close()
            raise
        if not self.pid:
            self._end.close()
            child_process.run(end_of_child, profile, redact)
        end_of_child.close()

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        """Get Task Instance."""
        return await self._call("get_task_instance", task_inst_id)

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        """Get Flow Instance."""
        return await self._call("get_flow_instance", flow_inst_id)

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        """Get Task Instance Log."""
        return await self._call("get_task_instance_log", task_inst_id, max_length)

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        """List Flow Instances."""
        return await self._call("list_flow_instances", query)

    async def get_current_time(self) -> Response:
        """Get Current Time."""
        return await self._call("get_current_time")

    async def get_time_zone(self) -> Response:
        """Get Time Zone."""
        return await self._call("get_time_zone")

    async def warm_up(self) -> None:
        """Open a connection and fetch the token."""
        await self._call("warm_up")

    async def aclose(self) -> None:
        """Close all connections."""
        if self._own is not None:
            await self._own.aclose()
        self.end()

    def end(self) -> None:
        """End the process, which has nothing to save."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    async def _call(self, method: str, *args: object) -> Response:
        try:
            return await self._call_child(Call(next(self._numbers), method, args, IS_TRIED_ONCE.get()))
        except EOFError:
            response: Response = await getattr(self._gateway(), method)(*args)
            return response

    async def _call_child(self, call: Call) -> Response:
        """Let the child do a call.

        Raises:
            EOFError: the child has ended.
            GatewayError: as without a child.
        """
        if self._connecting is None:
            self._connecting = asyncio.create_task(self._connect())
        writer = await asyncio.shield(self._connecting)
        if self._reading is None or self._reading.done():
            raise EOFError
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._waiting[call.number] = answer
        child_process.send(writer, call)
        try:
            response = await answer
            if call.number in self._bodies:
                return await _read_again(response, self._bodies[call.number].getvalue())
            return response
        finally:
            del self._waiting[call.number]
            is_long = self._bodies.pop(call.number, None) is not None
            if is_long or answer.cancelled():
                child_process.send(writer, Call(call.number))
            # An error and the future that holds it would keep each other, and what was received.
            del answer

    async def _connect(self) -> asyncio.StreamWriter:
        reader, writer = await asyncio.open_connection(sock=self._end)
        self._reading = asyncio.create_task(self._read(reader))
        return writer

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Take replies until the child ends; a call that was cancelled meanwhile waits for none."""
        async for fields in child_process.received(reader):
            reply = Reply(*fields)
            self._redact.learn(*reply.secrets)
            if reply.number is None:
                self.on_retry(reply.value)
            elif (answer := self._waiting.get(reply.number)) is None or answer.done():
                continue
            elif isinstance(reply.value, bytes):
                self._bodies.setdefault(reply.number, BytesIO()).write(reply.value)
            elif isinstance(reply.value, Exception):
                answer.set_exception(reply.value)
            else:
                answer.set_result(reply.value)
        self.end()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(EOFError())

    def _gateway(self) -> Gateway:
        """The gateway of this process."""
        if self._own is None:
            from .client import HttpGateway

            self._own = HttpGateway(
                self._profile, redact=self._redact, on_retry=lambda retrying: self.on_retry(retrying)
            )
        return self._own


async def _read_again(response: Response, body: bytes) -> Response:
    """A response whose body came in pieces, with the text and the values that the child has checked."""
    from . import envelope  # a start needs none of it

    text = await run_in_slices(envelope.text_of(body, response.charset))
    value = await run_in_slices(envelope.value_of(text))
    return replace(response, body=body, text=text, data=value.get("data"))
