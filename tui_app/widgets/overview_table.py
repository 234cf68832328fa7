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
from ..logic.cells import cut, fitted
from ..logic.runs.overview import OverviewRow, folded_rows, rows_in_place, run_rows, run_totals, unfolded_rows
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
from .status_style import GROUP_CLASSES

WIDE = 150
"""Cells from which the reason has a column of its own; below, it has the line after its run."""

_DATED = 100
"""Cells from which the planned time has its date."""

_STATUS, _TOOK, _TRIES, _NAME, _TASK = 10, 11, 6, 12, 14
_SUMMARY = 36
"""Cells of a name from which the summary of a workflow is whole."""


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
        self._unfolded: set[tuple[str, str]] = set()
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
            return [(" " * (_STATUS + 3), ""), *self._reason_parts(line.row, self.row_width - _STATUS - 3)]
        return list(self._columns(line.row))

    def _arrange_rows(self, is_in_place: bool = False) -> None:
        """Filter, fold, sort and unfold the runs, or keep every row in its place."""
        content = self._content
        runs = run_rows(content.flows, content.server, content.now)
        shown = [row for row in runs if self._fits_filter(row)] if self.arrangement.text else runs
        self.matching = [row.lead for row in shown]
        folded = self.arrangement.sort(folded_rows(shown, run_totals(content.flows)))
        rows = unfolded_rows(folded, self._unfolded, self.arrangement.sort)
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

    def _fits_filter(self, run: OverviewRow) -> bool:
        """Whether a run matches the filter, by all that a wide window draws of it."""
        lead, reason = run.lead, self._reason(run) if run.has_failed else None
        why = run.late if reason is None else f"{reason.tries} {reason.line}"
        parts = (_status(lead), lead.flow_name or "", lead.instance_id or "", _planned(lead, is_dated=True))
        return fits(sanitize.one_line(" ".join((*parts, _took(lead), why))), self.arrangement.text)

    def _update_lines(self) -> None:
        """Lay out the lines anew, unless each is as it was."""
        self._is_wide = self.row_width >= WIDE
        names = (cell_len(self._plain_name(row)) for row in self._shown)
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

    def _columns(self, row: OverviewRow) -> Iterator[Part]:
        lead, width = row.lead, self.row_width
        planned = _planned(lead, is_dated=width >= _DATED)
        reason = self._reason(row)
        tries = reason.tries if reason is not None else ""
        taken = 1 + _STATUS + 2 + 2 + cell_len(planned) + 2 + _TOOK + 2 + _TRIES + 1
        room = max(_NAME, min(width - taken, self._name_cells))
        mark = "•" if lead.instance_id in self._content.new else " "
        yield f"{mark}", "line--warning"
        yield fitted(_status(lead), _STATUS) + "  ", GROUP_CLASSES[lead.state.group]
        yield from self._name_parts(row, lead, room)
        # In one style with the name: a change of colour takes 19 bytes, for each row of the first frame.
        yield f"  {planned}  {_took(lead):>{_TOOK}}  ", ""
        yield f"{tries:{_TRIES}} ", "line--warning" if tries and not tries.startswith("1 ") else "line--muted"
        if self._is_wide:
            yield " ", ""
            yield from self._reason_parts(row, width - taken - room - 1)

    @staticmethod
    def _plain_name(row: OverviewRow) -> str:
        """The name as it is drawn where there is room."""
        name = sanitize.one_line(row.lead.flow_name or "(no name)")
        return f"> {name}  {row.summary}" if row.is_workflow else f"{'    ' if row.parent else ''}{name}"

    def _name_parts(self, row: OverviewRow, lead: FlowInstance, room: int) -> Iterator[Part]:
        """The name, and what is known of all runs of a workflow, in exactly `room` cells."""
        name = sanitize.one_line(lead.flow_name or "(no name)")
        if not row.is_workflow:
            yield fitted(f"{'    ' if row.parent else ''}{name}", room), ""
            return
        signs = glyphs(self.app)
        is_whole = room >= min(_SUMMARY, cell_len(self._plain_name(row)))
        summary = f"  {row.summary if is_whole else row.short_summary}"
        shown = cut(
            f"{signs.unfolded if row.is_unfolded else signs.folded} {name}", max(5, room - len(summary))
        )
        yield shown, ""
        yield fitted(summary, room - cell_len(shown)), "line--muted"

    def _reason_parts(self, row: OverviewRow, room: int) -> Iterator[Part]:
        """The reason in at most `room` cells; three dots until it is known."""
        if row.late and not row.has_failed:
            yield cut(row.late, room), "line--warning"
        if not row.has_failed or room <= 0:
            return
        reason = self._reason(row)
        if reason is None:
            yield "…", "line--muted"
            return
        # The words say more than the name of the task.
        task_room = max(_TASK, room - cell_len(reason.words) - 2)
        task = f"{cut(reason.task, task_room)}: " if reason.task else ""
        yield task, "line--muted"
        yield cut(reason.words, max(1, room - cell_len(task))), "line--key" if reason.is_decisive else ""

    def _reason(self, row: OverviewRow) -> Reason | None:
        return self._content.reasons.get(row.lead.instance_id or "")


def _nothing_matches() -> str:
    return f"No run matches the filter: {FILTER_LINES.key_name} changes it, {BACK.key_name} shows all runs."


def _status(flow: FlowInstance) -> str:
    return sanitize.one_line(f"{flow.state.glyph} {flow.state.name}")


def _has_note(row: OverviewRow) -> bool:
    """Whether something is to be said about a row."""
    return row.has_failed or bool(row.late)


def _planned(flow: FlowInstance, is_dated: bool) -> str:
    """The planned time to the minute; as received if it is unreadable."""
    moment = times.read(flow.trigger_time)
    if moment is None:
        return fitted(sanitize.one_line(flow.trigger_time or "–"), 11 if is_dated else 5)
    return f"{moment:%m-%d %H:%M}" if is_dated else f"{moment:%H:%M}"


def _took(flow: FlowInstance) -> str:
    """The duration; of a run that has not ended the time of its start, which does not change each minute."""
    lasted = times.duration_s(flow.start_time, flow.end_time)
    if lasted is not None:
        return times.duration_text(lasted)
    began = times.read(flow.start_time)
    return f"since {began:%H:%M}" if began is not None and not flow.state.is_final else ""
