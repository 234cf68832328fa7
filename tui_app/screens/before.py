"""One run compared with the previous runs of the same task or flow."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import dropwhile

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from ..api.errors import GatewayError, NotFound
from ..commands.table import BACK, CHOOSE, LOAD_MORE_RUNS, OPEN_CHANGES, bindings
from ..logic import sanitize
from ..logic.runs.history_stats import PastRun, run_of, usual, verdict
from ..messages import Copyable, OpenView
from ..models.lookup import FlowLookup, Found
from ..models.view import View
from ..services.concurrency import gather
from ..services.runs import MOST_GAPS, Neighbour, neighbours_of, take
from ..services.session import Session
from ..widgets.glyphs import glyphs
from ..widgets.instance_header import Heading
from ..widgets.lines.view import LineView
from ..widgets.problem import Problem
from ..widgets.run_table import RunRow, RunTable, picture
from ..widgets.titled_pane import TitledPane
from .query import QueryScreen

AT_ONCE = 10
"""Runs loaded at a time."""


class BeforeScreen(QueryScreen[Found]):
    """Loads the instance, then the previous runs, a few at a time."""

    BINDINGS = bindings(LOAD_MORE_RUNS, OPEN_CHANGES)
    CSS_PATH = "before.tcss"

    is_collecting: var[bool] = var(False, init=False)
    """Whether previous runs are being loaded."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._loaded_for: Found | None = None
        self._previous: list[RunRow] = []
        self._source: AsyncGenerator[Neighbour, None] | None = None
        self._is_all = False
        self._problem = ""

    def compose_panes(self) -> ComposeResult:
        """Yield the verdict and the table of runs."""
        yield Static(id="verdict", markup=False)
        yield TitledPane(RunTable(id="runs"), "", id="columns")

    async def load(self, fresh: bool) -> Found:
        """Load the instance."""
        return await self.session.explorer.find(self.view.id, fresh=fresh)

    def show(self, answer: Found) -> None:
        """Draw the run, and load the previous ones if it is a new answer."""
        if answer is not self._loaded_for:
            self._loaded_for = answer
            self._source = None
            self._collect(answer, anew=True)
        self._draw()

    def heading_for(self, answer: Found | None) -> Heading:
        """Name and state of the run, and the progress."""
        if answer is None:
            return Heading("previous runs")
        this = self._run(answer)
        name = answer.flow.flow_name if isinstance(answer, FlowLookup) else answer.task.task_name
        return Heading(f"before: {name or '(no name)'}", this.state, self._progress())

    def copyables(self) -> list[Copyable]:
        """The id of the row, all rows, all ids, and the verdict."""
        table = self.query_one(RunTable)
        ids = [row.id.text for row in self._rows() if row.run is not None]
        lines = [table.row_text(place).rstrip() for place in range(len(self._rows()))]
        return [
            Copyable("id of this row", table.current.id.text if table.current else ""),
            Copyable("all rows", "\n".join(lines)),
            Copyable("ids of all runs", "\n".join(ids)),
            Copyable("verdict", "\n".join(self._verdict())),
        ]

    @work(exclusive=True, group="collect")
    async def _collect(self, this: Found, anew: bool = False) -> None:
        """Load the next runs, or all rows again; if cancelled, rows without an answer are dropped."""
        self.is_collecting, self._problem = True, ""
        self.query_one(Problem).forget()
        done = False
        try:
            batch = await self._next(this, anew)
            old = {row.id: row for row in self._previous}
            if anew:
                self._is_all = len(batch) < max(AT_ONCE, len(old))
                self._previous = []
            else:
                self._is_all = len(batch) < AT_ONCE
            first = len(self._previous)
            self._previous += [old.get(one.id, RunRow(one.id, one.basis)) for one in batch]
            self._draw()
            async with aclosing(
                gather(range(len(batch)), lambda place: self._load_run(batch[place]))
            ) as rows:
                async for place, answer in rows:
                    self._previous[first + place] = _row(batch[place], answer)
                    if self._ends_with_gaps():
                        self._is_all = True
                        break
                    self._draw()
            done = True
        except GatewayError as error:
            self._problem = str(error)
            for problem in self.query(Problem):
                problem.tell(self._problem, error.hint, f"{LOAD_MORE_RUNS.key_name} tries again.")
        finally:
            self._stop(done)

    async def _next(self, this: Found, anew: bool) -> list[Neighbour]:
        """The next ids; a new source, as after a cancellation, starts over and skips the ids of the table."""
        if self._source is None:
            self._source = neighbours_of(self.session.explorer, this, -1, prefers_list=True)
            if anew:
                return await take(self._source, max(AT_ONCE, len(self._previous)))
            loaded = {row.id for row in self._previous}
            return [one for one in await take(self._source, AT_ONCE + len(loaded)) if one.id not in loaded]
        return await take(self._source, AT_ONCE)

    async def _load_run(self, one: Neighbour) -> PastRun:
        explorer = self.session.explorer
        if one.flow is not None:
            return run_of(one.id, one.flow, explorer.server_zone, explorer.now())
        return self._run(await explorer.find(one.id))

    def _ends_with_gaps(self) -> bool:
        """Whether the last `MOST_GAPS` loaded rows are all missing runs."""
        answered = self._loaded_rows()
        return len(answered) >= MOST_GAPS and all(row.is_gap for row in answered[-MOST_GAPS:])

    def _loaded_rows(self) -> list[RunRow]:
        """The rows before the first that has no answer yet."""
        first = next(
            (place for place, row in enumerate(self._previous) if row.run is None and not row.problem),
            len(self._previous),
        )
        return self._previous[:first]

    def _stop(self, is_done: bool) -> None:
        if not is_done:
            self._source = None
            self._is_all = False
        self._previous = self._loaded_rows()
        self.is_collecting = False
        if self.is_mounted:
            self._draw()
            self.update_heading()

    def _run(self, found: Found) -> PastRun:
        explorer = self.session.explorer
        record = found.flow if isinstance(found, FlowLookup) else found.task
        return run_of(found.id, record, explorer.server_zone, explorer.now())

    def _rows(self) -> list[RunRow]:
        if self.answer is None:
            return []
        return [RunRow(self.answer.id, "", self._run(self.answer)), *self._previous]

    def _runs(self) -> list[PastRun]:
        return [row.run for row in self._loaded_rows() if row.run is not None]

    def _verdict(self) -> list[str]:
        if self.answer is None:
            return []
        return verdict(self._run(self.answer), self._runs(), self._is_all and not self.is_collecting)

    def _draw(self) -> None:
        if self.answer is None:
            return
        rows = self._rows()
        table = self.query_one(RunTable)
        table.show(rows, usual(self._runs()), self._end())
        self.query_one(TitledPane).heading = table.titles
        runs = dropwhile(lambda run: run is None, (row.run for row in reversed(rows)))
        bars = picture(list(runs), glyphs(self.app).bars)
        lines = [Content(sanitize.one_line(line)) for line in self._verdict()]
        note = Content.styled("  Duration, oldest to newest", "$text-muted")
        self.query_one("#verdict", Static).update(Content("\n").join([*lines, bars + note]), layout=False)
        self.update_heading()

    def _end(self) -> str:
        if self._problem:
            return f"Previous runs not loaded: {LOAD_MORE_RUNS.key_name} tries again"
        if self.is_collecting:
            return f"Loading… ({BACK.key_name} stops)"
        if self._is_all:
            return f"The last {MOST_GAPS} ids do not exist" if self._ends_with_gaps() else "No earlier runs"
        return (
            f"{LOAD_MORE_RUNS.key_name} loads {AT_ONCE} more · {CHOOSE.key_name} opens a run · "
            f"{OPEN_CHANGES.key_name} compares with it"
        )

    def _progress(self) -> str:
        if self.is_collecting:
            done = sum(row.run is not None or bool(row.problem) for row in self._previous)
            return f"Loading {done} of {len(self._previous)} previous runs ({BACK.key_name} stops)"
        runs, gaps = len(self._runs()), sum(row.is_gap for row in self._previous)
        failed = len(self._previous) - runs - gaps
        match runs:
            case 0:
                text = "No previous run to compare with"
            case 1:
                text = "Compared with the previous run"
            case _:
                text = f"Compared with the {runs} previous runs"
        text += f"; {gaps} id{'' if gaps == 1 else 's'} missing" if gaps else ""
        return text + (f"; {failed} not loaded" if failed else "")

    def action_load_more_runs(self) -> None:
        """Load earlier runs."""
        if self.answer is None or self.is_collecting:
            self.refuse("Still loading.")
        elif self._is_all:
            self.refuse("There are no earlier runs.")
        else:
            self._collect(self.answer)

    def action_open_changes(self) -> None:
        """Compare the run with that of the row of the cursor."""
        row = self.query_one(RunTable).current
        if self.answer is None or row is None:
            self.refuse("Move to a run first.")
        elif row.run is None:
            self.refuse(f"There is nothing to compare with: {row.problem or 'no answer yet'}")
        else:
            ids = (self.answer.id,) if row.id == self.answer.id else (self.answer.id, row.id)
            self.post_message(OpenView(View("changes", ids)))

    def action_back(self) -> None:
        """Stop loading, else go back."""
        if self.is_collecting:
            self.workers.cancel_group(self, "collect")
        else:
            super().action_back()

    @on(LineView.Chosen, "#runs")
    def _open_run(self, event: LineView.Chosen) -> None:
        event.stop()
        table = self.query_one(RunTable)
        row = table.current
        if table.is_at_end:
            self.action_load_more_runs()
        elif row is not None and row.run is not None:
            self.post_message(OpenView(View.of(row.id)))
        elif row is not None:
            self.refuse(row.problem or "There is no answer yet.")

    @on(LineView.Moved, "#runs")
    def _load_more_at_end(self, event: LineView.Moved) -> None:
        event.stop()
        if self.query_one(RunTable).is_at_end and not (self.is_collecting or self._is_all or self._problem):
            self.action_load_more_runs()


def _row(one: Neighbour, answer: PastRun | GatewayError) -> RunRow:
    if isinstance(answer, GatewayError):
        is_gap = isinstance(answer, NotFound)
        problem = f"no such run (code {answer.code})" if is_gap else str(answer)
        return RunRow(one.id, one.basis, None, problem, is_gap)
    return RunRow(one.id, one.basis, answer)
