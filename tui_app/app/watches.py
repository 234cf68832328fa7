"""Watched instances: passes their updates to the screens, and reports the end of each once."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import App

from ..commands.table import OPEN_WATCHED
from ..logic import sanitize
from ..logic.text import plural
from ..messages import ToggleWatch, WatchPolled
from ..models.ids import InstanceId
from ..models.status import Group
from ..store.errors import StoreError
from ..terminal import title
from ..terminal.notification import notification
from ..terminal.textual_private import send
from .library import open_screens
from .session_app import SessionApp

if TYPE_CHECKING:
    from ..models.listed_run import ListedRun
    from ..models.lookup import Found
    from ..services.session import Session
    from ..services.watch import WatchState

_SEVERITIES: dict[Group, Literal["information", "error"]] = {Group.GOOD: "information", Group.BAD: "error"}
_TOAST_S = 60.0


class Watches:
    """Connects the watcher of a session to an app."""

    def __init__(self, app: App[int], session: "Session") -> None:
        """Follow the watcher, and pause it while the terminal has no focus.

        A terminal that never reports its focus counts as one that has it.
        """
        self._app, self._session = app, session
        self._has_set_title = False
        self._notices: set[str] = set()
        self._saved_ids: list[InstanceId] = []
        self._has_resumed = False
        session.watcher.on_change = self._post
        app.watch(app, "app_focus", self._pause_or_resume, init=False)

    async def aclose(self) -> None:
        """End all watches, and restore the window's own title."""
        await self._session.watcher.aclose()
        if self._has_set_title:
            send(self._app, title.RESTORE)

    def toggle(self, run: "ListedRun", found: "Found | None") -> None:
        """Start or stop watching an instance; one that is known to have ended is refused."""
        watcher, instance_id = self._session.watcher, run.id
        if watcher.is_watching(instance_id):
            watcher.stop(instance_id)
            self._app.notify(f"No longer watching {instance_id}.", markup=False)
        elif run.has_ended and run.seen_at is None:
            ended = f"It has already ended: {run.state.name if run.state else ''}."
            self._app.notify(sanitize.one_line(ended), severity="warning", markup=False)
            return
        else:
            watcher.start(instance_id, found)
            message = f"Watching {instance_id}: {OPEN_WATCHED.key_name} lists what is watched."
            self._app.notify(message, markup=False)
        self._update_saved()
        self._save_if_changed()

    async def resume(self) -> int:
        """Take up the watches of the last session; returns how many."""
        ids = await self._session.saved_watches.load()
        for instance_id in ids:
            if self._session.watcher.of(instance_id) is None:
                self._session.watcher.start(instance_id)
        self._has_resumed = True
        self._save_if_changed()
        if ids:
            self._update_saved()
        return len(ids)

    @property
    def running(self) -> int:
        """Number of watches that have not ended."""
        return sum(not one.is_over for one in self._session.watcher.watched)

    async def save(self) -> None:
        """Keep the watches for the next start; a disk that refuses becomes a notice, once."""
        if not self._has_resumed:
            return  # those of the last session are not read yet, and would be lost
        saved = self._session.saved_watches
        try:
            await saved.save(self._session.watcher.watched, self._session.explorer.now())
            notices = saved.pop_notices()
        except StoreError as error:
            notices = [str(error)]
        for notice in notices:
            if notice not in self._notices:
                self._notices.add(notice)
                self._app.notify(notice, severity="warning", timeout=20, markup=False)

    def update(self, watched: "WatchState") -> None:
        """Update the screens, unless the watch was stopped meanwhile."""
        if self._session.watcher.of(watched.id) is None:
            return
        for screen in open_screens(self._app):
            screen.update_watched(watched.found, self._session.profile_name)
        if watched.found is not None and watched.is_over:
            self._notify_end(watched.found)
            self._update_saved()
        self._save_if_changed()

    def _save_if_changed(self) -> None:
        """Save the watches if others run than were saved last."""
        ids = [one.id for one in self._session.watcher.watched if not one.is_over]
        if self._has_resumed and ids != self._saved_ids:
            self._saved_ids = ids
            self._app.run_worker(self.save(), group="memory")

    def _post(self, watched: "WatchState") -> None:
        # The watcher's task is not one of Textual's: the app handles the message in its own.
        self._app.post_message(WatchPolled(watched, self._session.profile_name))

    def _pause_or_resume(self, has_focus: bool) -> None:
        if has_focus:
            self._session.watcher.resume()
        else:
            self._session.watcher.pause()

    def _notify_end(self, found: "Found") -> None:
        from ..logic.why.sentence import headline_of

        app, explorer = self._app, self._session.explorer
        state, name = found.state, found.name
        headline = headline_of(found, explorer.server_zone, explorer.now())
        app.bell()
        if not self._has_set_title:
            send(app, title.SAVE)
            self._has_set_title = True
        send(app, title.set_title(f"{state.glyph} {state.name} {found.id} {name}"))
        send(app, notification(self._session.notify, f"{state} {name}, {found.id}", os.environ))
        app.notify(
            sanitize.one_line(f"{state} {name}, {found.id}: {headline}"),
            title="Finished",
            severity=_SEVERITIES.get(state.group, "warning"),
            timeout=_TOAST_S,
            markup=False,
        )

    def _update_saved(self) -> None:
        for screen in open_screens(self._app):
            screen.update_saved()


class WatchHandlers(SessionApp):
    """Handlers of what concerns watched instances."""

    watches: dict[str, Watches]
    """By name of a profile in use: its watches, from the first request to watch something there."""

    @property
    def running_watches(self) -> int:
        """Number of watches that have not ended."""
        return sum(one.running for one in self.watches.values())

    def make_watches(self) -> None:
        """Make the watches of every profile in use."""
        for session in self.sessions.all:
            self._watches_of(session.profile_name)

    async def resume_watches(self) -> None:
        """Take up the watches of the last session, of every profile in use."""
        self.make_watches()
        if count := sum([await one.resume() for one in self.watches.values()]):
            words = f"Watching {plural(count, 'instance')} as before: {OPEN_WATCHED.key_name} lists them."
            self.notify(words, markup=False)

    async def close_watches(self, watches: Iterable[Watches]) -> None:
        """End all watches of some profiles; they stay on the disk."""
        for one in watches:
            await one.aclose()

    @on(ToggleWatch)
    def _toggle_watch(self, event: ToggleWatch) -> None:
        self._watches_of(event.run.profile).toggle(event.run, event.found)

    @on(WatchPolled)
    def _update_watch(self, event: WatchPolled) -> None:
        # The profile may have been changed meanwhile.
        if (watches := self.watches.get(event.profile)) is not None:
            watches.update(event.watched)

    def _watches_of(self, profile: str) -> Watches:
        session = self.session_of(profile)
        if session.profile_name not in self.watches:
            self.watches[session.profile_name] = Watches(self, session)
        return self.watches[session.profile_name]
