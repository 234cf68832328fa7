"""The explanation of a run in one sentence, and its times and tries in words."""

from collections.abc import Sequence
from datetime import datetime, timezone

from ...models.flow_instance import FlowInstance, FlowNode, TaskNode
from ...models.lookup import FlowLookup, Found, TaskLookup
from ...models.status import Group, Status, blocks_downstream, has_failed, is_skipped
from ...models.task_instance import TaskInstance
from .. import sanitize, times
from ..runs import headline
from ..text import listed, plural
from .cause_analysis import ChainStep, Conclusion
from .dependencies import name_of
from .explanation import Explanation

_MOST_NAMES = 3

REMARKS = {
    "TIMEOUT": "It ran longer than its time limit",
    "CANCEL": "A person or the platform cancelled it; the record does not say who",
    "SUSPEND": "It goes on when somebody resumes it",
    "SKIP": "The record does not say who skipped it",
}
"""The meaning of a status for the reader, by its documented name; sentences without a full stop."""

_ALSO = {"CANCEL": "Also cancelled", "SUSPEND": "Also suspended", "SKIP": "Also skipped"}

_HOLDS = {
    "RERUN": "Its workflow is about to run again",
    "CANCEL": "Its workflow was cancelled",
    "SUSPEND": "Its workflow is suspended; it goes on when somebody resumes it",
}
"""The meaning of the workflow's own status for a task that has not started, likewise."""


def headline_of(found: Found, server: timezone | None, now: datetime) -> str:
    """The headline of a run of either kind."""
    if isinstance(found, FlowLookup):
        return headline.flow_headline(found.flow)
    return headline.headline(found.task, server, now)


def in_one_sentence(explanation: Explanation, server: timezone | None, now: datetime) -> str:
    """The explanation, such as ``clean failed after 2 m 43 s, 12 minutes ago, 2 steps upstream.``

    Args:
        explanation: before it is complete the sentence says less.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    return sanitize.one_line(_Sentence(explanation, server, now).text())


class _Sentence:
    """One explanation at one time."""

    def __init__(self, explanation: Explanation, server: timezone | None, now: datetime) -> None:
        self._explanation, self._analysis = explanation, explanation.analysis
        self._found, self._state = explanation.found, explanation.found.state
        self._server, self._now = server, now
        found = explanation.found
        self._home = found.id.text if isinstance(found, FlowLookup) else found.task.flow_inst_id

    def text(self) -> str:
        """The sentence for the conclusion."""
        match self._analysis.conclusion:
            case Conclusion.UPSTREAM:
                return self._upstream()
            case Conclusion.ITSELF:
                return self._itself()
            case Conclusion.WAITS:
                return self._waits()
            case Conclusion.FINE:
                return self._fine()
            case Conclusion.UNKNOWN if self._state.group is Group.ACTIVE:
                known = f"Whether everything upstream has finished is {self._not_known()}"
                return _joined(self._own(upper=True), known, self._beside())
            case Conclusion.UNKNOWN:
                return _joined(f"Cannot tell what it waits for: {self._reason()}", self._beside())

    def _upstream(self) -> str:
        first = self._analysis.causes[0]
        parts = [self._cause(first)]
        if isinstance(self._found, TaskLookup):
            parts.append(f"{plural(len(self._analysis.chain) - 1, 'step')} upstream")
        if first.gap:
            parts.append(f"in the run of another cycle {first.id} (cycleGap {first.gap})")
        elif first.flow_id != self._home:
            parts.append(f"in the workflow {first.flow_id}")
        own = "This run was skipped too" if is_skipped(first.state) else ""
        order = "" if self._analysis.is_first_known else "Whether it was the first is not known"
        return _joined(", ".join(parts), self._remark(first), own, self._also(), order, self._held())

    def _itself(self) -> str:
        causes, own = self._analysis.causes, self._own()
        if isinstance(self._found, FlowLookup) and not causes:
            if self._analysis.unknowns:
                return f"{own}. Which of its tasks failed is {self._not_known()}"
            if blocks_downstream(self._state) and not has_failed(self._state):
                return _joined(f"{own}, and no task of it has failed", self._remark_on(self._state))
            return f"{own}, but no task of it has failed."
        first = causes[0] if causes else None
        remark = self._remark(first) if first is not None else ""
        if self._analysis.unknowns:
            known = f"Whether anything upstream has failed is {self._not_known()}"
            return _joined(own, remark, known, self._beside())
        if len(causes) > 1:
            return _joined(f"{own}, before anything upstream failed", remark, self._also())
        if self._analysis.is_passed:
            own += "; everything that it waits for directly has succeeded"
        else:
            own += ", and nothing upstream has failed"
        return _joined(own, remark, self._still_to_end(), self._skipped(), self._beside())

    def _waits(self) -> str:
        analysis = self._analysis
        if not analysis.causes:
            upstream = (
                "Everything upstream has finished" if analysis.has_upstream else "Nothing is upstream of it"
            )
            if isinstance(self._found, FlowLookup):
                upstream = "No task of it has failed or is still to end"
            if analysis.is_circular:
                upstream = "It waits for itself, so it cannot start"
            return _joined(
                *(self._own(upper=True), self._remark_on(self._state), upstream, self._skipped()),
                *(self._held(), self._beside()),
            )
        where = "" if isinstance(self._found, FlowLookup) else " upstream"
        nothing = f"Nothing known{where} has failed" if analysis.unknowns else f"Nothing{where} has failed"
        first, *others = analysis.causes
        record = self._explanation.cause
        now = f", {headline.headline(record.task, self._server, self._now)}" if record is not None else ""
        first_now = f"{self._name(first)}{now}" if now else self._named(first)
        if not analysis.nearest:
            waits = f"Still to end: {first_now}{_and_more(others)}"
        elif [step.node for step in analysis.nearest] == [first.node]:
            waits = f"It waits for {first_now}"
        else:
            names = listed(self._named(step) for step in analysis.nearest[:_MOST_NAMES])
            names += _and_more(analysis.nearest[_MOST_NAMES:])
            waits = f"It waits for {names}; first of all for {first_now}"
        if analysis.is_circular and analysis.nearest:
            through = name_of(analysis.nearest[0].node)
            waits = f"It waits for itself, in a circle through {through}: nothing in the circle can start"
        not_known = self._reason() if analysis.unknowns else ""
        if not_known and " is not known" not in not_known:
            not_known = f"Not known: {not_known}"
        return _joined(nothing, waits, not_known, self._held(), self._beside())

    def _still_to_end(self) -> str:
        """The names of what is still to end directly upstream of a run that has ended."""
        nearest = self._analysis.nearest
        are = "is" if len(nearest) == 1 else "are"
        return f"Upstream of it {_names(nearest)} {are} still to end" if nearest else ""

    def _skipped(self) -> str:
        """The names of what was skipped directly upstream."""
        skipped = self._analysis.skipped
        verb = "was" if len(skipped) == 1 else "were"
        return f"Upstream of it {_names(skipped)} {verb} skipped" if skipped else ""

    def _held(self) -> str:
        """Whether the workflow holds up a task that has not started."""
        flow_state = self._analysis.flow_state
        if flow_state is None or self._state.group is not Group.WAITING:
            return ""
        return "" if isinstance(self._found, FlowLookup) else _HOLDS.get(flow_state.documented_name or "", "")

    def _fine(self) -> str:
        if self._state.is_contradictory:
            return f"Cannot tell how it ended: {self._analysis.notes[0]}"
        if is_skipped(self._state) and isinstance(self._found, TaskLookup):
            if self._analysis.unknowns:
                return f"{self._own()}. Whether anything upstream was skipped is {self._not_known()}"
            nothing = f"{self._own()}, and nothing upstream has failed or was skipped"
            return _joined(nothing, self._remark_on(self._state))
        return f"{self._own()}: there is nothing to explain."

    def _own(self, upper: bool = False) -> str:
        """The run's own headline as a clause: with a subject, or in upper case without one."""
        own = headline_of(self._found, self._server, self._now)
        if self._state.documented_name == "WAIT":
            own = own.replace("waiting for something upstream", "waiting")
        return own[:1].upper() + own[1:] if upper else _clause("It", own) + _both_meanings(self._state)

    def _cause(self, step: ChainStep) -> str:
        """The cause and how it went, by its record where that was read."""
        both = _both_meanings(step.state) if step.state is not None else ""
        if step.record is not None:
            own = headline.headline(step.record.task, self._server, self._now)
            return _clause(name_of(step.node), own) + both
        return self._named(step, " is ") + both

    def _name(self, step: ChainStep) -> str:
        """The name of a node, with its id where another flow instance lists it: a name may occur twice."""
        is_elsewhere = isinstance(step.node, TaskNode) and (step.gap or step.flow_id not in ("", self._home))
        return f"{name_of(step.node)} ({step.id})" if is_elsewhere else name_of(step.node)

    def _named(self, step: ChainStep, between: str = ", ") -> str:
        kind = "the workflow " if isinstance(step.node, FlowNode) else ""
        kind = kind.capitalize() if between == " is " else kind
        return f"{kind}{self._name(step)}{between}{step.state.name if step.state else 'without a status'}"

    def _remark(self, step: ChainStep) -> str:
        return self._remark_on(step.state) if step.state is not None else ""

    @staticmethod
    def _remark_on(state: Status) -> str:
        return REMARKS.get(state.documented_name or "", "")

    def _also(self) -> str:
        others = self._analysis.causes[1:]
        alike = [
            (also, [step for step in others if _ALSO.get(_documented(step), "Also failed") == also])
            for also in ("Also failed", *_ALSO.values())
        ]
        return _joined(*(f"{also}: {_names(steps)}" for also, steps in alike if steps))

    def _beside(self) -> str:
        beside = self._analysis.beside
        again = " any more" if self._analysis.is_passed else ""
        cancelled = [step for step in beside if _documented(step) == "CANCEL"]
        failed = [step for step in beside if step not in cancelled]
        clauses = [f"{_names(failed)} {'has' if len(failed) == 1 else 'have'} failed"] if failed else []
        if cancelled:
            clauses.append(f"{_names(cancelled)} {'was' if len(cancelled) == 1 else 'were'} cancelled")
        known = f", but this run does not wait for that{again}"
        if self._analysis.unknowns:
            known = "; whether this run waits for that is not known"
        return f"{listed(clauses)}{known}" if beside else ""

    def _reason(self) -> str:
        reasons = self._analysis.unknowns or ("the workflow says too little.",)
        return reasons[0]

    def _not_known(self) -> str:
        return f"not known: {self._reason()}"


def _documented(step: ChainStep) -> str:
    return step.state.documented_name or "" if step.state is not None else ""


def _joined(*sentences: str) -> str:
    return " ".join(one if one.endswith(".") else f"{one}." for one in sentences if one)


def _names(steps: Sequence[ChainStep]) -> str:
    more = len(steps) - _MOST_NAMES
    names = [name_of(step.node) for step in steps[:_MOST_NAMES]]
    return listed([*names, f"{more} more"] if more > 0 else names)


def _both_meanings(state: Status) -> str:
    if not state.is_contradictory:
        return ""
    meaning = state.documented_name or "nothing documented"
    return f" (the number {state.code} says {meaning}, the text {state.name})"


def _clause(subject: str, own: str) -> str:
    """A headline with its subject: ``It failed after 3 s``, ``It was cancelled``, ``It is running``."""
    if own.startswith(("failed", "succeeded", "ended", "timed")):
        return f"{subject} {own}"
    return f"{subject} {'was' if own.startswith(('cancelled', 'skipped')) else 'is'} {own}"


def _and_more(steps: Sequence[ChainStep]) -> str:
    return f" and {len(steps)} more" if steps else ""


def times_in_words(record: TaskInstance | FlowInstance) -> str:
    """Start, end and plan as received, and the duration."""
    day, _, _ = (record.start_time or "").partition(" ")

    def short(time: str) -> str:
        return time.removeprefix(f"{day} ")

    lasted = times.duration_s(record.start_time, record.end_time)
    span = f" ({times.duration_text(lasted)})" if lasted is not None and lasted >= 0 else ""
    ran = f"since {record.start_time}" if record.start_time else "not started"
    if record.end_time:
        ran = f"{record.start_time or '?'} to {short(record.end_time)}{span}"
    planned = f", planned {short(record.trigger_time)}" if record.trigger_time else ""
    return sanitize.one_line(ran + planned)


def tries_in_words(record: TaskInstance) -> str:
    """Tries and runs, and the limit it exceeded."""
    tries = headline.tries_made(record)
    parts = [
        f"try {tries}" if tries else "number of tries not sent",
        f"run {record.run_num}" if record.run_num else "",
        "over its time limit" if record.is_timeout else "",
    ]
    return ", ".join(filter(None, parts))
