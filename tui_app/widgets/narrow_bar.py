"""The line that words are typed in which the rows of a table must hold, with the count of those that do."""

from .batch_table import BatchTable
from .lines.prompt import PromptLine


class NarrowBar(PromptLine):
    """Narrows the table it was opened for."""

    SIGN = "&"
    PURPOSE = "words to keep, !words to leave out"

    def open(self, view: BatchTable) -> None:
        """Narrow a table, beginning with what it is narrowed by."""
        if view is not self.view:
            self.watch(view, "remark", self.say, init=False)
        self.begin(view, view.filter_text, view.remark)

    def typed(self, text: str) -> None:
        """Keep the rows that fit."""
        if isinstance(self.view, BatchTable):
            self.view.set_filter(text)
