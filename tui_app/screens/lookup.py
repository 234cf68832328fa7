"""Type or paste an id, or choose a favourite or what was opened before."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.reactive import var
from textual.widgets import Input, Static

from ..commands import (
    BACK,
    COPY,
    DROP_SEARCH,
    EDIT_NOTE,
    QUIT_ANYWHERE,
    SEARCH,
    TOGGLE_FAVOURITE,
    WATCH,
    bindings,
)
from ..messages import (
    Copyable,
    CopyMenu,
    FavouriteToggled,
    NoteWanted,
    Open,
    SearchDropped,
    SearchRenamed,
    Typing,
    WatchToggled,
)
from ..models.ids import WHAT_AN_ID_LOOKS_LIKE
from ..models.view import View
from ..services.session import Session
from ..widgets.id_input import IdInput
from ..widgets.instance_header import Heading, InstanceHeader
from ..widgets.key_bar import KeyBar
from ..widgets.line_view import LineView
from ..widgets.saved_list import SavedList, Section
from .base import ExplorerScreen

if TYPE_CHECKING:
    from ..store.entry import Entry


class LookupScreen(ExplorerScreen):
    """The first screen; also what `g`, `F` and `H` open over another one."""

    BINDINGS = bindings(BACK, TOGGLE_FAVOURITE, EDIT_NOTE, COPY, SEARCH, WATCH, DROP_SEARCH)
    CSS_PATH = "lookup.tcss"

    connection: var[str] = var("")
    """How the connection stands, in words; told by the app."""

    def __init__(self, session: Session, view: View, is_first: bool = False) -> None:
        """Show all lists, or the one that the view names, with the focus in it.

        The first one of the program is drawn without lists: they take a while to read.
        """
        super().__init__()
        self._session = session
        self._view = view
        self._is_first = is_first
        self._has_lists = not is_first

    def compose(self) -> ComposeResult:
        """Header, input, a line of help, the lists."""
        yield InstanceHeader(
            self._session.profile_name,
            Heading(self._title, second=self.connection),
            self._session.command(self._view),
            warning=self._session.warning,
        )
        yield IdInput()
        yield Static(WHAT_AN_ID_LOOKS_LIKE, id="advice", markup=False)
        yield SavedList(id="saved")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the lists from what is remembered."""
        self.refill()
        if self._view.name != "lookup":
            self.query_one(SavedList).focus()

    def on_screen_resume(self) -> None:
        """The lists may have grown while another screen was on top."""
        self.refill()

    def fill(self) -> None:
        """Show lists from now on: what is remembered has been read."""
        self._has_lists = True
        self.refill()

    def refill(self) -> None:
        """Bring the lists up to date; those below another screen wait until they are seen."""
        if not (self._has_lists and self.is_attached and self.is_current):
            return
        memory = self._session.memory
        starred = {entry.key for entry in memory.favourites}
        favourites = Section(
            "Favourites",
            memory.favourites,
            f"No favourites yet: {TOGGLE_FAVOURITE.typed} keeps the run on screen.",
        )
        opened = [e for e in memory.history if self._view.name == "history" or e.key not in starred]
        history = Section("History", opened, "Nothing opened yet.")
        examples = Section("Examples in the demo", self._session.examples)
        searches = Section("Saved searches", memory.searches)
        everything = [*([favourites] if memory.favourites else []), searches, history, examples]
        sections = {"favourites": [favourites], "history": [history]}.get(self._view.name, everything)
        # The answer that is remembered last may arrive while the program ends and the list is gone.
        for saved in self.query(SavedList):
            saved.show(sections, self._session.explorer.now())

    def tell_connection(self, words: str) -> None:
        """Keep how it stands, for the header."""
        self.connection = words

    def watch_connection(self, connection: str) -> None:
        """Tell how the connection stands."""
        for header in self.query(InstanceHeader):
            header.heading = Heading(self._title, second=connection)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            self.post_message(Typing())
        self.query_one(SavedList).narrow(event.value)
        self._advise(WHAT_AN_ID_LOOKS_LIKE)

    @on(IdInput.Found)
    def _open(self, event: IdInput.Found) -> None:
        event.stop()
        self.post_message(Open(View.of_all(event.ids)))

    @on(IdInput.FoundNothing)
    def _explain(self, event: IdInput.FoundNothing) -> None:
        event.stop()
        fitting = self.query_one(SavedList).shown_count
        more = f" Down moves into the {fitting} that fit." if event.text.strip() and fitting else ""
        self._advise(
            ("There is no id in this text. " if event.text.strip() else "") + WHAT_AN_ID_LOOKS_LIKE + more,
            is_refusal=True,
        )

    @on(LineView.Chosen, "#saved")
    def _open_entry(self, event: LineView.Chosen) -> None:
        event.stop()
        saved = self.query_one(SavedList)
        if entry := saved.current:
            self.post_message(Open(View.of(entry.instance_id)))
        elif search := saved.current_search:
            self.post_message(Open(View("find", query=search.words)))

    def action_search(self) -> None:
        """Back to the input, which filters the list."""
        self.query_one(IdInput).focus()

    def action_back(self) -> None:
        """From a text to none, else out of the screen; the first screen stays."""
        text = self.query_one(IdInput)
        if text.value:
            text.value = ""
            text.focus()
        elif not self._is_first:
            self.app.pop_screen()
        else:
            self.notify(f"This is the first screen: {QUIT_ANYWHERE.typed} leaves the program.", markup=False)

    def action_toggle_favourite(self) -> None:
        """Star the entry of the cursor, or take its star away."""
        if entry := self._entry():
            self.post_message(FavouriteToggled(entry))

    def action_edit_note(self) -> None:
        """Write a note and tags for the entry of the cursor; a search gets another name."""
        if search := self.query_one(SavedList).current_search:
            self.post_message(SearchRenamed(search))
        elif entry := self._entry():
            self.post_message(NoteWanted(entry))

    def action_watch(self) -> None:
        """Watch the entry of the cursor until it is over, or no more."""
        if entry := self._entry():
            self.post_message(WatchToggled(entry.instance_id))

    def action_drop_search(self) -> None:
        """Drop the saved search of the cursor."""
        if search := self.query_one(SavedList).current_search:
            self.post_message(SearchDropped(search))
        else:
            self.notify("Move to a saved search first.", severity="warning", markup=False)

    def action_copy(self) -> None:
        """Copy something of the entry of the cursor."""
        if search := self.query_one(SavedList).current_search:
            self.post_message(
                CopyMenu([Copyable("search", search.words), Copyable("name of the search", search.name)])
            )
        elif entry := self._entry():
            self.post_message(
                CopyMenu(
                    [Copyable("id", entry.id), Copyable("name", entry.name), Copyable("note", entry.note)]
                )
            )

    @property
    def _title(self) -> str:
        return "look up" if self._view.name == "lookup" else self._view.name

    def _entry(self) -> "Entry | None":
        entry = self.query_one(SavedList).current
        if entry is None:
            self.notify("Move to an entry of the list first.", severity="warning", markup=False)
        return entry

    def _advise(self, text: str, is_refusal: bool = False) -> None:
        advice = self.query_one("#advice", Static)
        advice.update(text)
        advice.set_class(is_refusal, "-refusal")
