"""One connection and what is remembered with it: what every screen is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..api.gateway import FlowQuery, Retrying
from ..logic import times
from ..logic.curl import curl
from ..logic.redact import Redactor
from ..models.asked import Asked
from ..models.profile import Profile
from ..models.view import View
from ..store.entry import Entry
from ..store.favourites import Favourites
from ..store.history import History
from ..store.locations import Locations
from ..store.searches import Searches
from .connect import DEMO_NAME, gateway_for
from .explorer import Explorer, utc_now
from .memory import Memory
from .watch import Watcher


@dataclass(frozen=True, slots=True)
class Session:
    """A profile in use."""

    profile_name: str
    """On every screen."""

    gateway_name: str
    """Host of the gateway, or what answers in its place."""

    explorer: Explorer
    """Asks the server."""

    memory: Memory
    """Favourites, history and saved searches."""

    watcher: Watcher
    """Looks again and again at what is not over yet."""

    examples: tuple[Entry, ...] = ()
    """What there is to see in the demo; empty on a real gateway."""

    program: str = "enos-tui"
    """How the program was called, with what chose the profile, such as ``enos-tui --demo``."""

    redact: Redactor = field(default_factory=Redactor)
    """Takes secrets out of what is written for others; knows the profile's keys and tokens."""

    def command(self, view: View) -> str:
        """The command line that opens a view again."""
        return f"{self.program} {view.arguments()}".rstrip()

    def curl(self, asked: Asked | None) -> str:
        """A question as a shell command; empty for none, and in the demo, which no network leads to."""
        return curl(asked) if asked is not None and not self.examples else ""

    def short_command(self, view: View) -> str:
        """The same for a header: a long list of ids is left to standard input."""
        return f"{self.program} {view.short_arguments()}".rstrip()


def open_session(
    profile: Profile | None,
    locations: Locations,
    on_retry: Callable[[Retrying | None], None],
    clock: Callable[[], datetime] = utc_now,
    program: str = "enos-tui",
    redact: Redactor | None = None,
) -> Session:
    """Build what the screens are given; nothing is asked and no file is read yet.

    Args:
        profile: whom to ask as, None for the demo.
        locations: where favourites and history are kept.
        on_retry: told of each coming try, and with None when the question is over.
        clock: aware.
        program: how the program was called, see `Session.program`.
        redact: learns every secret of the connection, see `Session.redact`.
    """
    name = DEMO_NAME if profile is None else profile.name
    redact = redact or Redactor()
    gateway = gateway_for(profile, clock, on_retry, redact)
    memory = Memory(
        Favourites(locations.favourites), History(locations.history), Searches(locations.searches), name
    )
    examples = _examples(clock()) if profile is None else ()
    host = "the built-in demo" if profile is None else profile.gateway.partition("://")[2]
    explorer = Explorer(gateway, clock)
    return Session(name, host, explorer, memory, Watcher(explorer), examples, program, redact)


async def check(profile: Profile, redact: Redactor | None = None) -> str:
    """Ask three harmless questions with a profile nobody has saved yet; gives what was learnt, as a sentence.

    Raises:
        GatewayError: the gateway, the keys, the user or the organisation is not right.
    """
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


def _examples(now: datetime) -> tuple[Entry, ...]:
    from ..demo.tour import examples

    return tuple(
        Entry(id=one.id, kind=one.kind, profile=DEMO_NAME, name=one.what_it_shows, seen_at=now)
        for one in examples(now)
    )
