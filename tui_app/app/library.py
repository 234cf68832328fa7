"""Handlers of favourites, history and saved searches."""

from collections.abc import Awaitable, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.message import Message

from ..api.errors import GatewayError
from ..commands.table import EDIT_NOTE
from ..logic import sanitize
from ..logic.text import plural
from ..messages import (
    DeleteSearch,
    EditNote,
    FindLatest,
    InstanceLoaded,
    RefreshEntries,
    RenameSearch,
    SaveSearch,
    ToggleFavourite,
)
from ..models.listed_run import ListedRun
from ..screens.base import BaseScreen
from ..store.errors import StoreError
from .session_app import SessionApp

if TYPE_CHECKING:
    from ..models.lookup import Found
    from ..models.saved_rows import Entry


class LibraryHandlers(SessionApp):
    """Handlers that change what the session's library stores."""

    # Without a description Textual writes out the arguments of a worker, with all that an answer holds.

    @on(InstanceLoaded)
    @work(group="memory", description="add to the history")
    async def _add_to_history(self, event: InstanceLoaded) -> None:
        await self.wait_until_loaded()
        await self.session_of(event.profile).library.record(event.found)
        self.update_screens()

    @on(ToggleFavourite)
    @work(group="memory", description="toggle a favourite")
    async def _toggle_favourite(self, event: ToggleFavourite) -> None:
        entry = self._entry_of(event.run)
        library = self.session_of(entry.profile).library
        if await self._has_saved(library.toggle(entry)):
            self.notify(
                f"{entry.id} is a favourite: {EDIT_NOTE.key_name} adds a note."
                if library.favourite(entry) is not None
                else f"{entry.id} is no longer a favourite.",
                markup=False,
            )

    @on(RefreshEntries)
    @work(exclusive=True, group="seen")
    async def _refresh_entries(self, event: RefreshEntries) -> None:
        """Request the runs again, a few at a time, and show each state as soon as it is there."""
        from ..services.concurrency import gather

        explorer, errors = self.session.explorer, list[GatewayError]()

        async def ask(row: "ListedRun | Entry") -> "Found | None":
            if isinstance(row, ListedRun):
                return await explorer.find_as_named(row.id, fresh=True)
            run = await self._latest_run(row)
            if run.state is not None:  # the list that names the latest run of a workflow has its state, too
                return None
            found = await explorer.find_as_named(run.id, fresh=True)
            self.session.starred_runs.keep(row, ListedRun.of(found))
            return found

        rows: tuple[ListedRun | Entry, ...] = (*event.runs, *event.latest)
        async with aclosing(gather(rows, ask)) as answers:
            async for _, answer in answers:
                if isinstance(answer, GatewayError):
                    errors.append(answer)
                else:
                    if answer is not None:
                        await self.session.library.refresh_seen(answer)
                    self.update_screens()
        if errors:
            sentence = f"{len(errors)} of {plural(len(rows), 'run')} not refreshed: {errors[0]}"
            self.notify(sentence, severity="warning", markup=False)
        else:
            self.notify(f"{plural(len(rows), 'run')} refreshed.", timeout=3, markup=False)

    async def _latest_run(self, entry: "Entry") -> ListedRun:
        """Find the latest run that a favourite means, and keep it."""
        from ..services.latest_run import latest_run

        session = self.session_of(entry.profile)
        run = await latest_run(session.explorer, entry)
        session.starred_runs.keep(entry, run)
        return run

    @on(EditNote)
    @work(group="note", description="edit a note")
    async def _edit_note(self, event: EditNote) -> None:
        from ..screens.favourite_note import Annotation, FavouriteNoteScreen

        entry = self._entry_of(event.run)
        title = f"{entry.id}  {sanitize.one_line(entry.name)}"
        result = await self.push_screen_wait(
            FavouriteNoteScreen(title, Annotation(entry.note, entry.tags, entry.latest))
        )
        if result is None:
            return
        library = self.session_of(entry.profile).library
        await self._has_saved(library.annotate(entry, result.note, result.tags, result.is_latest))

    @on(FindLatest)
    @work(exclusive=True, group="ask", description="find the latest run")
    async def _find_latest(self, event: FindLatest) -> None:
        """Find the latest run that a favourite means, and act on it unless the user has moved on."""
        screen, entry = self.screen, event.entry
        message: Message | None = event.otherwise
        try:
            message = event.then(await self._latest_run(entry))
        except GatewayError as error:
            sentences = " ".join(filter(None, (str(error), error.hint)))
            self.notify(sentences, severity="warning", markup=False)
        if message is not None and self.screen is screen:
            self.post_message(message)

    @on(SaveSearch)
    @work(group="search")
    async def _save_search(self, event: SaveSearch) -> None:
        from ..screens.name import NameScreen

        name = await self.push_screen_wait(NameScreen("Save this search as", event.words))
        if name is not None and await self._has_saved(self.session.library.save_search(name, event.words)):
            self.notify(f'Saved as "{name}". It is on the first screen.', markup=False)

    @on(RenameSearch)
    @work(group="search")
    async def _rename_search(self, event: RenameSearch) -> None:
        from ..screens.name import NameScreen

        name = await self.push_screen_wait(NameScreen("Rename this search to", event.search.name))
        if name is not None:
            await self._has_saved(self.session.library.rename_search(event.search, name))

    @on(DeleteSearch)
    @work(group="search")
    async def _delete_search(self, event: DeleteSearch) -> None:
        if await self._has_saved(self.session.library.remove_search(event.search)):
            self.notify(f'Deleted the search "{event.search.name}".', markup=False)

    def notify_file_problems(self) -> None:
        """Show what the library found wrong with its files."""
        for notice in self.session.library.pop_notices():
            self.notify(notice, severity="warning", timeout=20, markup=False)

    def _entry_of(self, run: ListedRun) -> "Entry":
        session = self.session_of(run.profile)
        return session.library.entry_of_run(run, session.explorer.now())

    def update_screens(self) -> None:
        """Update what every screen shows of the saved lists, and report faults of their files."""
        self.notify_file_problems()
        for screen in open_screens(self):
            screen.update_saved()

    async def _has_saved(self, change: Awaitable[object]) -> bool:
        """Wait for a change of the library and show it; False, with a notification, if the disk refused."""
        try:
            await change
        except StoreError as error:
            self.notify(str(error), title="Not saved", severity="error", markup=False)
            return False
        finally:
            self.update_screens()
        return True


def open_screens(app: App[int]) -> Iterator[BaseScreen]:
    """Mounted screens of an app, without dialogs."""
    for screen in app.screen_stack:
        if isinstance(screen, BaseScreen) and screen.is_mounted:
            yield screen
