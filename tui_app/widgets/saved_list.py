"""What to choose from: favourites, history, saved searches, the demo's examples; filtered while one types."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..logic import sanitize, times
from ..logic.cells import cut, fitted
from ..logic.fuzzy import Choices
from ..models.entry import Entry, SavedSearch
from .lines.layout import Part
from .lines.view import LineView
from .status_style import GROUP_CLASSES

_STATUS, _AGE = 17, 4
_NAME_BESIDE_REMARKS = 20
"""What a person wrote matters more than the end of a long name."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one title."""

    title: str
    entries: Sequence[Entry | SavedSearch]
    when_empty: str = ""
    """What is said in their place when there are none."""


class SavedList(LineView):
    """Sections of entries; `Chosen` and `current` are about entries, titles are passed over."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sections: Sequence[Section] = ()
        self._now: datetime | None = None
        self._filter = ""
        self._rows: list[Entry | SavedSearch | str] = []
        self._choices: list[Choices] = []
        self._id_cells = 0

    def show(self, sections: Sequence[Section], now: datetime) -> None:
        """Draw other entries; ages are counted from `now`, aware."""
        is_other = [one.entries for one in sections] != [one.entries for one in self._sections]
        self._sections, self._now = sections, now
        if is_other:
            self._choices = []
            ids = (len(row.id) for one in sections for row in one.entries if isinstance(row, Entry))
            self._id_cells = max(ids, default=0)
            # Drawn first, then made ready: a first letter would wait for it.
            self.call_after_refresh(self._make_ready)
        self._refill()

    def set_filter(self, text: str) -> None:
        """Keep the entries that fit a text loosely, the best first; an empty text keeps all."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self._refill()
            self.cursor = 0

    @property
    def current(self) -> Entry | None:
        """The entry the cursor is on."""
        return None if self.cursor is None else self.entry(self.cursor)

    @property
    def current_search(self) -> SavedSearch | None:
        """The saved search the cursor is on."""
        row = None if self.cursor is None else self._row(self.cursor)
        return row if isinstance(row, SavedSearch) else None

    def entry(self, index: int) -> Entry | None:
        """The entry of a row, None for a title and for a search."""
        row = self._row(index)
        return row if isinstance(row, Entry) else None

    @property
    def shown_count(self) -> int:
        """Entries and searches that fit the filter."""
        return sum(not isinstance(row, str) for row in self._rows)

    @property
    def row_count(self) -> int:
        """Titles and entries."""
        return len(self._rows)

    def is_selectable(self, index: int) -> bool:
        """Titles are passed over."""
        return not isinstance(self._rows[index], str)

    def row(self, index: int) -> Sequence[Part]:
        """A title, or an entry in columns: id, status, age, name, note and tags."""
        row = self._rows[index]
        if isinstance(row, str):
            return [(row, "line--title" if row.endswith(")") else "line--muted")]
        if isinstance(row, SavedSearch):
            name = sanitize.one_line(row.name)
            return [(f"  {name}  ", "line--key"), (sanitize.one_line(row.words), "line--muted")]
        name = sanitize.one_line(row.name) or "(no name)"
        remarks = "  ".join(filter(None, [row.note, *(f"#{tag}" for tag in row.tags)]))
        first = ("  " + row.id.ljust(self._id_cells) + "  ", "")
        if row.status is None:
            return [first, (name, "line--muted")]
        what = f"workflow {name}" if row.kind == "flow" else name
        if remarks:
            what = cut(what, _NAME_BESIDE_REMARKS)
        status = fitted(sanitize.one_line(f"{row.status.glyph} {row.status.name}"), _STATUS)
        age = times.short_age((self._now - row.seen_at).total_seconds()) if self._now else ""
        return [
            first,
            (status, GROUP_CLASSES[row.status.group]),
            (age.rjust(_AGE) + "  ", "line--muted"),
            (what, "line--key"),
            ("  " + sanitize.one_line(remarks) if remarks else "", "line--muted"),
        ]

    def _refill(self) -> None:
        self._rows = []
        for section, kept in zip(self._sections, self._kept(), strict=True):
            if kept or (section.when_empty and not self._filter):
                self._rows.append(f"{section.title} ({len(kept)})" if kept else section.when_empty)
                self._rows.extend(kept)
        if self._filter and not self._rows:
            self._rows.append("nothing remembered fits this text")
        self.reload_rows()

    def _make_ready(self) -> None:
        """Write down what is searched in each entry."""
        self._choices = self._choices or [Choices(map(_searchable, one.entries)) for one in self._sections]

    def _row(self, index: int) -> Entry | SavedSearch | str | None:
        return self._rows[index] if index < len(self._rows) else None

    def _kept(self) -> Iterator[Sequence[Entry | SavedSearch]]:
        """What fits the filter, section by section."""
        if not self._filter:
            yield from (section.entries for section in self._sections)
            return
        self._make_ready()
        for section, choices in zip(self._sections, self._choices, strict=True):
            yield [section.entries[at] for at in choices.fitting(self._filter)]


def _searchable(entry: Entry | SavedSearch) -> str:
    if isinstance(entry, SavedSearch):
        return f"{entry.name} {entry.words}"
    status = entry.status.name if entry.status else ""
    return " ".join([entry.id, entry.name, status, entry.note, *entry.tags])
