"""Searches somebody gave a name to."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from .row_file import Document, RowFile, newest_first, storable


class SavedSearch(BaseModel):
    """A search and its name.

    Keys this version does not know are kept, so that a newer one finds them again.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str
    """What the person calls it; once in each profile."""

    profile: str
    """Name of the profile it is asked with."""

    words: str
    """The search, see `logic.flow_search`."""

    saved_at: AwareDatetime
    """When it got its name, UTC."""

    @classmethod
    def of(cls, name: str, profile: str, words: str) -> Self:
        """A search saved now."""
        return cls(name=storable(name), profile=profile, words=storable(words), saved_at=datetime.now(UTC))

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two searches the same one."""
        return self.profile, self.name


class Searches(RowFile[SavedSearch]):
    """Saved searches, the last saved first. Every change raises `StoreError` if it cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Document[SavedSearch])

    def save(self, search: SavedSearch) -> None:
        """Keep a search; one of the same name gives way."""
        self._change(lambda searches: newest_first([search], searches))

    def rename(self, search: SavedSearch, name: str) -> None:
        """Give another name; a search that has it gives way. What is not there (any more) stays away."""
        renamed = search.model_copy(update={"name": storable(name)})

        def edit(searches: list[SavedSearch]) -> list[SavedSearch]:
            if all(one.key != search.key for one in searches):
                return searches
            kept = [one for one in searches if one.key == search.key or one.key != renamed.key]
            return [renamed if one.key == search.key else one for one in kept]

        self._change(edit)

    def remove(self, search: SavedSearch) -> None:
        """Take a search out, if it is there."""
        self._change(lambda searches: [one for one in searches if one.key != search.key])
