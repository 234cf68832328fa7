"""Runs of one thing, one a line, with a picture of how long they took."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.content import Content

from ..logic import sanitize, times
from ..logic.cells import fitted
from ..logic.runs.history_stats import PastRun, Usual, bars, ratio
from ..models.ids import InstanceId
from ..models.status import Group
from .lines.layout import Part
from .lines.view import LineView
from .status_style import GROUP_CLASSES

_SIGNS = {"inferred": "~", "inferred from the list": "~", "doubly inferred": "≈"}
"""Before an id that was not read from an answer."""

_STATE, _PLANNED, _TOOK, _USUAL, _TRIES = 10, 16, 9, 6, 6
_WIDE = 100


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run, or an id without one."""

    id: InstanceId
    basis: str
    """Where the id comes from, in words; empty for the run in question itself."""
    run: PastRun | None = None
    """None while the answer is awaited, and where there is none."""
    problem: str = ""
    """Why there is no answer."""
    is_gap: bool = False
    """There is no such run."""


class RunTable(LineView):
    """The run in question, then those before it, the latest first; last a line that says how to go on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[RunRow] = ()
        self._usual: Usual | None = None
        self._end = ""
        self._id_cells = 0

    def show(self, rows: Sequence[RunRow], base: Usual | None, end: str) -> None:
        """Draw other rows; the cursor stays on its row.

        Args:
            rows: in the order to draw.
            base: what durations are compared with.
            end: the last line, such as ``m asks for ten more``.
        """
        self._rows, self._usual, self._end = rows, base, end
        self._id_cells = max((len(row.id.text) for row in rows), default=0)
        self.reload_rows()

    @property
    def current(self) -> RunRow | None:
        """The run the cursor is on, None on the last line."""
        return None if self.cursor is None or self.cursor >= len(self._rows) else self._rows[self.cursor]

    @property
    def is_at_end(self) -> bool:
        """Is the cursor on the last line?"""
        return bool(self._rows) and self.cursor == len(self._rows)

    @property
    def titles(self) -> str:
        """What the columns are, to stand above them."""
        sign = next((_SIGNS[row.basis] for row in self._rows if row.basis in _SIGNS), "")
        name = {"": "id", "~": "id (~ inferred)", "≈": "id (≈ twice so)"}[sign]
        return (
            f"{'state':{_STATE}}  {name:{self._id_cells}}  {'planned':{_PLANNED}}  "
            f"{'took':>{_TOOK}} {'usual':>{_USUAL}}  tries"
        )

    @property
    def row_count(self) -> int:
        """Runs, and the last line."""
        return len(self._rows) + 1 if self._rows else 0

    def row(self, index: int) -> Sequence[Part]:
        """Sign, state, id, planned time, duration, multiple of the usual, tries, basis."""
        if index == len(self._rows):
            return [(f"   {self._end}", "line--muted")]
        row = self._rows[index]
        sign, name = _SIGNS.get(row.basis, " "), row.id.text.ljust(self._id_cells)
        if row.run is None:
            state = "no run" if row.is_gap else "no answer" if row.problem else "…"
            return [
                (f" {state:{_STATE}} {sign}{name}  ", "line--muted"),
                (sanitize.one_line(row.problem), "line--muted" if row.is_gap else "line--warning"),
            ]
        run = row.run
        state = fitted(sanitize.one_line(f"{run.state.glyph} {run.state.name}"), _STATE)
        lasted = "" if run.lasted_s is None else times.span(run.lasted_s)
        multiple = ratio(run, self._usual)
        figure = "" if multiple is None else f"{min(multiple, 999):.1f}x"
        is_odd = multiple is not None and not 0.5 <= multiple <= 1.5
        return [
            (f" {state} ", GROUP_CLASSES[run.state.group]),
            (sign, "line--muted"),
            (name + "  ", "line--key"),
            (fitted(_planned(run), _PLANNED) + "  ", ""),
            (f"{lasted:>{_TOOK}} ", ""),
            (f"{figure:>{_USUAL}}  ", "line--warning" if is_odd else "line--muted"),
            (f"{run.tries:{_TRIES}}  ", "line--muted" if run.tries.startswith("1 of") else ""),
            (row.basis if self.row_width >= _WIDE else "", "line--muted"),
        ]


def _planned(run: PastRun) -> str:
    """When it was due, to the minute; as received where it cannot be read."""
    said = run.planned or ""
    return sanitize.one_line(said[:_PLANNED] if times.read(said) else said)


def bar_chart(runs: Sequence[PastRun | None], signs: str) -> Content:
    """Durations as a row of bars, one for each run, None for a missing one; failures in red.

    Args:
        runs: the earliest first.
        signs: the bars, the lowest first.
    """
    heights = bars([None if run is None else run.lasted_s for run in runs], len(signs))
    return Content("").join(
        Content("·" if height is None else signs[height - 1]).stylize(_colour(run))
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
