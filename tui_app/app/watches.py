"""What the app does about watched instances: news go to the screens, and the end is told once."""

from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import App

from ..commands.table import OPEN_WATCHED
from ..logic import sanitize
from ..messages import ToggleWatch, WatchPolled
from ..models.status import Group
from ..screens.base import BaseScreen
from ..services.session import Session
from ..terminal import title

if TYPE_CHECKING:
    from ..models.lookup import Found
    from ..services.watch import WatchState

_SEVERITIES: dict[Group, Literal["information", "error"]] = {Group.GOOD: "information", Group.BAD: "error"}
_TOLD_FOR_S = 60.0


class WatchesMixin(App[int]):
    """An app whose session may watch instances."""

    _has_title = False

    @property
    def session(self) -> Session:
        """The profile in use."""
        raise NotImplementedError

    def begin_to_watch(self) -> None:
        """Listen to the watches of a new session, and let them rest while the terminal has no focus.

        A terminal that never tells of its focus counts as one that has it.
        """
        self.session.watcher.on_change = self._looked
        self.watch(self, "app_focus", self._rest_or_go_on, init=False)

    async def end_watching(self) -> None:
        """End all watches, and give the window its own title back."""
        await self.session.watcher.aclose()
        if self._has_title:
            self._write(title.RESTORE)

    def _looked(self, watched: "WatchState") -> None:
        # The watch's task is none of Textual's: what follows happens in the app's own turn.
        self.post_message(WatchPolled(watched))

    def _rest_or_go_on(self, has_focus: bool) -> None:
        if has_focus:
            self.session.watcher.resume()
        else:
            self.session.watcher.pause()

    @on(ToggleWatch)
    def _toggle_watch(self, event: ToggleWatch) -> None:
        watcher = self.session.watcher
        if watcher.is_watching(event.id):
            watcher.stop(event.id)
            self.notify(f"{event.id} is not watched any more.", markup=False)
        else:
            watcher.start(event.id, event.found)
            self.notify(f"Watching {event.id}: {OPEN_WATCHED.key_name} lists what is watched.", markup=False)
        self._watches_changed()

    @on(WatchPolled)
    def _pass_on(self, event: WatchPolled) -> None:
        """Bring the screens up to date; a watch that was stopped meanwhile has no more news."""
        watched = event.watched
        if self.session.watcher.of(watched.id) is None:
            return
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.is_mounted:
                screen.update_watched(watched.found)
        if watched.found is not None and watched.is_over:
            self._tell_the_end(watched.found)
            self._watches_changed()

    def _tell_the_end(self, found: "Found") -> None:
        from ..logic.why.sentence import headline_of

        state, name = found.state, found.name
        zone, now = self.session.explorer.server_zone, self.session.explorer.now()
        happened = headline_of(found, zone, now)
        self.bell()
        if not self._has_title:
            self._write(title.REMEMBER)
            self._has_title = True
        self._write(title.setting(f"{state.glyph} {state.name} {found.id} {name}"))
        self.notify(
            sanitize.one_line(f"{state} {name}, {found.id}: {happened}"),
            title="It is over",
            severity=_SEVERITIES.get(state.group, "warning"),
            timeout=_TOLD_FOR_S,
            markup=False,
        )

    def _watches_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen) and screen.is_mounted:
                screen.update_saved()

    def _write(self, sequence: str) -> None:
        """Send a sequence that draws nothing; Textual has no call of its own for titles."""
        if self._driver is not None:
            self._driver.write(sequence)
