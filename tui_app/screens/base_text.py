"""The base of screens that show one text, which the user's own programs can show too."""

from ..commands.table import OPEN_IN_EDITOR, OPEN_IN_PAGER, bindings
from ..messages import OpenExternally
from .base_query import Data, QueryScreen


class TextScreen(QueryScreen[Data]):
    """A screen that shows one text; subclasses name its kind and give it."""

    BINDINGS = bindings(OPEN_IN_PAGER, OPEN_IN_EDITOR)

    text_kind: str
    """The word for the text in a sentence."""

    def external_text(self) -> tuple[str, str]:
        """The name of a file for the text on screen, and that text; asked for once there is an answer."""
        raise NotImplementedError

    def action_open_in_pager(self) -> None:
        """Read the text in the user's pager."""
        self._open_externally(in_editor=False)

    def action_open_in_editor(self) -> None:
        """Open a copy of the text in the user's editor."""
        self._open_externally(in_editor=True)

    def _open_externally(self, *, in_editor: bool) -> None:
        if self.answer is None:
            self.refuse(f"There is no {self.text_kind} to open yet.")
        else:
            self.post_message(OpenExternally(*self.external_text(), in_editor))
