"""Is this normal? A run among those before it."""

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
from ..models.lookup import Found
from ..models.view import View
from ..services.concurrency import gather
from ..services.runs import MOST_GAPS, Neighbour, neighbours_of, read_next
from ..services.session import Session
from ..widgets.glyphs import glyphs
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.problem import Problem
from ..widgets.run_table import RunRow, RunTable, bar_chart
from ..widgets.titled_pane import TitledPane
from .query import QueryScreen

AT_ONCE = 10
"""Runs that are asked for before the person asks for more."""


class BeforeScreen(QueryScreen[Found]):
    """Asks for the instance, then for the runs before it, a few at a time."""

    BINDINGS = bindings(LOAD_MORE_RUNS, OPEN_CHANGES)
    CSS_PATH = "before.tcss"

    is_collecting: var[bool] = var(False, init=False)
    """Are answers awaited?"""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._collected_for: Found | None = None
        self._earlier: list[RunRow] = []
        self._source: AsyncGenerator[Neighbour, None] | None = None
        self._is_all = False
        self._problem = ""

    def compose_panes(self) -> ComposeResult:
        """What it comes to, and the runs."""
        yield Static(id="verdict", markup=False)
        yield TitledPane(RunTable(id="runs"), "", id="columns")

    async def ask(self, fresh: bool) -> Found:
        """Ask for the instance."""
        return await self.session.explorer.find(self.view.id, fresh=fresh)

    def show(self, answer: Found) -> None:
        """Ask for the runs anew; an answer that is shown already is only drawn again."""
        if answer is not self._collected_for:
            self._collected_for = answer
            self._source = None
            self._collect(answer, anew=True)
        self._draw()

    def heading_for(self, answer: Found | None) -> HeaderContent:
        """Whose runs, and how far the question has come."""
        if answer is None:
            return HeaderContent("runs before")
        this = self._run(answer)
        return HeaderContent(f"before: {answer.name or '(no name)'}", this.state, self._progress())

    def copyables(self) -> list[Copyable]:
        """The row's id, all rows, what it comes to."""
        table = self.query_one(RunTable)
        ids = [row.id.text for row in self._rows() if row.run is not None]
        lines = [table.row_text(place).rstrip() for place in range(len(self._rows()))]
        return [
            Copyable("id of this row", table.current.id.text if table.current else ""),
            Copyable("all rows", "\n".join(lines)),
            Copyable("ids of all runs", "\n".join(ids)),
            Copyable("what it comes to", "\n".join(self._verdict())),
        ]

    # Collecting.

    @work(exclusive=True, group="collect")
    async def _collect(self, this: Found, anew: bool = False) -> None:
        """Ask for the next runs, or for all shown anew; Escape ends it, and drops what has no answer yet."""
        self.is_collecting, self._problem = True, ""
        self.query_one(Problem).hide()
        done = False
        try:
            batch = await self._next(this, anew)
            old = {row.id: row for row in self._earlier}
            if anew:
                self._is_all = len(batch) < max(AT_ONCE, len(old))
                self._earlier = []
            else:
                self._is_all = len(batch) < AT_ONCE
            first = len(self._earlier)
            self._earlier += [old.get(one.id, RunRow(one.id, one.basis)) for one in batch]
            self._draw()
            async with aclosing(gather(range(len(batch)), lambda place: self._ask_run(batch[place]))) as rows:
                async for place, answer in rows:
                    self._earlier[first + place] = _row(batch[place], answer)
                    if self._ends_in_gaps():
                        self._is_all = True
                        break
                    self._draw()
            done = True
        except GatewayError as error:
            self._problem = str(error)
            for problem in self.query(Problem):
                problem.show_problem(self._problem, error.hint, f"{LOAD_MORE_RUNS.key_name} asks again.")
        finally:
            self._stop(done)

    async def _next(self, this: Found, anew: bool) -> list[Neighbour]:
        """The next ids; after an end by force the source is another one, and what is known is passed over."""
        if self._source is None:
            self._source = neighbours_of(self.session.explorer, this, -1, prefers_list=True)
            if anew:
                return await read_next(self._source, max(AT_ONCE, len(self._earlier)))
            known = {row.id for row in self._earlier}
            return [one for one in await read_next(self._source, AT_ONCE + len(known)) if one.id not in known]
        return await read_next(self._source, AT_ONCE)

    async def _ask_run(self, one: Neighbour) -> PastRun:
        explorer = self.session.explorer
        if one.flow is not None:
            return run_of(one.id, one.flow, explorer.server_zone, explorer.now())
        return self._run(await explorer.find_as_named(one.id))

    def _ends_in_gaps(self) -> bool:
        """Are the last of those answered without a hole all missing?"""
        answered = self._answered()
        return len(answered) >= MOST_GAPS and all(row.is_gap for row in answered[-MOST_GAPS:])

    def _answered(self) -> list[RunRow]:
        """The rows up to the first that has no answer yet."""
        first = next(
            (place for place, row in enumerate(self._earlier) if row.run is None and not row.problem),
            len(self._earlier),
        )
        return self._earlier[:first]

    def _stop(self, is_done: bool) -> None:
        if not is_done:
            self._source = None
            self._is_all = False
        self._earlier = self._answered()
        self.is_collecting = False
        if self.is_mounted:
            self._draw()
            self.update_heading()

    # Drawing.

    def _run(self, found: Found) -> PastRun:
        explorer = self.session.explorer
        return run_of(found.id, found.model, explorer.server_zone, explorer.now())

    def _rows(self) -> list[RunRow]:
        if self.answer is None:
            return []
        return [RunRow(self.answer.id, "", self._run(self.answer)), *self._earlier]

    def _known(self) -> list[PastRun]:
        return [row.run for row in self._answered() if row.run is not None]

    def _verdict(self) -> list[str]:
        if self.answer is None:
            return []
        return verdict(self._run(self.answer), self._known(), self._is_all and not self.is_collecting)

    def _draw(self) -> None:
        if self.answer is None:
            return
        rows = self._rows()
        table = self.query_one(RunTable)
        table.set_runs(rows, usual(self._known()), self._end())
        self.query_one(TitledPane).heading = table.titles
        runs = dropwhile(lambda run: run is None, (row.run for row in reversed(rows)))
        bars = bar_chart(list(runs), glyphs(self.app).bars)
        lines = [Content(sanitize.one_line(line)) for line in self._verdict()]
        note = Content.styled("  how long each took, the latest last", "$text-muted")
        self.query_one("#verdict", Static).update(Content("\n").join([*lines, bars + note]), layout=False)
        self.update_heading()

    def _end(self) -> str:
        if self._problem:
            return f"no answer about earlier runs: {LOAD_MORE_RUNS.key_name} asks again"
        if self.is_collecting:
            return f"asking …  {BACK.key_name} stops"
        if self._is_all:
            return "these are all" if not self._ends_in_gaps() else f"the last {MOST_GAPS} ids are not there"
        return (
            f"{LOAD_MORE_RUNS.key_name} asks for ten more; {CHOOSE.key_name} opens a run, "
            f"{OPEN_CHANGES.key_name} compares with it"
        )

    def _progress(self) -> str:
        answered = sum(row.run is not None or bool(row.problem) for row in self._earlier)
        gaps = sum(row.is_gap for row in self._earlier)
        text = f"{answered} earlier run{'' if answered == 1 else 's'} asked for"
        if gaps:
            text += f", {gaps} not there"
        return f"{text} of {len(self._earlier)}, {BACK.key_name} stops" if self.is_collecting else text

    # What keys do.

    def action_load_more_runs(self) -> None:
        """Ask for the next runs further back."""
        if self.answer is None or self.is_collecting:
            self.refuse("Not while answers are awaited.")
        elif self._is_all:
            self.refuse("There are no earlier runs to be found.")
        else:
            self._collect(self.answer)

    def action_open_changes(self) -> None:
        """Compare the run in question with the one of the cursor's row."""
        row = self.query_one(RunTable).current
        if self.answer is None or row is None:
            self.refuse("Move to a run first.")
        elif row.run is None:
            self.refuse(f"There is nothing to compare with: {row.problem or 'no answer yet'}")
        else:
            ids = (self.answer.id,) if row.id == self.answer.id else (self.answer.id, row.id)
            self.post_message(OpenView(View("changes", ids)))

    def action_back(self) -> None:
        """Stop collecting; else as everywhere."""
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
    def _reach_the_end(self, event: LineView.Moved) -> None:
        event.stop()
        if self.query_one(RunTable).is_at_end and not (self.is_collecting or self._is_all or self._problem):
            self.action_load_more_runs()


def _row(one: Neighbour, answer: PastRun | GatewayError) -> RunRow:
    if isinstance(answer, GatewayError):
        is_gap = isinstance(answer, NotFound)
        problem = f"no such run (code {answer.code})" if is_gap else str(answer)
        return RunRow(one.id, one.basis, None, problem, is_gap)
    return RunRow(one.id, one.basis, answer)
