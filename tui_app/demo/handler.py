"""The stand-in gateway: one request in, one reply out, whoever carries them.

It knows nothing of sockets and of the client: it is handed the raw request and verifies it with code of its
own. What the vendor does not document is a guess and lies in `Habits`, `TokenService` and `reply`.
"""

import gzip
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import formatdate
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from . import reply
from .application import ACCESS_KEY, ORG_ID, SECRET_KEY, USER_ID
from .habits import Habits
from .reply import Reply
from .search import InvalidSearch, found
from .stamps import SERVER_ZONE
from .verify import AmbiguousQuery, PartExpired, RequestRejected, TokenRefused, TokenService
from .world import World

if TYPE_CHECKING:
    from .self_issued import SelfIssued

_TOKEN_SERVICE = "/apim-token-service/v2.0/token/"
_BATCH_SERVICE = "/batch-processing-service/"
_LOG_LENGTH = 1 << 20
_ZIP_FROM = 1024


@dataclass(frozen=True, slots=True)
class Call:
    """One request that arrived, without anything secret."""

    method: str
    resource: str
    """``taskInstances``, ``flowInstances``, ``time``, or ``token``."""
    action: str
    params: Mapping[str, str]
    """The query's other parameters, less user and organisation."""
    body: bytes
    """The body of an API request; empty for token requests, which hold a digest."""
    at_ms: int
    """Time of the request by the gateway's clock."""


class StandIn:
    """A gateway with one application, one organisation, one user and a world behind it."""

    def __init__(
        self,
        world: World,
        clock: Callable[[], int],
        *,
        tokens: TokenService | None = None,
        habits: Habits | None = None,
        self_issued: "SelfIssued | None" = None,
    ) -> None:
        self.world = world
        self._clock = clock
        self._lock = Lock()
        self._scripts: dict[str, deque[Reply | None]] = {}
        self.tokens = tokens or TokenService({ACCESS_KEY: SECRET_KEY})
        """The token service; `tokens.replace(ACCESS_KEY, now_ms)` is what another process does."""
        self.self_issued = self_issued
        """Opens the tokens of callers who do not sign; without it they are rejected."""
        self.habits = habits or Habits()
        """The behaviour, replaceable at any time."""
        self.clock_offset_ms = 0
        """Milliseconds this gateway's clock is ahead of the injected one."""
        self.token_delay_s = 0.0
        """Delay of the token service, seconds."""
        self.calls: list[Call] = []
        """Every request in the order of arrival, those to the token service included."""
        self.forbidden_calls: list[Call] = []
        """Requests a read-only client must never make; a test that finds one here has failed."""
        self.rejections: list[str] = []
        """Reasons for rejections, which no response gives."""

    def now_ms(self) -> int:
        """This gateway's clock, epoch milliseconds."""
        return self._clock() + self.clock_offset_ms

    def script(self, *replies: Reply | None, to: str) -> None:
        """Lay down the next answers to one question, unverified; None stands for an ordinary one.

        Args:
            replies: in the order of the requests that ask this question, whatever is asked in between.
            to: an instance id, ``resource.action``, a resource such as ``token``, or ``api`` for
                everything but the token service. The first of these that has answers left is used.
        """
        self._scripts.setdefault(to, deque()).extend(replies)

    def forget_script(self) -> None:
        """Answer by itself again."""
        self._scripts.clear()

    def request_count(self, resource: str, action: str | None = None) -> int:
        """Number of requests to a resource, or for one of its actions."""
        return sum(c.resource == resource and action in (None, c.action) for c in self.calls)

    def handle(self, method: str, raw_target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request.

        Args:
            method: the HTTP method, upper case.
            raw_target: path and query exactly as on the request line.
            headers: names in any case.
            body: the bytes received.
        """
        lower = {name.lower(): value for name, value in headers.items()}
        with self._lock:
            answer = self._route(method, raw_target, lower, body)
            return self._finished(answer, lower)

    def _route(self, method: str, raw_target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        path, _, query = raw_target.partition("?")
        if path.startswith(_TOKEN_SERVICE):
            return self._token(method, path.removeprefix(_TOKEN_SERVICE), headers, body)
        call = self._noted(method, path, query, body)
        if scripted := self._next_scripted(call, "api"):
            return scripted
        if not path.startswith(_BATCH_SERVICE):
            return reply.no_route()
        try:
            self._verify(raw_target, headers, body)
        except RequestRejected as error:
            self.rejections.append(str(error))
            return self._rejection()
        except PartExpired as error:
            return reply.apim_status(error.code, error.handed_out)
        except AmbiguousQuery:
            return self._forbidden(call)
        return self._service(call, path, dict(parse_qsl(query, keep_blank_values=True)))

    def _verify(self, raw_target: str, headers: Mapping[str, str], body: bytes) -> None:
        if self.self_issued and not headers.keys() & {"apim-timestamp", "apim-signature"}:
            self.self_issued.check(headers.get("apim-accesstoken", ""))
        else:
            self.tokens.check(raw_target, headers, body, self.now_ms())

    def _noted(self, method: str, path: str, query: str, body: bytes) -> Call:
        params = dict(parse_qsl(query, keep_blank_values=True))
        action = params.pop("action", "")
        shown = {name: value for name, value in params.items() if name not in ("userId", "orgId")}
        call = Call(method, path.rpartition("/")[2], action, shown, body, self.now_ms())
        self.calls.append(call)
        return call

    def _forbidden(self, call: Call) -> Reply:
        self.forbidden_calls.append(call)
        text = f"A read-only client must not ask for {call.method} {call.resource} action={call.action}"
        return Reply(501, {"content-type": "text/plain"}, text.encode())

    def _rejection(self) -> Reply:
        match self.habits.rejection:
            case "kong":
                return reply.unauthorized()
            case "1203 in 200":
                return reply.token_expired()
            case "not JSON":
                return reply.unauthorized_in_prose()

    def _next_scripted(self, call: Call, *others: str) -> Reply | None:
        for to in (*call.params.values(), f"{call.resource}.{call.action}", call.resource, *others):
            if replies := self._scripts.get(to):
                return replies.popleft()
        return None

    def _token(self, method: str, action: str, headers: Mapping[str, str], body: bytes) -> Reply:
        now_ms = self.now_ms()
        call = Call(method, "token", action, {}, b"", now_ms)
        self.calls.append(call)
        answer = self._next_scripted(call) or self._token_answer(method, action, headers, body, now_ms)
        return replace(answer, delay_s=answer.delay_s + self.token_delay_s)

    def _token_answer(
        self, method: str, action: str, headers: Mapping[str, str], body: bytes, now_ms: int
    ) -> Reply:
        ways = {"get": self.tokens.get, "refresh": self.tokens.refresh}
        if action not in ways:
            return reply.no_route()
        if method != "POST" or not headers.get("content-type", "").startswith("application/json"):
            return reply.kong(400, "Cannot process request body")
        try:
            return reply.json_reply(ways[action](body, now_ms))
        except TokenRefused as error:
            return reply.token_refusal(error.code, str(error))

    def _service(self, call: Call, path: str, params: Mapping[str, str]) -> Reply:
        """The service behind the gateway; it is reached by verified requests only."""
        routes: dict[tuple[str, str, str], Callable[[Call], Reply]] = {
            ("GET", "taskInstances", "get"): self._task,
            ("GET", "taskInstances", "getLog"): self._log,
            ("GET", "flowInstances", "get"): self._flow,
            ("POST", "flowInstances", "search"): self._search,
            ("GET", "time", "getCurrentTime"): lambda _: reply.success(self.now_ms()),
            ("GET", "time", "getTimeZone"): lambda _: reply.success({"timezone": SERVER_ZONE.tzname(None)}),
        }
        route = routes.get((call.method, call.resource, call.action))
        if route is None or path != f"{_BATCH_SERVICE}v2.1/{call.resource}":
            return self._forbidden(call)
        who = (params.get("userId"), params.get("orgId"))
        if call.resource != "time" and who != (USER_ID, ORG_ID):
            return reply.refusal(62101, "userId does not exist or does not match orgId")
        return route(call)

    def _at(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def _task(self, call: Call) -> Reply:
        run = self.world.task(call.params.get("taskInstId", ""), self._at())
        if run is None:
            return reply.refusal(62102, "Incorrect parameter.")
        return run.refusal or reply.success(run.data(), run.envelope)

    def _log(self, call: Call) -> Reply:
        limit = call.params.get("maxLength") or str(_LOG_LENGTH)
        if not (limit.isascii() and limit.isdigit()):
            return reply.refusal(62102, "Incorrect parameter.")
        run = self.world.task(call.params.get("taskInstId", ""), self._at())
        if run is None:
            return reply.refusal(62102, "Invalid taskInstId or it has no log")
        if instead := run.log_reply or run.refusal:
            return instead
        if run.log is None:
            texts = {62102: "Invalid taskInstId or it has no log", 62109: "No log found"}
            return reply.refusal(self.habits.no_log, texts[self.habits.no_log])
        text = run.log()
        kept = (
            text[: int(limit)] if self.habits.log_keeps == "head" else text[max(0, len(text) - int(limit)) :]
        )
        return reply.success({"log": kept}, run.envelope)

    def _flow(self, call: Call) -> Reply:
        run = self.world.flow(call.params.get("flowInstId", ""), self._at())
        if run is None:
            return reply.refusal(62102, "Incorrect parameter.")
        return reply.success(run.data(), run.envelope)

    def _search(self, call: Call) -> Reply:
        habits = self.habits
        try:
            page, total = found(
                self.world.flows(self._at()), call.body, habits.first_page, habits.sort_fields
            )
        except InvalidSearch as error:
            return reply.refusal(62102, str(error))
        rows: list[Any] = [run.listed() for run in page]
        return reply.success({"flowInsts": rows, "count": total if habits.count == "total" else len(rows)})

    def _finished(self, answer: Reply, headers: Mapping[str, str]) -> Reply:
        """Add the date, and squeeze a big body for those who can unpack it."""
        added = {"date": formatdate(self.now_ms() / 1000, usegmt=True)}
        body = answer.body
        if "gzip" in headers.get("accept-encoding", "") and len(body) >= _ZIP_FROM:
            body = gzip.compress(body, 1, mtime=0)
            added["content-encoding"] = "gzip"
        return replace(answer, headers=added | dict(answer.headers), body=body)
