"""The interface to the server: six requests, all of them read-only."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import Response

DEFAULT_LOG_LENGTH = 1 << 20
"""Characters of log the server sends when no limit is named (vendor pages, zh editions)."""

IS_TRIED_ONCE = ContextVar("whether a request is tried once", default=False)
"""Whether a request of this context is never repeated after a transient failure."""


MANUAL, PERIODIC = 0, 1
"""Scheduling types of flow instances; `FlowQuery.type` names them all."""


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """The parameters of List Flow Instances; the vendor's body, section 3.5 of its page."""

    from_ms: int
    """First planned time, epoch milliseconds, inclusive."""

    to_ms: int
    """Last planned time, epoch milliseconds, exclusive."""

    type: int = PERIODIC
    """Scheduling type: 0 manual, 1 periodic, 2 temporary; there is no value for all."""

    expression: str = ""
    """Part of an instance id or workflow name; empty for all."""

    owner: str = ""
    """User name of an owner; empty for all."""

    statuses: tuple[int, ...] = ()
    """Status numbers; empty for all."""

    page: int = 1
    """Page number, from `first_page` on."""

    page_size: int = 50
    """Rows per page."""

    sort_field: str | None = "start_time"
    """Editions differ in its spelling; None sends no sorter."""

    descending: bool = True
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Retrying:
    """A request is about to be retried."""

    attempt: int
    """The number of the next try, from 2."""

    of: int
    """Most tries."""

    wait_s: float
    """Pause before it, seconds."""

    reason: str
    """One short clause for the user, such as ``HTTP 503``."""


class Gateway(Protocol):
    """Read-only access to one EnOS gateway. Every method but the last two raises `errors.GatewayError`."""

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        """Get Task Instance."""

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        """Get Flow Instance."""

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        """Get Task Instance Log, at most `max_length` characters; None asks for the server's default."""

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        """List Flow Instances."""

    async def get_current_time(self) -> Response:
        """Get Current Time."""

    async def get_time_zone(self) -> Response:
        """Get Time Zone."""

    async def warm_up(self) -> None:
        """Open the connection and fetch the token ahead of the first request.

        Raises:
            GatewayError: as the first request would; the caller may ignore it.
        """

    async def aclose(self) -> None:
        """Close all connections; the gateway cannot be used afterwards."""
