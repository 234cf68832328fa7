"""The overviews of one or several profiles as one list."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from ..logic.text import plural
from .session import Session

if TYPE_CHECKING:
    from ..api.errors import GatewayError
    from ..logic.runs.overview import Listing, RunKey
    from ..logic.why.explanation import Explanation
    from ..models.ids import FlowInstanceId
    from ..models.reason import Reason
    from .overview import Overview

ALL_PROFILES = "enos-tui --all-profiles"
"""The command line of the screen with the failures of all profiles."""

PROFILES_AT_ONCE = 4
"""Profiles whose runs are listed at a time."""


class CombinedOverview:
    """Lists the runs of one or several sessions, and reads the reasons of their failures.

    What an overview needs is imported at its first use: the first frame needs none of it.
    """

    def __init__(
        self, sessions: Iterable[Session], problems: Mapping[str, str] | None = None, is_of_all: bool = False
    ) -> None:
        """Send nothing yet."""
        self.is_of_all = is_of_all
        """Whether the rows name their profile, and only failures and late runs have one."""
        self.problems: Mapping[str, str] = problems or {}
        """Sentences about profiles that cannot be used, by name."""
        self.errors: dict[str, GatewayError] = {}
        """The errors of the last lists, by name of the profile."""
        self._sessions = {one.profile_name if is_of_all else "": one for one in sessions}

    @property
    def title(self) -> str:
        """The span, and the number of profiles where they are several."""
        spans = {one.overview.span for one in self._sessions.values()} if self.is_of_all else set()
        if not self.is_of_all:
            return f"Last {next(iter(self._sessions.values())).overview_span}"
        profiles = plural(len(self._sessions) + len(self.problems), "profile")
        return f"{profiles}, last {spans.pop()}" if len(spans) == 1 else profiles

    @property
    def listings(self) -> "list[Listing]":
        """The runs as last listed, of every profile that has answered."""
        from ..logic.runs.overview import Listing

        return [
            Listing(one.overview.runs.flows, one.explorer.server_zone, name)
            for name, one in self._sessions.items()
            if one.overview.runs is not None
        ]

    @property
    def sentences(self) -> Iterator[str]:
        """One sentence for each profile that cannot be listed; nothing where there is only one profile."""
        if self.is_of_all:
            yield from (f"{name}: {problem}" for name, problem in self.problems.items())
            for name, error in self.errors.items():
                yield " ".join(filter(None, (f"{name}: {error}", error.hint)))

    @property
    def inconsistencies(self) -> list[str]:
        """Sentences on what in the lists contradicts the requests, each once."""
        runs = [one.runs for one in self._overviews.values() if one.runs is not None]
        return list(dict.fromkeys(doubt for one in runs for doubt in one.inconsistencies))

    @property
    def has_more(self) -> bool:
        """Whether a profile has more runs than were listed."""
        return any(runs.has_more for one in self._overviews.values() if (runs := one.runs) is not None)

    @property
    def reasons(self) -> "dict[RunKey, Reason]":
        """The reasons read so far."""
        return {
            (name, some_id): reason
            for name, one in self._overviews.items()
            for some_id, reason in one.reasons.items()
        }

    def session_of(self, run: "RunKey") -> Session:
        """The session that lists a run."""
        return self._sessions[run[0]]

    def explanation_of(self, run: "RunKey") -> "Explanation | None":
        """The explanation that the reason of a run was made of, where that is kept."""
        return self._overviews[run[0]].explanations.get(run[1])

    async def load(self) -> AsyncGenerator[None, None]:
        """List the runs of every profile; yields whenever more is there, an error in `errors` too."""
        from ..api.errors import GatewayError
        from .concurrency import gather

        if not self.is_of_all:
            (overview,) = self._overviews.values()
            try:
                async with aclosing(overview.load()) as steps:
                    async for _ in steps:
                        self.errors.clear()
                        yield
            except GatewayError as error:
                self.errors[""] = error
                yield
            return
        async with aclosing(gather(self._sessions, self._load, PROFILES_AT_ONCE)) as answers:
            async for name, answer in answers:
                self.errors.pop(name, None)
                if isinstance(answer, GatewayError):
                    self.errors[name] = answer
                yield

    async def read_reasons(
        self, runs: "Iterable[tuple[str, FlowInstanceId]]"
    ) -> "AsyncGenerator[tuple[RunKey, Reason], None]":
        """Read the reasons of failed runs that are not known yet; yields each as it is there.

        Iterate under ``contextlib.aclosing``: leaving early cancels the pending requests.
        """
        from ..api.errors import GatewayError
        from .concurrency import gather
        from .overview import ROWS_AT_ONCE

        async def read(run: "tuple[str, FlowInstanceId]") -> "Reason":
            return await self._overviews[run[0]].read_reason(run[1])

        async with aclosing(gather(runs, read, ROWS_AT_ONCE)) as answers:
            async for (name, flow_id), answer in answers:
                if isinstance(answer, GatewayError):
                    raise answer
                yield (name, flow_id.text), answer

    def new_failures(self) -> "frozenset[RunKey]":
        """The failed runs that were not among the failed ones when the user last looked."""
        return frozenset(
            (name, some_id) for name, one in self._overviews.items() for some_id in one.new_failures()
        )

    def forget_unread(self) -> None:
        """Forget the reasons that could not be read, so that they are tried again."""
        for one in self._overviews.values():
            one.forget_unread()

    def mark_seen(self) -> None:
        """Take everything listed as seen by the user."""
        for one in self._overviews.values():
            one.mark_seen()

    @property
    def _overviews(self) -> "dict[str, Overview]":
        return {name: one.overview for name, one in self._sessions.items()}

    async def _load(self, name: str) -> None:
        """List all runs of a profile."""
        session = self._sessions[name]
        async with aclosing(session.overview.load()) as steps:
            async for _ in steps:
                pass
        from ..api.errors import GatewayError

        # Without the zone nothing is late.
        with suppress(GatewayError):
            await session.explorer.learn_zone()
