"""A file of instances; every change raises `StoreError` if it cannot be written."""

from pathlib import Path

from ..models.saved_rows import Entry
from .row_file import RowFile


class EntryFile(RowFile[Entry]):
    """Instances, each once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Entry)

    def refresh_seen(self, entry: Entry) -> None:
        """Update name and state of an instance where it is; writes nothing for one that is not in the file.

        A file that a person wrote comments into waits for a change that a person makes, which keeps a copy.
        """
        if self.find(entry.key) is not None and self._is_faithful:
            self.update(entry.key, lambda old: old.updated_from(entry))
