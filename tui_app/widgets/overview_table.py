"""The runs of the last hours: what failed first, each failure with its reason in one line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.geometry import Size

from ..commands.table import BACK, FILTER_LINES
from ..logic import sanitize, times
from ..logic.arrangement import fits, status_rank
from ..logic.runs.overview import (
    OverviewRow,
    RowKey,
    folded_rows,
    rows_in_place,
    run_rows,
    run_totals,
    unfolded_rows,
)
from ..logic.runs.same_error import errors_of_members, fold_same_errors
from ..logic.why.reason import Reason
from ..messages import Copyable, OpenView, OverviewMoved
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.status import has_failed
from ..models.view import View
from .arranged_list import ArrangedList
from .glyphs import glyphs
from .lines.layout import Part
from .lines.rows import RowsPane
from .overview_columns import REASON_AT, WIDE, OverviewColumns, plain_name, text_of_run


@dataclass(frozen=True, slots=True, eq=False)
class OverviewContent:
    """Everything that the table draws; equal only to itself."""

    flows: Sequence[FlowInstance] = ()
    """The runs, in any order."""

    server: timezone | None = None
    """The zone of the server's times; None if unknown."""

    now: datetime = datetime.min
    """The time of drawing, aware."""

    reasons: Mapping[str, Reason] = field(default_factory=dict)
    """The reasons known so far, by id of the run."""

    new: AbstractSet[str] = frozenset()
    """The runs that failed since the user last looked."""

    sentences: Sequence[str] = ()
    """Lines in place of rows, where there are none; not sanitized."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: a row, its reason, or a sentence."""

    row: OverviewRow | None = None
    is_reason: bool = False
    sentence: str = ""


class OverviewTable(ArrangedList[OverviewRow], RowsPane[_Line]):
    """Draws the columns status, name, planned time, duration, try and reason.

    The filter is on the runs, before those of a workflow become one row: its counts are of what is shown.
    """

    SORT_KEYS: ClassVar[Mapping[str, Callable[[OverviewRow], Any]]] = {
        "status": lambda row: status_rank(row.lead.state),
        "planned": lambda row: times.read(row.lead.trigger_time),
        "name": lambda row: (row.lead.flow_name or "").casefold() or None,
        "duration": lambda row: times.duration_s(row.lead.start_time, row.lead.end_time),
    }
    LARGEST_FIRST = frozenset({"planned", "duration"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=False, id=id)
        self._content = OverviewContent()
        self._shown: Sequence[OverviewRow] = ()
        self._unfolded: set[RowKey] = set()
        self._folded: Mapping[RowKey, str] = {}
        """The errors of the rows that are folded by them, so that none moves before rows are sorted anew."""
        self.matching: Sequence[FlowInstance] = ()
        """The runs that match the filter; all of them without one."""
        self._drawn: list[tuple[Part, ...]] = []
        self._with_reason: frozenset[tuple[str, str]] = frozenset()
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

    def set_reason(self, some_id: str, reason: Reason) -> None:
        """Draw a reason that was read meanwhile; its line or column is there already."""
        self._content = replace(self._content, reasons={**self._content.reasons, some_id: reason})
        if self.arrangement.text:
            self._arrange_rows(is_in_place=self.has_focus)
            return
        for index, line in enumerate(self._rows):
            if line.row is not None and line.row.has_failed and line.row.lead.instance_id == some_id:
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
        matching = {flow.instance_id for flow in self.matching}
        return sum(
            has_failed(flow.state) and flow.instance_id not in matching | self._content.reasons.keys()
            for flow in self._content.flows
        )

    @property
    def current_row(self) -> OverviewRow | None:
        """The row that the cursor is on."""
        return None if (line := self.current) is None else line.row

    @property
    def failed_in_view(self) -> list[FlowInstanceId]:
        """The failed runs on screen, from above."""
        top, height = self.scroll_offset.y, self.page_height
        shown = (self._rows[index].row for index in self.lines.order[top : top + height])
        ids = (row.id for row in shown if row is not None and row.has_failed)
        return list(dict.fromkeys(one for one in ids if one is not None))

    @property
    def current_run(self) -> ListedRun | None:
        """The run of the cursor: of a workflow with many runs its latest failure, else the one to end."""
        row = self.current_row
        if row is None or row.id is None:
            return None
        return ListedRun(row.id, row.lead.flow_name or "", row.lead.state)

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
            Copyable("flow instance id", row.lead.instance_id or ""),
            Copyable("workflow name", row.lead.flow_name or ""),
            Copyable("reason of the failure", reason.line if reason is not None else ""),
            Copyable("id of the task that failed", reason.task_id if reason is not None else ""),
        ]

    def action_open_log(self) -> None:
        """Read the log of the task that failed first, once that is known."""
        row = self.current_row
        reason = self._reason(row) if row is not None and row.has_failed else None
        if reason is not None and reason.task_id:
            self.post_message(OpenView(View.of(TaskInstanceId(reason.task_id), "log")))
        else:
            super().action_open_log()

    @property
    def failed_id(self) -> FlowInstanceId | None:
        """The run of the cursor if it has failed, else the first failed one."""
        row = self.current_row
        if row is None or not row.has_failed:
            row = next((one for one in self._shown if one.has_failed), None)
        return row.id if row is not None else None

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
        if (self.row_width >= WIDE) != self._is_wide:
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
            return [(f" {sanitize.one_line(line.sentence)}", "line--muted")]
        if line.is_reason:
            parts = self._columns.reason_parts(line.row, self.row_width - REASON_AT)
            return [(" " * REASON_AT, ""), *parts]
        return list(self._columns.parts(line.row))

    def _arrange_rows(self, is_in_place: bool = False) -> None:
        """Filter, fold, sort and unfold the runs, or keep every row in its place."""
        content = self._content
        runs = run_rows(content.flows, content.server, content.now)
        if words := self.arrangement.text:
            shown = [row for row in runs if fits(text_of_run(row, self._reason(row)), words)]
        else:
            shown = runs
        self.matching = [row.lead for row in shown]
        rows: Sequence[OverviewRow] = folded_rows(shown, run_totals(content.flows))
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
            added = (row.key for row in rows if row.key not in before and _has_note(row))
            self._with_reason |= frozenset(added)
        else:
            self._with_reason = frozenset(row.key for row in rows if _has_note(row))
        self._shown = rows
        self._update_lines()
        self.set_counts(len(shown), len(runs))

    def _update_lines(self) -> None:
        """Lay out the lines anew, unless each is as it was."""
        self._is_wide = self.row_width >= WIDE
        names = (cell_len(plain_name(row)) for row in self._shown)
        self._name_cells = max(names, default=0)
        lines = list(self._lines_of_rows())
        before, self._rows = self._rows, lines
        drawn = [tuple(self.row(index)) for index in range(len(lines))]
        if drawn == self._drawn and len(before) == len(lines):
            return
        if len(lines) > self.page_height > 0 and not self.show_vertical_scrollbar and not self._waits_for_bar:
            # The bar first: it would come after the lines, and those with wide characters be sent twice.
            self._rows, self._waits_for_bar = before, True
            self.virtual_size = Size(0, len(lines))
            self.call_after_refresh(self._update_after_bar)
            return
        self._rows, self._drawn, self._waits_for_bar = before, drawn, False
        is_untouched = not self.has_focus and not self.cursor
        self.set_rows(lines)
        if is_untouched:
            self.cursor = 0
            self.scroll_to_line(0)

    def _update_after_bar(self) -> None:
        self._update_lines()
        self.post_message(OverviewMoved())

    def _lines_of_rows(self) -> Iterator[_Line]:
        for row in self._shown:
            yield _Line(row)
            if not self._is_wide and row.key in self._with_reason:
                yield _Line(row, is_reason=True)
        if not self._shown:
            is_hidden = self.arrangement.text and self._content.flows
            sentences = (_nothing_matches(),) if is_hidden else self._content.sentences
            yield from (_Line(sentence=sentence) for sentence in sentences)

    @property
    def _columns(self) -> OverviewColumns:
        content = self._content
        return OverviewColumns(
            self.row_width, self._name_cells, glyphs(self.app), content.reasons, content.new
        )

    def _reason(self, row: OverviewRow) -> Reason | None:
        return self._content.reasons.get(row.lead.instance_id or "")


def _nothing_matches() -> str:
    return f"No run matches the filter: {FILTER_LINES.key_name} changes it, {BACK.key_name} shows all runs."


def _has_note(row: OverviewRow) -> bool:
    """Whether something is to be said about a row."""
    return row.has_failed or bool(row.late)
