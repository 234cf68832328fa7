"""The record and the explanation of a run, as far as the session has read them: no request is sent."""

from contextlib import aclosing

from ..logic.runs.run_facts import RunFacts
from ..logic.why.explanation import Explanation
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.lookup import Found, TaskLookup
from ..models.status import has_failed
from .session import Session


def cached_record(session: Session, run: ListedRun, listed: RunFacts | None) -> Found | None:
    """The record read last, unless the list says something else of the run."""
    explorer, text = session.explorer, run.id.text
    found: Found | None = None
    if not isinstance(run.id, FlowInstanceId):
        found = explorer.seen_task(text)
    if found is None and not isinstance(run.id, TaskInstanceId):
        found = explorer.seen_flow(text)
    return found if found is not None and _is_of(found, run, listed) else None


async def cached_explanation(session: Session, run: ListedRun, listed: RunFacts | None) -> Explanation | None:
    """The explanation of a failed run from what was read before; None where its record was not read."""
    kept = None
    if run.kind != "task" and session.known_overview is not None:
        kept = session.known_overview.explanations.get(run.id.text)
    if kept is not None and kept.log is not None and _is_of(kept.found, run, listed):
        return kept
    if (found := cached_record(session, run, listed)) is None or not has_failed(found.state):
        return None
    if isinstance(found, TaskLookup):
        flow = session.explorer.seen_flow(found.task.flow_inst_id)
        tasks = flow.flow.graph.tasks if flow is not None and flow.flow.graph is not None else None
        states = [one.state for one in tasks or () if one.task_inst_id == found.id.text]
        if not (states and states[0] is not None and states[0].code == found.state.code):
            # A workflow that was read before the failure may not show what failed first.
            return None
    from .why import explain_found

    explanation: Explanation | None = None
    async with aclosing(explain_found(session.explorer.from_cache(), found, room=0)) as steps:
        async for step in steps:
            explanation = step
    return explanation


def _is_of(found: Found, run: ListedRun, listed: RunFacts | None) -> bool:
    """Whether a record is of the run as it is listed now, not of an earlier end."""
    is_same_state = run.state is None or found.state.code == run.state.code
    return is_same_state and (listed is None or listed.ended is None or listed.ended == found.model.end_time)
