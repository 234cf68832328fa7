"""One connection and what is remembered with it: what every screen is given."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from ..logic.redact import Redactor
from ..models.profile import DEMO_NAME, Profile
from ..models.view import View
from ..store.locations import Locations
from .clock import utc_now

if TYPE_CHECKING:
    from ..api.gateway import Retrying
    from ..models.entry import Entry
    from ..models.request import RequestInfo
    from .explorer import Explorer
    from .library import Library
    from .watch import Watcher


class Session:
    """A profile in use.

    What asks and what remembers is imported and built at its first use: httpx and pydantic take 150 ms, and
    the first picture needs neither.
    """

    def __init__(
        self,
        profile: Profile | None,
        locations: Locations,
        on_retry: "Callable[[Retrying | None], None]",
        clock: Callable[[], datetime] = utc_now,
        program: str = "enos-tui",
        redact: Redactor | None = None,
    ) -> None:
        """Nothing is asked and no file is read yet.

        Args:
            profile: whom to ask as, None for the demo.
            locations: where favourites and history are kept.
            on_retry: told of each coming try, and with None when the question is over.
            clock: aware.
            program: how the program was called, with what chose the profile, such as ``enos-tui --demo``.
            redact: learns every secret of the connection.
        """
        self._profile = profile
        self._locations = locations
        self._on_retry = on_retry
        self._clock = clock
        self._program = program
        self.profile_name = DEMO_NAME if profile is None else profile.name
        """On every screen."""
        self.gateway_name = "the built-in demo" if profile is None else profile.gateway.partition("://")[2]
        """Host of the gateway, or what answers in its place."""
        self.warning = "" if profile is None else profile.warning
        """What every screen must say of the connection; empty where there is nothing to fear."""
        self.redact = redact or Redactor()
        """Takes secrets out of what is written for others; knows the profile's keys and tokens."""

    @cached_property
    def explorer(self) -> "Explorer":
        """Asks the server."""
        from .connect import gateway_for
        from .explorer import Explorer

        return Explorer(gateway_for(self._profile, self._clock, self._on_retry, self.redact), self._clock)

    @cached_property
    def library(self) -> "Library":
        """Favourites, history and saved searches."""
        from .library import Library

        return Library.of(self._locations, self.profile_name)

    @cached_property
    def watcher(self) -> "Watcher":
        """Looks again and again at what is not over yet."""
        from .watch import Watcher

        return Watcher(self.explorer)

    @cached_property
    def examples(self) -> "tuple[Entry, ...]":
        """What there is to see in the demo; empty on a real gateway."""
        return _examples(self._clock()) if self._profile is None else ()

    def command(self, view: View) -> str:
        """The command line that opens a view again."""
        return f"{self._program} {view.arguments()}".rstrip()

    def curl(self, asked: "RequestInfo | None") -> str:
        """A question as a shell command; empty for none, for a profile that signs none, and in the demo."""
        from ..logic.curl import curl

        is_signed = self._profile is not None and self._profile.poseidon is None
        return curl(asked) if asked is not None and is_signed else ""

    def short_command(self, view: View) -> str:
        """The same for a header: a long list of ids is left to standard input."""
        return f"{self._program} {view.short_arguments()}".rstrip()


async def check(profile: Profile, redact: Redactor | None = None) -> str:
    """Ask three harmless questions with a profile nobody has saved yet; gives what was learnt, as a sentence.

    Raises:
        GatewayError: the gateway, the keys, the user or the organisation is not right.
    """
    from ..api.gateway import FlowQuery
    from ..logic import times
    from .connect import gateway_for
    from .explorer import Explorer

    explorer = Explorer(gateway_for(profile, redact=redact))
    try:
        zone = await explorer.learn_zone()
        now = utc_now()
        hour_ago, this = (int((now - timedelta(hours=h)).timestamp() * 1000) for h in (1, 0))
        # Get Time Zone names no user: only a question that does finds out whether user and organisation fit.
        await explorer.gateway.list_flow_instances(FlowQuery(hour_ago, this, page_size=1))
    finally:
        await explorer.gateway.aclose()
    return f"Connected. Keys, user and organisation are right; server times are {times.zone_in_words(zone)}."


def _examples(now: datetime) -> "tuple[Entry, ...]":
    from ..demo.tour import examples
    from ..models.entry import Entry

    return tuple(
        Entry(id=one.id, kind=one.kind, profile=DEMO_NAME, name=one.what_it_shows, seen_at=now)
        for one in examples(now)
    )
