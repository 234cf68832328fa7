"""A full description of the current error."""

from textual.content import Content
from textual.widgets import Static

from ..logic import sanitize


class Problem(Static):
    """A few lines above the panes, hidden while there is no error."""

    DEFAULT_CSS = """
    Problem {
        display: none;
        height: auto;
        max-height: 50%;
        padding: 0 1;
        background: $panel;
        &.-shown {
            display: block;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="problem", markup=False)

    def show_problem(self, sentence: str, hint: str, keys: str) -> None:
        """Show an error, a hint and the keys that help; the sentence is sanitized."""
        lines = [
            Content.styled(sanitize.one_line(sentence), "bold $text-error"),
            Content(hint),
            Content.styled(keys, "$text-muted"),
        ]
        self.update(Content("\n").join(line for line in lines if line))
        self.set_class(True, "-shown")

    def hide(self) -> None:
        """Hide the error."""
        self.set_class(False, "-shown")
