"""The demo's gateway: one request in, one reply out, whoever carries them.

It knows nothing of sockets and of the client, and lets every caller in. What the vendor does not document is
a guess and lies in `Conventions` and `reply`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

from . import reply
from .reply import Reply
from .search import InvalidSearch, found
from .stamps import SERVER_ZONE
from .world import World

TOKEN_SERVICE = "/apim-token-service/v2.0/token/"
"""Path of the token service, less the action."""
BATCH_SERVICE = "/batch-processing-service/"
"""Path of the batch service, less version and resource."""
_LOG_LENGTH = 1 << 20


@dataclass(frozen=True, slots=True)
class Conventions:
    """Behaviour of the service where the vendor's pages are silent or disagree; all of it is guessed."""

    first_page: int = 1
    """Number of the first page of List Flow Instances."""

    sort_fields: Literal["snake_case", "camelCase", "both"] = "snake_case"
    """Spelling of sort fields it understands."""

    count: Literal["total", "page"] = "total"
    """Meaning of ``count`` in List Flow Instances."""

    log_keeps: Literal["head", "tail"] = "head"
    """The end of a log kept by ``maxLength``."""

    no_log: Literal[62102, 62109] = 62102
    """The code for a task that has logged nothing."""


class DemoGateway:
    """A gateway with a world behind it that checks no token and no signature."""

    def __init__(
        self, world: World, now_ms: Callable[[], int], conventions: Conventions | None = None
    ) -> None:
        """
        Args:
            world: holds what it answers from.
            now_ms: its clock, epoch milliseconds.
            conventions: the usual ones if None.
        """
        self._world = world
        self._now_ms = now_ms
        self.conventions = conventions or Conventions()
        """The behaviour, replaceable at any time."""

    def handle(self, method: str, raw_target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request.

        Args:
            method: the HTTP method, upper case.
            raw_target: path and query exactly as on the request line.
            headers: not read.
            body: the bytes received.
        """
        path, _, query = raw_target.partition("?")
        if path.startswith(TOKEN_SERVICE):
            answer: Reply | None = reply.token()
        else:
            answer = self.answer(method, path, dict(parse_qsl(query, keep_blank_values=True)), body)
        return reply.dated(answer or reply.no_route(), self._now_ms())

    def answer(self, method: str, path: str, params: Mapping[str, str], body: bytes) -> Reply | None:
        """Answer a request to the batch service; None for all but the requests that read."""
        routes: dict[tuple[str, str, str], Callable[[], Reply]] = {
            ("GET", "taskInstances", "get"): lambda: self.task(params.get("taskInstId", "")),
            ("GET", "taskInstances", "getLog"): lambda: self.log(
                params.get("taskInstId", ""), params.get("maxLength", "")
            ),
            ("GET", "flowInstances", "get"): lambda: self.flow(params.get("flowInstId", "")),
            ("POST", "flowInstances", "search"): lambda: self.search(body),
            ("GET", "time", "getCurrentTime"): lambda: reply.success(self._now_ms()),
            ("GET", "time", "getTimeZone"): lambda: reply.success({"timezone": SERVER_ZONE.tzname(None)}),
        }
        service, _, resource = path.rpartition("/")
        route = routes.get((method, resource, params.get("action", "")))
        return route() if route and service == f"{BATCH_SERVICE}v2.1" else None

    def _at(self) -> datetime:
        return datetime.fromtimestamp(self._now_ms() / 1000, UTC)

    def task(self, instance_id: str) -> Reply:
        """Answer Get Task Instance."""
        run = self._world.task(instance_id, self._at())
        if run is None:
            return reply.refusal(62102, "Incorrect parameter.")
        return run.refusal or reply.success(run.data(), run.envelope)

    def log(self, instance_id: str, max_length: str) -> Reply:
        """Answer Get Task Instance Log; an empty `max_length` stands for the default."""
        limit = max_length or str(_LOG_LENGTH)
        if not (limit.isascii() and limit.isdigit()):
            return reply.refusal(62102, "Incorrect parameter.")
        run = self._world.task(instance_id, self._at())
        if run is None:
            return reply.refusal(62102, "Invalid taskInstId or it has no log")
        if instead := run.log_reply or run.refusal:
            return instead
        no_log = self.conventions.no_log
        if run.log is None:
            texts = {62102: "Invalid taskInstId or it has no log", 62109: "No log found"}
            return reply.refusal(no_log, texts[no_log])
        text, length = run.log(), int(limit)
        head = self.conventions.log_keeps == "head"
        kept = text[:length] if head else text[max(0, len(text) - length) :]
        return reply.success({"log": kept}, run.envelope)

    def flow(self, instance_id: str) -> Reply:
        """Answer Get Flow Instance."""
        run = self._world.flow(instance_id, self._at())
        if run is None:
            return reply.refusal(62102, "Incorrect parameter.")
        return reply.success(run.data(), run.envelope)

    def search(self, body: bytes) -> Reply:
        """Answer List Flow Instances."""
        conventions = self.conventions
        try:
            page, total = found(
                self._world.flows(self._at()), body, conventions.first_page, conventions.sort_fields
            )
        except InvalidSearch as error:
            return reply.refusal(62102, str(error))
        rows: list[Any] = [run.listed() for run in page]
        count = total if conventions.count == "total" else len(rows)
        return reply.success({"flowInsts": rows, "count": count})
