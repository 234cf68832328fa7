"""The file of watches; every change raises `StoreError` if it cannot be written."""

from collections.abc import Collection, Iterable

from ..models.saved_rows import Entry, Key
from .entry_file import EntryFile


class WatchFile(EntryFile):
    """Watched instances that have not been reported as ended."""

    def write(self, entries: Iterable[Entry], gone: Collection[Key]) -> None:
        """Write some watches and remove others; those of other programs and profiles stay."""
        written = {entry.key: entry for entry in entries}
        unwritten = written.keys() | gone
        self._change(lambda rows: [*written.values(), *(row for row in rows if row.key not in unwritten)])
