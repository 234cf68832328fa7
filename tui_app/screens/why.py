"""The explanation of a run: the cause, the chain from there, the decisive lines of the log."""

from textual import on
from textual.app import ComposeResult

from ..commands.table import CHOOSE, OPEN_LOG, OPEN_TICKET, bindings
from ..logic.why.explanation import Explanation
from ..logic.why.page import WhyKeys, plain_lines, rows
from ..logic.why.page_row import WhyRow
from ..logic.why.sentence import headline_of, in_one_sentence
from ..messages import Copyable, OpenView
from ..models.view import View
from ..services.why import explain
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.why_pane import WhyPane
from .base_query import QueryScreen


class WhyScreen(QueryScreen[Explanation]):
    """Shows the cause as soon as it is known, and its log when it has been read."""

    BINDINGS = bindings(OPEN_LOG, OPEN_TICKET)
    CSS_PATH = "why.tcss"

    _unfolded = False

    def compose_panes(self) -> ComposeResult:
        """One page."""
        yield WhyPane(id="why")

    async def load(self, fresh: bool) -> Explanation | None:
        """Explain the run step by step, showing each step of a first explanation."""
        explanation: Explanation | None = None
        async for explanation in explain(self.session.explorer, self.view.id, fresh):
            if self.answer is None or not self.answer.is_complete or explanation.is_complete:
                self.answer = explanation
        return explanation

    def show(self, answer: Explanation) -> None:
        """Draw the page."""
        self.query_one(WhyPane).set_rows(self._page(answer, self._unfolded))

    def heading_for(self, answer: Explanation | None) -> HeaderContent:
        """The run that is explained."""
        if answer is None:
            return HeaderContent("why")
        found, explorer = answer.found, self.session.explorer
        starred = self.session.is_favourite(found)
        second = headline_of(found, explorer.server_zone, explorer.now())
        return HeaderContent(found.name or "(no name)", found.state, second, starred)

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the answer."""
        if (answer := self.answer) is None:
            return []
        row, explorer = self.query_one(WhyPane).current, self.session.explorer
        page = self._page(answer, unfolded=True)
        target, cause = row.target if row is not None else None, answer.analysis.cause
        sentence = in_one_sentence(answer, explorer.server_zone, explorer.now())
        return [
            Copyable("id of this row", target.text if target is not None else "", is_line=True),
            Copyable("the answer in a sentence", self.session.redact(sentence)),
            Copyable("id of the cause", cause.text if cause is not None else "", is_line=True),
            Copyable("decisive lines of its log", "\n".join(answer.log.lines) if answer.log else ""),
            Copyable("all of this page", self.session.redact("\n".join(plain_lines(page)))),
        ]

    @on(LineView.Chosen, "#why")
    def _open_row(self, event: LineView.Chosen) -> None:
        event.stop()
        row = self.query_one(WhyPane).current
        if row is not None and row.kind == "fold" and self.answer is not None:
            self._unfolded = True
            self.show(self.answer)
        else:
            self.refuse(
                "This row has no usable id." if row and row.kind == "step" else "Nothing to open here."
            )

    def action_open_log(self) -> None:
        """Read the log of the cause, where the cursor is on no run."""
        if (answer := self.answer) is None:
            self.refuse("Not before there is an answer.")
            return
        if (task_id := answer.analysis.cause) is not None:
            self.post_message(OpenView(View.of(task_id, "log")))
        else:
            self.refuse("There is no cause whose log could be read.")

    def action_open_ticket(self) -> None:
        """Write a ticket of it."""
        self.post_message(
            OpenView(View.of(self.view.id if self.answer is None else self.answer.found.id, "ticket"))
        )

    def _page(self, answer: Explanation, unfolded: bool) -> list[WhyRow]:
        explorer = self.session.explorer
        keys = WhyKeys(CHOOSE.key_name, OPEN_LOG.key_name)
        compared = self.session.compared.get(answer.found.id, ())
        return rows(answer, explorer.server_zone, explorer.now(), keys, unfolded, compared=compared)
