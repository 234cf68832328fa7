"""One run compared with the previous runs of the same task or flow."""

from contextlib import aclosing, suppress
from dataclasses import replace
from itertools import dropwhile

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from ..api.errors import GatewayError
from ..commands.table import BACK, CHOOSE, LOAD_MORE_RUNS, OPEN_CHANGES, bindings
from ..logic import sanitize
from ..logic.runs.history_stats import usual, verdict
from ..logic.runs.run_facts import RunFacts
from ..logic.text import plural
from ..messages import Copyable, OpenView
from ..models.lookup import Found, TaskLookup
from ..models.status import blocks_downstream
from ..models.view import View
from ..services.neighbours import MOST_GAPS
from ..services.previous_runs import AT_ONCE, PreviousRuns, RunRow, past_run
from ..services.recurrence import Recurrence, recurrence_among
from ..services.session import Session
from ..widgets.error_message import Problem
from ..widgets.glyphs import glyphs
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.run_table import RunTable, bar_chart
from ..widgets.runs_with_preview import RunsWithPreview
from ..widgets.titled_pane import TitledPane
from .base_query import QueryScreen


class PreviousRunsScreen(QueryScreen[Found]):
    """Loads the instance, then the previous runs, a few at a time."""

    BINDINGS = bindings(LOAD_MORE_RUNS, OPEN_CHANGES)
    CSS_PATH = "previous_runs.tcss"

    is_collecting: var[bool] = var(False, init=False)
    """Whether previous runs are being loaded."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._loaded_for: Found | None = None
        self._previous: PreviousRuns | None = None
        self._problem = ""
        self._recurrence = Recurrence("")

    def compose_panes(self) -> ComposeResult:
        """Yield the verdict and the table of runs."""
        yield Static(id="verdict", markup=False)
        table = RunTable(id="runs")
        yield RunsWithPreview(TitledPane(table, "", id="columns"), table, self.session, self._listed_facts)

    async def load(self, fresh: bool) -> Found:
        """Load the instance."""
        return await self.session.explorer.find(self.view.id, fresh=fresh)

    def show(self, answer: Found) -> None:
        """Draw the run, and load the previous ones if it is a new answer."""
        if answer is not self._loaded_for:
            rows = self._previous.rows if self._previous is not None else ()
            self._loaded_for, self._recurrence = answer, Recurrence("")
            self._previous = PreviousRuns(self.session.explorer, answer, rows)
            self._collect(self._previous)
        self._draw()

    def heading_for(self, answer: Found | None) -> HeaderContent:
        """Name and state of the run, and the progress."""
        if answer is None:
            return HeaderContent("previous runs")
        this = past_run(self.session.explorer, answer)
        return HeaderContent(f"before: {answer.name or '(no name)'}", this.state, self._progress())

    def copyables(self) -> list[Copyable]:
        """The id of the row, all rows, all ids, and the verdict."""
        table = self.query_one(RunTable)
        ids = [row.id.text for row in self._rows() if row.run is not None]
        lines = [table.row_text(place).rstrip() for place in range(len(self._rows()))]
        return [
            Copyable("id of this row", table.current.id.text if table.current else "", is_line=True),
            Copyable("all rows", "\n".join(lines)),
            Copyable("ids of all runs", "\n".join(ids)),
            Copyable("verdict", "\n".join(self._verdict())),
        ]

    @work(exclusive=True, group="collect", description="collect runs")
    async def _collect(self, previous: PreviousRuns) -> None:
        """Load the next runs in a worker."""
        self.is_collecting, self._problem = True, ""
        self.query_one(Problem).hide()
        try:
            async with aclosing(previous.load()) as changes:
                async for _ in changes:
                    self._draw()
        except GatewayError as error:
            self._problem = str(error)
            for problem in self.query(Problem):
                problem.show_problem(self._problem, error.hint, f"{LOAD_MORE_RUNS.key_name} tries again.")
        else:
            self._compare_errors(previous)
        finally:
            # A refresh may have started the next worker before this one has ended.
            if previous is self._previous:
                self.is_collecting = False
                if self.is_mounted:
                    self._draw()

    @work(exclusive=True, group="errors")
    async def _compare_errors(self, previous: PreviousRuns) -> None:
        """Find the previous runs that failed of the same error, once everything else is there."""
        this = self.answer
        if not (isinstance(this, TaskLookup) and self.session.prefetches and blocks_downstream(this.state)):
            return
        with suppress(GatewayError):
            self._recurrence = await recurrence_among(self.session.explorer, this, previous.loaded)
            self._draw()

    def _rows(self) -> list[RunRow]:
        if self.answer is None or self._previous is None:
            return []
        this = past_run(self.session.explorer, self.answer)
        same = self._recurrence.ids
        return [
            RunRow(self.answer.id, "", this),
            *(replace(row, has_same_error=row.id in same) for row in self._previous.rows),
        ]

    def _verdict(self) -> list[str]:
        if self.answer is None or self._previous is None:
            return []
        this, has_ended = past_run(self.session.explorer, self.answer), self._previous.has_ended
        lines = verdict(this, self._previous.runs, has_ended and not self.is_collecting)
        if self._recurrence.sentence:
            lines[-1:] = [f"{lines[-1]} {self._recurrence.sentence}." if lines else self._recurrence.sentence]
        return lines

    def _draw(self) -> None:
        if (previous := self._previous) is None:
            return
        rows = self._rows()
        table = self.query_one(RunTable)
        name = self.answer.name if self.answer is not None else ""
        table.set_runs(rows, usual(previous.runs), self._end(previous), name)
        self.query_one(TitledPane).heading = table.titles
        runs = dropwhile(lambda run: run is None, (row.run for row in reversed(rows)))
        bars = bar_chart(list(runs), glyphs(self.app).bars)
        lines = [Content(sanitize.one_line(line)) for line in self._verdict()]
        note = Content.styled("  Duration, oldest to newest", "$text-muted")
        self.query_one("#verdict", Static).update(Content("\n").join([*lines, bars + note]), layout=False)
        self.query_one(RunsWithPreview).update_preview()
        self.update_heading()

    def _listed_facts(self) -> RunFacts | None:
        """The facts in the row under the cursor."""
        row = self.query_one(RunTable).current
        run = row.run if row is not None else None
        if run is None:
            return None
        took_s = run.lasted_s if run.state.is_final else None
        return RunFacts(run.state, run.planned, took_s=took_s, tries=run.tries)

    def _end(self, previous: PreviousRuns) -> str:
        if self._problem:
            return f"Previous runs not loaded: {LOAD_MORE_RUNS.key_name} tries again"
        if self.is_collecting:
            return f"Loading… ({BACK.key_name} stops)"
        if previous.has_ended:
            return f"The last {MOST_GAPS} ids do not exist" if previous.ends_with_gaps else "No earlier runs"
        return (
            f"{LOAD_MORE_RUNS.key_name} loads {AT_ONCE} more · {CHOOSE.key_name} opens a run · "
            f"{OPEN_CHANGES.key_name} compares with it"
        )

    def _progress(self) -> str:
        rows = self._previous.rows if self._previous is not None else []
        if self.is_collecting:
            done = sum(row.run is not None or bool(row.problem) for row in rows)
            return f"Loading {done} of {len(rows)} previous runs ({BACK.key_name} stops)"
        runs, gaps = sum(row.run is not None for row in rows), sum(row.is_gap for row in rows)
        failed = len(rows) - runs - gaps
        match runs:
            case 0:
                text = "No previous run to compare with"
            case 1:
                text = "Compared with the previous run"
            case _:
                text = f"Compared with the {runs} previous runs"
        text += f"; {plural(gaps, 'id')} missing" if gaps else ""
        return text + (f"; {failed} not loaded" if failed else "")

    def action_load_more_runs(self) -> None:
        """Load earlier runs."""
        if self._previous is None or self.is_collecting:
            self.refuse("Still loading.")
        elif self._previous.has_ended:
            self.refuse("There are no earlier runs.")
        else:
            self._collect(self._previous)

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
        if table.is_at_end:
            self.action_load_more_runs()
        else:
            self.refuse(table.no_run)

    @on(RunTable.Arranged)
    def _update_titles(self, event: RunTable.Arranged) -> None:
        event.stop()
        self.query_one(TitledPane).heading = self.query_one(RunTable).titles

    @on(LineView.Moved, "#runs")
    def _load_more_at_end(self, event: LineView.Moved) -> None:
        event.stop()
        has_more = self._previous is not None and not self._previous.has_ended
        if self.query_one(RunTable).is_at_end and has_more and not (self.is_collecting or self._problem):
            self.action_load_more_runs()
