"""A table of the watched instances."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, ClassVar

from rich.cells import set_cell_size

from ..commands.table import CHOOSE, WATCH
from ..logic import sanitize
from ..logic.cells import widest
from ..logic.sort_and_filter import status_rank
from ..models.listed_run import ListedRun
from ..services.watch import WatchState
from .lines.layout import Part
from .sortable_list import SortableList
from .status_style import GROUP_CLASSES

_TITLES = ("status", "id", "profile", "since", "last", "next")


class WatchTable(SortableList[WatchState]):
    """Draws the columns status, id, start, last and next check of each watch, then its name and error.

    Where the watches are of several profiles, a column names them.
    """

    LEFT_TO_SCREEN = (WATCH,)
    SORT_KEYS: ClassVar[Mapping[str, Callable[[WatchState], Any]]] = {
        "status": lambda one: status_rank(one.state) if one.state else None,
        "since": lambda one: one.since,
        "name": lambda one: one.name.casefold() or None,
        "id": lambda one: one.id.text,
    }
    margin_cells = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given: Sequence[WatchState] = ()
        self._watched: Sequence[WatchState] = ()
        self._zone: timezone | None = None
        self._widths: list[int] = []
        self._has_profiles = False

    def set_watches(self, watched: Sequence[WatchState], zone: timezone | None) -> None:
        """Draw new watches, with times in a zone, None for the local one; the cursor stays on its watch."""
        at = self.current
        self._given, self._zone = watched, zone
        self._watched = self.arrangement.apply(watched, self._text_of)
        self.set_counts(len(self._watched), len(watched))
        self._has_profiles = len({one.profile for one in watched}) > 1 or any(one.entry for one in watched)
        rows = (self._titles, *map(self._cells, self._watched))
        self._widths = list(map(widest, zip(*rows, strict=True)))
        self.reload_rows()
        if at is not None:
            same = (row for row, one in enumerate(self._watched, 1) if _key(one) == _key(at))
            self.cursor = next(same, self.cursor)

    def rearrange(self) -> None:
        """Draw the same watches again."""
        self.set_watches(self._given, self._zone)

    @property
    def current(self) -> WatchState | None:
        """The watch the cursor is on."""
        return self._watched[self.cursor - 1] if self.cursor and self.cursor < self.row_count else None

    @property
    def current_run(self) -> ListedRun | None:
        """The watched instance under the cursor."""
        if (one := self.current) is None or one.entry is not None:
            return None
        flow_id = ListedRun.of(one.found).flow_id if one.found is not None else None
        return ListedRun(one.id, one.name, one.state, flow_id, profile=one.profile)

    @property
    def empty_text(self) -> str:
        """The sentence in place of watches."""
        return f"Not watching anything: {WATCH.key_name} on a task or workflow, in any list, watches it."

    @property
    def no_run(self) -> str:
        """The reason why no run that can be read is under the cursor."""
        if (one := self.current) is None:
            return self.empty_text
        return f"It is polled with the profile {one.profile} only: {CHOOSE.key_name} changes to that."

    @property
    def row_count(self) -> int:
        """Number of watches, plus one for the titles."""
        return len(self._watched) + 1 if self._watched else 0

    def is_selectable(self, index: int) -> bool:
        """Whether the row is a watch, not the titles."""
        return index > 0

    def row(self, index: int) -> Sequence[Part]:
        """The titles or the columns of one watch."""
        if not index:
            order = self.arrangement.in_words()
            titles = "  ".join(self._aligned(self._titles)) + "  name"
            return [(titles + (f"  ({order})" if order else ""), "line--title")]
        one = self._watched[index - 1]
        status, some_id, *rest = self._aligned(self._cells(one))
        error = sanitize.one_line(str(one.error)) if one.error else ""
        return [
            (status + "  ", GROUP_CLASSES[one.state.group] if one.state else "line--muted"),
            (some_id + "  ", ""),
            ("  ".join(rest) + "  ", "line--muted"),
            (sanitize.one_line(one.name), ""),
            (f"  no answer: {error}" if error and one.state else error, "line--bad"),
        ]

    @property
    def _titles(self) -> Sequence[str]:
        return [title for title in _TITLES if title != "profile" or self._has_profiles]

    def _text_of(self, one: WatchState) -> str:
        return " ".join([*self._cells(one), sanitize.one_line(one.name)])

    def _aligned(self, cells: Sequence[str]) -> list[str]:
        return [set_cell_size(cell, width) for cell, width in zip(cells, self._widths, strict=True)]

    def _cells(self, one: WatchState) -> tuple[str, ...]:
        state, is_polled = one.state, one.entry is None
        unknown = "–" if not is_polled else "no answer" if one.error else "loading…"
        return (
            sanitize.one_line(f"{state.glyph} {state.name}") if state else unknown,
            one.id.text,
            *([sanitize.one_line(one.profile)] if self._has_profiles else []),
            self._time(one.since) if is_polled else "–",
            self._time(one.last),
            "over" if one.is_over else self._time(one.next) if is_polled else "not polled",
        )

    def _time(self, moment: datetime | None) -> str:
        return "–" if moment is None else f"{moment.astimezone(self._zone):%H:%M:%S}"


def _key(one: WatchState) -> tuple[str, str]:
    """The profile and the id: one id may name a run in each of several profiles."""
    return one.profile, one.id.text
