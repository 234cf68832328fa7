"""What the app does about favourites, history and saved searches."""

from textual import on, work
from textual.app import App

from ..commands.table import EDIT_NOTE
from ..logic import sanitize
from ..messages import DeleteSearch, EditNote, InstanceLoaded, RenameSearch, SaveSearch, ToggleFavourite
from ..screens.base import BaseScreen
from ..services.session import Session
from ..store.errors import StoreError


class LibraryMixin(App[int]):
    """An app whose session remembers."""

    @property
    def session(self) -> Session:
        """The profile in use."""
        raise NotImplementedError

    @on(InstanceLoaded)
    @work(group="memory")
    async def _remember(self, event: InstanceLoaded) -> None:
        await self.session.library.record(event.found)
        self._memory_changed()

    @on(ToggleFavourite)
    @work(group="memory")
    async def _toggle_favourite(self, event: ToggleFavourite) -> None:
        try:
            starred = await self.session.library.toggle_entry(event.entry)
        except StoreError as error:
            self._tell_not_saved(error)
            return
        self.notify(
            f"{event.entry.id} is a favourite: {EDIT_NOTE.key_name} adds a note."
            if starred
            else f"{event.entry.id} is no favourite any more.",
            markup=False,
        )
        self._memory_changed()

    @on(EditNote)
    @work(group="note")
    async def _write_note(self, event: EditNote) -> None:
        kept = self.session.library.favourite(event.entry) or event.entry
        from ..screens.note import Annotation, NoteScreen

        title = f"{kept.id}  {sanitize.one_line(kept.name)}"
        written = await self.push_screen_wait(NoteScreen(title, Annotation(kept.note, kept.tags)))
        if written is None:
            return
        try:
            await self.session.library.annotate(event.entry, written.note, written.tags)
        except StoreError as error:
            self._tell_not_saved(error)
        self._memory_changed()

    def _memory_changed(self) -> None:
        self.tell_notices()
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.is_mounted:
                screen.update_saved()

    def tell_notices(self) -> None:
        """Tell what was found out about the files."""
        for notice in self.session.library.pop_notices():
            self.notify(notice, severity="warning", timeout=20, markup=False)

    @on(SaveSearch)
    @work(group="search")
    async def _keep_search(self, event: SaveSearch) -> None:
        from ..screens.name import NameScreen

        name = await self.push_screen_wait(NameScreen("Save this search as", event.words))
        if name is None:
            return
        try:
            await self.session.library.save_search(name, event.words)
        except StoreError as error:
            self._tell_not_saved(error)
            return
        self.notify(f"{name} is saved: the list of searches has it.", markup=False)
        self._memory_changed()

    @on(RenameSearch)
    @work(group="search")
    async def _rename_search(self, event: RenameSearch) -> None:
        from ..screens.name import NameScreen

        name = await self.push_screen_wait(NameScreen("Call this search", event.search.name))
        if name is None:
            return
        try:
            await self.session.library.rename_search(event.search, name)
        except StoreError as error:
            self._tell_not_saved(error)
        self._memory_changed()

    @on(DeleteSearch)
    @work(group="search")
    async def _drop_search(self, event: DeleteSearch) -> None:
        try:
            await self.session.library.remove_search(event.search)
        except StoreError as error:
            self._tell_not_saved(error)
            return
        self.notify(f"{event.search.name} is dropped.", markup=False)
        self._memory_changed()

    def _tell_not_saved(self, error: StoreError) -> None:
        self.notify(str(error), title="Not saved", severity="error", markup=False)
