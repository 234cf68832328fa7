"""The runs before one, loaded a few at a time."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from ..api.errors import GatewayError, NotFound
from ..logic.runs.history_stats import PastRun, run_of
from ..models.ids import InstanceId
from ..models.lookup import Found
from .concurrency import gather
from .explorer import Explorer
from .neighbours import MOST_GAPS, Neighbour, neighbours_of, read_next

AT_ONCE = 10
"""Runs loaded at a time."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run, or an id without one."""

    id: InstanceId
    basis: str
    """The origin of the id, in words; empty for the run that is compared."""
    run: PastRun | None = None
    """None before there is an answer, and after an error."""
    problem: str = ""
    """The error, if any."""
    is_gap: bool = False
    """Whether the run does not exist."""
    has_same_error: bool = False
    """Whether its log has the error of the run that is compared."""


class PreviousRuns:
    """The runs before one, the latest first; each `load` continues where the last one stopped."""

    def __init__(self, explorer: Explorer, this: Found, rows: Sequence[RunRow] = ()) -> None:
        """Begin with the rows of an earlier answer about `this`; the first `load` replaces them."""
        self._explorer = explorer
        self._this = this
        self._source: AsyncGenerator[Neighbour, None] | None = None
        self._is_new = True
        self.rows = list(rows)
        self.has_ended = False
        """Whether there are no earlier runs."""

    async def load(self) -> AsyncGenerator[None, None]:
        """Load the next runs and yield after each change; if left early, drop the rows without an answer.

        Raises:
            GatewayError: the ids of the runs cannot be found.
        """
        is_done = False
        try:
            wanted = max(AT_ONCE, len(self.rows)) if self._is_new else AT_ONCE
            batch = await self._next(wanted)
            old = {row.id: row for row in self.rows}
            if self._is_new:
                self.rows = []
            self._is_new = False
            self.has_ended = len(batch) < wanted
            first = len(self.rows)
            self.rows += [old.get(one.id, RunRow(one.id, one.basis)) for one in batch]
            yield
            answers = gather(range(len(batch)), lambda index: self._load_run(batch[index]))
            async with aclosing(answers):
                async for index, answer in answers:
                    self.rows[first + index] = _row(batch[index], answer)
                    if self.ends_with_gaps:
                        self.has_ended = True
                        break
                    yield
            is_done = True
        finally:
            self._is_new = False
            if not is_done:
                self._source = None
                self.has_ended = False
            self.rows = self.loaded

    @property
    def runs(self) -> list[PastRun]:
        """The loaded runs that exist."""
        return [row.run for row in self.loaded if row.run is not None]

    @property
    def loaded(self) -> list[RunRow]:
        """The rows before the first that has no answer yet."""
        pending = (index for index, row in enumerate(self.rows) if row.run is None and not row.problem)
        return self.rows[: next(pending, len(self.rows))]

    @property
    def ends_with_gaps(self) -> bool:
        """Whether the last `MOST_GAPS` loaded rows are all missing runs."""
        loaded = self.loaded
        return len(loaded) >= MOST_GAPS and all(row.is_gap for row in loaded[-MOST_GAPS:])

    async def _next(self, count: int) -> list[Neighbour]:
        """The next ids; a new source, as after a cancellation, starts over and skips the ids of the rows."""
        skipped: set[InstanceId] = set()
        if self._source is None:
            self._source = neighbours_of(self._explorer, self._this, -1, prefers_list=True)
            skipped = set() if self._is_new else {row.id for row in self.rows}
        ids = await read_next(self._source, count + len(skipped))
        return [one for one in ids if one.id not in skipped]

    async def _load_run(self, one: Neighbour) -> PastRun:
        if one.flow is not None:
            return run_of(one.id, one.flow, self._explorer.server_zone, self._explorer.now())
        return past_run(self._explorer, await self._explorer.find_as_named(one.id))


def past_run(explorer: Explorer, found: Found) -> PastRun:
    """The figures of a run that are compared."""
    return run_of(found.id, found.model, explorer.server_zone, explorer.now())


def _row(one: Neighbour, answer: PastRun | GatewayError) -> RunRow:
    if isinstance(answer, GatewayError):
        is_gap = isinstance(answer, NotFound)
        problem = f"no such run (code {answer.code})" if is_gap else str(answer)
        return RunRow(one.id, one.basis, None, problem, is_gap)
    return RunRow(one.id, one.basis, answer)
