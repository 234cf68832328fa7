"""The sections of the saved list on the first screen: favourites, searches, history and examples."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..commands.table import TOGGLE_FAVOURITE
from ..models.saved_rows import Entry, Key
from ..services.session import Session
from ..services.starred_runs import StarredRun
from .saved_list import Section


class SavedSections:
    """Keeps the places of the favourites: a star that is set or removed in the list moves no row."""

    def __init__(self, session: Session, view_name: str) -> None:
        """Read nothing yet; `view_name` is ``favourites`` or ``history`` where there is one section only."""
        self._session, self._view_name = session, view_name
        self._placed: tuple[Key, ...] | None = None
        self._known: dict[Key, Entry] = {}

    def forget_places(self) -> None:
        """Show what is a favourite now as one, and nothing else."""
        self._placed = None

    @property
    def starred(self) -> AbstractSet[Key]:
        """The keys of the favourites."""
        return {entry.key for entry in self._session.library.favourites}

    @property
    def latest(self) -> Mapping[Key, StarredRun]:
        """The known runs of the stars that mean the latest run."""
        return self._session.starred_runs.all()

    def sections(self) -> Sequence[Section]:
        """The sections of the list, as the files are now."""
        library = self._session.library
        self._known |= {entry.key: entry for entry in (*library.history, *library.favourites)}
        if self._placed is None:
            self._placed = tuple(entry.key for entry in library.favourites)
        placed = self._placed
        favourites = Section(
            "Favourites",
            [self._known[key] for key in placed],
            f"No favourites yet: {TOGGLE_FAVOURITE.key_name} adds the run on screen or under a cursor.",
        )
        opened = [e for e in library.history if self._view_name == "history" or e.key not in placed]
        nothing = "" if library.history else "Nothing opened yet. Paste or type an id above."
        history = Section("History", opened, nothing)
        if only := {"favourites": favourites, "history": history}.get(self._view_name):
            return [only]
        examples = Section("Examples in the demo", self._session.examples)
        searches = Section("Saved searches", library.searches)
        return [*([favourites] if placed else []), searches, history, examples]
