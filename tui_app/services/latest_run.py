"""Finds the latest run of a task or workflow that was starred."""

from datetime import timedelta

from ..api.errors import NotFound
from ..api.gateway import MANUAL, PERIODIC, FlowQuery
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.saved_rows import Entry
from .explorer import Explorer

_WINDOW = timedelta(days=90)
"""Period of the list that is read; the console keeps instances as long."""

_PAGE_SIZE = 100


async def latest_run(explorer: Explorer, entry: Entry) -> ListedRun:
    """The latest run that was planned up to now, from one page of the list.

    The scheduled runs are listed, and those started by hand only where there are none. A task's run has the
    suffix of the flow instance that it ran in.

    Raises:
        NotFound: the list has none, or cannot say which is the latest.
        GatewayError: a request failed.
    """
    flow_id = entry.instance_id if entry.kind == "flow" else await _flow_of(explorer, entry)
    now = explorer.now()
    for kind in (PERIODIC, MANUAL):
        query = FlowQuery(
            int((now - _WINDOW).timestamp() * 1000),
            int(now.timestamp() * 1000) + 1,
            kind,
            expression=flow_id.node,
            page_size=_PAGE_SIZE,
        )
        rows = await explorer.listing.first_page(query)
        if len(rows) >= _PAGE_SIZE and not explorer.listing.is_sorted:
            raise NotFound(
                f"The latest run of {_name(entry)} is not known: the server lists its runs in no order.",
                "Find it by its name and a short time.",
            )
        listed = {one: row for row in rows if (one := FlowInstanceId.of(row.instance_id)) is not None}
        if ids := [one for one in listed if one.node == flow_id.node]:
            latest = max(ids, key=lambda one: one.suffix.ljust(14, "0"))
            if entry.kind == "flow":
                state = listed[latest].state
                return ListedRun(latest, entry.name, state, seen_at=now, profile=entry.profile)
            task_id = TaskInstanceId(f"{entry.instance_id.node}-{latest.suffix}")
            return ListedRun(task_id, entry.name, flow_id=latest, seen_at=now, profile=entry.profile)
    raise NotFound(f"The list of the last {_WINDOW.days} days has no run of {_name(entry)}.")


async def _flow_of(explorer: Explorer, entry: Entry) -> FlowInstanceId:
    """A flow instance of the task's workflow; its record is read only where the star does not name one."""
    if (flow_id := FlowInstanceId.of(entry.flow_id)) is not None:
        return flow_id
    lookup = await explorer.task(TaskInstanceId(entry.id))
    if (flow_id := FlowInstanceId.of(lookup.task.flow_inst_id)) is None:
        raise NotFound(f"The record of {entry.id} names no flow instance, so its latest run cannot be found.")
    return flow_id


def _name(entry: Entry) -> str:
    return entry.name or entry.id
