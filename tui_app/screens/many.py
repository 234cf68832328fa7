"""Many instances in one table, which fills while the answers arrive."""

from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from textual import events, on, work
from textual.app import ComposeResult
from textual.reactive import var

from ..api.errors import GatewayError
from ..commands.table import (
    BACK,
    FILTER_LINES,
    REFRESH,
    RETRY_FAILED,
    REVERSE_SORT,
    SAVE,
    SORT_ROWS,
    WATCH,
    bindings,
)
from ..logic import export
from ..logic.batch import MOST, Row, counts, row_of
from ..messages import Copyable, OpenView, SaveText, ToggleWatch
from ..models.view import View
from ..services.concurrency import gather, id_finder
from ..services.session import Session
from ..widgets.batch_table import BatchTable
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.prompt import FilterBar
from ..widgets.lines.view import LineView
from ..widgets.problem import Problem
from ..widgets.titled_pane import TitledPane
from .data import DataScreen

_DRAW_EVERY_S = 0.25
"""Answers arrive in bursts; over a slow line each picture of them costs."""

_Failure = tuple[str, str]
"""What is wrong, what to do."""


class ManyScreen(DataScreen):
    """Asks for every id the view names, a few at a time, and shows each answer as it comes."""

    BINDINGS = bindings(RETRY_FAILED, SORT_ROWS, REVERSE_SORT, FILTER_LINES, SAVE, REFRESH, WATCH)
    CSS_PATH = "many.tcss"

    is_asking: var[bool] = var(True)
    """Are answers awaited?"""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._ids = view.ids[:MOST]
        self._place_of = {one.text: place for place, one in enumerate(self._ids)}
        self._table = BatchTable([Row(one) for one in self._ids], id="many")
        self._arrived: dict[int, Row] = {}
        self._draws_soon = False

    def compose_body(self) -> ComposeResult:
        """What went wrong, titles, rows, filter."""
        yield Problem()
        yield TitledPane(self._table, "", id="columns")
        yield FilterBar()

    def on_mount(self) -> None:
        """Ask for all."""
        self._draw()
        self._ask(range(len(self._ids)))

    def _ask_again(self, places: Sequence[int], fresh: bool = False) -> None:
        if self.is_asking:
            self.refuse(f"Not before the last answer has come; {BACK.key_name} stops.")
        else:
            self._ask(places, fresh)

    @work(group="ask")
    async def _ask(self, places: Sequence[int], fresh: bool = False) -> None:
        """Ask for some rows."""
        self.is_asking = True
        find = id_finder(self.session.explorer, fresh=fresh)
        before, failures = self._table.rows, Counter[_Failure]()
        try:
            async with aclosing(gather([self._ids[place] for place in places], find)) as answers:
                async for some_id, answer in answers:
                    place = self._place_of[some_id.text]
                    if isinstance(answer, GatewayError):
                        row = replace(before[place], refusal=str(answer), code=answer.code)
                        failures[str(answer), answer.hint] += 1
                    else:
                        row = row_of(answer)
                    self._arrived[place] = row
                    self._draw_soon()
        finally:
            self.is_asking = False
            self._draw()
            self._tell_of(failures, len(places))

    def _tell_of(self, failures: Counter[_Failure], asked: int) -> None:
        """Say in full what most rows failed for; what befell a few is told in their rows."""
        common = failures.most_common(1)
        for problem in self.query(Problem):
            problem.hide()
            for (sentence, hint), count in common:
                if 2 * count > asked:
                    keys = f"{_counted(count, 'row')}: {RETRY_FAILED.key_name} asks again."
                    problem.show_problem(sentence, hint, keys)

    def _draw_soon(self) -> None:
        """Draw the first of a burst at once, the others a moment later."""
        if not self._draws_soon:
            self._draws_soon = True
            self._draw()
            self.set_timer(_DRAW_EVERY_S, self._draw_rest)

    def _draw_rest(self) -> None:
        self._draws_soon = False
        if self._arrived:
            self._draw_soon()

    def _draw(self) -> None:
        """Bring table and header up to date."""
        if not self.is_attached:
            return
        self._table.update_rows(self._arrived)
        self._arrived = {}
        self._tell()

    def _tell(self) -> None:
        self.query_one(TitledPane).heading = self._table.titles
        self.update_heading()

    def heading(self) -> HeaderContent:
        """How many there are, how many are answered, and how they ended."""
        rows, given = self._table.rows, len(self.view.ids)
        name = _counted(given, "instance") if given <= MOST else f"the first {MOST:,} of {given:,} ids"
        unanswered = sum(row.is_open for row in rows)
        progress = ""
        if self.is_asking:
            progress = f"{len(rows) - unanswered:,} of {len(rows):,} answered, {BACK.key_name} stops"
        elif unanswered:
            progress = f"stopped, {unanswered:,} not asked, {RETRY_FAILED.key_name} asks"
        elif any(row.refusal for row in rows):
            return HeaderContent(name, second=f"{counts(rows)}: {RETRY_FAILED.key_name} asks again")
        return HeaderContent(name, second="; ".join(filter(None, [progress, counts(rows)])))

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the table as it is shown."""
        row, shown = self._table.current, self._table.shown
        refused = [one.id.text for one in shown if one.refusal]
        return [
            *([Copyable("id of this row", row.id.text)] if row else []),
            *([Copyable("name of this row", row.name)] if row else []),
            *([Copyable("reason there is no answer", row.refusal)] if row else []),
            Copyable("ids, one a line", "".join(f"{one.id}\n" for one in shown)),
            Copyable("ids without an answer", "".join(f"{one}\n" for one in refused)),
            Copyable("rows as CSV", export.to_csv(shown, self.session.redact)),
            Copyable("rows as JSON", export.to_json(shown, self.session.redact)),
        ]

    @on(LineView.Chosen, "#many")
    def _open_row(self, event: LineView.Chosen) -> None:
        event.stop()
        if (row := self._table.current) is not None:
            self.post_message(OpenView(View.of(row.id)))

    def on_click(self, event: events.Click) -> None:
        """A title sorts by its column; the title sorted by turns the rows round."""
        if event.widget is not None and event.widget.has_class("title"):
            column = self._table.column_at(event.x)
            if column == self._table.sorted_by:
                self.action_reverse_sort()
            else:
                self._table.sort_by(column)
                self._tell()

    def action_sort_rows(self) -> None:
        """Sort by the next column."""
        self._table.sort_by_next()
        self._tell()

    def action_reverse_sort(self) -> None:
        """Sort the other way round."""
        self._table.reverse_sort()
        self._tell()

    def action_filter_lines(self) -> None:
        """Narrow the rows down."""
        self.query_one(FilterBar).open(self._table)

    def action_retry_failed(self) -> None:
        """Ask again for what got no answer, and for what was not asked for."""
        rows = self._table.rows
        places = [place for place, row in enumerate(rows) if row.state is None or row.is_old]
        if places:
            self._ask_again(places, fresh=any(rows[place].is_old for place in places))
        else:
            self.refuse(f"Every row has an answer; {REFRESH.key_name} asks for all of them again.")

    def action_refresh(self) -> None:
        """Ask for all rows again, without the memory."""
        self._ask_again(range(len(self._ids)), fresh=True)

    def action_watch(self) -> None:
        """Watch the row of the cursor until it is over, or no more."""
        if (row := self._table.current) is not None:
            self.post_message(ToggleWatch(row.id))

    def action_save(self) -> None:
        """Save the rows as they are shown."""
        shown = self._table.shown
        stamp = f"{self.session.explorer.now():%Y%m%d-%H%M%S}"

        def text(name: str) -> str:
            write = export.to_json if name.lower().endswith(".json") else export.to_csv
            return write(shown, self.session.redact)

        self.post_message(
            SaveText(f"{_counted(len(shown), 'row')} (.csv or .json)", f"enos-{stamp}.csv", text)
        )

    def action_back(self) -> None:
        """Stop asking; else end search or filter; else go back."""
        if self.query_one(FilterBar).close():
            return
        if self.is_asking:
            self.workers.cancel_group(self, "ask")
        else:
            super().action_back()


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("s" if count != 1 else "")
