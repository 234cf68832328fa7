"""The line that words are typed in which the rows of a table must hold, with the count of those that do."""

from .lines.prompt import PromptLine
from .many_table import ManyTable


class NarrowBar(PromptLine):
    """Narrows the table it was opened for."""

    SIGN = "&"
    PURPOSE = "words to keep, !words to leave out"

    def open(self, view: ManyTable) -> None:
        """Narrow a table, beginning with what it is narrowed by."""
        if view is not self.view:
            self.watch(view, "remark", self.say, init=False)
        self.begin(view, view.wanted, view.remark)

    def typed(self, text: str) -> None:
        """Keep the rows that fit."""
        if isinstance(self.view, ManyTable):
            self.view.narrow(text)
