"""The sessions of the app: one, or one for each profile where the failures of all are listed."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from ..models.profile import Profile
from ..services.combined_overview import CombinedOverview
from ..services.session import Session
from ..store.errors import SettingsError
from .launch import Start, session_of

if TYPE_CHECKING:
    from ..api.gateway import Retrying


class Sessions:
    """The session of the profile in use, and those of other profiles whose runs are listed."""

    def __init__(
        self,
        start: Start,
        first: Session,
        clock: Callable[[], datetime],
        on_retry: "Callable[[Retrying | None], None]",
    ) -> None:
        """Send nothing yet.

        Args:
            first: the session of the profile in use.
            clock: aware.
            on_retry: called before each retry, and with None when the request has ended.
        """
        self.first = first
        """The session of the profile in use."""
        self._by_name: dict[str, Session] = {}
        self._problems: dict[str, str] = {}
        for name, profile in start.profiles.items():
            if isinstance(profile, SettingsError):
                self._problems[name] = str(profile)
            else:
                self._by_name[name] = first if name == first.profile_name else _of(start, profile, clock)
        for session in self.all:
            session.on_retry = on_retry
            session.in_use = self.all

    @property
    def all(self) -> Sequence[Session]:
        """Every session."""
        return tuple(self._by_name.values()) or (self.first,)

    @property
    def overviews(self) -> CombinedOverview | None:
        """The runs of all profiles; None where only those of the one in use are listed."""
        return CombinedOverview(self.all, self._problems, is_of_all=True) if self._by_name else None

    def of(self, profile: str, screens: Callable[[], Sequence[Screen[Any]]]) -> Session:
        """The session of a profile by its name; for an empty one that of the topmost screen that has one."""
        if profile in self._by_name or not self._by_name:
            return self._by_name.get(profile, self.first)
        sessions = (getattr(screen, "session", None) for screen in reversed(screens()))
        return next((one for one in sessions if isinstance(one, Session)), self.first)

    async def load_libraries(self) -> None:
        """Read favourites, history and saved searches of every profile."""
        for session in self.all:
            await session.library.load()

    async def aclose(self) -> None:
        """Close every connection."""
        for session in self.all:
            await session.explorer.gateway.aclose()


def _of(start: Start, profile: Profile, clock: Callable[[], datetime]) -> Session:
    program = f"enos-tui --profile {shlex.quote(profile.name)}"
    return session_of(replace(start, profile=profile, program=program), clock)
