"""A table of several instances, filled while the answers are loaded."""

from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from textual import events, on, work
from textual.app import ComposeResult
from textual.reactive import var

from ..api.errors import GatewayError
from ..commands.table import BACK, FILTER_LINES, REFRESH, RETRY_FAILED, SAVE, bindings
from ..logic import export
from ..logic.instance_rows import MAX_ROWS, Row, counts, row_of
from ..logic.runs.run_facts import RunFacts
from ..logic.text import plural
from ..messages import Copyable, SaveText
from ..models.long_paste import MOST_IDS
from ..models.view import View
from ..services.concurrency import gather, id_finder
from ..services.session import Session
from ..widgets.error_message import Problem
from ..widgets.instance_header import HeaderContent
from ..widgets.instance_table import InstanceTable
from ..widgets.lines.prompt import FilterBar
from ..widgets.runs_with_preview import RunsWithPreview
from ..widgets.titled_pane import TitledPane
from .base_data import DataScreen

_DRAW_EVERY_S = 0.25
"""Least time between two frames while answers come in: over a slow line each frame costs."""

_Failure = tuple[str, str]
"""A sentence and a hint."""


class InstanceTableScreen(DataScreen):
    """Loads every id of the view, a few at a time, and shows each answer at once."""

    BINDINGS = bindings(RETRY_FAILED, SAVE, REFRESH)
    CSS_PATH = "instance_table.tcss"

    is_loading: var[bool] = var(True)
    """Whether answers are being loaded."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._ids = view.ids[:MAX_ROWS]
        self._index_of = {one.text: index for index, one in enumerate(self._ids)}
        self._rows = [Row(one) for one in self._ids]
        self._table = InstanceTable(id="many")
        self._has_new_rows = False
        self._is_draw_scheduled = False

    def compose_body(self) -> ComposeResult:
        """Yield error message and table."""
        yield Problem()
        columns = TitledPane(self._table, "", id="columns")
        yield RunsWithPreview(columns, self._table, self.session, self._listed_facts)

    def on_mount(self) -> None:
        """Load all rows."""
        self._draw()
        self._load(range(len(self._ids)))

    def _reload(self, indices: Sequence[int], fresh: bool = False) -> None:
        if self.is_loading:
            self.refuse(f"Still loading; {BACK.key_name} stops.")
        else:
            self._load(indices, fresh)

    @work(group="ask", description="load rows")
    async def _load(self, indices: Sequence[int], fresh: bool = False) -> None:
        """Load some rows in a worker."""
        self.is_loading = True
        find = id_finder(self.session.explorer, fresh=fresh)
        failures = Counter[_Failure]()
        try:
            async with aclosing(gather([self._ids[index] for index in indices], find)) as answers:
                async for some_id, answer in answers:
                    index = self._index_of[some_id.text]
                    if isinstance(answer, GatewayError):
                        self._rows[index] = replace(self._rows[index], refusal=str(answer), code=answer.code)
                        failures[str(answer), answer.hint] += 1
                    else:
                        self._rows[index] = row_of(answer)
                    self._has_new_rows = True
                    self._draw_soon()
        finally:
            self.is_loading = False
            self._draw()
            self._show_common_failure(failures, len(indices))

    def _show_common_failure(self, failures: Counter[_Failure], loaded: int) -> None:
        """Show the error of more than half of the rows in full; rarer ones are shown in their rows only."""
        common = failures.most_common(1)
        for problem in self.query(Problem):
            problem.hide()
            for (sentence, hint), count in common:
                if 2 * count > loaded:
                    keys = f"{plural(count, 'row')}: {RETRY_FAILED.key_name} tries again."
                    problem.show_problem(sentence, hint, keys)

    def _draw_soon(self) -> None:
        """Draw now, unless a frame was drawn less than `_DRAW_EVERY_S` ago; then draw soon."""
        if not self._is_draw_scheduled:
            self._is_draw_scheduled = True
            self._draw()
            self.set_timer(_DRAW_EVERY_S, self._draw_rest)

    def _draw_rest(self) -> None:
        self._is_draw_scheduled = False
        if self._has_new_rows:
            self._draw_soon()

    def _draw(self) -> None:
        """Update table and header."""
        if not self.has_widgets:
            return
        self._has_new_rows = False
        self._table.set_rows(list(self._rows))
        self._update_titles()
        self.query_one(RunsWithPreview).update_preview()

    def _listed_facts(self) -> RunFacts | None:
        """The facts in the row under the cursor."""
        row = self._table.current
        return None if row is None else RunFacts(row.state, None, row.start, row.end, row.took_s)

    @on(InstanceTable.Arranged)
    def _update_titles(self) -> None:
        self.query_one(TitledPane).heading = self._table.titles
        self.update_heading()

    def heading(self) -> HeaderContent:
        """Number of instances, progress, and counts by state."""
        rows, given = self._rows, len(self.view.ids)
        count = f"{given:,} ids" if given < MOST_IDS else f"{MOST_IDS:,} ids or more"
        name = plural(given, "instance") if given <= MAX_ROWS else f"the first {MAX_ROWS:,} of {count}"
        unanswered = sum(row.is_open for row in rows)
        progress = ""
        if self.is_loading:
            progress = f"{len(rows) - unanswered:,} of {len(rows):,} answered ({BACK.key_name} stops)"
        elif unanswered:
            progress = f"stopped, {unanswered:,} not loaded, {RETRY_FAILED.key_name} loads them"
        elif any(row.refusal for row in rows):
            return HeaderContent(name, second=f"{counts(rows)}: {RETRY_FAILED.key_name} tries again")
        return HeaderContent(name, second="; ".join(filter(None, [progress, counts(rows)])))

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the rows as shown."""
        row, shown = self._table.current, self._table.shown
        failed = [one.id.text for one in shown if one.refusal]
        return [
            *([Copyable("id of this row", row.id.text, is_line=True)] if row else []),
            *([Copyable("name of this row", row.name, is_line=True)] if row else []),
            *([Copyable("error of this row", row.refusal)] if row else []),
            Copyable("ids, one a line", "".join(f"{one.id}\n" for one in shown)),
            Copyable("ids without an answer", "".join(f"{one}\n" for one in failed)),
            Copyable("rows as CSV", export.to_csv(shown, self.session.redact)),
            Copyable("rows as JSON", export.to_json(shown, self.session.redact)),
        ]

    def on_click(self, event: events.Click) -> None:
        """Sort by the column of a clicked title, or reverse its order."""
        if event.widget is self.query_one("#columns > .title"):
            self._table.sort_by_column_at(event.x)

    def action_retry_failed(self) -> None:
        """Load the rows without an answer, or with an old one."""
        rows = self._rows
        indices = [index for index, row in enumerate(rows) if row.state is None or row.is_old]
        if indices:
            self._reload(indices, fresh=any(rows[index].is_old for index in indices))
        else:
            self.refuse(f"Every row has an answer; {REFRESH.key_name} refreshes all.")

    def action_refresh(self) -> None:
        """Load all rows again, bypassing the cache."""
        self._reload(range(len(self._ids)), fresh=True)

    def action_save(self) -> None:
        """Save the rows as shown, as CSV or JSON."""
        if not (shown := self._table.shown):
            self.refuse(f"No row matches the filter: {FILTER_LINES.key_name} changes it.")
            return
        stamp = f"{self.session.explorer.now():%Y%m%d-%H%M%S}"

        def text(name: str) -> str:
            write = export.to_json if name.lower().endswith(".json") else export.to_csv
            return write(shown, self.session.redact)

        self.post_message(SaveText(f"{plural(len(shown), 'row')} (.csv or .json)", f"enos-{stamp}.csv", text))

    def action_back(self) -> None:
        """Close the filter, else stop loading, else go back."""
        if self.query_one(FilterBar).close():
            return
        if self.is_loading:
            self.workers.cancel_group(self, "ask")
        else:
            super().action_back()
