from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.why.root_cause import MOST_FLOWS, Finding, Verdict, trace
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Found, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

DAY = "2026112100"
HOME = f"1-{DAY}"
ANSWER = Response(b"", "", None, datetime(2026, 11, 22, tzinfo=UTC), 0.1)
CODES = {"FAIL": -1, "INIT": 0, "SUCCESS": 1, "RUNNING": 2, "WAIT": 5, "TIMEOUT": 7, "CANCEL": 8}
Edge = tuple[int, int]


def task_id(number: int) -> str:
    return f"{number}-{DAY}"


def a_flow(
    states: Mapping[int, str | None],
    edges: list[Edge],
    state: str = "FAIL",
    references: dict[int, dict[str, Any]] | None = None,
) -> FlowInstance:
    """Tasks and references by number; an edge may name a number that is neither."""
    names = {number: f"f_{number}" for number in references or {}}
    graph = {
        "tasks": [
            {"nodeId": f"t_{n}", "taskInstId": task_id(n), "taskName": f"task {n}", "status": said}
            for n, said in states.items()
        ],
        "flows": [
            {"nodeId": f"f_{n}", "flowName": f"flow {n}", "flowInstId": task_id(n), "status": "NONE"}
            | changes
            for n, changes in (references or {}).items()
        ],
        "relations": [{"source": names.get(s, f"t_{s}"), "target": names.get(t, f"t_{t}")} for s, t in edges],
    }
    return FlowInstance.model_validate({"instanceId": HOME, "status": CODES[state], "graph": graph})


def a_task(number: int, state: str, flow: str | None = HOME) -> TaskLookup:
    task = TaskInstance.model_validate({"status": CODES[state], "flowInstId": flow, "taskName": "here"})
    return TaskLookup(TaskInstanceId(task_id(number)), task, {}, ".data", ANSWER)


def as_found(flow: FlowInstance) -> FlowLookup:
    return FlowLookup(FlowInstanceId(HOME), flow, {}, ".data", ANSWER)


def numbers(steps: tuple[Any, ...]) -> list[int]:
    return [int(step.id.node) for step in steps]


def traced(number: int, states: Mapping[int, str | None], edges: list[Edge], **more: Any) -> Finding:
    state = states.get(number) or "WAIT"
    return trace(a_task(number, state), {HOME: a_flow(states, edges, **more)})


def test_the_first_failure_upstream_is_the_cause_and_the_chain_leads_down_from_it() -> None:
    states = {1: "SUCCESS", 2: "FAIL", 3: "WAIT", 4: "INIT", 5: "SUCCESS"}
    finding = traced(4, states, [(1, 2), (2, 3), (3, 4), (5, 4)])
    assert finding.verdict is Verdict.UPSTREAM
    assert numbers(finding.causes) == [2]
    assert numbers(finding.chain) == [2, 3, 4]
    assert finding.cause == TaskInstanceId(task_id(2))
    assert finding.notes == ()


def test_a_cancelled_run_points_at_the_failure_that_it_was_cancelled_for() -> None:
    finding = traced(3, {1: "FAIL", 2: "CANCEL", 3: "CANCEL"}, [(1, 2), (2, 3)])
    assert numbers(finding.causes) == [1]
    both = traced(3, {1: "CANCEL", 2: "TIMEOUT", 3: "WAIT", 4: "WAIT"}, [(1, 3), (2, 4), (4, 3)])
    assert numbers(both.causes) == [2, 1], "what failed comes before what somebody cancelled"


def test_what_failed_nearer_comes_first_and_the_chain_tells_what_else_holds_a_step_up() -> None:
    finding = traced(4, {1: "FAIL", 2: "WAIT", 3: "TIMEOUT", 4: "WAIT"}, [(1, 2), (2, 4), (3, 4)])
    assert numbers(finding.causes) == [3, 1]
    assert [(step.name, step.also) for step in finding.chain] == [("task 3", 0), ("task 4", 1)]


def test_a_task_that_failed_with_nothing_wrong_upstream_failed_by_itself() -> None:
    finding = traced(2, {1: "SUCCESS", 2: "FAIL"}, [(1, 2)], references={9: {}})
    assert (finding.verdict, numbers(finding.chain), finding.asks) == (Verdict.ITSELF, [2], ())


def test_where_nothing_failed_it_tells_what_is_waited_for_and_what_runs_now() -> None:
    states = {1: "RUNNING", 2: "WAIT", 3: "INIT", 4: "SUCCESS"}
    finding = traced(3, states, [(1, 2), (2, 3), (4, 3)], state="RUNNING")
    assert finding.verdict is Verdict.WAITS
    assert numbers(finding.nearest) == [2]
    assert numbers(finding.chain) == [1, 2, 3]


def test_a_success_has_no_cause_and_a_wait_for_nothing_is_told_as_one() -> None:
    assert traced(2, {1: "SUCCESS", 2: "SUCCESS"}, [(1, 2)], state="SUCCESS").verdict is Verdict.FINE
    finding = traced(2, {1: "SUCCESS", 2: "WAIT"}, [(1, 2)], state="RUNNING")
    assert (finding.verdict, finding.causes, numbers(finding.chain)) == (Verdict.WAITS, (), [2])


def test_a_failure_behind_a_success_is_found_where_nothing_nearer_explains_the_wait() -> None:
    finding = traced(3, {1: "FAIL", 2: "SUCCESS", 3: "WAIT"}, [(1, 2), (2, 3)])
    assert numbers(finding.chain) == [1, 2, 3]
    assert finding.notes == ("task 2 is SUCCESS although task 1, upstream of it, is FAIL.",)


def test_a_flow_instance_shows_what_failed_and_what_that_holds_up() -> None:
    states = {1: "FAIL", 2: "WAIT", 3: "SUCCESS", 4: "CANCEL", 5: "INIT"}
    flow = a_flow(states, [(1, 2), (3, 2), (2, 5)])
    finding = trace(as_found(flow), {HOME: flow})
    assert finding.verdict is Verdict.UPSTREAM
    assert numbers(finding.causes) == [1, 4]
    assert numbers(finding.chain) == [1, 2, 5]


def test_a_flow_instance_that_runs_shows_what_it_waits_for() -> None:
    flow = a_flow({1: "WAIT", 2: "SUCCESS", 3: "RUNNING"}, [(2, 3)], state="RUNNING")
    finding = trace(as_found(flow), {HOME: flow})
    assert (finding.verdict, numbers(finding.causes)) == (Verdict.WAITS, [3, 1])


def test_what_is_missing_or_contradicts_itself_is_told() -> None:
    finding = traced(2, {1: None, 2: "SUCCESS", 3: "SUCCESS"}, [(1, 2), (404, 2), (2, 2)], state="FAIL")
    told = " ".join(finding.notes)
    assert f"{HOME} says FAIL, but none of its tasks failed." in told
    assert "task 2 waits for t_404, which no graph lists." in told
    assert "circle: task 2 → task 2." in told
    assert "task 1 has no status" in told
    assert "no order" in " ".join(traced(1, {1: "SUCCESS", 2: "SUCCESS"}, []).notes)
    running = traced(1, {1: "SUCCESS", 2: "WAIT"}, [(1, 2)], state="SUCCESS")
    assert running.notes == (f"{HOME} says SUCCESS, but 1 of its tasks have not ended.",)
    ended = traced(1, {1: "SUCCESS", 2: "SUCCESS"}, [(1, 2)], state="INIT")
    assert ended.notes == (f"{HOME} says INIT, but all its tasks have ended.",)


def test_the_record_of_the_task_is_believed_and_the_graph_that_differs_is_told() -> None:
    finding = trace(a_task(2, "FAIL"), {HOME: a_flow({1: "SUCCESS", 2: "RUNNING"}, [(1, 2)])})
    assert finding.verdict is Verdict.ITSELF
    assert "The graph says RUNNING, the task's record FAIL." in finding.notes


def test_a_task_listed_twice_counts_once() -> None:
    flow = a_flow({1: "FAIL", 2: "WAIT"}, [(1, 2)])
    assert flow.graph is not None and flow.graph.tasks is not None
    again = flow.graph.tasks[0].model_copy(update={"status": "SUCCESS"})
    graph = flow.graph.model_copy(update={"tasks": (*flow.graph.tasks, again)})
    finding = trace(a_task(2, "WAIT"), {HOME: flow.model_copy(update={"graph": graph})})
    assert numbers(finding.chain) == [1, 2]
    assert "task 1 is listed twice, with different states." in finding.notes


def test_without_a_workflow_the_task_speaks_for_itself() -> None:
    assert trace(a_task(1, "WAIT"), {}).asks == (FlowInstanceId(HOME),)
    assert trace(a_task(1, "FAIL", None), {}).notes == ("The record names no workflow.",)
    assert trace(a_task(1, "FAIL", "what?"), {}).verdict is Verdict.ITSELF
    unread = trace(a_task(1, "WAIT"), {HOME: "No right."})
    assert (unread.verdict, unread.notes) == (Verdict.UNKNOWN, (f"{HOME} cannot be read: No right.",))
    stranger = trace(a_task(7, "FAIL"), {HOME: a_flow({1: "SUCCESS"}, [])})
    assert numbers(stranger.causes) == [7]
    assert f"{HOME} does not list this task." in stranger.notes


def test_another_workflow_is_asked_only_where_nothing_nearer_failed() -> None:
    states = {1: "FAIL", 2: "WAIT"}
    assert traced(2, states, [(1, 2), (9, 2)], references={9: {}}).asks == ()
    waiting = {1: "SUCCESS", 2: "WAIT"}
    asks = traced(2, waiting, [(1, 2), (9, 2)], references={9: {}, 8: {}}).asks
    assert asks == (FlowInstanceId(task_id(9)),), "8 is not upstream"
    assert traced(2, waiting, [(9, 1), (1, 2)], references={9: {}}).asks == (), "1 did not mind"
    failed = traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"status": "FAIL"}})
    assert failed.asks == (FlowInstanceId(task_id(9)),)
    assert traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"status": "SUCCESS"}}).asks == ()
    assert traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"flowInstId": "no id"}}).asks == ()


def test_the_chain_leads_through_another_workflow() -> None:
    home = a_flow({2: "WAIT"}, [(9, 2)], references={9: {}})
    other = a_flow({91: "FAIL", 92: "WAIT", 93: "SUCCESS"}, [(91, 92), (93, 92)])
    finding = trace(a_task(2, "WAIT"), {HOME: home, task_id(9): other})
    assert numbers(finding.chain) == [91, 92, 9, 2]
    assert [step.flow_id for step in finding.chain] == [task_id(9), task_id(9), HOME, HOME]
    assert numbers(trace(as_found(home), {HOME: home, task_id(9): other}).chain)[0] == 91


def test_a_reference_to_one_task_waits_for_that_task_alone() -> None:
    one = {"flowName": "92(clean)", "isVirtual": True}
    home = a_flow({2: "WAIT"}, [(9, 2)], references={9: one})
    tasks = [
        {"nodeId": f"t_{n}", "taskId": n, "taskInstId": task_id(n), "status": s}
        for n, s in ((91, "FAIL"), (92, "RUNNING"))
    ]
    other = FlowInstance.model_validate({"status": -1, "graph": {"tasks": tasks}})
    finding = trace(a_task(2, "WAIT"), {HOME: home, task_id(9): other})
    assert (finding.verdict, numbers(finding.chain)) == (Verdict.WAITS, [92, 9, 2])


def asked_till_the_end(found: Found, flows: dict[str, FlowInstance]) -> tuple[Finding, list[str]]:
    """Ask as the service does; a flow instance that is not there cannot be read."""
    known: dict[str, FlowInstance | str] = {}
    while (finding := trace(found, known)).asks:
        for flow_id in finding.asks:
            assert flow_id.text not in known, "asked twice"
            known[flow_id.text] = flows.get(flow_id.text, "not there")
    return finding, list(known)


def test_workflows_that_refer_to_ever_more_workflows_are_not_followed_for_ever() -> None:
    flows = {
        task_id(n): a_flow({n * 10: "WAIT"}, [(n + 1, n * 10)], "WAIT", {n + 1: {}}) for n in range(1, 40)
    }
    finding, asked = asked_till_the_end(a_task(10, "WAIT"), flows)
    assert len(asked) == MOST_FLOWS
    assert any("More workflows" in note for note in finding.notes)


def test_workflows_that_refer_to_each_other_are_asked_once_each() -> None:
    flows = {
        HOME: a_flow({10: "WAIT"}, [(2, 10)], "WAIT", {2: {}}),
        task_id(2): a_flow({20: "WAIT"}, [(1, 20)], "WAIT", {1: {}}),
    }
    finding, asked = asked_till_the_end(a_task(10, "WAIT"), flows)
    assert asked == [HOME, task_id(2)]
    assert finding.verdict is Verdict.WAITS
    assert any("circle" in note for note in finding.notes)


NODES = st.dictionaries(st.integers(1, 8), st.sampled_from([None, *CODES]), min_size=1, max_size=8)
EDGES = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), max_size=20)


@given(NODES, EDGES)
def test_whatever_the_graph_the_chain_is_a_way_without_repeats(
    states: Mapping[int, str | None], edges: list[Edge]
) -> None:
    for number in states:
        finding = traced(number, states, edges)
        way = numbers(finding.chain)
        assert way[-1] == number
        assert len(set(way)) == len(way)
        assert set(pairwise(way)) <= set(edges)
        assert all(
            step.state and step.state.name in ("FAIL", "TIMEOUT", "CANCEL")
            for step in finding.causes
            if finding.verdict is Verdict.UPSTREAM
        )
    flow = a_flow(states, edges)
    for step in trace(as_found(flow), {HOME: flow}).chain:
        assert step.state is None or step.state.name != "SUCCESS"


@given(NODES, EDGES)
def test_in_a_graph_without_circles_the_causes_are_just_the_failures_without_a_failure_above(
    states: Mapping[int, str | None], edges: list[Edge]
) -> None:
    edges = [(s, t) for s, t in edges if s < t and s in states and t in states]
    bad = {n for n, state in states.items() if state in ("FAIL", "TIMEOUT", "CANCEL")}

    def above(number: int) -> set[int]:
        """Everything upstream that no success stands in front of."""
        direct = {s for s, t in edges if t == number}
        return direct.union(*(above(n) for n in direct if states[n] != "SUCCESS"))

    for number, state in states.items():
        expected = {n for n in above(number) | {number} if n in bad and not above(n) & bad}
        finding = traced(number, states, edges)
        if expected and state != "SUCCESS":
            assert set(numbers(finding.causes)) == expected
            assert (finding.verdict is Verdict.ITSELF) == (number in expected)
