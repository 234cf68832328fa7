"""The file of saved searches; every change raises `StoreError` if it cannot be written."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..models.saved_rows import SavedSearch
from .row_file import RowFile, newest_first, storable


class Searches(RowFile[SavedSearch]):
    """Saved searches, the last saved first."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SavedSearch)

    def save(self, name: str, profile: str, words: str) -> None:
        """Save a search; it replaces one of the same name."""
        search = SavedSearch(storable(name), profile, storable(words), datetime.now(UTC))
        self._change(lambda searches: newest_first([search], searches))

    def rename(self, search: SavedSearch, name: str) -> None:
        """Give another name; it replaces a search that has it. One that is gone stays away."""
        renamed = replace(search, name=storable(name))

        def edit(searches: list[SavedSearch]) -> list[SavedSearch]:
            if all(one.key != search.key for one in searches):
                return searches
            kept = [one for one in searches if one.key == search.key or one.key != renamed.key]
            return [renamed if one.key == search.key else one for one in kept]

        self._change(edit)
