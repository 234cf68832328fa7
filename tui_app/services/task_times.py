"""When each task of a workflow ran, asked one by one, a few at a time."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from ..api.errors import GatewayError
from ..logic import times
from ..logic.graph.gantt import TaskRun, TaskTimings
from ..models.flow_instance import TaskNode
from ..models.ids import InvalidId, TaskInstanceId
from ..models.lookup import TaskLookup
from ..models.status import Group
from .concurrency import gather
from .explorer import Explorer


class TaskTimes:
    """What has been learnt; kept when the asking is stopped, and gone on from."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._wanted: dict[TaskInstanceId, None] = {}
        self._waiting: dict[TaskInstanceId, None] = {}
        self._is_fresh = False
        self.runs: dict[str, TaskRun] = {}
        """By task instance id."""
        self.reasons: dict[str, str] = {}
        """Why there is none, by task instance id."""

    def set_tasks(self, nodes: Iterable[TaskNode]) -> None:
        """Say whom it is about; waits for the answers that are missing, or that contradict the graph.

        What failed is asked first, what has not begun last; else the order stands.
        """
        self._wanted.clear()
        self._waiting.clear()
        for node in sorted(nodes, key=_urgency):
            try:
                task_id = TaskInstanceId.parse(node.task_inst_id or "")
            except InvalidId:
                continue
            self._wanted[task_id] = None
            run = self.runs.get(task_id.text)
            if task_id.text not in self.reasons and (
                run is None or (node.state is not None and node.state.code != run.state.code)
            ):
                self._waiting[task_id] = None

    def retry(self) -> None:
        """Wait anew: for those that got no answer, or where all did, for all."""
        refused = [one for one in self._wanted if one.text in self.reasons]
        self._is_fresh = not refused
        self._waiting = dict.fromkeys(refused or self._wanted)

    @property
    def left(self) -> int:
        """How many answers are waited for."""
        return len(self._waiting)

    def timings(self, is_loading: bool) -> TaskTimings:
        """All of it, for a picture."""
        zone = self._explorer.server_zone
        seen = {one.text: self._explorer.seen_task(one.text) for one in self._wanted}
        return TaskTimings(
            self.runs,
            self.reasons,
            {task_id: one.task.type for task_id, one in seen.items() if one and one.task.type is not None},
            times.zone_in_words(zone),
            None if zone is None else self._explorer.now().astimezone(zone).replace(tzinfo=None),
            len(self._waiting),
            len(self._wanted),
            is_loading,
        )

    async def collect(self) -> AsyncGenerator[TaskInstanceId, None]:
        """Ask what is waited for; gives each id as soon as its answer, or the reason there is none, is kept.

        Iterate under ``contextlib.aclosing``: leaving early ends the open questions.
        """

        async def ask(task_id: TaskInstanceId) -> TaskLookup:
            return await self._explorer.task(task_id, fresh=self._is_fresh)

        async with aclosing(gather(list(self._waiting), ask)) as answers:
            async for task_id, answer in answers:
                self._waiting.pop(task_id, None)
                self.reasons.pop(task_id.text, None)
                if isinstance(answer, GatewayError):
                    self.reasons[task_id.text] = str(answer)
                else:
                    self.runs[task_id.text] = TaskRun.of(answer.task)
                yield task_id
        self._is_fresh = False


def _urgency(node: TaskNode) -> int:
    group = node.state.group if node.state else Group.UNKNOWN
    return _ORDER.index(group) if group in _ORDER else 2


_ORDER = [Group.BAD, Group.ACTIVE, Group.GOOD, Group.WAITING]
