"""Reads why a run has its status before a key asks for it, with few requests."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from ..api.errors import GatewayError, NotFound
from ..logic.runs.comparison import compare
from ..logic.runs.recurrence import recurrence_in_words
from ..logic.why.explanation import Explanation
from ..logic.why.preview import Preview, cause_of, difference_in_words
from ..models.ids import InstanceId
from ..models.lookup import Found, TaskLookup
from .explorer import Explorer
from .limited_gateway import LimitedGateway, LimitReached
from .neighbours import last_success
from .recurrence import MOST_LOGS, compared, earlier_runs, runs_of_ids
from .why import explain_found

MOST_REQUESTS = 4
"""Requests sent for one run without a key, beside the logs of `MOST_LOGS` earlier runs."""


class Prefetch:
    """The search for the reason of one run; when repeated, it sends no more requests than are left."""

    def __init__(self, explorer: Explorer, found: Found, fresh: bool = False) -> None:
        """Send nothing yet; `fresh` bypasses the cache."""
        self._gateway = LimitedGateway(explorer.gateway, MOST_REQUESTS)
        self._explorer = explorer.through(self._gateway)
        self._logs = LimitedGateway(explorer.gateway, MOST_LOGS)
        self._fresh = fresh
        self.found = found
        """The run."""
        self._tried: list[InstanceId] = []
        self.is_done = False
        """Whether everything was read that the requests suffice for."""

    async def run(self) -> AsyncGenerator[Preview, None]:
        """Yield what is known, whenever it is more: the explanation, then the comparison."""
        preview: Preview | None = None
        steps = explain_found(self._explorer, self.found, self._fresh, self._gateway.left)
        async with aclosing(steps):
            async for explanation in steps:
                preview = Preview(explanation)
                if explanation.is_complete or not explanation.analysis.is_provisional:
                    yield preview
        if preview is None:
            return
        # Begun again after a pause, the search finds what it has read in the cache.
        self._fresh = False
        cause = cause_of(preview.explanation)
        if cause is not None and (difference := await self._difference(cause)):
            preview = replace(preview, difference=difference)
            yield preview
        if cause is not None and (recurrence := await self._recurrence(preview.explanation, cause)):
            yield replace(preview, recurrence=recurrence)
        self.is_done = True

    async def _recurrence(self, explanation: Explanation, cause: TaskLookup) -> str:
        """Whether earlier runs failed of the same error; empty where that is not known."""
        log = explanation.log
        if log is None or not log.fingerprint:
            return ""
        earlier = await earlier_runs(self._explorer, cause) or runs_of_ids(self._explorer, self._tried)
        earlier = await compared(self._explorer.through(self._logs), log.fingerprint, earlier)
        return recurrence_in_words(cause.task.trigger_time or "", earlier)

    async def _difference(self, cause: Found) -> str:
        """The differences from the last success, or why they are not known; empty without a request left."""
        tried = self._tried = list[InstanceId]()
        try:
            success = await last_success(self._explorer, cause, lambda some_id, _: tried.append(some_id))
        except LimitReached:
            read = len(tried) - 1
            if read <= 1:
                return "The run before did not succeed either" if read else ""
            return f"None of the {read} runs before succeeded either"
        except NotFound as error:
            return str(error)
        except GatewayError as error:
            return f"Not compared with its last success: {error}"
        explorer = self._explorer
        changes = compare(success.found, cause, explorer.server_zone, explorer.now())
        return difference_in_words(changes, success.found, cause, cause.id == self.found.id)
