"""The runs of the last hours: what failed first, each failure with its reason in one line."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from rich.cells import cell_len
from textual.geometry import Size

from ..logic import sanitize, times
from ..logic.cells import cut, fitted
from ..logic.runs.overview import OverviewRow, rows_in_place
from ..logic.why.reason import Reason
from ..messages import Copyable, OpenView, OverviewMoved
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.view import View
from .glyphs import glyphs
from .lines.layout import Part
from .lines.rows import RowsPane
from .run_list import RunList
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

    rows: Sequence[OverviewRow] = ()
    """The rows in order."""

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


class OverviewTable(RunList, RowsPane[_Line]):
    """Draws the columns status, name, planned time, duration, try and reason."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=False, id=id)
        self._content = OverviewContent()
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
        rows = list(content.rows)
        if is_in_place:
            rows = rows_in_place(self._content.rows, rows)
            known = {row.key for row in self._content.rows}
            added = frozenset(row.key for row in rows if row.key not in known and _has_note(row))
            self._with_reason |= added
        else:
            self._with_reason = frozenset(row.key for row in rows if _has_note(row))
        self._content = OverviewContent(rows, content.reasons, content.new, content.sentences)
        self._update_lines()

    def set_reason(self, some_id: str, reason: Reason) -> None:
        """Draw a reason that was read meanwhile; its line or column is there already."""
        self._content = replace(self._content, reasons={**self._content.reasons, some_id: reason})
        for index, line in enumerate(self._rows):
            if line.row is not None and line.row.has_failed and line.row.lead.instance_id == some_id:
                self.refresh_row(index)

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
            row = next((one for one in self._content.rows if one.has_failed), None)
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

    def _update_lines(self) -> None:
        """Lay out the lines anew, unless each is as it was."""
        self._is_wide = self.row_width >= WIDE
        names = (cell_len(self._plain_name(row)) for row in self._content.rows)
        self._name_cells = max(names, default=0)
        lines = list(self._lines_of(self._content))
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

    def _lines_of(self, content: OverviewContent) -> Iterator[_Line]:
        for row in content.rows:
            yield _Line(row)
            if not self._is_wide and row.key in self._with_reason:
                yield _Line(row, is_reason=True)
        if not content.rows:
            yield from (_Line(sentence=sentence) for sentence in content.sentences)

    def _columns(self, row: OverviewRow) -> Iterator[Part]:
        lead, width = row.runs[0] if row.is_inner else row.lead, self.row_width
        planned = _planned(lead, is_dated=width >= _DATED)
        reason = self._reason(row)
        tries = reason.tries if reason is not None else ""
        taken = 1 + _STATUS + 2 + 2 + cell_len(planned) + 2 + _TOOK + 2 + _TRIES + 1
        room = max(_NAME, min(width - taken, self._name_cells))
        mark = "•" if lead.instance_id in self._content.new else " "
        status = sanitize.one_line(f"{lead.state.glyph} {lead.state.name}")
        yield f"{mark}", "line--warning"
        yield fitted(status, _STATUS) + "  ", GROUP_CLASSES[lead.state.group]
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
        return f"> {name}  {row.summary}" if row.is_workflow else f"{'    ' if row.is_inner else ''}{name}"

    def _name_parts(self, row: OverviewRow, lead: FlowInstance, room: int) -> Iterator[Part]:
        """The name, and what is known of all runs of a workflow, in exactly `room` cells."""
        name = sanitize.one_line(lead.flow_name or "(no name)")
        if not row.is_workflow:
            yield fitted(f"{'    ' if row.is_inner else ''}{name}", room), ""
            return
        signs = glyphs(self.app)
        summary = f"  {row.summary if room >= _SUMMARY else row.short_summary}"
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
        yield cut(reason.words, max(1, room - cell_len(task))), "line--title" if reason.is_decisive else ""

    def _reason(self, row: OverviewRow) -> Reason | None:
        return self._content.reasons.get(row.lead.instance_id or "")


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
