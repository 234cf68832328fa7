"""The list of watched instances."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from ..commands.table import REFRESH, RETRY_FAILED, WATCH, bindings
from ..logic import times
from ..logic.runs.run_facts import RunFacts
from ..messages import Copyable, ToggleWatch, UseProfile
from ..models.listed_run import ListedRun
from ..models.lookup import Found
from ..models.saved_rows import Entry
from ..models.view import View
from ..services.session import Session
from ..services.watch import WatchState
from ..store.errors import StoreError
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.runs_with_preview import RunsWithPreview
from ..widgets.watch_table import WatchTable
from .base_data import DataScreen


class WatchedScreen(DataScreen):
    """Lists the watches of every profile, and starts those that the view names."""

    BINDINGS = bindings(WATCH, REFRESH, RETRY_FAILED)
    SHOWN: ClassVar[tuple[str, ...]] = (WATCH.action,)
    """Actions that the footer shows here at any width."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._of_others: Sequence[Entry] = ()
        """The watches on the disk of profiles that are not in use."""

    def compose_body(self) -> ComposeResult:
        """Yield the table, and the preview beside it."""
        table = WatchTable(id="watches")
        yield RunsWithPreview(table, table, self.session, self._listed_facts)

    def on_mount(self) -> None:
        """Start the watches that the view names, and show all."""
        for one in self.view.ids:
            if self.session.watcher.of(one) is None:
                self.session.watcher.start(one)
        self.update_saved()
        self._load_others()

    def on_screen_resume(self) -> None:
        """Update the table after another screen was on top."""
        super().on_screen_resume()
        self.update_saved()

    @work(exclusive=True, group="seen")
    async def _load_others(self) -> None:
        names = [one.profile_name for one in self.session.in_use]
        self._of_others = await self.session.saved_watches.of_others(names)
        self.update_saved()

    def update_saved(self) -> None:
        """Update table and header."""
        # A watch may be polled while the screen is removed and its table is gone.
        for table in self.query(WatchTable):
            table.set_watches(self._watched, self.session.explorer.server_zone)
            self.query_one(RunsWithPreview).update_preview()
        self.update_heading()

    def _listed_facts(self) -> RunFacts | None:
        """The facts of the last answer for the watch under the cursor."""
        one = self.query_one(WatchTable).current
        return None if one is None or one.found is None else RunFacts.of(one.found.model)

    @property
    def _watched(self) -> list[WatchState]:
        """The watches of every profile in use, then those of others."""
        polled = [
            replace(one, profile=session.profile_name)
            for session in self.session.in_use
            for one in session.watcher.watched
        ]
        others = [
            WatchState(one.instance_id, one.seen_at, last=one.seen_at, profile=one.profile, entry=one)
            for one in self._of_others
        ]
        return polled + others

    def update_watched(self, found: Found | None, profile: str) -> None:
        """Update the table after each poll."""
        self.update_saved()

    def heading(self) -> HeaderContent:
        """Number of watches, time zone, and the command line that watches the same."""
        watched, zone = self._watched, self.session.explorer.server_zone
        if not watched:
            return HeaderContent("watched", second="Nothing is watched")
        table = next(iter(self.query(WatchTable)), None)
        at = table.current if table is not None else None
        others = len(self._of_others)
        over = sum(one.is_over for one in watched)
        counts = [
            f"{len(watched) - over - others} watched",
            f"{over} ended" if over else "",
            f"{others} of profiles not in use" if others else "",
        ]
        where = times.zone_in_words(zone) if zone else "this machine's zone"
        error = at.error if at is not None else None
        second = f"no answer: {error}" if error else f"{', '.join(filter(None, counts))}, times in {where}"
        command = self.session.short_command(self.current_view())
        return HeaderContent("watched", second=second, is_alarming=error is not None, command=command)

    def redraw(self) -> None:
        """Draw the times again once the server's time zone is known."""
        self.update_saved()

    def current_view(self) -> View:
        """The view of all current watches of the profile."""
        return replace(self.view, ids=tuple(one.id for one in self.session.watcher.watched))

    def copyables(self) -> list[Copyable]:
        """Id and name of the watch under the cursor, and its error."""
        if (one := self.query_one(WatchTable).current) is None:
            return []
        return [
            Copyable("id", one.id.text, is_line=True),
            Copyable("name", one.name, is_line=True),
            Copyable("error", str(one.error or "")),
        ]

    @on(LineView.Moved, "#watches")
    def _show_error(self, event: LineView.Moved) -> None:
        event.stop()
        self.update_heading()

    @on(LineView.Chosen, "#watches")
    def _use_its_profile(self, event: LineView.Chosen) -> None:
        """Use the profile of a watch that is not polled here."""
        event.stop()
        if (one := self._chosen()) is not None:
            self.post_message(UseProfile(one.profile, "watched"))

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: every one of this screen is about its rows."""
        is_of_rows = action in (WATCH.action, REFRESH.action, RETRY_FAILED.action)
        return super().offers(action) and not (is_of_rows and not self._watched)

    def action_watch(self) -> None:
        """Stop watching the row of the cursor; an ended one leaves the list."""
        if (one := self._chosen()) is None:
            return
        if one.entry is not None:
            self._remove(one.entry)
        elif one.is_over:
            self._session_of(one).watcher.stop(one.id)
            self.update_saved()
        else:
            self.post_message(ToggleWatch(ListedRun(one.id, profile=one.profile)))

    @work(group="memory", description="remove a watch")
    async def _remove(self, entry: Entry) -> None:
        try:
            await self.session.saved_watches.remove(entry)
        except StoreError as error:
            self.refuse(str(error))
        else:
            self.notify(f"No longer watching {entry.id} of {entry.profile}.", markup=False)
        self._load_others()

    def action_refresh(self) -> None:
        """Poll the row of the cursor now."""
        if (one := self._chosen()) is None:
            return
        if one.entry is not None:
            self.refuse(self.query_one(WatchTable).no_run)
        elif one.is_over:
            self.refuse(f"It has ended and is not polled any more: {WATCH.key_name} removes it.")
        else:
            self._session_of(one).watcher.poll_now(one.id)

    def action_retry_failed(self) -> None:
        """Poll now every watch that has an error."""
        failed = [one for one in self._watched if one.error is not None]
        for one in failed:
            self._session_of(one).watcher.poll_now(one.id)
        if not failed:
            self.refuse(f"Every watch has an answer: {REFRESH.key_name} polls the row now.")

    def _session_of(self, watched: WatchState) -> Session:
        sessions = {one.profile_name: one for one in self.session.in_use}
        return sessions.get(watched.profile, self.session)

    def _chosen(self) -> WatchState | None:
        one = self.query_one(WatchTable).current
        if one is None:
            self.refuse(self.query_one(WatchTable).no_run)
        return one
