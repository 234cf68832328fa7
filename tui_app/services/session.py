"""One connection with its library and watches, shared by every screen."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ..logic.redact import Redactor
from ..models.profile import DEMO_NAME, NOTIFY_OFF, OVERVIEW, OVERVIEW_OFF, Profile
from ..models.view import View
from ..store.locations import Locations
from .clock import utc_now

if TYPE_CHECKING:
    from ..api.child_gateway import ChildGateway
    from ..api.gateway import Retrying
    from ..models.ids import InstanceId
    from ..models.listed_run import ListedRun
    from ..models.lookup import Found
    from ..models.request import RequestInfo
    from ..models.saved_rows import Entry
    from .explorer import Explorer
    from .library import Library
    from .overview import Overview
    from .saved_watches import SavedWatches
    from .starred_runs import StarredRuns
    from .watch import Watcher


DEMO_OVERVIEW = OVERVIEW
"""The span of the demo's overview."""


class Session:
    """A profile in use.

    Explorer, library and watcher are imported and built at their first use: httpx and pydantic take 150 ms,
    and the first frame needs neither.
    """

    def __init__(
        self,
        profile: Profile | None,
        locations: Locations,
        on_retry: "Callable[[Retrying | None], None]" = lambda _: None,
        clock: Callable[[], datetime] = utc_now,
        program: str = "enos-tui",
        redact: Redactor | None = None,
    ) -> None:
        """Send nothing and read no file yet.

        Args:
            profile: the profile, None for the demo.
            on_retry: called before each retry, and with None when the request has ended.
            clock: aware.
            program: the command line up to the choice of the profile, such as ``enos-tui --demo``.
            redact: learns every secret of the connection.
        """
        self._profile = profile
        self._locations = locations
        self.on_retry = on_retry
        """Called before each retry, and with None when the request has ended."""
        self._clock = clock
        self._program = program
        self.notify = NOTIFY_OFF if profile is None else profile.notify
        """The kind of notification at the end of a watched run, one of `models.profile.NOTIFICATIONS`."""
        self.profile_name = DEMO_NAME if profile is None else profile.name
        """The profile's name, shown on every screen."""
        self.gateway_name = "the built-in demo" if profile is None else profile.gateway.partition("://")[2]
        """Host of the gateway, or ``the built-in demo``."""
        self.prefetches = profile is None or profile.prefetch
        """Whether the reason of a failed run is read before a key asks for it."""
        self.compared: dict[InstanceId, tuple[str, ...]] = {}
        """Sentences about the runs before a failed one, once they were read; not sanitized."""
        self.warning = "" if profile is None else profile.warning
        """A clause for every screen about an insecure connection; empty for a secure one."""
        span = DEMO_OVERVIEW if profile is None else profile.overview
        self.overview_span = "" if span == OVERVIEW_OFF else span
        """The span of the overview; empty where it is off."""
        self.redact = redact or Redactor()
        """Masks secrets; knows the profile's keys and tokens."""
        self._child: ChildGateway | None = None
        self.in_use: Sequence[Session] = (self,)
        """Every session of the program, this one too; several where those of all profiles are listed."""
        self._ahead: dict[InstanceId, asyncio.Task[Found]] = {}

    @property
    def has_tour(self) -> bool:
        """Whether the user has asked for the demo, and is shown round in the first minute."""
        return self._profile is None and self._program.endswith(" --demo")

    def use_child(self, gateway: "ChildGateway") -> None:
        """Send every request through a child process."""
        gateway.on_retry = lambda pause: self.on_retry(pause)
        self._child = gateway

    @property
    def has_child(self) -> bool:
        """Whether a child process sends the requests, and this one needs no httpx."""
        return self._child is not None

    @cached_property
    def explorer(self) -> "Explorer":
        """Sends requests to the server."""
        from .explorer import Explorer

        if self._child is not None:
            return Explorer(self._child, self._clock)
        from .connect import gateway_for

        gateway = gateway_for(self._profile, self._clock, lambda pause: self.on_retry(pause), self.redact)
        return Explorer(gateway, self._clock)

    def find_ahead(self, some_id: "InstanceId") -> None:
        """Send the request for an instance before its screen is made; `find` gives the answer."""
        self._ahead[some_id] = task = asyncio.create_task(self.explorer.find(some_id))
        # Retrieves a failure that is never awaited: asyncio would report it as a fault of the program.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def find(self, some_id: "InstanceId", *, fresh: bool = False) -> "Found":
        """The instance of an id that a user gave, see `Explorer.find`."""
        ahead = self._ahead.pop(some_id, None)
        if ahead is not None and not fresh:
            return await ahead
        return await self.explorer.find(some_id, fresh=fresh)

    def is_favourite(self, found: "Found") -> bool:
        """Whether an instance is a favourite; False before the library is read."""
        return "library" in vars(self) and self.library.is_favourite(found)

    @cached_property
    def library(self) -> "Library":
        """Favourites, history and saved searches."""
        from .library import Library

        return Library(self._locations, self.profile_name)

    @cached_property
    def starred_runs(self) -> "StarredRuns":
        """The runs that stars of the latest run mean."""
        from .starred_runs import StarredRuns

        return StarredRuns(self)

    @cached_property
    def overview(self) -> "Overview":
        """The runs of the last hours, and why those failed that did."""
        from .overview import Overview

        return Overview(self.explorer, self.overview_span or OVERVIEW)

    @property
    def known_overview(self) -> "Overview | None":
        """The overview if something has listed the runs; to look at it imports nothing."""
        return self.overview if "overview" in vars(self) else None

    @cached_property
    def watcher(self) -> "Watcher":
        """Polls the watched instances."""
        from .watch import Watcher

        return Watcher(self.explorer)

    @cached_property
    def saved_watches(self) -> "SavedWatches":
        """The watches on the disk."""
        from .saved_watches import SavedWatches

        return SavedWatches(self._locations.watches, self.profile_name)

    @cached_property
    def examples(self) -> "tuple[Entry, ...]":
        """The demo's examples; empty on a real gateway."""
        return _examples(self._clock()) if self._profile is None else ()

    def command(self, view: View) -> str:
        """The command line that opens a view again."""
        return f"{self._program} {view.arguments()}".rstrip()

    def known_reason(self, flow_id: "InstanceId") -> str:
        """The reason of a failed workflow in one line, where the overview has read it; else empty."""
        overview = self.known_overview
        reason = overview.reasons.get(flow_id.text) if overview is not None else None
        return reason.line if reason is not None and reason.is_read else ""

    def console_link(self, run: "ListedRun | None") -> str:
        """The address of a run in the web console; empty for None, or without a template in the profile."""
        if run is None or self._profile is None or not self._profile.console:
            return ""
        from ..logic.console_link import console_link

        return console_link(self._profile.console, self._profile.org_id, run)

    def terminal_link(self, view: View, run: "ListedRun | None") -> str:
        """The target of a link to a view's only run in the web console; empty for none."""
        if self._profile is None or not self._profile.console or len(view.ids) != 1:
            return ""
        from ..logic.console_link import terminal_link
        from ..models.listed_run import ListedRun
        from .cached_run import cached_record

        run = run or ListedRun(view.id)
        if run.flow_id is None and (found := cached_record(self, run, None)) is not None:
            run = ListedRun.of(found)
        return terminal_link(self.console_link(run))

    def curl(self, request: "RequestInfo | None") -> str:
        """A request as a shell command; empty for None, for a profile that does not sign, and in the demo."""
        from ..logic.curl import curl

        is_signed = self._profile is not None and self._profile.poseidon is None
        return curl(request) if request is not None and is_signed else ""

    def short_command(self, view: View) -> str:
        """The command line for a header: ``-`` in place of a long list of ids."""
        return f"{self._program} {view.short_arguments()}".rstrip()


async def check(profile: Profile, redact: Redactor | None = None) -> str:
    """Try a profile before it is saved; returns the result as a sentence.

    Raises:
        GatewayError: the gateway, the keys, the user or the organisation is wrong.
    """
    from ..logic import times
    from .connect import gateway_for
    from .explorer import Explorer

    explorer = Explorer(gateway_for(profile, redact=redact))
    try:
        zone = await explorer.learn_zone()
        await explorer.probe()
    finally:
        await explorer.gateway.aclose()
    return f"Connected. Keys, user and organisation are right; server times are {times.zone_in_words(zone)}."


def _examples(now: datetime) -> "tuple[Entry, ...]":
    from ..demo.tour import examples
    from ..models.saved_rows import Entry

    return tuple(
        Entry(id=one.id, kind=one.kind, profile=DEMO_NAME, name=one.what_it_shows, seen_at=now)
        for one in examples(now)
    )
