"""A summary for a ticket, to be read and then copied."""

from dataclasses import dataclass

from textual.app import ComposeResult

from ..commands.table import COPY_TICKET, REFRESH, SAVE, bindings
from ..logic import sanitize
from ..logic.why.explanation import Explanation
from ..logic.why.ticket import LIMIT, Facts, size_of, ticket
from ..messages import Copyable, OpenCopyMenu, SaveText
from ..models.view import View
from ..services.why import explain
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.page import Page
from .base_query import Failed, QueryScreen


@dataclass(frozen=True, slots=True)
class Written:
    """A ticket, and the explanation it was written from."""

    explanation: Explanation
    """The run and its cause."""

    text: str
    """The Markdown, without secrets."""


class TicketScreen(QueryScreen[Written]):
    """Shows exactly what will be copied."""

    BINDINGS = bindings(COPY_TICKET, SAVE)
    CSS_PATH = "ticket.tcss"

    _copies_when_written = False

    def compose_panes(self) -> ComposeResult:
        """The text."""
        yield Page(id="ticket")

    async def load(self, fresh: bool) -> Written | None:
        """Explain the run; a ticket is written from a complete explanation only."""
        session = self.session
        explanation = [step async for step in explain(session.explorer, self.view.id, fresh)][-1]
        favourite = session.library.favourite(session.library.entry_of(explanation.found))
        facts = Facts(
            explanation=explanation,
            profile=session.profile_name,
            command=session.command(View.of(explanation.found.id, "why")),
            note=favourite.note if favourite is not None else "",
            server=session.explorer.server_zone,
            now=session.explorer.now(),
            redact=session.redact,
        )
        return Written(explanation, ticket(facts))

    def show(self, answer: Written) -> None:
        """Show the text; copy it where a key has asked for that already."""
        self.query_one(Page).set_lines(sanitize.lines(answer.text))
        if self._copies_when_written:
            self._copies_when_written = False
            self.action_copy_ticket()

    def heading_for(self, answer: Written | None) -> HeaderContent:
        """The run, the size, and the key that copies."""
        if answer is None:
            return HeaderContent("ticket")
        found = answer.explanation.found
        size = f"{size_of(answer.text):,} of at most {LIMIT:,} bytes, secrets taken out"
        return HeaderContent(
            f"ticket: {found.name or '(no name)'}",
            found.state,
            f"{size}: {COPY_TICKET.key_name} copies it",
        )

    def copyables(self) -> list[Copyable]:
        """The ticket."""
        return [] if self.answer is None else [Copyable("ticket", self.answer.text)]

    def action_copy_ticket(self) -> None:
        """Copy the ticket, or do so as soon as it is written."""
        if self.answer is not None:
            self.post_message(OpenCopyMenu(self.copyables()))
        elif isinstance(self.state, Failed):
            self.refuse(f"There is nothing to copy: {REFRESH.key_name} asks again.")
        else:
            self._copies_when_written = True

    def action_save(self) -> None:
        """Save it to a file."""
        if (answer := self.answer) is None:
            self.refuse("There is nothing to save before there is an answer.")
        else:
            name = f"ticket-{answer.explanation.found.id}.md"
            self.post_message(SaveText("ticket", name, lambda _: answer.text + "\n"))
