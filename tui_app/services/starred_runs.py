"""The runs that stars of the latest run mean, as far as they are known without a request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..logic.runs.cycles import moment_of
from ..models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.saved_rows import Entry, Key

if TYPE_CHECKING:
    from .session import Session


@dataclass(frozen=True, slots=True)
class StarredRun:
    """The run whose status stands beside a star of the latest run."""

    run: ListedRun
    """The latest run, or the latest of those that were read."""

    is_latest: bool
    """Whether a list has shown that it is the latest one, at the time its status was seen."""

    planned: datetime | None
    """The planned time in its id, aware, in the server's zone where that is known; None if it has none."""


class StarredRuns:
    """Keeps the latest runs that were found, and knows those that the overview lists."""

    def __init__(self, session: "Session") -> None:
        """Know nothing yet."""
        self._session = session
        self._found: dict[Key, ListedRun] = {}

    def keep(self, entry: Entry, run: ListedRun) -> None:
        """Keep the latest run that a request has found for a star; it has the time at which it was seen."""
        self._found[entry.key] = run

    def all(self) -> Mapping[Key, StarredRun]:
        """The known runs of the stars that mean the latest run, by key of the star."""
        return {entry.key: self._known(entry) for entry in self._session.library.favourites if entry.latest}

    def _known(self, entry: Entry) -> StarredRun:
        library, node = self._session.library, entry.instance_id.node
        opened = [one for one in (*library.history, *library.favourites) if one.kind == entry.kind]
        latest = [one for one in (self._found.get(entry.key), self._listed(entry)) if one is not None]
        if latest:
            latest_id = max((one.id for one in latest), key=_order)
            of_it = (one for one in (*latest, *(one.run for one in opened)) if one.id == latest_id)
            seen = [one for one in of_it if one.state is not None]
            if seen:
                run = max(seen, key=lambda one: one.seen_at or self._session.explorer.now())
                return StarredRun(replace(run, name=run.name or entry.name), True, self._planned(latest_id))
        read = (entry, *(one for one in opened if one.instance_id.node == node))
        newest = max(read, key=lambda one: (_order(one.instance_id), one.seen_at))
        return StarredRun(newest.run, False, self._planned(newest.instance_id))

    def _listed(self, entry: Entry) -> ListedRun | None:
        """The latest run of the workflow that the overview lists; of a task without its status."""
        flow_id = entry.instance_id if entry.kind == "flow" else FlowInstanceId.of(entry.flow_id)
        listed = [one for one in self._overview_runs() if flow_id is not None and one.id.node == flow_id.node]
        if not listed:
            return None
        run = max(listed, key=lambda one: _order(one.id))
        if entry.kind == "flow":
            return run
        return ListedRun(TaskInstanceId(f"{entry.instance_id.node}-{run.id.suffix}"), entry.name)

    def _overview_runs(self) -> Iterator[ListedRun]:
        overview = self._session.known_overview
        if overview is not None and overview.runs is not None:
            for flow in overview.runs.flows:
                if (flow_id := FlowInstanceId.of(flow.instance_id)) is not None:
                    yield ListedRun(
                        flow_id, flow.flow_name or "", flow.state, seen_at=overview.runs.listed_at
                    )

    def _planned(self, some_id: InstanceId) -> datetime | None:
        moment, zone = moment_of(some_id.suffix), self._session.explorer.server_zone
        return moment.astimezone(zone) if moment is not None and zone is not None else moment


def _order(some_id: InstanceId) -> str:
    """Suffixes of different lengths in the order of their times."""
    return some_id.suffix.ljust(14, "0")
