"""Why a run stands as it does: from what failed first, or is still to come, down to the run itself.

Nothing is asked here: `trace` says what is known, and which flow instances would tell more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from ...models.flow_instance import FlowInstance, FlowNode, TaskNode
from ...models.ids import FlowInstanceId, InvalidId, TaskInstanceId
from ...models.lookup import Found, TaskLookup
from ...models.status import Status
from ..graph.nodes import Node
from .dependencies import DependencyGraph, Place, Walk, has_failed, has_succeeded, is_active, is_unfinished
from .inconsistencies import about_flow, about_places

MOST_FLOWS = 6
"""Flow instances that are asked for one answer, the run's own included."""

_CANCEL = 8


class Verdict(Enum):
    """The answer in one word."""

    UPSTREAM = "upstream"
    """Something upstream has failed; of a flow instance: one of its nodes."""

    ITSELF = "itself"
    """It has failed, and nothing upstream has."""

    WAITS = "waits"
    """Nothing has failed, and it has not ended yet."""

    FINE = "fine"
    """There is nothing to explain."""

    UNKNOWN = "unknown"
    """The workflow cannot be read, or says too little."""


@dataclass(frozen=True, slots=True)
class Step:
    """One node on the way."""

    node: Node
    """As its graph lists it."""

    flow_id: str
    """The flow instance whose graph lists it, empty for none."""

    state: Status | None
    """How it stands; None where nobody says."""

    also: int = 0
    """How many more nodes hold it up beside the step before."""

    @property
    def id(self) -> TaskInstanceId | FlowInstanceId | None:
        """What it is the run of; None where the graph names no usable id."""
        try:
            if isinstance(self.node, TaskNode):
                return TaskInstanceId.parse(self.node.task_inst_id or "")
            return FlowInstanceId.parse(self.node.flow_inst_id or "")
        except InvalidId:
            return None

    @property
    def name(self) -> str:
        """The node's name as sent, else its id as sent; empty where it has neither."""
        if isinstance(self.node, TaskNode):
            return self.node.task_name or self.node.task_inst_id or ""
        return self.node.flow_name or self.node.flow_inst_id or ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the graphs tell."""

    verdict: Verdict

    causes: tuple[Step, ...] = ()
    """What failed first, the likeliest first; for `Verdict.WAITS` what has to end first."""

    chain: tuple[Step, ...] = ()
    """From the first cause down to the run; of a flow instance down to all that the cause holds up."""

    nearest: tuple[Step, ...] = ()
    """For `Verdict.WAITS`: the unfinished nodes right upstream."""

    notes: tuple[str, ...] = ()
    """What is missing or contradicts itself, a sentence each; not made safe to draw."""

    asks: tuple[FlowInstanceId, ...] = ()
    """Flow instances that would tell more, the nearest first; the rest is provisional while there are any."""

    @property
    def cause(self) -> TaskInstanceId | None:
        """The task instance to look into; None where there is none with a usable id."""
        first = self.causes[0].id if self.causes else None
        return first if isinstance(first, TaskInstanceId) else None


def trace(found: Found, flows: Mapping[str, FlowInstance | str]) -> Finding:
    """Find what a run failed of or waits for.

    Args:
        found: the run.
        flows: the flow instances asked so far by id; a text in place of one says why it cannot be read.
    """
    said = found.task.flow_inst_id if isinstance(found, TaskLookup) else found.id.text
    try:
        home = FlowInstanceId.parse(said or "")
    except InvalidId:
        return _alone(found, [f"flowInstId is no id: {said}" if said else "The record names no workflow."])
    if home.text not in flows:
        return Finding(Verdict.UNKNOWN, asks=(home,))
    notes = [f"{flow_id} cannot be read: {why}" for flow_id, why in flows.items() if isinstance(why, str)]
    readable = {flow_id: flow for flow_id, flow in flows.items() if isinstance(flow, FlowInstance)}
    web = DependencyGraph(readable)
    here = web.task(home.text, found.id.text) if isinstance(found, TaskLookup) else None
    for flow_id, flow in readable.items():
        notes += about_flow(flow_id, flow, web)
    if isinstance(found, TaskLookup) and here is None:
        if home.text in readable:
            notes.append(f"{home} does not list this task.")
        return _alone(found, notes)
    return _Trace(found, web, home.text, here, flows.keys(), notes).finding()


class _Trace:
    """A run whose place is known, and all that is known around it."""

    def __init__(
        self,
        found: Found,
        web: DependencyGraph,
        home: str,
        here: Place | None,
        asked: Collection[str],
        notes: Sequence[str],
    ) -> None:
        self._web, self._home, self._here, self._asked = web, home, here, asked
        self._state = found.task.state if isinstance(found, TaskLookup) else found.flow.state
        self._notes = list(notes)
        if here is not None:
            in_graph = web.state(here)
            if in_graph is not None and in_graph.name != self._state.name:
                self._notes.append(f"The graph says {in_graph.name}, the task's record {self._state.name}.")
            web.known[here] = self._state

    def finding(self) -> Finding:
        """The answer, or what to ask before there is one."""
        walk = self._web.upstream(self._starts())
        causes = self._causes(walk)
        if self._here is not None and has_succeeded(self._state):
            return self._answer(Verdict.FINE, walk)
        asks, are_too_many = self._worth_asking(walk, causes)
        if asks and not are_too_many:
            return Finding(Verdict.UNKNOWN, asks=tuple(asks))
        if are_too_many:
            self._notes.append(f"More workflows are referred to than the {MOST_FLOWS} that were asked.")
        if not causes and is_unfinished(self._state):
            farther = self._web.upstream(self._starts(), beyond_success=True)
            if causes := self._causes(farther):
                walk = farther
        if causes:
            is_itself = causes[0] == self._here
            return self._answer(Verdict.ITSELF if is_itself else Verdict.UPSTREAM, walk, causes)
        return self._without_failure(walk)

    def _starts(self) -> list[Place]:
        """The task; of a flow instance every node that is not done, or not done well."""
        if self._here is not None:
            return [self._here]
        return [
            place
            for place in self._web.not_done(self._home)
            if isinstance(self._web.nodes[place], TaskNode) or self._web.state(place) is not None
        ]

    def _around(self) -> Collection[Place]:
        """Where oddities concern this run: all that is upstream; of a flow instance, all of it."""
        if self._here is None:
            return self._web.of(self._home)
        return self._web.upstream([self._here], beyond_success=True)

    def _causes(self, walk: Walk) -> list[Place]:
        """What failed first, the nearest before others, what was cancelled after all: failures cause that."""
        distance = {place: number for number, place in enumerate(walk)}

        def rank(place: Place) -> tuple[bool, int]:
            state = self._web.state(place)
            return state is not None and state.code == _CANCEL, distance[place]

        return sorted(self._web.firsts(walk, has_failed), key=rank)

    def _worth_asking(self, walk: Walk, causes: Sequence[Place]) -> tuple[list[FlowInstanceId], bool]:
        """Flow instances that may hold the cause, and whether there are more than may be asked.

        A reference that failed is looked into; one that does not say how it stands only where nothing failed.
        """
        candidates = causes[:1] or [place for place in walk if self._may_hold_up(place)]
        asks: dict[FlowInstanceId, None] = {}
        for place in candidates:
            node, flow_id = self._web.nodes[place], self._step(place).id
            if not isinstance(node, FlowNode) or not isinstance(flow_id, FlowInstanceId):
                continue
            if flow_id.text not in self._asked:
                asks[flow_id] = None
        room = MOST_FLOWS - len(self._asked)
        return list(asks)[:room], bool(asks) and room <= 0

    def _may_hold_up(self, place: Place) -> bool:
        """Is this a reference without a state, and something right below it that has not begun?"""
        if not isinstance(self._web.nodes[place], FlowNode) or self._web.state(place) is not None:
            return False
        below = (self._web.state(target) for target in self._web.below[place])
        return any(state is None or (is_unfinished(state) and not is_active(state)) for state in below)

    def _without_failure(self, walk: Walk) -> Finding:
        if has_failed(self._state):
            return self._answer(Verdict.ITSELF, walk)
        if not is_unfinished(self._state):
            return self._answer(Verdict.FINE, walk)
        upstream = [place for place in walk if place != self._here]
        firsts = self._web.firsts(upstream, is_unfinished)
        firsts.sort(key=lambda place: not is_active(self._web.state(place)))
        nearest = [] if self._here is None else self._web.above[self._here]
        nearest = [place for place in nearest if is_unfinished(self._web.state(place))]
        return self._answer(Verdict.WAITS, walk, firsts, nearest)

    def _answer(
        self, verdict: Verdict, walk: Walk, causes: Sequence[Place] = (), nearest: Sequence[Place] = ()
    ) -> Finding:
        return Finding(
            verdict,
            tuple(self._step(place) for place in causes),
            tuple(self._chain(walk, causes)),
            tuple(self._step(place) for place in nearest),
            tuple(dict.fromkeys([*self._notes, *about_places(self._web, self._around())])),
        )

    def _chain(self, walk: Walk, causes: Sequence[Place]) -> list[Step]:
        if not causes:
            return [] if self._here is None else [self._step(self._here)]
        way = [causes[0]]
        if self._here is None:
            below = self._web.downstream(causes[0], self._web.nodes)
            way += [place for place in below if not has_succeeded(self._web.state(place)) and place != way[0]]
        else:
            while (after := walk[way[-1]]) is not None:
                way.append(after)
        steps = [self._step(way[0])]
        steps += [self._step(place, before) for before, place in pairwise(way)]
        return steps

    def _step(self, place: Place, before: Place | None = None) -> Step:
        holding = [source for source in self._web.above[place] if source != before]
        held = sum(has_failed(s) or is_unfinished(s) for s in map(self._web.state, holding))
        also = held if before is not None and before in self._web.above[place] else 0
        return Step(self._web.nodes[place], place[0], self._web.state(place), also)


def _alone(found: Found, notes: Sequence[str]) -> Finding:
    """What can be said of a run that no graph lists."""
    state = found.task.state if isinstance(found, TaskLookup) else found.flow.state
    verdict = Verdict.UNKNOWN
    if has_failed(state) or has_succeeded(state):
        verdict = Verdict.ITSELF if has_failed(state) else Verdict.FINE
    steps: tuple[Step, ...] = ()
    if isinstance(found, TaskLookup):
        node = TaskNode(task_inst_id=found.id.text, task_name=found.task.task_name)
        steps = (Step(node, "", state),)
    return Finding(verdict, steps if has_failed(state) else (), steps, notes=tuple(notes))
