"""Times of the tasks of a workflow, requested one by one, a few at a time."""

from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from itertools import islice

from ..api.errors import GatewayError
from ..logic import times
from ..logic.graph.gantt import TaskRun, TaskTimings
from ..models.ids import TaskInstanceId
from ..models.lookup import TaskLookup
from ..models.status import Status
from .concurrency import gather
from .explorer import Explorer

MOST_AT_ONCE = 1_000
"""Records that are requested before a key asks for more: a workflow may have twenty thousand tasks."""


class TaskTimes:
    """Loads the records of tasks; can be stopped and resumed."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._tasks: Mapping[TaskInstanceId, Status | None] = {}
        self._pending: dict[TaskInstanceId, None] = {}
        self._is_fresh = False
        self._allowed = MOST_AT_ONCE
        self.runs: dict[str, TaskRun] = {}
        """Records by task instance id."""
        self.reasons: dict[str, str] = {}
        """Error messages by task instance id."""

    def set_tasks(self, tasks: Mapping[TaskInstanceId, Status | None]) -> None:
        """Set the tasks to load; those without a record, or with one that contradicts the graph, are pending.

        Args:
            tasks: the state of each in the graph, in the order in which to load them.
        """
        self._tasks = tasks
        self._pending.clear()
        for task_id, state in tasks.items():
            run = self.runs.get(task_id.text)
            if task_id.text not in self.reasons and (
                run is None or (state is not None and state.code != run.state.code)
            ):
                self._pending[task_id] = None

    def retry(self) -> None:
        """Make the failed tasks pending again; where none failed, all."""
        refused = [one for one in self._tasks if one.text in self.reasons]
        self._is_fresh = not refused
        self._pending = dict.fromkeys(refused or self._tasks)
        self.allow_more()

    def allow_more(self) -> None:
        """Let the next `MOST_AT_ONCE` records be requested."""
        self._allowed = MOST_AT_ONCE

    @property
    def left(self) -> int:
        """Number of pending tasks."""
        return len(self._pending)

    @property
    def has_allowed(self) -> bool:
        """Whether a record is pending that may be requested without a key."""
        return bool(self._pending) and self._allowed > 0

    def timings(self, is_loading: bool) -> TaskTimings:
        """The timings to draw."""
        zone = self._explorer.server_zone
        seen = self._explorer.seen_tasks()
        return TaskTimings(
            self.runs,
            self.reasons,
            {one.id.text: TaskRun.of(one.task) for one in seen if one.id in self._tasks},
            times.zone_in_words(zone),
            None if zone is None else self._explorer.now().astimezone(zone).replace(tzinfo=None),
            len(self._pending),
            len(self._tasks),
            min(MOST_AT_ONCE, len(self._pending)),
            is_loading,
        )

    def pending_among(self, ids: Iterable[str]) -> list[TaskInstanceId]:
        """The tasks among some ids whose record neither this nor another screen has read."""
        wanted = set(ids)
        pending = [one for one in self._pending if one.text in wanted]
        return [one for one in pending if self._explorer.seen_task(one.text) is None]

    async def collect(
        self, among: Iterable[TaskInstanceId] | None = None
    ) -> AsyncGenerator[TaskInstanceId, None]:
        """Load pending tasks; yields each id as soon as its record or error is stored.

        `among`: load these only, else as many as are allowed.

        Iterate under ``contextlib.aclosing``: leaving early cancels pending requests.
        """

        async def ask(task_id: TaskInstanceId) -> TaskLookup:
            return await self._explorer.task(task_id, fresh=self._is_fresh)

        wanted = list(islice(self._pending, self._allowed) if among is None else among)
        async with aclosing(gather(wanted, ask)) as answers:
            async for task_id, answer in answers:
                self._allowed -= among is None
                self._pending.pop(task_id, None)
                self.reasons.pop(task_id.text, None)
                if isinstance(answer, GatewayError):
                    self.reasons[task_id.text] = str(answer)
                else:
                    self.runs[task_id.text] = TaskRun.of(answer.task)
                yield task_id
        self._is_fresh = False
