"""The stand-in gateway: the demo's gateway behind a check of every request, for tests.

It verifies the raw request with code of its own, records it, and answers as a test has scripted or else as
the demo does. What the vendor does not document is a guess and lies in `Habits`, `TokenService` and
`tui_app.demo.reply`.
"""

import gzip
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from urllib.parse import parse_qsl

from tests.stand_in import refusals
from tests.stand_in.habits import Habits
from tests.stand_in.self_issued import SelfIssued
from tests.stand_in.verify import AmbiguousQuery, PartExpired, RequestRejected, TokenRefused, TokenService
from tui_app.demo import reply
from tui_app.demo.application import ACCESS_KEY, ORG_ID, SECRET_KEY, USER_ID
from tui_app.demo.handler import BATCH_SERVICE, TOKEN_SERVICE, DemoGateway
from tui_app.demo.reply import Reply
from tui_app.demo.world import World

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
        self_issued: SelfIssued | None = None,
    ) -> None:
        self.world = world
        self._clock = clock
        self._lock = Lock()
        self._scripts: dict[str, deque[Reply | None]] = {}
        self.tokens = tokens or TokenService({ACCESS_KEY: SECRET_KEY})
        """The token service; `tokens.replace(ACCESS_KEY, now_ms)` is what another process does."""
        self.self_issued = self_issued
        """Opens the tokens of callers who do not sign; without it they are rejected."""
        self._habits = habits or Habits()
        self.demo = DemoGateway(world, self.now_ms, self._habits)
        """Answers what is verified."""
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

    @property
    def habits(self) -> Habits:
        """The behaviour, replaceable at any time."""
        return self._habits

    @habits.setter
    def habits(self, habits: Habits) -> None:
        self._habits = self.demo.conventions = habits

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
        if path.startswith(TOKEN_SERVICE):
            return self._token(method, path.removeprefix(TOKEN_SERVICE), headers, body)
        call = self._noted(method, path, query, body)
        if scripted := self._next_scripted(call, "api"):
            return scripted
        if not path.startswith(BATCH_SERVICE):
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
                return refusals.token_expired()
            case "not JSON":
                return refusals.unauthorized_in_prose()

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
            return refusals.token_refusal(error.code, str(error))

    def _service(self, call: Call, path: str, params: Mapping[str, str]) -> Reply:
        """The service behind the gateway; it is reached by verified requests only."""
        answer = self.demo.answer(call.method, path, params, call.body)
        if answer is None:
            return self._forbidden(call)
        who = (params.get("userId"), params.get("orgId"))
        if call.resource != "time" and who != (USER_ID, ORG_ID):
            return reply.refusal(62101, "userId does not exist or does not match orgId")
        return answer

    def _finished(self, answer: Reply, headers: Mapping[str, str]) -> Reply:
        """Add the date, and squeeze a big body for those who can unpack it."""
        if "gzip" in headers.get("accept-encoding", "") and len(answer.body) >= _ZIP_FROM:
            zipped = {**answer.headers, "content-encoding": "gzip"}
            answer = replace(answer, headers=zipped, body=gzip.compress(answer.body, 1, mtime=0))
        return reply.dated(answer, self.now_ms())
