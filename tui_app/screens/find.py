"""Search for flow instances by name, time and state."""

from collections import Counter
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from ..api.errors import GatewayError
from ..commands.table import (
    FIND_FLOWS,
    LOAD_MORE_ROWS,
    NEXT_FIELD,
    SAVE_SEARCH,
    START_SEARCH,
    bindings,
)
from ..logic import time_window
from ..logic.flow_search import InvalidSearch, hint_at, parse
from ..logic.instance_rows import counts_in_words
from ..logic.runs.run_facts import RunFacts
from ..logic.text import plural
from ..messages import Copyable, SaveSearch
from ..models.view import View
from ..services.find_flows import FoundFlows, find_flows, find_more
from ..services.session import Session
from ..widgets.flow_form import FlowForm
from ..widgets.flow_table import FlowTable
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.runs_with_preview import RunsWithPreview
from ..widgets.saved_list import SavedList, Section
from .base_query import Loading, QueryScreen, Ready


class FindScreen(QueryScreen[FoundFlows]):
    """A form above the saved searches or the results; a view with a query searches at once."""

    BINDINGS = bindings(FIND_FLOWS, LOAD_MORE_ROWS, SAVE_SEARCH)
    CSS_PATH = "find.tcss"
    DEFAULT_CLASSES = "-choosing"
    WITHOUT_ANSWER = (*QueryScreen.WITHOUT_ANSWER, FIND_FLOWS, SAVE_SEARCH)

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self.set_reactive(QueryScreen.state, Ready())
        self._loads_page = False

    def compose_body(self) -> ComposeResult:
        """Yield the form and both lists; one of them is visible."""
        yield FlowForm()
        yield SavedList(id="saved")
        yield from super().compose_body()

    def compose_panes(self) -> ComposeResult:
        """Yield the results."""
        table = FlowTable(id="found")
        yield RunsWithPreview(table, table, self.session, self._listed_facts)

    def start_loading(self) -> None:
        """Load nothing: the form is not composed yet."""

    def on_mount(self) -> None:
        """Focus the form, or search if the view has a query."""
        self.update_saved()
        self._form.text.focus()
        if self.view.query:
            self._search_for(self.view.query)

    def update_saved(self) -> None:
        """Update the saved searches."""
        section = Section(
            "Saved searches",
            self.session.library.searches,
            f"No saved searches yet: {SAVE_SEARCH.key_name} saves the one in the form.",
        )
        # A favourite may be saved while the screen is removed and its lists are gone.
        for saved in self.query(SavedList):
            saved.set_sections([section], self.session.explorer.now())

    async def load(self, fresh: bool) -> FoundFlows | None:
        """Search with the values of the form, or load the next page of the results."""
        loads_page, self._loads_page = self._loads_page, False
        if loads_page and self.answer is not None:
            return await find_more(self.session.explorer, self.answer)
        with suppress(GatewayError):
            await self.session.explorer.learn_zone()
        try:
            return await find_flows(self.session.explorer, self._form.search)
        except InvalidSearch as error:
            self.state = Ready()
            self._form.refuse(str(error), self._form.when)
            return None

    def show(self, answer: FoundFlows) -> None:
        """Show the results and move the focus there."""
        self.set_class(False, "-choosing")
        table = self.query_one(FlowTable)
        table.set_flows(answer.rows, answer.has_more)
        self._set_title(answer)
        self.query_one(RunsWithPreview).update_preview()
        if answer.rows:
            self._form.fold(f"{answer.search.in_words()}  {FIND_FLOWS.key_name} changes the search")
        if answer.rows and not isinstance(self.focused, FlowTable):
            table.focus()
        self.refresh_bindings()

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: the one that loads more only where there may be more."""
        has_more = self.answer is not None and self.answer.has_more
        return super().offers(action) and (action != LOAD_MORE_ROWS.action or has_more)

    def _listed_facts(self) -> RunFacts | None:
        """The facts in the row under the cursor."""
        row = self.query_one(FlowTable).current
        return None if row is None else RunFacts.of(row)

    @on(FlowTable.Arranged)
    def _update_title(self, event: FlowTable.Arranged) -> None:
        event.stop()
        if self.answer is not None:
            self._set_title(self.answer)

    def _set_title(self, answer: FoundFlows) -> None:
        """Show counts by state, and the order."""
        table = self.query_one(FlowTable)
        states = Counter(row.state for row in answer.rows)
        table.border_title = Content(
            "; ".join(filter(None, [counts_in_words(states), table.arrangement.in_words()]))
        )

    def heading_for(self, answer: FoundFlows | None) -> HeaderContent:
        """Number of results, and the command line of the search."""
        if answer is None:
            keys = (
                f"{START_SEARCH.key_name} searches, {SAVE_SEARCH.key_name} saves, "
                f"{NEXT_FIELD.key_name} moves to the next field"
            )
            return HeaderContent("find", second=keys)
        command = self.session.command(self.current_view())
        second = " ".join((*answer.inconsistencies, self._count(answer)))
        return HeaderContent("find", second=second, is_alarming=bool(answer.inconsistencies), command=command)

    def copyables(self) -> list[Copyable]:
        """Id and name of the row, all ids, and the command line."""
        if self.answer is None:
            return []
        row = self.query_one(FlowTable).current
        return [
            Copyable("flow instance id", (row.instance_id or "") if row else "", is_line=True),
            Copyable("workflow name", (row.flow_name or "") if row else "", is_line=True),
            Copyable("all ids", "\n".join(one.instance_id or "" for one in self.answer.rows)),
        ]

    def current_view(self) -> View:
        """The view of the search whose results are shown."""
        return self.view if self.answer is None else View("find", query=self.answer.search.in_words())

    @on(FlowForm.Submitted)
    def _submit(self, event: FlowForm.Submitted) -> None:
        event.stop()
        self.fetch()

    @on(LineView.Chosen, "#saved")
    def _open_search(self, event: LineView.Chosen) -> None:
        event.stop()
        if (search := self.query_one(SavedList).current_search) is not None:
            self._search_for(search.words)

    def action_find_flows(self) -> None:
        """Go back to the form and the saved searches."""
        self.set_class(True, "-choosing")
        self._form.unfold()

    def action_load_more_rows(self) -> None:
        """Load the next page."""
        if self.answer is None or not self.answer.has_more:
            self.refuse("There are no more results." if self.answer else "Search first.")
        else:
            self._loads_page = True
            self.fetch()

    def action_save_search(self) -> None:
        """Save the search of the form."""
        explorer, search = self.session.explorer, self._form.search
        try:
            time_window.bounds_ms(search.when, explorer.server_zone, explorer.now())
        except InvalidSearch as error:
            self._form.refuse(str(error), self._form.when)
        else:
            self.post_message(SaveSearch(search.in_words()))

    def action_back(self) -> None:
        """Stop a running search, else go back."""
        if isinstance(self.state, Loading):
            self.workers.cancel_group(self, "ask")
            self.state = Ready()
        else:
            super().action_back()

    @property
    def _form(self) -> FlowForm:
        return self.query_one(FlowForm)

    def _search_for(self, words: str) -> None:
        try:
            self._form.search = parse(words)
        except InvalidSearch as error:
            self._form.refuse(str(error), self._form.text)
        else:
            self.fetch()

    def _count(self, answer: FoundFlows) -> str:
        if not answer.rows:
            hint = hint_at(self._form.search)
            return f"No flow instance found. {hint}" if hint else "No flow instance found"
        count = plural(len(answer.rows), "flow instance")
        if not answer.has_more:
            return count
        order = (
            ""
            if self.session.explorer.listing.is_sorted
            else ", possibly newer ones: the server does not sort"
        )
        return f"{count}, there may be more{order}"
