"""A table of runs of one task or workflow, and a bar chart of their durations."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from textual.content import Content

from ..commands.table import OPEN_CHANGES
from ..logic import sanitize, times
from ..logic.cells import fitted
from ..logic.runs.history_stats import PastRun, Usual, bars, ratio
from ..logic.sort_and_filter import status_rank
from ..models.listed_run import ListedRun
from ..models.status import Group
from ..services.previous_runs import RunRow
from .lines.layout import Part
from .sortable_list import SortableRows
from .status_style import GROUP_CLASSES

_BASIS_MARKS = {"inferred": "~", "inferred from the list": "~", "doubly inferred": "≈"}
"""Marks before ids that no answer contained."""

_WITH_YEAR = 72
"""Cells from which the planned time has its year."""
_STATE, _PLANNED, _DURATION, _USUAL, _TRIES = 10, 16, 9, 6, 6
_WIDE = 100


class RunTable(SortableRows[RunRow]):
    """Draws the current run, then the previous ones, latest first; the last line says how to load more."""

    LEFT_TO_SCREEN = (OPEN_CHANGES,)
    SORT_KEYS: ClassVar[Mapping[str, Callable[[RunRow], Any]]] = {
        "state": lambda row: status_rank(row.run.state) if row.run else None,
        "planned": lambda row: times.read(row.run.planned) if row.run else None,
        "took": lambda row: row.run.lasted_s if row.run else None,
        "tries": lambda row: (row.run.tries or None) if row.run else None,
    }
    LARGEST_FIRST = frozenset({"took", "tries"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._usual: Usual | None = None
        self._end = ""
        self._run_name = ""
        self._id_cells = 0

    def set_runs(self, rows: Sequence[RunRow], base: Usual | None, end: str, name: str = "") -> None:
        """Draw new rows; the cursor stays on its row.

        Args:
            base: the usual duration to compare with.
            end: the last line, such as ``m loads ten more``.
            name: of the task or workflow that all of them are runs of.
        """
        self._usual, self._end, self._run_name = base, end, name
        self.only_kind = ListedRun(rows[0].id).kind if rows else ""
        self._id_cells = max((len(row.id.text) for row in rows), default=0)
        self.set_rows(rows)

    def is_same(self, row: RunRow, other: RunRow) -> bool:
        """Whether two rows have the same id."""
        return row.id == other.id

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor, if it exists."""
        row = self.current
        return ListedRun(row.id, self._run_name, row.run.state) if row is not None and row.run else None

    @property
    def no_run(self) -> str:
        """The reason why there is no run in the row under the cursor."""
        row = self.current
        return "Move to a run first." if row is None else row.problem or "There is no answer yet."

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor is on the last line."""
        return bool(self._rows) and self.cursor == len(self._rows)

    @property
    def _named_basis(self) -> str:
        """The way in which ids were found that the title of their column explains; empty for none."""
        return next((row.basis for row in self._rows if row.basis in _BASIS_MARKS), "")

    @property
    def _planned_cells(self) -> int:
        """Cells of the planned time; without the year where that leaves no room for the duration."""
        return _PLANNED if self.row_width >= _WITH_YEAR else _PLANNED - len("2026-")

    @property
    def titles(self) -> str:
        """The titles of the columns, and the order."""
        basis = self._named_basis
        name = f"id ({_BASIS_MARKS[basis]} {basis})" if basis else "id"
        order = self.arrangement.in_words()
        return (
            f"{'state':{_STATE}}  {name:{self._id_cells}}  {'planned':{self._planned_cells}}  "
            f"{'took':>{_DURATION}} {'usual':>{_USUAL}}  tries"
            + ("  = same error" if any(row.has_same_error for row in self._rows) else "")
            + (f"  ({order})" if order else "")
        )

    @property
    def row_count(self) -> int:
        """Number of runs, plus one for the last line."""
        return len(self._rows) + 1 if self._rows else 0

    def row(self, index: int) -> Sequence[Part]:
        """The columns state, mark, id, planned time, duration, its multiple, tries, same error, basis."""
        if index == len(self._rows):
            return [(f"   {self._end}", "line--muted")]
        return super().row(index)

    def parts_of(self, row: RunRow) -> Sequence[Part]:
        """The columns of one run."""
        mark, name = _BASIS_MARKS.get(row.basis, " "), row.id.text.ljust(self._id_cells)
        if row.run is None:
            state = "no run" if row.is_gap else "no answer" if row.problem else "…"
            return [
                (f" {state:{_STATE}} {mark}{name}  ", "line--muted"),
                (sanitize.one_line(row.problem), "line--muted" if row.is_gap else "line--warning"),
            ]
        run = row.run
        state = fitted(sanitize.one_line(f"{run.state.glyph} {run.state.name}"), _STATE)
        duration = "" if run.lasted_s is None else times.duration_text(run.lasted_s)
        multiple = ratio(run, self._usual)
        figure = "" if multiple is None else f"{min(multiple, 999):.1f}x"
        is_odd = multiple is not None and not 0.5 <= multiple <= 1.5
        return [
            (f" {state} ", GROUP_CLASSES[run.state.group]),
            (mark, "line--muted"),
            (name + "  ", ""),
            (fitted(_planned(run), _PLANNED)[-self._planned_cells :] + "  ", ""),
            (f"{duration:>{_DURATION}} ", ""),
            (f"{figure:>{_USUAL}}  ", "line--warning" if is_odd else "line--muted"),
            (f"{run.tries:{_TRIES}} ", "line--muted" if run.tries.startswith("1 of") else ""),
            ("= " if row.has_same_error else "  ", "line--bad"),
            (row.basis if self.row_width >= _WIDE and row.basis != self._named_basis else "", "line--muted"),
        ]


def _planned(run: PastRun) -> str:
    """The planned time to the minute; as received if it is unreadable."""
    planned = run.planned or ""
    return sanitize.one_line(planned[:_PLANNED] if times.read(planned) else planned)


def bar_chart(runs: Sequence[PastRun | None], glyphs: str) -> Content:
    """Draw durations as a row of bars, one for each run; failures are red.

    Args:
        runs: the earliest first; None for a missing one.
        glyphs: the bars, the lowest first.
    """
    heights = bars([None if run is None else run.lasted_s for run in runs], len(glyphs))
    return Content("").join(
        Content("·" if height is None else glyphs[height - 1]).stylize(_colour(run))
        for run, height in zip(runs, heights, strict=True)
    )


def _colour(run: PastRun | None) -> Literal["$text-success", "$text-error", "$text-muted"]:
    match run.state.group if run else None:
        case Group.GOOD:
            return "$text-success"
        case Group.BAD:
            return "$text-error"
        case _:
            return "$text-muted"
