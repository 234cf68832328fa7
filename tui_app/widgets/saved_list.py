"""A list of favourites, history, saved searches and examples, filtered as the user types."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import BindingType
from textual.message import Message

from ..commands.table import (
    CHOOSE,
    DELETE_SEARCH,
    EDIT_NOTE,
    FIND_FLOWS,
    REFRESH,
    RENAME_SEARCH,
    bindings,
)
from ..logic import sanitize, times
from ..logic.cells import cut, widest
from ..logic.fuzzy import Choices
from ..logic.runs.run_facts import RunFacts
from ..logic.sort_and_filter import status_rank
from ..messages import DeleteSearch, FindLatest, RefreshEntries, RenameSearch
from ..models.listed_run import ListedRun
from ..models.saved_rows import Entry, Key, SavedSearch
from ..services.starred_runs import StarredRun
from .id_input import IdInput
from .lines.layout import Part
from .sortable_list import SortableList
from .status_style import GROUP_CLASSES

_LATEST = "latest run of "
_STATUS = 16
_NAME_WITH_REMARKS = 20
"""Cells of a name followed by remarks: those matter more than the end of a long name."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries below one title."""

    title: str
    entries: Sequence[Entry | SavedSearch]
    when_empty: str = ""
    """A line to show instead when there are none."""


class SavedList(SortableList[Entry | SavedSearch]):
    """Draws sections of entries and saved searches."""

    SORT_KEYS: ClassVar[Mapping[str, Callable[[Entry | SavedSearch], Any]]] = {
        "status": lambda row: status_rank(row.status) if isinstance(row, Entry) else None,
        "name": lambda row: row.name.casefold() or None,
        "last seen": lambda row: row.seen_at if isinstance(row, Entry) else row.saved_at,
    }
    LARGEST_FIRST = frozenset({"last seen"})
    margin_cells = 1

    # A key of this class hides one of the base.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(REFRESH, RENAME_SEARCH, EDIT_NOTE, DELETE_SEARCH)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._starred: AbstractSet[Key] = frozenset()
        self._sections: Sequence[Section] = ()
        self._now: datetime | None = None
        self._filter = ""
        self._rows: list[Entry | SavedSearch | str] = []
        self._choices: list[Choices] = []
        self._id_cells = self._seen_cells = 0
        self._latest: Mapping[Key, StarredRun] = {}

    def set_sections(
        self,
        sections: Sequence[Section],
        now: datetime,
        starred: AbstractSet[Key] = frozenset(),
        latest: Mapping[Key, StarredRun] = MappingProxyType({}),
    ) -> None:
        """Draw new entries.

        Args:
            now: ages are relative to it; aware.
            starred: keys of the entries to mark as favourites.
            latest: what is known of the favourites that mean the latest run.
        """
        self._starred = starred
        before = [one.entries for one in self._sections], self._latest
        is_other = ([one.entries for one in sections], latest) != before
        self._sections, self._now, self._latest = sections, now, latest
        if is_other:
            self._choices = []
            entries = [row for one in sections for row in one.entries if isinstance(row, Entry)]
            self._id_cells = widest(self._run_of(row).id.text for row in entries)
            shown = (sum(map(cell_len, self._seen(row))) for one in sections for row in one.entries)
            self._seen_cells = max(shown, default=0)
            # After the drawing and before the first letter, which would have to wait for it.
            self.call_after_refresh(self._prepare_filter)
        self._update_rows()

    def action_refresh(self) -> None:
        """Request the present states of the entries on screen and of a page below."""
        if not self._has_states:
            self.refuse("Nothing listed here has a state to refresh.")
            return
        first, count = self.scroll_offset.y, 2 * self.page_height
        rows = self._rows[first : first + count]
        entries = [row for row in rows if isinstance(row, Entry) and row.status is not None]
        runs = [entry.run for entry in entries if not entry.latest]
        self.post_message(RefreshEntries(runs, [entry for entry in entries if entry.latest]))

    def action_rename_search(self) -> None:
        """Rename the saved search of the cursor."""
        if self.current_search is not None:
            self.post_message(RenameSearch(self.current_search))

    def action_delete_search(self) -> None:
        """Delete the saved search of the cursor."""
        if self.current_search is not None:
            self.post_message(DeleteSearch(self.current_search))
        else:
            self.refuse("Move to a saved search first.")

    def rearrange(self) -> None:
        """Draw the same entries again, each section sorted; the cursor stays on its row."""
        at = self._row(self.cursor) if self.cursor is not None else None
        self._update_rows()
        if at in self._rows:
            self.cursor = self._rows.index(at)

    def action_filter_lines(self) -> None:
        """Go to the input that filters the list."""
        for text in self.screen.query(IdInput):
            text.focus()
            return
        super().action_filter_lines()

    def set_filter(self, text: str) -> None:
        """Show the entries that fuzzily match a text, best first; all of them for an empty text."""
        self.filter_text = text
        if text.strip() != self._filter:
            self._filter = text.strip()
            self._update_rows()
            self.cursor = 0

    @property
    def current(self) -> Entry | None:
        """The entry the cursor is on."""
        return None if self.cursor is None else self.entry(self.cursor)

    @property
    def current_run(self) -> ListedRun | None:
        """The run of the entry the cursor is on."""
        return None if (entry := self.current) is None else entry.run

    @property
    def current_facts(self) -> RunFacts | None:
        """The facts in the row under the cursor."""
        if (entry := self.current) is None:
            return None
        starred, latest = self._latest.get(entry.key), ""
        if starred is not None:
            latest = f"The star was set on {entry.id}, and means the latest run."
            if not starred.is_latest:
                latest += " This status is of an older one, until a refresh finds the latest."
        tags = " ".join(f"#{tag}" for tag in entry.tags)
        return RunFacts(self._run_of(entry).state, ties=(entry.note, tags, latest))

    @property
    def shown_run(self) -> ListedRun | None:
        """The run whose status the row under the cursor shows."""
        return None if (entry := self.current) is None else self._run_of(entry)

    def _run_of(self, entry: Entry) -> ListedRun:
        """The run whose id and status a row shows: of a star of the latest run that one, once it is known."""
        starred = self._latest.get(entry.key)
        return starred.run if starred is not None else entry.run

    @property
    def no_run(self) -> str:
        """The reason why the row under the cursor is about no run."""
        if self.current_search is not None:
            return f"This is a search: {CHOOSE.key_name} runs it."
        return "Move to an entry of the list first." if self.shown_count else "This list is empty."

    def post_about(self, run: ListedRun, message_of: Callable[[ListedRun], Message]) -> None:
        """Post a message about a run, or about the latest one of its kind where the star means that."""
        entry = self.current
        if entry is not None and entry.latest:
            self.post_message(FindLatest(entry, message_of))
        else:
            super().post_about(run, message_of)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that edits a note to the one that renames a search, on a search."""
        if action == RENAME_SEARCH.action:
            return self.current_search is not None  # else its key edits the note
        if action == EDIT_NOTE.action and self.current_search is not None:
            return False
        return super().check_action(action, parameters)

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: the one that refreshes only where an entry has a state."""
        return super().offers(action) and (action != REFRESH.action or self._has_states)

    @property
    def _has_states(self) -> bool:
        return any(isinstance(row, Entry) and row.status is not None for row in self._rows)

    @property
    def current_search(self) -> SavedSearch | None:
        """The saved search the cursor is on."""
        row = None if self.cursor is None else self._row(self.cursor)
        return row if isinstance(row, SavedSearch) else None

    def entry(self, index: int) -> Entry | None:
        """The entry of a row, None for a title or a search."""
        row = self._row(index)
        return row if isinstance(row, Entry) else None

    @property
    def shown_count(self) -> int:
        """Number of entries and searches that match the filter."""
        return sum(not isinstance(row, str) for row in self._rows)

    @property
    def row_count(self) -> int:
        """Number of titles, entries and searches."""
        return len(self._rows)

    def is_selectable(self, index: int) -> bool:
        """Whether the row is not a title."""
        return not isinstance(self._rows[index], str)

    def row(self, index: int) -> Sequence[Part]:
        """A title, a search, or the columns id, status, age, name, note and tags of an entry."""
        row = self._rows[index]
        if isinstance(row, str):
            return [(row, "line--title" if row.endswith(")") else "line--muted")]
        if isinstance(row, SavedSearch):
            name = sanitize.one_line(row.name)
            return [(f"  {name}  ", ""), (sanitize.one_line(row.words), "line--muted")]
        name = sanitize.one_line(row.name) or "(no name)"
        remarks = "  ".join(filter(None, [row.note, *(f"#{tag}" for tag in row.tags)]))
        shown_id = self._run_of(row).id.text.ljust(self._id_cells)
        first = (("★ " if row.key in self._starred else "  ") + shown_id + "  ", "")
        if row.status is None:
            return [first, (name, "line--muted")]
        what = f"workflow {name}" if row.kind == "flow" else name
        what = f"{_LATEST}{what}" if row.latest else what
        if remarks:
            what = cut(what, _NAME_WITH_REMARKS + (len(_LATEST) if row.latest else 0))
        status, seen = self._seen(row)
        return [
            first,
            (status, self._status_class(row)),
            (set_cell_size(seen, self._seen_cells - cell_len(status)) + "  ", "line--muted"),
            (what, ""),
            (self._planned(row), "line--muted"),
            ("  " + sanitize.one_line(remarks) if remarks else "", "line--muted"),
        ]

    def _seen(self, row: Entry | SavedSearch) -> tuple[str, str]:
        """The status of an entry and how long ago it was seen; both empty without a status."""
        if isinstance(row, SavedSearch) or row.status is None:
            return "", ""
        starred, run = self._latest.get(row.key), self._run_of(row)
        state = run.state or row.status
        status = cut(sanitize.one_line(f"{state.glyph} {state.name}"), _STATUS)
        if starred is not None and not starred.is_latest:
            return status, f" on {starred.planned:%m-%d}" if starred.planned else " before"
        age = times.short_age((self._now - (run.seen_at or row.seen_at)).total_seconds()) if self._now else ""
        return status, f", {age} ago" if age != "now" else ", now"

    def _planned(self, row: Entry) -> str:
        """The planned time of the latest run that a star means, once that is known."""
        starred = self._latest.get(row.key)
        at = starred.planned if starred is not None and starred.is_latest else None
        return f"  planned {at:%m-%d %H:%M}" if at is not None else ""

    def _status_class(self, row: Entry) -> str:
        """The colour of a status; none for that of an older run than the star means."""
        starred, state = self._latest.get(row.key), self._run_of(row).state or row.status
        if state is None or (starred is not None and not starred.is_latest):
            return "line--muted"
        return GROUP_CLASSES[state.group]

    def _update_rows(self) -> None:
        self._rows = []
        for section, entries in zip(self._sections, self._matching(), strict=True):
            if entries or (section.when_empty and not self._filter):
                order = self.arrangement.in_words()
                counted = ", ".join(filter(None, [str(len(entries)), order]))
                self._rows.append(f"{section.title} ({counted})" if entries else section.when_empty)
                self._rows.extend(self.arrangement.apply(entries, _searchable))
        if self._filter and not self._rows:
            self._rows.append(_nothing_matches())
        self.reload_rows()

    def _prepare_filter(self) -> None:
        """Index the text of all entries for the filter."""
        self._choices = self._choices or [Choices(map(_searchable, one.entries)) for one in self._sections]

    def _row(self, index: int) -> Entry | SavedSearch | str | None:
        return self._rows[index] if index < len(self._rows) else None

    def _matching(self) -> Iterator[Sequence[Entry | SavedSearch]]:
        """Yield the entries that match the filter, section by section."""
        if not self._filter:
            yield from (section.entries for section in self._sections)
            return
        self._prepare_filter()
        for section, choices in zip(self._sections, self._choices, strict=True):
            yield [section.entries[at] for at in choices.matches(self._filter)]


def _nothing_matches() -> str:
    key = FIND_FLOWS.key_name_while_typing or FIND_FLOWS.key_name
    return f"No match here: {key} finds flow instances by this text."


def _searchable(entry: Entry | SavedSearch) -> str:
    if isinstance(entry, SavedSearch):
        return f"{entry.name} {entry.words}"
    status = entry.status.name if entry.status else ""
    latest = "latest run" if entry.latest else ""
    return " ".join([entry.id, entry.name, status, latest, entry.note, *entry.tags])
