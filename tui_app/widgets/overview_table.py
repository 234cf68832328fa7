"""The runs of the last hours: what failed first, each failure with its reason in one line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.geometry import Size

from ..commands.table import BACK, FILTER_LINES, OPEN_LOG
from ..logic import sanitize, times
from ..logic.runs.overview import (
    Listing,
    OverviewRow,
    RowKey,
    RunKey,
    folded_rows,
    rows_in_place,
    run_rows,
    run_totals,
    unfolded_rows,
)
from ..logic.runs.overview_folding import errors_of_members, fold_same_errors
from ..logic.sort_and_filter import Arrangement, fits, status_rank
from ..messages import Copyable, OpenView, OverviewMoved
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.reason import Reason
from ..models.view import View
from .glyphs import glyphs
from .lines.layout import Part, word_wraps
from .lines.rows import RowsPane
from .overview_columns import REASON_AT, WIDE, OverviewColumns, plain_name, text_of_run
from .sortable_list import SortableList

_PROFILE = 16
"""Most cells of a profile's name."""


@dataclass(frozen=True, slots=True, eq=False)
class OverviewContent:
    """Everything that the table draws; equal only to itself."""

    listings: Sequence[Listing] = ()
    """The runs of each profile."""

    now: datetime = datetime.min
    """The time of drawing, aware."""

    reasons: Mapping[RunKey, Reason] = field(default_factory=dict)
    """The reasons known so far."""

    new: AbstractSet[RunKey] = frozenset()
    """The runs that failed since the user last looked."""

    problems: Sequence[str] = ()
    """Lines above the rows, about profiles that cannot be listed; not sanitized."""

    sentences: Sequence[str] = ()
    """Lines in place of rows, where there are none; not sanitized."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: a row, its reason, or a sentence."""

    row: OverviewRow | None = None
    is_reason: bool = False
    sentence: str = ""
    is_problem: bool = False


class OverviewTable(SortableList[OverviewRow], RowsPane[_Line]):
    """Draws the columns status, name, planned time, duration, try and reason.

    The filter is on the runs, before those of a workflow become one row: its counts are of what is shown.
    """

    SORT_KEYS: ClassVar[Mapping[str, Callable[[OverviewRow], Any]]] = {
        "status": lambda row: status_rank(row.lead.state),
        "planned": lambda row: times.read(row.lead.trigger_time),
        "name": lambda row: (row.lead.flow_name or "").casefold() or None,
        "duration": lambda row: times.duration_s(row.lead.start_time, row.lead.end_time),
        "profile": lambda row: row.profile,
    }
    LARGEST_FIRST = frozenset({"planned", "duration"})
    only_kind = "flow"

    def __init__(self, *, is_of_all: bool = False, id: str | None = None) -> None:
        """Draw nothing; `is_of_all`: rows name their profile, and only failures and late runs count."""
        super().__init__(wrap=False, id=id)
        if not is_of_all:
            keys = {name: key for name, key in self.SORT_KEYS.items() if name != "profile"}
            self.arrangement = Arrangement(keys, self.LARGEST_FIRST)
        self._is_of_all = is_of_all
        self._content = OverviewContent()
        self._shown: Sequence[OverviewRow] = ()
        self._unfolded: set[RowKey] = set()
        self._folded: Mapping[RowKey, str] = {}
        """The errors of the rows that are folded by them, so that none moves before rows are sorted anew."""
        self._runs: Sequence[OverviewRow] = ()
        self.matching: Sequence[OverviewRow] = ()
        """A row for each run that matches the filter; for all runs without one."""
        self._drawn: list[tuple[Part, ...]] = []
        self._with_reason: frozenset[RowKey] = frozenset()
        self._is_wide = False
        self._name_cells = 0
        self._waits_for_bar = False

    def set_content(self, content: OverviewContent, is_in_place: bool = False) -> None:
        """Draw new rows; the cursor stays on its run, or on the first one until it is moved.

        Args:
            content: the rows.
            is_in_place: keep every row where it is, whatever became of it.
        """
        self._content = content
        self._arrange_rows(is_in_place)

    def set_reason(self, run: RunKey, reason: Reason) -> None:
        """Draw a reason that was read meanwhile; its line or column is there already."""
        self._content = replace(self._content, reasons={**self._content.reasons, run: reason})
        if self.arrangement.text:
            self._arrange_rows(is_in_place=self.has_focus)
            return
        for index, line in enumerate(self._rows):
            if line.row is not None and line.row.has_failed and line.row.run_key == run:
                self.refresh_row(index)

    def rearrange(self) -> None:
        """Draw the rows in the order and with the filter in force; the cursor stays on its row."""
        self._arrange_rows()

    def toggle_group(self) -> bool:
        """Unfold the row of the cursor, or fold it again; False where there is nothing to fold."""
        row = self.current_row
        key = None if row is None else row.key if row.inner else row.parent
        if key is None:
            return False
        self._unfolded ^= {key}
        self._arrange_rows()
        # From an inner row that is hidden now, the cursor goes to the one it was in.
        if key not in self._unfolded:
            rows = (index for index, line in enumerate(self._rows) if line.row and line.row.key == key)
            self.cursor = next(rows, self.cursor)
        return True

    @property
    def unread_count(self) -> int:
        """Number of failures that the filter may hide only because their reason is not read."""
        if not self.arrangement.text:
            return 0
        known = {row.run_key for row in self.matching} | self._content.reasons.keys()
        return sum(row.has_failed and row.run_key not in known for row in self._runs)

    @property
    def current_row(self) -> OverviewRow | None:
        """The row that the cursor is on."""
        return None if (line := self.current) is None else line.row

    @property
    def failed_in_view(self) -> list[tuple[str, FlowInstanceId]]:
        """The failed runs on screen, from above, each with its profile."""
        top, height = self.scroll_offset.y, self.page_height
        shown = (self._rows[index].row for index in self.lines.order[top : top + height])
        failed = (row for row in shown if row is not None and row.has_failed)
        return list(dict.fromkeys((row.profile, row.id) for row in failed if row.id is not None))

    @property
    def current_run(self) -> ListedRun | None:
        """The run of the cursor: of a workflow with many runs its latest failure, else the one to end."""
        row = self.current_row
        if row is None or row.id is None:
            return None
        return ListedRun(row.id, row.lead.flow_name or "", row.lead.state, profile=row.profile)

    @property
    def no_run(self) -> str:
        """The reason why the cursor is on no run."""
        return "This row has no usable id." if self.current_row is not None else "No run is listed here."

    @property
    def copyables(self) -> list[Copyable]:
        """Id, name and reason of the run of the cursor."""
        row = self.current_row
        if row is None:
            return []
        reason = self._reason(row) if row.has_failed else None
        return [
            Copyable("flow instance id", row.lead.instance_id or "", is_line=True),
            Copyable("workflow name", row.lead.flow_name or "", is_line=True),
            Copyable("reason of the failure", reason.line if reason is not None else ""),
            Copyable("id of the task that failed", reason.task_id if reason is not None else ""),
        ]

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: the log is that of the task that failed first."""
        if action == OPEN_LOG.action:
            return not self.is_without_rows
        return super().offers(action)

    def action_open_log(self) -> None:
        """Read the log of the task that failed first, once that is known."""
        row = self.current_row
        reason = self._reason(row) if row is not None and row.has_failed else None
        if row is not None and reason is not None and reason.task_id:
            self.post_message(OpenView(View.of(TaskInstanceId(reason.task_id), "log"), profile=row.profile))
        else:
            super().action_open_log()

    @property
    def failed_run(self) -> tuple[str, FlowInstanceId] | None:
        """The run of the cursor if it has failed, else the first failed one; with its profile."""
        row = self.current_row
        if row is None or not row.has_failed:
            row = next((one for one in self._shown if one.has_failed), None)
        return (row.profile, row.id) if row is not None and row.id is not None else None

    def is_same(self, row: _Line, other: _Line) -> bool:
        """Whether two lines are the same one of the same run."""
        if row.row is None or other.row is None:
            return row == other
        return row.row.key == other.row.key and row.is_reason == other.is_reason

    def is_selectable(self, index: int) -> bool:
        """Whether the line is a row."""
        line = self._rows[index]
        return line.row is not None and not line.is_reason

    def on_resize(self) -> None:
        """Give the reason its column or its line."""
        if self._waits_for_bar:
            self.call_next(self._update_after_bar)  # The lines may fit now, without a bar.
        elif (self.row_width >= WIDE) != self._is_wide or any(line.row is None for line in self._rows):
            self._update_lines()
        super().on_resize()
        self.post_message(OverviewMoved())

    def watch_scroll_y(self, before: float, now: float) -> None:
        """Report that other rows came into view."""
        super().watch_scroll_y(before, now)
        self.post_message(OverviewMoved())

    def row(self, index: int) -> Sequence[Part]:
        """The columns of a row, its reason, or a sentence."""
        line = self._rows[index]
        if line.row is None:
            return [(f" {line.sentence}", "line--warning" if line.is_problem else "line--muted")]
        if line.is_reason:
            parts = self._columns.reason_parts(line.row, self.row_width - REASON_AT)
            return [(" " * REASON_AT, ""), *parts]
        return list(self._columns.parts(line.row))

    def _arrange_rows(self, is_in_place: bool = False) -> None:
        """Filter, fold, sort and unfold the runs, or keep every row in its place."""
        content = self._content
        runs = [row for listing in content.listings for row in run_rows(listing, content.now)]
        runs.sort(key=lambda row: row.lead.trigger_time or "", reverse=True)
        if words := self.arrangement.text:
            shown = [row for row in runs if fits(text_of_run(row, self._reason(row)), words)]
        else:
            shown = runs
        self._runs, self.matching = runs, shown
        rows: Sequence[OverviewRow] = folded_rows(shown, run_totals(runs))
        if self._is_of_all:
            rows = [row for row in rows if row.is_notable]
        errors = {
            row.key: reason.fingerprint for row in rows if row.has_failed and (reason := self._reason(row))
        }
        if is_in_place:
            still = {key: error for key, error in self._folded.items() if errors.get(key) == error}
            rows = fold_same_errors(rows, still, fold_from=1)
        else:
            rows = fold_same_errors(rows, errors)
            self._folded = errors_of_members(rows)
        rows = unfolded_rows(self.arrangement.sort(rows), self._unfolded, self.arrangement.sort)
        if is_in_place:
            before = {row.key for row in self._shown}
            rows = rows_in_place(self._shown, rows, runs)
            added = (row.key for row in rows if row.key not in before and row.is_notable)
            self._with_reason |= frozenset(added)
        else:
            self._with_reason = frozenset(row.key for row in rows if row.is_notable)
        self._shown = rows
        self._update_lines()
        self.set_counts(len(shown), len(runs))

    def _update_lines(self) -> None:
        """Lay out the lines anew, unless each is as it was."""
        if not self._waits_for_bar:
            self._lay_out()

    def _lay_out(self, has_bar: bool = False) -> None:
        self._is_wide = self.row_width >= WIDE
        names = (cell_len(plain_name(row)) for row in self._shown)
        self._name_cells = max(names, default=0)
        lines = list(self._lines_of_rows())
        before, self._rows = self._rows, lines
        drawn = [tuple(self.row(index)) for index in range(len(lines))]
        if drawn == self._drawn and len(before) == len(lines):
            return
        if len(lines) > self.page_height > 0 and not (has_bar or self.show_vertical_scrollbar):
            # The bar first: it would come after the lines, and those with wide characters be sent twice.
            self._rows, self._waits_for_bar = before, True
            self.virtual_size = Size(0, len(lines))
            return
        self._rows, self._drawn = before, drawn
        is_untouched = not self.has_focus and not self.cursor
        self.set_rows(lines)
        if is_untouched:
            self.cursor = 0
            self.scroll_to_line(0)

    def watch_show_vertical_scrollbar(self, is_shown: bool) -> None:
        """Draw the lines that waited for the bar."""
        super().watch_show_vertical_scrollbar(is_shown)
        if is_shown and self._waits_for_bar:
            self.call_next(self._update_after_bar)

    def _update_after_bar(self) -> None:
        self._waits_for_bar = False
        self._lay_out(has_bar=True)
        self.post_message(OverviewMoved())

    def _lines_of_rows(self) -> Iterator[_Line]:
        for problem in self._content.problems:
            yield from self._wrapped_lines(problem, is_problem=True)
        for row in self._shown:
            yield _Line(row)
            if not self._is_wide and row.key in self._with_reason:
                yield _Line(row, is_reason=True)
        if not self._shown:
            is_hidden = self.arrangement.text and self._runs
            keys = f"{FILTER_LINES.key_name} changes it, {BACK.key_name} shows all runs"
            sentences = (f"No run matches the filter: {keys}.",) if is_hidden else self._content.sentences
            for sentence in sentences:
                yield from self._wrapped_lines(sentence)

    def _wrapped_lines(self, sentence: str, is_problem: bool = False) -> Iterator[_Line]:
        """The lines of a sentence, which says what to do at its end."""
        text = sanitize.one_line(sentence)
        starts = word_wraps(text, self.row_width - 1) if self.row_width > 1 else [0]
        for start, stop in pairwise((*starts, len(text))):
            yield _Line(sentence=text[start:stop].rstrip(), is_problem=is_problem)

    @property
    def _columns(self) -> OverviewColumns:
        content = self._content
        names = (cell_len(sanitize.one_line(one.profile)) for one in content.listings)
        profile_cells = min(_PROFILE, max(names, default=0)) if self._is_of_all else 0
        return OverviewColumns(
            self.row_width, self._name_cells, glyphs(self.app), content.reasons, content.new, profile_cells
        )

    def _reason(self, row: OverviewRow) -> Reason | None:
        return self._content.reasons.get(row.run_key)
