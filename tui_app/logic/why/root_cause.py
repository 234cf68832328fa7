"""Find the root cause of a run's status: what failed first, or has to end first, and the chain from there.

Nothing is requested here: `analyze` names the records that would tell more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from ...models.flow_instance import FlowInstance, TaskNode
from ...models.ids import FlowInstanceId
from ...models.lookup import FlowLookup, Found, TaskLookup
from ...models.status import (
    Status,
    blocks_downstream,
    has_failed,
    has_succeeded,
    is_active,
    is_skipped,
    is_suspended,
    is_unfinished,
)
from .. import times
from . import inconsistencies
from .cause_analysis import CauseAnalysis, ChainStep, Conclusion
from .dependencies import DependencyGraph, NodeRef, name_of
from .records_to_read import Known, flows_to_read, may_be_behind, tasks_to_read

_CANCEL = 8
_CONSOLE = "Look for it in the console."


def analyze(
    found: Found,
    flows: Mapping[str, FlowInstance | str],
    records: Mapping[str, TaskLookup | str] | None = None,
) -> CauseAnalysis:
    """Find what a run failed of or waits for.

    Args:
        flows: the flow instances read so far, by id; a text says why one cannot be read.
        records: the task instances read so far, likewise.
    """
    named = found.task.flow_inst_id if isinstance(found, TaskLookup) else found.id.text
    if (home_id := FlowInstanceId.of(named)) is None:
        reason = f"flowInstId is not an id: {named}. " if named else "The record names no workflow. "
        return _without_graph(found, reason + _CONSOLE)
    home = home_id.text
    if home not in flows:
        return CauseAnalysis(Conclusion.UNKNOWN, flows_needed=(home_id,))
    analysis = _Analysis(found, home, Known.of(found, flows, records or {}))
    if isinstance(found, TaskLookup) and analysis.here is None:
        reason = inconsistencies.unreadable(home, flows[home])
        return _without_graph(found, reason or f"{home} does not list this task. {_CONSOLE}")
    return analysis.result()


def first_failures(found: FlowLookup, records: Mapping[str, TaskLookup | str] | None = None) -> list[str]:
    """The ids of a flow instance's own first failures, the one that ended first leading."""
    analysis = analyze(found, {found.id.text: found.flow}, records)
    return [step.node.instance_id for step in analysis.causes if blocks_downstream(step.state)]


class _Analysis:
    """The analysis of a run whose flow instance was read."""

    def __init__(self, found: Found, home: str, known: Known) -> None:
        self._home, self._known, self._found = home, known, found
        self._state = found.state
        self._graph = graph = DependencyGraph(known.readable, known.statuses)
        self.here = graph.task(home, found.id.text) if isinstance(found, TaskLookup) else None
        self._walk = graph.upstream(self._starts() if self.here is None else [self.here])
        self._distance = {ref: number for number, ref in enumerate(self._walk)}
        self._failures = self._first_failures()
        firsts = graph.firsts([ref for ref in self._walk if ref != self.here], is_unfinished)
        self._unfinished = sorted(firsts, key=lambda ref: not is_active(graph.state(ref)))

    def result(self) -> CauseAnalysis:
        """The conclusion; while something is still to be read, provisional."""
        if has_succeeded(self._state) and (self.here is not None or not self._failures):
            return self._answer(Conclusion.FINE)
        graph, known, walk, failures = self._graph, self._known, self._walk, self._failures
        flows, too_many = flows_to_read(graph, known, walk, failures)
        pending = may_be_behind(graph, self.here, self._state, self._unfinished)
        if is_skipped(self._state):
            pending = graph.firsts(walk, is_skipped)
        tasks, limits = tasks_to_read(graph, known, walk, failures, () if flows else pending)
        found = inconsistencies.unknowns(graph, known, walk, self.here, self._home)
        unknowns = tuple(dict.fromkeys(filter(None, [*found, too_many, *limits, self._untimed()])))
        answer = self._answer(*self._conclusion(is_known=not unknowns))
        return replace(answer, unknowns=unknowns, flows_needed=flows, records_needed=tasks)

    def _starts(self) -> list[NodeRef]:
        """The nodes of a flow instance that have not succeeded; references only where they have a status."""
        graph = self._graph
        return [
            ref
            for ref in graph.not_done(self._home)
            if isinstance(graph.nodes[ref], TaskNode) or graph.state(ref) is not None
        ]

    def _first_failures(self) -> list[NodeRef]:
        """The first failures by end: nothing upstream of one failed, or began only after that had ended."""
        graph = self._graph
        firsts = graph.firsts(self._walk, blocks_downstream)
        for ref in self._walk:
            if ref in firsts or ref == self.here or not has_failed(graph.state(ref)):
                continue
            if self._times(ref)[1] is None:
                continue
            upstream = graph.upstream([ref])
            if all(
                self._ended_before(ref, other)
                for other in upstream
                if other != ref and blocks_downstream(graph.state(other))
            ):
                firsts.append(ref)
        return sorted(firsts, key=self._rank)

    def _conclusion(self, is_known: bool) -> tuple[Conclusion, Sequence[NodeRef], Sequence[NodeRef]]:
        """The conclusion, the causes, and for a wait the unfinished nodes directly upstream."""
        graph, here, state, failures = self._graph, self.here, self._state, self._failures
        if failures:
            if here is not None and blocks_downstream(state) and self._ended_before(here, failures[0]):
                return Conclusion.ITSELF, [here, *failures], ()
            if failures[0] == here:
                return Conclusion.ITSELF, failures, self._directly_upstream(is_unfinished)
            return Conclusion.UPSTREAM, failures, ()
        if blocks_downstream(state):  # of a flow instance: none of its nodes has
            return Conclusion.ITSELF, (), ()
        if is_unfinished(state) and (suspended := graph.firsts(self._walk, is_suspended)):
            return Conclusion.ITSELF if suspended[0] == here else Conclusion.UPSTREAM, suspended, ()
        if here is not None and is_skipped(state):
            skipped = [ref for ref in graph.firsts(self._walk, is_skipped) if ref != here]
            return Conclusion.UPSTREAM if skipped else Conclusion.FINE, skipped, ()
        if not is_unfinished(state):
            return Conclusion.FINE, (), ()
        if not self._unfinished and not is_known:
            return Conclusion.UNKNOWN, (), ()
        return Conclusion.WAITS, self._unfinished, self._directly_upstream(is_unfinished)

    def _directly_upstream(self, is_one: Callable[[Status | None], bool]) -> list[NodeRef]:
        above = () if self.here is None else self._graph.above[self.here]
        return [ref for ref in above if is_one(self._graph.state(ref))]

    def _ended_before(self, ref: NodeRef, upstream: NodeRef) -> bool:
        """Whether a node had failed before what failed upstream was started, which was then run again."""
        if upstream == ref:
            return False
        (_, ended), (began, _) = self._times(ref), self._times(upstream)
        return ended is not None and began is not None and ended <= began

    def _rank(self, ref: NodeRef) -> tuple[bool, datetime, bool, datetime, bool, int]:
        """First failures by end, then start; of equals a cancelled one last, then the nearest first."""
        began, ended = self._times(ref)
        state, latest = self._graph.state(ref), datetime.max
        is_cancelled = state is not None and state.code == _CANCEL
        return (
            *(ended is None, ended or latest, began is None, began or latest),
            *(is_cancelled, self._distance[ref]),
        )

    def _times(self, ref: NodeRef) -> tuple[datetime | None, datetime | None]:
        """Start and end by a node's own record, naive."""
        node = self._graph.nodes[ref]
        lookup = self._known.record(node)
        flow = self._known.flows.get(node.instance_id)
        record = lookup.task if lookup is not None else flow if isinstance(flow, FlowInstance) else None
        return (
            (None, None) if record is None else (times.read(record.start_time), times.read(record.end_time))
        )

    def _untimed(self) -> str:
        """A sentence where the order of several first failures is not known."""
        if len(self._failures) < 2:
            return ""
        names = [name_of(self._graph.nodes[ref]) for ref in self._failures if self._times(ref)[1] is None]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return (
            f"When {names[0]}{more} ended is not known; it may have failed first. {_CONSOLE}" if names else ""
        )

    def _answer(
        self, conclusion: Conclusion, causes: Sequence[NodeRef] = (), nearest: Sequence[NodeRef] = ()
    ) -> CauseAnalysis:
        graph, here = self._graph, self.here
        way = self._way(causes)
        beside, is_passed = self._beside(causes)
        chain = [self._step(way[0])] if way else []
        chain += [self._step(ref, before) for before, ref in pairwise(way)]
        return CauseAnalysis(
            conclusion,
            tuple(map(self._step, causes)),
            tuple(chain),
            tuple(map(self._step, nearest)),
            tuple(map(self._step, self._directly_upstream(is_skipped))),
            tuple(map(self._step, beside)),
            graph.ways(causes[0], here, self._walk) if here is not None and len(way) > 2 else 1,
            not self._untimed(),
            None if (flow := self._known.readable.get(self._home)) is None else flow.state,
            is_passed,
            here is not None and here in graph.downstream([here], self._walk),
            here is None or bool(graph.above[here] or graph.unknown_sources.get(here)),
            notes=tuple(dict.fromkeys(self._notes([*way, *causes]))),
        )

    def _notes(self, refs: Sequence[NodeRef]) -> list[str]:
        """Sentences about contradictions around the run; of a flow instance, in all of it."""
        graph = self._graph
        around = (
            graph.of(self._home) if self.here is None else graph.upstream([self.here], beyond_success=True)
        )
        states = [(name_of(graph.nodes[ref]), graph.state(ref)) for ref in dict.fromkeys(refs)]
        if self.here is None:
            states.insert(0, (self._found.name or self._home, self._state))
        notes = [inconsistencies.about_status(name, state) for name, state in states if state is not None]
        for flow_id, flow in self._known.readable.items():
            notes += inconsistencies.about_flow(flow_id, flow, graph)
        notes += inconsistencies.about_records(graph, self._known, around)
        return [*filter(None, notes), *inconsistencies.about_nodes(graph, list(around))]

    def _way(self, causes: Sequence[NodeRef]) -> list[NodeRef]:
        """The nodes from the first cause down to the run, or down to everything that it holds up."""
        graph = self._graph
        if not causes:
            return [] if self.here is None else [self.here]
        way = [causes[0]]
        if self.here is None:
            below = graph.downstream(causes[:1], graph.nodes)
            return way + [ref for ref in below if not has_succeeded(graph.state(ref)) and ref != way[0]]
        while (after := self._walk[way[-1]]) is not None:
            way.append(after)
        return way

    def _step(self, ref: NodeRef, before: NodeRef | None = None) -> ChainStep:
        graph = self._graph
        also = [
            name_of(graph.nodes[source])
            for source in (graph.above[ref] if before is not None and before in graph.above[ref] else ())
            if source != before and (blocks_downstream(state := graph.state(source)) or is_unfinished(state))
        ]
        node = graph.nodes[ref]
        gap = graph.gaps.get(ref, "")
        return ChainStep(node, ref[0], graph.state(ref), tuple(also), gap, self._known.record(node))

    def _beside(self, causes: Sequence[NodeRef]) -> tuple[list[NodeRef], bool]:
        """First failures that do not hold the run up, and whether one is upstream, behind a success."""
        if self.here is None:
            return [], False
        graph = self._graph
        held = set(graph.downstream([self.here, *causes], graph.nodes))
        farther = graph.upstream([self.here], beyond_success=True)
        failed = [
            ref
            for ref in dict.fromkeys([*graph.of(self._home), *farther])
            if ref not in self._walk and ref not in held and blocks_downstream(graph.state(ref))
        ]
        return graph.firsts(failed, blocks_downstream), any(ref in farther for ref in failed)


def _without_graph(found: Found, reason: str) -> CauseAnalysis:
    """The analysis of a run that no graph lists."""
    state = found.state
    is_own = blocks_downstream(state) or is_suspended(state)
    is_over = has_succeeded(state) or is_skipped(state)
    conclusion = Conclusion.ITSELF if is_own else Conclusion.FINE if is_over else Conclusion.UNKNOWN
    if not isinstance(found, TaskLookup):
        return CauseAnalysis(conclusion, unknowns=(reason,))
    node = TaskNode(task_inst_id=found.id.text, task_name=found.task.task_name)
    steps = (ChainStep(node, "", state, record=found),)
    notes = tuple(filter(None, [inconsistencies.about_status(name_of(node), state)]))
    unknowns = () if is_over else (reason,)
    return CauseAnalysis(conclusion, steps if is_own else (), steps, unknowns=unknowns, notes=notes)
