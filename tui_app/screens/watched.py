"""The list of watched instances."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult

from ..commands.table import REFRESH, RETRY_FAILED, WATCH, bindings
from ..logic import times
from ..messages import Copyable, ToggleWatch
from ..models.listed_run import ListedRun
from ..models.lookup import Found
from ..models.view import View
from ..services.watch import WatchState
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.view import LineView
from ..widgets.watch_table import WatchTable
from .data import DataScreen


class WatchedScreen(DataScreen):
    """Lists the watches, and starts those that the view names."""

    BINDINGS = bindings(WATCH, REFRESH, RETRY_FAILED)

    def compose_body(self) -> ComposeResult:
        """Yield the table."""
        yield WatchTable(id="watches")

    def on_mount(self) -> None:
        """Start the watches that the view names, and show all."""
        for one in self.view.ids:
            if self.session.watcher.of(one) is None:
                self.session.watcher.start(one)
        self.update_saved()

    def on_screen_resume(self) -> None:
        """Update the table after another screen was on top."""
        self.update_saved()

    def update_saved(self) -> None:
        """Update table and header."""
        # A watch may be polled while the screen is removed and its table is gone.
        for table in self.query(WatchTable):
            table.set_watches(self.session.watcher.watched, self.session.explorer.server_zone)
        self.update_heading()

    def update_watched(self, found: Found | None) -> None:
        """Update the table after each poll."""
        self.update_saved()

    def heading(self) -> HeaderContent:
        """Number of watches, time zone, and the command line that watches the same."""
        watched, zone = self.session.watcher.watched, self.session.explorer.server_zone
        if not watched:
            how = f"Press {WATCH.key_name} on a task or flow."
            return HeaderContent("watched", second=f"Not watching anything. {how}")
        table = next(iter(self.query(WatchTable)), None)
        at = table.current if table is not None else None
        over = sum(one.is_over for one in watched)
        counts = [f"{len(watched) - over} watched", *([f"{over} ended"] if over else [])]
        where = times.zone_in_words(zone) if zone else "this machine's zone"
        error = at.error if at is not None else None
        second = f"no answer: {error}" if error else f"{', '.join(counts)}, times in {where}"
        command = self.session.short_command(self.current_view())
        return HeaderContent("watched", second=second, is_alarming=error is not None, command=command)

    def redraw(self) -> None:
        """Draw the times again once the server's time zone is known."""
        self.update_saved()

    def current_view(self) -> View:
        """The view of all current watches."""
        return replace(self.view, ids=tuple(one.id for one in self.session.watcher.watched))

    def copyables(self) -> list[Copyable]:
        """Id and name of the watch under the cursor, and its error."""
        if (one := self.query_one(WatchTable).current) is None:
            return []
        found = one.found
        return [
            Copyable("id", one.id.text, is_line=True),
            Copyable("name", found.name if found else "", is_line=True),
            Copyable("error", str(one.error or "")),
        ]

    @on(LineView.Moved, "#watches")
    def _show_error(self, event: LineView.Moved) -> None:
        event.stop()
        self.update_heading()

    def action_watch(self) -> None:
        """Stop watching the row of the cursor; an ended one leaves the list."""
        if (one := self._chosen()) is None:
            return
        if one.is_over:
            self.session.watcher.stop(one.id)
            self.update_saved()
        else:
            self.post_message(ToggleWatch(ListedRun(one.id)))

    def action_refresh(self) -> None:
        """Poll the row of the cursor now."""
        if (one := self._chosen()) is not None:
            self.session.watcher.poll_now(one.id)

    def action_retry_failed(self) -> None:
        """Poll now every watch that has an error."""
        for one in self.session.watcher.watched:
            if one.error is not None:
                self.session.watcher.poll_now(one.id)

    def _chosen(self) -> WatchState | None:
        one = self.query_one(WatchTable).current
        if one is None:
            self.refuse("Not watching anything.")
        return one
