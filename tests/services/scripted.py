"""A gateway that answers what a test says, and notes what it was asked."""

from collections import deque
from datetime import datetime
from typing import Any

from tests.harness import NOW
from tui_app.api.errors import GatewayError
from tui_app.api.gateway import FlowQuery
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import Response

Outcome = GatewayError | dict[str, Any] | list[Any] | str | int | None


class ScriptedGateway:
    """Gives the laid down outcomes in order; an outcome is the envelope's data, or what to raise."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = deque(outcomes)
        self.asked: list[tuple[object, ...]] = []
        """Every question: its name, and what it was about."""
        self.received_at: datetime = NOW
        """When the next answers arrive."""
        self.body = b""
        """The body of the next answers."""

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        return self._answer("task", task_inst_id)

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        return self._answer("flow", flow_inst_id)

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        return self._answer("log", task_inst_id, max_length)

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        return self._answer("flows", query)

    async def get_current_time(self) -> Response:
        return self._answer("time")

    async def get_time_zone(self) -> Response:
        return self._answer("zone")

    async def warm_up(self) -> None:
        self.asked.append(("warm up",))

    async def aclose(self) -> None:
        self.asked.append(("close",))

    def _answer(self, *question: InstanceId | FlowQuery | str | int | None) -> Response:
        self.asked.append(question)
        outcome = self.outcomes.popleft()
        if isinstance(outcome, GatewayError):
            raise outcome
        return Response(self.body, "", outcome, self.received_at, 0.1)
