"""The columns of a row of the overview, and their texts."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rich.cells import cell_len

from ..logic import sanitize, times
from ..logic.cells import cut, fitted
from ..logic.logs.short_message import short_message
from ..logic.runs.overview import OverviewRow, RunKey, kind_of
from ..models.flow_instance import FlowInstance
from ..models.reason import Reason
from .glyphs import Glyphs
from .lines.layout import Part
from .status_style import GROUP_CLASSES

WIDE = 150
"""Cells from which the reason has a column of its own; below, it has the line after its run."""

REASON_AT = 13
"""Cells before a reason that has its own line."""

_DATED = 100
"""Cells from which the planned time has its date."""

_STATUS, _TOOK, _TRIES, _NAME, _TASK = 10, 11, 6, 12, 14
_SUMMARY = 36
"""Cells of a name from which the summary of a folded row is whole."""


@dataclass(frozen=True, slots=True)
class OverviewColumns:
    """Everything that the columns of a row depend on, but the row."""

    width: int
    """Cells of a line."""

    name_cells: int
    """Cells of the longest name."""

    signs: Glyphs
    """The glyphs to draw with."""

    reasons: Mapping[RunKey, Reason]
    """The reasons known so far."""

    new: AbstractSet[RunKey]
    """The runs that failed since the user last looked."""

    profile_cells: int = 0
    """Cells of the longest name of a profile; 0 without a column for it."""

    @property
    def is_wide(self) -> bool:
        """Whether the reason has a column of its own."""
        return self.width >= WIDE

    def reason(self, row: OverviewRow) -> Reason | None:
        """The reason of a row's failure, if it is known."""
        return self.reasons.get(row.run_key)

    def parts(self, row: OverviewRow) -> Iterator[Part]:
        """The columns of a row."""
        lead, width = row.lead, self.width
        planned = _planned(lead, is_dated=width >= _DATED)
        reason = self.reason(row)
        tries = reason.tries if reason is not None else ""
        profile = (
            f"{fitted(sanitize.one_line(row.profile), self.profile_cells)}  " if self.profile_cells else ""
        )
        taken = 1 + _STATUS + 2 + cell_len(profile) + 2 + cell_len(planned) + 2 + _TOOK + 2 + _TRIES + 1
        room = max(_NAME, min(width - taken, self.name_cells))
        mark = "•" if any(one in self.new for one in row.run_keys) else " "
        yield f"{mark}", "line--warning"
        yield fitted(_status(lead), _STATUS) + "  ", GROUP_CLASSES[lead.state.group]
        if profile:
            yield profile, "line--title"
        yield from self._name_parts(row, lead, room)
        # In one style with the name: a change of colour takes 19 bytes, for each row of the first frame.
        yield f"  {planned}  {_took(lead):>{_TOOK}}  ", ""
        yield f"{tries:{_TRIES}} ", "line--warning" if tries and not tries.startswith("1 ") else "line--muted"
        if self.is_wide:
            yield " ", ""
            yield from self.reason_parts(row, width - taken - room - 1)

    def _name_parts(self, row: OverviewRow, lead: FlowInstance, room: int) -> Iterator[Part]:
        """The name, and what is known of all runs of a folded row, in exactly `room` cells."""
        name, indent = sanitize.one_line(lead.flow_name or "(no name)"), "    " * row.depth
        if not row.inner:
            yield fitted(f"{indent}{name}", room), ""
            return
        is_whole = room >= min(_SUMMARY, cell_len(plain_name(row)))
        summary = f"  {row.summary if is_whole else row.short_summary}"
        shown = cut(
            f"{indent}{self.signs.unfolded if row.is_unfolded else self.signs.folded} {name}",
            max(len(indent) + 5, room - len(summary)),
        )
        yield shown, ""
        yield fitted(summary, room - cell_len(shown)), "line--muted"

    def reason_parts(self, row: OverviewRow, room: int) -> Iterator[Part]:
        """The reason in at most `room` cells; three dots until it is known."""
        if row.late and not row.has_failed:
            yield cut(row.late, room), "line--warning"
        if not row.has_failed or room <= 0:
            return
        reason = self.reason(row)
        if reason is None:
            yield "…", "line--muted"
            return
        words = short_message(reason.words) if reason.is_decisive else reason.words
        # The words say more than the name of the task.
        task_room = max(_TASK, room - cell_len(words) - 2)
        task = f"{cut(reason.task, task_room)}: " if reason.task else ""
        shown = cut(words, max(1, room - cell_len(task)))
        yield f"{task}{shown}", "" if reason.is_decisive else "line--muted"


def plain_name(row: OverviewRow) -> str:
    """The name as it is drawn where there is room."""
    name = sanitize.one_line(row.lead.flow_name or "(no name)")
    return f"{'    ' * row.depth}> {name}  {row.summary}" if row.inner else f"{'    ' * row.depth}{name}"


def text_of_run(run: OverviewRow, reason: Reason | None) -> str:
    """Everything that a wide window draws of one run, to filter by; its reason only where that is known."""
    flow, why = run.lead, run.late
    if run.has_failed and reason is not None:
        why = f"{reason.tries} {reason.line}"
    # Where "failed" is typed, a run with another word for that must not be missing.
    states = (_status(flow), kind_of(flow.state))
    parts = (
        run.profile,
        *states,
        flow.flow_name or "",
        flow.instance_id or "",
        _planned(flow, is_dated=True),
        _took(flow),
    )
    return sanitize.one_line(" ".join((*parts, why)))


def _status(flow: FlowInstance) -> str:
    return sanitize.one_line(f"{flow.state.glyph} {flow.state.name}")


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
