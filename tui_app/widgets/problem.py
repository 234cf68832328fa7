"""What went wrong, in full, for as long as it is so."""

from textual.content import Content
from textual.widgets import Static

from ..logic import sanitize


class Problem(Static):
    """A few lines above the panes, out of sight while there is nothing to tell."""

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
        """Show what is wrong, what to do, and which keys help; the sentence may hold foreign text."""
        lines = [
            Content.styled(sanitize.one_line(sentence), "bold $text-error"),
            Content(hint),
            Content.styled(keys, "$text-muted"),
        ]
        self.update(Content("\n").join(line for line in lines if line))
        self.set_class(True, "-shown")

    def hide(self) -> None:
        """Nothing is wrong any more."""
        self.set_class(False, "-shown")
