"""The screen to type or paste an id, or to choose a favourite or an entry of the history."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from ..commands.table import (
    BACK,
    COPY,
    FIND_FLOWS,
    FOCUS_LIST,
    QUIT_ANYWHERE,
    SEARCH,
    TOGGLE_SAVED,
    bindings,
)
from ..commands.tour import OF_INPUT, OF_LIST, Tour
from ..messages import (
    Copyable,
    FindLatest,
    InputEdited,
    OpenCopyMenu,
    OpenView,
)
from ..models.ids import WHAT_AN_ID_LOOKS_LIKE, find_ids
from ..models.view import View
from ..models.view_names import ON_FIRST_SCREEN
from ..services.combined_overview import ALL_PROFILES, CombinedOverview
from ..services.session import Session
from ..widgets.footer import Footer
from ..widgets.id_input import IdInput
from ..widgets.instance_header import HeaderContent, InstanceHeader
from ..widgets.list_with_preview import ListWithPreview
from ..widgets.tab_line import TabLine
from .base import CONNECTING
from .overview import OverviewScreen

if TYPE_CHECKING:
    from ..models.listed_run import ListedRun
    from ..models.saved_rows import SavedSearch
    from ..widgets.lines.view import LineView
    from ..widgets.saved_list import SavedList
    from ..widgets.saved_sections import SavedSections


TOUR_S = 60.0
"""Seconds for which the footer of the demo's first screen shows a newcomer round."""

_SAVED = "Favourites, searches and history"


class LookupScreen(OverviewScreen):
    """The first screen; commands open it over others, too, as favourites or history."""

    BINDINGS = bindings(BACK, COPY, SEARCH, FIND_FLOWS, TOGGLE_SAVED)
    CSS_PATH = "lookup.tcss"

    connection: var[str] = var("", init=False)
    """The state of the connection, in words; set by the app."""

    def __init__(
        self, session: Session, view: View, is_first: bool = False, overviews: CombinedOverview | None = None
    ) -> None:
        """Show all lists, or focus the one that the view names.

        The first screen is drawn without a list, which takes time to import and to read.

        Args:
            overviews: the runs of all profiles, in place of those of the session's.
        """
        has_overview = overviews is not None or bool(session.overview_span)
        super().__init__(session, has_overview and view.name in ON_FIRST_SCREEN, overviews)
        self._view = view
        self.is_first = is_first
        self._saved: SavedList | None = None
        self._shows_saved = not self.has_overview
        self._sections: SavedSections | None = None
        self._has_tour = False
        self._footer_of = (self._shows_saved, not is_first)
        """Whether the saved list was shown, and there was a way back, when the footer was last updated."""
        self._is_composed = asyncio.Event()

    def compose(self) -> ComposeResult:
        """Yield header, input, a line of help and footer; the lists are added later."""
        yield InstanceHeader(
            self.session.profile_name,
            HeaderContent(self._title, second=self.connection),
            ALL_PROFILES if self.overviews.is_of_all else self.session.command(self._view),
            warning=self.session.warning,
        )
        yield IdInput()
        yield Static(WHAT_AN_ID_LOOKS_LIKE, id="advice", markup=False)
        if self.has_overview:
            yield TabLine(id="title")
        yield Footer()

    async def on_mount(self) -> None:
        """Add the lists, except on the first screen."""
        self.set_class(not self.has_overview, "-saved")
        self.set_class(self.has_overview, "-no-advice")
        self._is_composed.set()
        if not self.is_first:
            self.start_overview()
            await self.fill_overview()
            await self.fill_saved()

    def on_screen_resume(self) -> None:
        """Update the lists after another screen was on top."""
        if self._sections is not None:
            self._sections.forget_places()
        self.update_saved()
        if self.has_overview and isinstance(self.focused, IdInput) and self.focused.value:
            # An id that was opened stands in the input still, and filters nothing any more.
            self._show_saved(False)
        self.resume_overview()

    def on_screen_suspend(self) -> None:
        """Stop what is pending while another screen is on top."""
        self.stop_overview()

    def redraw(self) -> None:
        """Draw the overview again: the server's time zone shows what is late."""
        if self.has_overview:
            self.draw_overview()

    async def fill_overview(self) -> None:
        """Add the runs of the last hours, where they are shown and not there yet."""
        await self._is_composed.wait()
        if self.has_overview and self.overview_table is None and self.has_widgets:
            await self.mount_overview(after="#title")
            if self._view.name != "lookup" and self.overview_table is not None:
                self.overview_table.focus()

    async def fill_saved(self) -> None:
        """Add favourites, searches and history, once the files are read."""
        from ..widgets.runs_with_preview import RunsWithPreview
        from ..widgets.saved_list import SavedList
        from ..widgets.saved_sections import SavedSections

        saved = SavedList(id="saved")
        beside = RunsWithPreview(saved, saved, self.session, lambda: saved.current_facts, id="saved-runs")
        await self._is_composed.wait()
        if not self.has_widgets:
            return  # The program ends already.
        await self.mount(beside, after="#title" if self.has_overview else "#advice")
        self._saved, self._sections = saved, SavedSections(self.session, self._view.name)
        saved.set_filter(self.query_one(IdInput).value)
        self.update_saved()
        if self.session.has_tour and self.is_first:
            self._has_tour = True
            self.refresh_bindings()
            self.set_timer(TOUR_S, self._end_tour)
        if self._view.name != "lookup" and not self.has_overview:
            saved.focus()

    def update_saved(self) -> None:
        """Update the lists, unless another screen is on top."""
        # The last entry of the history may be written while the program ends and the list is gone.
        saved, sections = self._saved, self._sections
        if saved is None or sections is None or not saved.is_attached or not self.is_current:
            return
        now = self.session.explorer.now()
        saved.set_sections(sections.sections(), now, sections.starred, sections.latest)
        self.query_one("#saved-runs", ListWithPreview).update_preview()

    def on_key(self, event: events.Key) -> None:
        """Start an id with a digit that was typed over the list, unless it is bound to a command."""
        if event.key.isdecimal() and event.key.isascii() and event.key not in self.active_bindings:
            event.stop()
            self.query_one(IdInput).type_digit(event.key)

    def set_connection(self, words: str) -> None:
        """Update the state of the connection."""
        self.connection = words
        if words not in ("", CONNECTING):
            self.has_connected.set()

    def watch_connection(self, connection: str) -> None:
        """Show the state of the connection in the header."""
        for header in self.query(InstanceHeader):
            header.heading = HeaderContent(self._title, second=connection)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            self.post_message(InputEdited())
        if self._saved is not None:
            self._saved.set_filter(event.value)
        # What is typed filters the saved list, so it is shown meanwhile.
        self._show_saved(bool(event.value) or not self.has_overview)
        self._show_advice(WHAT_AN_ID_LOOKS_LIKE)

    @on(IdInput.IdsSubmitted)
    def _open(self, event: IdInput.IdsSubmitted) -> None:
        event.stop()
        self.post_message(OpenView(View.of_all(event.ids)))

    @on(IdInput.Rejected)
    def _explain(self, event: IdInput.Rejected) -> None:
        event.stop()
        text = WHAT_AN_ID_LOOKS_LIKE
        if event.text.strip():
            text = f"There is no id in this text. {text}"
            if count := self._saved.shown_count if self._saved is not None else 0:
                matches = "1 match" if count == 1 else f"{count} matches"
                text += f" {FOCUS_LIST.key_name} moves to the {matches} below."
            elif key := FIND_FLOWS.key_name_while_typing:
                text += f" {key} finds flow instances by this text."
        self._show_advice(text, is_refusal=True)

    def on_line_view_chosen(self, event: "LineView.Chosen") -> None:
        """Run the search of the cursor."""
        event.stop()
        if search := self._search:
            self.post_message(OpenView(View("find", query=search.words)))

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: from the first screen there is mostly no way back."""
        return super().offers(action) and (action != BACK.action or self._can_go_back)

    @property
    def _can_go_back(self) -> bool:
        has_text = any(text.value for text in self.query(IdInput))
        return not self.is_first or has_text or (self._shows_saved and self.has_overview) or self.has_filter

    @property
    def tour(self) -> Tour:
        """In the first minute of the demo, while nothing is typed: to the cause, and on from there."""
        if not self._has_tour or self._shows_saved:
            return ()
        return OF_INPUT if isinstance(self.focused, IdInput) else OF_LIST

    def _end_tour(self) -> None:
        self._has_tour = False
        self.refresh_bindings()

    @on(IdInput.ExplanationRequested)
    def _explain_failure(self) -> None:
        if self.overview_table is not None and (failed := self.overview_table.failed_run) is not None:
            self.post_message(OpenView(View.of(failed[1], "why"), profile=failed[0]))

    def update_overview_title(self) -> None:
        """Update the line above the overview, and what Enter does with nothing typed."""
        key = Content.styled(TOGGLE_SAVED.key_name, "bold $text-accent")
        for line in self.query(TabLine):
            line.heading = Content.styled(_SAVED, "bold") if self._shows_saved else self.overview_title()
            line.other = key + (" overview" if self._shows_saved else " saved")
        table = self.overview_table
        has_failure = table is not None and table.failed_run is not None
        # The last answer may come while the program ends and the widgets are gone.
        for text in self.query(IdInput):
            text.explains = has_failure and not self._shows_saved

    def action_toggle_saved(self) -> None:
        """Show favourites, searches and history, or the overview."""
        had_focus = self.focused is not None and not isinstance(self.focused, IdInput)
        self._show_saved(not self._shows_saved)
        if had_focus and self._saved is not None and self.overview_table is not None:
            (self._saved if self._shows_saved else self.overview_table).focus()

    def _show_saved(self, is_saved: bool) -> None:
        self._shows_saved = is_saved
        self.set_class(is_saved, "-saved")
        self.update_overview_title()
        self._update_footer()

    def _update_footer(self) -> None:
        before, self._footer_of = self._footer_of, (self._shows_saved, self._can_go_back)
        if before != self._footer_of:
            self.refresh_bindings()

    def action_find_flows(self) -> None:
        """Find flow instances by what is typed, if that is no id."""
        text = self.query_one(IdInput).value.strip()
        self.post_message(OpenView(View("find", query="" if find_ids(text) else text)))

    def action_search(self) -> None:
        """Focus the input, which filters the list."""
        self.query_one(IdInput).focus()

    def action_back(self) -> None:
        """Close the filter, clear the input, else go back; the first screen stays."""
        text = self.query_one(IdInput)
        if not (self._shows_saved or text.has_focus) and self.close_filter():
            return
        if text.value:
            text.value = ""
            text.focus()
        elif self._shows_saved and self.has_overview:
            self.action_toggle_saved()
        elif self.close_filter():
            text.focus()
        elif not self.is_first:
            self.app.pop_screen()
        else:
            self.notify(f"Nothing to go back to. {QUIT_ANYWHERE.key_name} quits.", markup=False)

    def action_copy(self) -> None:
        """Open the copy menu for the row of the cursor."""
        table = self.overview_table
        if table is not None and not self._shows_saved:
            if (run := table.current_run) is not None:
                session = self.overviews.session_of((run.profile, run.id.text))
                choices = [replace(one, text=session.redact(one.text)) for one in table.copyables]
                self.post_message(_copy_menu(session, run, choices))
            else:
                self.refuse(table.no_run)
        elif search := self._search:
            search_name = Copyable("name of the search", search.name, is_line=True)
            self.post_message(OpenCopyMenu([Copyable("search", search.words), search_name]))
        elif self._saved is None or (entry := self._saved.current) is None:
            self.refuse(self._saved.no_run if self._saved is not None else "The list is not read yet.")
        else:
            what = "id of the starred run" if entry.latest else "id"
            choices = [
                Copyable(what, entry.id, is_line=True),
                Copyable("name", entry.name, is_line=True),
                Copyable("note", entry.note),
            ]
            menu = _copy_menu(self.session, entry.run, choices)
            if entry.latest:
                self.post_message(FindLatest(entry, lambda run: self._menu_of_latest(run, choices), menu))
            else:
                self.post_message(menu)

    def _menu_of_latest(self, run: "ListedRun", choices: Sequence[Copyable]) -> OpenCopyMenu:
        latest = Copyable("id of the latest run", run.id.text, is_line=True)
        return _copy_menu(self.session, run, [latest, *choices])

    @property
    def _title(self) -> str:
        return "look up" if self._view.name == "lookup" else self._view.name

    @property
    def _search(self) -> "SavedSearch | None":
        """The saved search of the cursor."""
        return self._saved.current_search if self._saved is not None and self._shows_saved else None

    def _show_advice(self, text: str, is_refusal: bool = False) -> None:
        # Where there is an overview, the hint in the empty input is advice enough.
        is_idle = not is_refusal and not self.query_one(IdInput).value
        self.set_class(self.has_overview and is_idle, "-no-advice")
        advice = self.query_one("#advice", Static)
        if text != advice.content:
            advice.update(text)
        advice.set_class(is_refusal, "-refusal")


def _copy_menu(session: Session, run: "ListedRun", choices: Sequence[Copyable]) -> OpenCopyMenu:
    """The menu with some texts about a run, and with the ways that lead to it."""
    link = Copyable("link to the console", session.console_link(run))
    command = Copyable("command line", session.command(View.of(run.id)))
    return OpenCopyMenu([one for one in (*choices, link, command) if one.text])
