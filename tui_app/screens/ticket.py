"""A summary for a ticket: to be looked at, then copied."""

from dataclasses import dataclass

from textual.app import ComposeResult

from ..commands.table import COPY_TICKET, REFRESH, SAVE, bindings
from ..logic import sanitize
from ..logic.why.explanation import Why
from ..logic.why.ticket import LIMIT, Facts, size_of, ticket
from ..messages import Copyable, OpenCopyMenu, SaveText
from ..models.view import View
from ..services.why import why
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.page import Page
from .query import Failed, QueryScreen


@dataclass(frozen=True, slots=True)
class Written:
    """A ticket, and what it is about."""

    why: Why
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

    async def ask(self, fresh: bool) -> Written | None:
        """Find out why; a ticket is written of the complete answer only."""
        session = self.session
        told = [so_far async for so_far in why(session.explorer, self.view.id, fresh)][-1]
        kept = session.library.favourite(session.library.entry_of(told.found))
        facts = Facts(
            why=told,
            profile=session.profile_name,
            command=session.command(View.of(told.found.id, "why")),
            note=kept.note if kept is not None else "",
            server=session.explorer.server_zone,
            now=session.explorer.now(),
            redact=session.redact,
        )
        return Written(told, ticket(facts))

    def show(self, answer: Written) -> None:
        """Show the text; copy it where that was wanted already."""
        self.query_one(Page).set_lines(sanitize.lines(answer.text))
        if self._copies_when_written:
            self._copies_when_written = False
            self.action_copy_ticket()

    def heading_for(self, answer: Written | None) -> HeaderContent:
        """Whose ticket, how large, and what to do with it."""
        if answer is None:
            return HeaderContent("ticket")
        found = answer.why.found
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
        """Copy it, or as soon as it is written."""
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
            name = f"ticket-{answer.why.found.id}.md"
            self.post_message(SaveText("ticket", name, lambda _: answer.text + "\n"))
