"""A file of instances: favourites, history."""

from pathlib import Path

from ..models.entry import Entry, key_of
from ..models.ids import FlowInstanceId, TaskInstanceId
from .row_file import Document, RowFile


class EntryFile(RowFile[Entry]):
    """Rows are instances, each at most once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Document[Entry])

    def find(self, profile: str, instance_id: TaskInstanceId | FlowInstanceId) -> Entry | None:
        """The entry for this instance, None if there is none."""
        key = key_of(profile, instance_id)
        return next((entry for entry in self.all() if entry.key == key), None)

    def remove(self, profile: str, instance_id: TaskInstanceId | FlowInstanceId) -> None:
        """Take one entry out, if it is there.

        Raises:
            StoreError: it could not be written; nothing has changed.
        """
        key = key_of(profile, instance_id)
        self._change(lambda entries: [entry for entry in entries if entry.key != key])
