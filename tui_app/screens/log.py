"""The log of a task instance."""

from textual.app import ComposeResult

from ..messages import Copyable
from ..models.lookup import LogLookup
from ..widgets.instance_header import Heading
from ..widgets.log_view import LogView
from .asking import AskingScreen


class LogScreen(AskingScreen[LogLookup]):
    """Shows the log of the task instance it is given the id of."""

    CSS_PATH = "log.tcss"

    def compose_panes(self) -> ComposeResult:
        """The lines, and the search below them."""
        yield LogView(id="log")

    async def ask(self, fresh: bool) -> LogLookup:
        """Ask for the log."""
        return await self.session.explorer.log(self.view.task_id, fresh=fresh)

    def show(self, answer: LogLookup) -> None:
        """Show the text."""
        self.query_one(LogView).show(answer.log)

    def heading_of(self, answer: LogLookup | None) -> Heading:
        """Whose log, how long, and whether it is whole."""
        seen = self.session.explorer.seen_task(self.view.id.text)
        name = f"log of {seen.task.task_name}" if seen and seen.task.task_name else "log"
        if answer is None:
            return Heading(name)
        size = f"{self.query_one(LogView).row_count} lines, {len(answer.log):,} characters"
        if not answer.log:
            size = "the log is empty"
        elif answer.is_cut:
            size += f": cut at the limit of {answer.max_length:,}, which end is missing is not documented"
        return Heading(name, second=size, is_alarming=answer.is_cut)

    def copyables(self) -> list[Copyable]:
        """The whole text; a part of it is copied with the terminal's own selection."""
        if self.answer is None:
            return []
        return [
            Copyable("whole log", self.answer.log),
            Copyable("task instance id", self.answer.id.text),
            Copyable("whole answer as received", self.answer.answer.text),
        ]
