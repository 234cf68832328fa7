"""Requests by id: sends them, reads the responses, and caches them for a moment."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from ..api.envelope import flow_for_model, flow_record, task_for_model, task_record
from ..api.errors import MOST_RECEIVED, GatewayError, NotFound, ServerFault, WrongInstance
from ..api.gateway import DEFAULT_LOG_LENGTH, FlowQuery, Gateway
from ..logic import answer_check, times
from ..logic.record_fields import as_text
from ..logic.time_slicing import Steps, run_in_slices
from ..logic.watching import is_over
from ..models.flow_instance import FlowInstance
from ..models.ids import DoubtfulId, FlowInstanceId, InstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, LogLookup, Response, TaskLookup
from ..models.task_instance import TaskInstance
from .clock import utc_now
from .limited_gateway import LimitedGateway
from .listing import Listing

FRESH_S = 10.0
"""Seconds for which a response is shown again without a request, unless the user refreshes."""

HELD_S = 300.0
"""The same for runs that have ended, and for logs, that were loaded before a key asked for them."""

COLD_S = 60.0
"""Pause in seconds after which the connection may be closed: gateways close idle ones after a minute."""

_CACHED = 200
_CACHED_BYTES = 16 << 20
"""Most bytes of the bodies in the cache; with text and values they take up to six times as much."""
_LOG = logging.getLogger("enos_tui.services")
Lookup = TypeVar("Lookup", TaskLookup, FlowLookup, LogLookup)


Key = InstanceId | tuple[str, TaskInstanceId]
"""A response in the cache: of an instance, or of a task's log."""


class Explorer:
    """All requests of the screens. Raises only `api.errors.GatewayError`."""

    def __init__(self, gateway: Gateway, clock: Callable[[], datetime] = utc_now) -> None:
        self.gateway = gateway
        self.listing = Listing(gateway)
        """Lists of flow instances."""
        self._clock = clock
        self._cache: dict[Key, TaskLookup | FlowLookup | LogLookup] = {}
        self._held: set[Key] = set()
        self._holds = False
        self._is_cache_only = False
        self._task_numbers: set[str] = set()
        self._flow_numbers: set[str] = set()
        self._last_contact = clock()
        self.server_zone: timezone | None = None
        """The zone of the server's times, None until `learn_zone` succeeded."""

    def through(self, gateway: Gateway) -> "Explorer":
        """The same cache behind another gateway; what is loaded through it is shown again for `HELD_S`."""
        other = copy(self)
        other.gateway, other.listing, other._holds = gateway, self.listing.through(gateway), True
        return other

    def from_cache(self) -> "Explorer":
        """The same cache without a gateway: gives what is known of runs that have ended, however old."""
        other = self.through(LimitedGateway(self.gateway, 0))
        other._holds, other._is_cache_only = False, True
        return other

    def now(self) -> datetime:
        """The current time, aware."""
        return self._clock()

    async def learn_zone(self) -> timezone | None:
        """Fetch the server's zone once; None, and another try next time, where the server gives none."""
        if self.server_zone is None:
            answer = await self.gateway.get_time_zone()
            said = answer.data.get("timezone") if isinstance(answer.data, dict) else answer.data
            self.server_zone = times.zone(said if isinstance(said, str) else None)
        return self.server_zone

    async def task(self, task_id: TaskInstanceId, *, fresh: bool = False) -> TaskLookup:
        """One task instance; `fresh` bypasses the cache."""

        async def ask() -> TaskLookup:
            answer = await self.gateway.get_task_instance(task_id)
            record, path, inconsistencies = await _read(task_record, answer)
            task = TaskInstance.model_validate(task_for_model(record))
            _check_instance(task_id, task.instance_id, answer)
            inconsistencies += answer_check.task_inconsistencies(task_id, task, answer.received_at)
            self._task_numbers.add(task_id.node)
            return TaskLookup(task_id, task, record, f".data{path}", answer, inconsistencies=inconsistencies)

        return await self._cached(task_id, TaskLookup, ask, fresh)

    async def flow(self, flow_id: FlowInstanceId, *, fresh: bool = False) -> FlowLookup:
        """One flow instance with its graph."""

        async def ask() -> FlowLookup:
            answer = await self.gateway.get_flow_instance(flow_id)
            record, path, inconsistencies = await _read(flow_record, answer)
            flow = FlowInstance.model_validate(await run_in_slices(flow_for_model(record)))
            _check_instance(flow_id, flow.instance_id, answer)
            inconsistencies += answer_check.flow_inconsistencies(flow_id, flow, answer.received_at)
            self._flow_numbers.add(flow_id.node)
            return FlowLookup(flow_id, flow, record, f".data{path}", answer, inconsistencies=inconsistencies)

        return await self._cached(flow_id, FlowLookup, ask, fresh)

    async def find(self, some_id: InstanceId, *, fresh: bool = False) -> Found:
        """The instance of an id that a user gave: its kind may be unknown or wrong, its text doubtful.

        A named kind is requested first, then the other one, which the lookup marks; where the first request
        failed, its inconsistencies say so. Of the readings of a doubtful id the first that is known counts.

        Raises:
            NotFound: there is no such instance.
            WrongInstance: the record is that of another one.
        """
        if isinstance(some_id, DoubtfulId):
            return await self._find_reading(some_id, fresh)
        if type(some_id) is InstanceId:
            return await self._find_kind(some_id, fresh)
        try:
            return await self.find_as_named(some_id, fresh=fresh)
        except (NotFound, ServerFault) as error:
            # 62109 is documented for a task instance both as an internal error and as a kind of "not there".
            if isinstance(error, ServerFault) and isinstance(some_id, FlowInstanceId):
                raise
            other = FlowInstanceId if isinstance(some_id, TaskInstanceId) else TaskInstanceId
            with suppress(NotFound, ServerFault):
                found = await self.find_as_named(other(some_id.text), fresh=fresh)
                return _in_place_of(error, replace(found, is_other_kind=True))
            raise

    async def find_as_named(self, some_id: InstanceId, *, fresh: bool = False) -> Found:
        """The instance of an id that this program made: a named kind is right.

        Raises:
            NotFound: there is no such instance.
        """
        if isinstance(some_id, TaskInstanceId):
            return await self.task(some_id, fresh=fresh)
        if isinstance(some_id, FlowInstanceId):
            return await self.flow(some_id, fresh=fresh)
        return await self.find(some_id, fresh=fresh)

    async def _find_reading(self, some_id: DoubtfulId, fresh: bool) -> Found:
        refused: NotFound | None = None
        try:
            for reading in some_id.readings:
                try:
                    return await self.find(reading, fresh=fresh)
                except NotFound as error:
                    refused = refused or error
            read = ", ".join(reading.text for reading in some_id.readings)
            raise _nowhere(f"None of the ids that the text may mean is known: {read}.", refused) from refused
        finally:
            # An error that a variable of its own traceback holds is freed by the collector only.
            del refused

    async def _find_kind(self, some_id: InstanceId, fresh: bool) -> Found:
        """A task instance, else a flow instance.

        Runs of a workflow share its number, so that the first answer tells the kind of the next one's id.
        """
        as_task, as_flow = TaskInstanceId(some_id.text), FlowInstanceId(some_id.text)
        is_flow = some_id.node in self._flow_numbers - self._task_numbers
        if is_flow:
            with suppress(NotFound):
                return await self.flow(as_flow, fresh=fresh)
        try:
            return await self.task(as_task, fresh=fresh)
        except (NotFound, ServerFault) as no_task:
            # 62109 is documented for this request both as an internal error and as "not found".
            if not is_flow:
                with suppress(NotFound):
                    return _in_place_of(no_task, await self.flow(as_flow, fresh=fresh))
            if isinstance(no_task, ServerFault):
                raise
            message = f"{some_id} is neither a task instance nor a flow instance that this user can see."
            raise _nowhere(message, no_task) from no_task

    async def flow_id(self, some_id: InstanceId, *, fresh: bool = False) -> FlowInstanceId:
        """The flow instance that an id names, or that the task instance it names belongs to.

        Raises:
            NotFound: the id names neither, or a task instance whose record names no flow instance.
        """
        found = await self.find(some_id, fresh=fresh)
        if isinstance(found, FlowLookup):
            return found.id
        if (flow_id := FlowInstanceId.of(found.task.flow_inst_id)) is None:
            raise NotFound(
                f"{some_id} is a task instance whose record names no flow instance.",
                "Leave --view out to open the task.",
            )
        return flow_id

    async def log(
        self, task_id: TaskInstanceId, max_length: int = DEFAULT_LOG_LENGTH, *, fresh: bool = False
    ) -> LogLookup:
        """The log of a task instance, at most `max_length` characters.

        Raises:
            NoLog: there is no log yet, or the id is unknown; the server does not say which.
        """

        async def ask() -> LogLookup:
            limit = None if max_length == DEFAULT_LOG_LENGTH else max_length
            answer = await self.gateway.get_task_instance_log(task_id, limit)
            # Documented as an object; editions of the other records wrap theirs in a list.
            data = answer.data[0] if isinstance(answer.data, list) and answer.data else answer.data
            text = data.get("log") if isinstance(data, dict) else data
            log = "" if text is None else as_text(text)
            inconsistencies = answer_check.log_inconsistencies(task_id, data, log)
            return LogLookup(task_id, log, max_length, answer, inconsistencies)

        return await self._cached(("log", task_id), LogLookup, ask, fresh)

    async def warm_up(self) -> None:
        """Open the connection and fetch the server's zone while the user types."""
        self._last_contact = self._clock()
        await self.gateway.warm_up()
        await self.learn_zone()

    async def keep_warm(self) -> None:
        """Reopen the connection after a pause, with the smallest request."""
        # A clock that was set back tells nothing of the pause.
        if not 0 <= (self._clock() - self._last_contact).total_seconds() <= COLD_S:
            self._last_contact = self._clock()
            await self.gateway.get_current_time()

    async def probe(self) -> Response:
        """List the flow instances of the last hour, one row: the smallest request that names the user.

        Get Time Zone names none, so that only this one shows whether user and organisation are right.
        """
        now = self.now()
        from_ms, to_ms = (int((now - timedelta(hours=hours)).timestamp() * 1000) for hours in (1, 0))
        return await self.gateway.list_flow_instances(FlowQuery(from_ms, to_ms, page_size=1))

    def seen_task(self, task_id: str | None) -> TaskLookup | None:
        """The cached task instance, however old; None without one."""
        kept = self._cache.get(TaskInstanceId(task_id)) if task_id else None
        return kept if isinstance(kept, TaskLookup) else None

    def seen_tasks(self) -> list[TaskLookup]:
        """All cached task instances, however old."""
        return [one for one in self._cache.values() if isinstance(one, TaskLookup)]

    def seen_flow(self, flow_id: str | None) -> FlowLookup | None:
        """The cached flow instance, however old; None without one."""
        kept = self._cache.get(FlowInstanceId(flow_id)) if flow_id else None
        return kept if isinstance(kept, FlowLookup) else None

    def has_cached(self, key: Key) -> bool:
        """Whether a response is shown again without a request."""
        kept = self._cache.get(key)
        return kept is not None and self._is_young(key, kept)

    async def _cached(
        self,
        key: Key,
        kind: type[Lookup],
        ask: Callable[[], Awaitable[Lookup]],
        fresh: bool,
    ) -> Lookup:
        if self._holds:
            self._held.add(key)
        kept = self._cache.get(key)
        if isinstance(kept, kind) and not fresh and self._is_young(key, kept):
            _LOG.info("remembered", {"kind": kind.__name__, "id": kept.id.text})
            return kept
        try:
            found = await ask()
        except GatewayError as error:
            # The frames of its traceback hold the response, as long as a screen shows the error.
            raise error.with_traceback(None)  # noqa: B904
        self._last_contact = found.answer.received_at
        self._cache.pop(key, None)
        self._cache[key] = found
        self._shrink()
        return found

    def _is_young(self, key: Key, kept: TaskLookup | FlowLookup | LogLookup) -> bool:
        if self._is_cache_only:
            return self._is_of_ended(kept)
        is_held = key in self._held and (isinstance(kept, LogLookup) or is_over(kept))
        age_s = (self._clock() - kept.answer.received_at).total_seconds()
        return 0 <= age_s < (HELD_S if is_held else FRESH_S)

    def _is_of_ended(self, kept: TaskLookup | FlowLookup | LogLookup) -> bool:
        """Whether a response is about a run that had ended: a log read before may lack its last lines."""
        if not isinstance(kept, LogLookup):
            return kept.state.is_final
        of = self.seen_task(kept.id.text)
        if of is None or not of.state.is_final:
            return False
        received_at = kept.answer.received_at
        age_s = times.age_s(of.task.end_time, self.server_zone, received_at)
        return bool(age_s) or (self.server_zone is None and received_at >= of.answer.received_at)

    def _shrink(self) -> None:
        """Drop the oldest responses beyond the size of the cache; beyond its bytes also the young ones."""
        bytes_left = _CACHED_BYTES - sum(len(one.answer.body) for one in self._cache.values())
        while len(self._cache) > _CACHED or (bytes_left < 0 and len(self._cache) > 1):
            oldest = next(iter(self._cache))
            if bytes_left >= 0 and self._is_young(oldest, self._cache[oldest]):
                break
            bytes_left += len(self._cache.pop(oldest).answer.body)
            self._held.discard(oldest)


async def _read(
    record_of: Callable[[Any], Steps[tuple[Mapping[str, Any], str, int]]], answer: Response
) -> tuple[Mapping[str, Any], str, tuple[str, ...]]:
    """The record of a response, its path, and a sentence about further ones; an error keeps the text."""
    try:
        record, path, count = await run_in_slices(record_of(answer.data))
    except GatewayError as error:
        error.received = answer.text[:MOST_RECEIVED]
        raise
    return record, path, tuple(filter(None, [answer_check.further_records(count)]))


def _check_instance(asked: InstanceId, said: str | None, answer: Response) -> None:
    """Reject a record that is not the one requested.

    Raises:
        WrongInstance: it names another id; the error keeps the text.
    """
    if other := answer_check.other_instance(asked, said):
        raise _wrong_instance(other, answer)


def _wrong_instance(said: str, answer: Response) -> WrongInstance:
    error = WrongInstance(said)
    error.request, error.received = answer.request, answer.text[:MOST_RECEIVED]
    return error


def _nowhere(message: str, refused: NotFound | None) -> NotFound:
    """The error for an id that no request found, with the first refusal."""
    error = NotFound(message, "Check the id, and that the profile is the right environment and organisation.")
    if refused is not None:
        error.code, error.request, error.received = refused.code, refused.request, refused.received
    return error


def _in_place_of(error: GatewayError, found: Found) -> Found:
    """An answer to the second question, with a doubt where the first one failed."""
    if isinstance(error, NotFound):
        return found
    kinds = ("flow", "task") if isinstance(found, FlowLookup) else ("task", "flow")
    doubt = f"This is the {kinds[0]} instance; the question for a {kinds[1]} instance failed: {error}"
    return replace(found, inconsistencies=(doubt, *found.inconsistencies))
