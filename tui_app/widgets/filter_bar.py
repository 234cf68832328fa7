"""The line a filter is typed in, with the count of what it hides."""

from ..logic.logs.filter import WITHOUT
from .lines.prompt import PromptLine
from .log.pane import LogPane


class FilterBar(PromptLine):
    """Filters the log it was opened for."""

    SIGN = "&"
    PURPOSE = f"lines with this text; {WITHOUT} before it: without it"

    def open(self, view: LogPane) -> None:
        """Filter a log, beginning with the filter that is in force."""
        self.begin(view, view.filter.typed, view.filter_remark)

    def typed(self, text: str) -> None:
        """Keep the lines it says."""
        if isinstance(self.view, LogPane):
            self.view.keep_lines(text)
