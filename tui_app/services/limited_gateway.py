"""A gateway for requests that no key has asked for: few of them."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ..api.errors import GatewayError
from ..api.gateway import IS_TRIED_ONCE, FlowQuery, Gateway
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import Response

Answer = TypeVar("Answer")


class LimitReached(GatewayError):
    """No further request may be sent."""


class LimitedGateway:
    """Passes a limited number of requests on; `api.gateway.Gateway`."""

    def __init__(self, gateway: Gateway, most: int, is_tried_once: bool = True) -> None:
        """Send nothing yet.

        Args:
            gateway: sends the requests.
            most: number of requests.
            is_tried_once: whether none is repeated after a transient failure; retries are not counted.
        """
        self._gateway = gateway
        self._is_tried_once = is_tried_once
        self.left = most
        """Number of requests that may still be sent."""

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        """Get Task Instance."""
        return await self._counted(lambda: self._gateway.get_task_instance(task_inst_id))

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        """Get Flow Instance."""
        return await self._counted(lambda: self._gateway.get_flow_instance(flow_inst_id))

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        """Get Task Instance Log."""
        return await self._counted(lambda: self._gateway.get_task_instance_log(task_inst_id, max_length))

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        """List Flow Instances."""
        return await self._counted(lambda: self._gateway.list_flow_instances(query))

    async def get_current_time(self) -> Response:
        """Get Current Time."""
        return await self._counted(self._gateway.get_current_time)

    async def get_time_zone(self) -> Response:
        """Get Time Zone."""
        return await self._counted(self._gateway.get_time_zone)

    async def warm_up(self) -> None:
        """Send nothing: the connection is open."""

    async def aclose(self) -> None:
        """Close nothing: the gateway behind this one is closed by its owner."""

    async def _counted(self, send: Callable[[], Awaitable[Answer]]) -> Answer:
        if self.left <= 0:
            raise LimitReached("No more requests are sent without a key.")
        self.left -= 1
        before = IS_TRIED_ONCE.set(self._is_tried_once)
        try:
            return await send()
        finally:
            IS_TRIED_ONCE.reset(before)
