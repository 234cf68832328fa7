"""The prompt for a time to go to in a log."""

from ..lines.prompt import PromptLine
from .pane import LogPane


class TimeBar(PromptLine):
    """Goes to a time in the log it was opened for, and shows the line."""

    PREFIX = "@"

    def open(self, view: LogPane) -> None:
        """Open the prompt without a text."""
        if view is not self.view:
            self.watch(view, "time_remark", self._set_remark, init=False)
        view.time_remark = ""
        self._open_for(view, "", "", "A time as the log writes it, such as 02:31")

    def apply_text(self, text: str) -> None:
        """Go to the time."""
        if isinstance(self.view, LogPane):
            self.view.go_to_time(text)
