from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.why.cause_analysis import CauseAnalysis, Conclusion
from tui_app.logic.why.dependencies import name_of
from tui_app.logic.why.records_to_read import MOST_FLOWS, MOST_RECORDS
from tui_app.logic.why.root_cause import analyze
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


def traced(number: int, states: Mapping[int, str | None], edges: list[Edge], **more: Any) -> CauseAnalysis:
    state = states.get(number) or "WAIT"
    return analyze(a_task(number, state), {HOME: a_flow(states, edges, **more)})


def test_the_first_failure_upstream_is_the_cause_and_the_chain_leads_down_from_it() -> None:
    states = {1: "SUCCESS", 2: "FAIL", 3: "WAIT", 4: "INIT", 5: "SUCCESS"}
    analysis = traced(4, states, [(1, 2), (2, 3), (3, 4), (5, 4)])
    assert analysis.conclusion is Conclusion.UPSTREAM
    assert numbers(analysis.causes) == [2]
    assert numbers(analysis.chain) == [2, 3, 4]
    assert analysis.cause == TaskInstanceId(task_id(2))
    assert analysis.notes == ()


def test_a_cancelled_run_points_at_the_failure_that_it_was_cancelled_for() -> None:
    analysis = traced(3, {1: "FAIL", 2: "CANCEL", 3: "CANCEL"}, [(1, 2), (2, 3)])
    assert numbers(analysis.causes) == [1]
    both = traced(3, {1: "CANCEL", 2: "TIMEOUT", 3: "WAIT", 4: "WAIT"}, [(1, 3), (2, 4), (4, 3)])
    assert numbers(both.causes) == [2, 1], "what failed comes before what somebody cancelled"


def test_without_times_the_nearest_failure_leads_and_the_order_is_said_to_be_unknown() -> None:
    analysis = traced(4, {1: "FAIL", 2: "WAIT", 3: "TIMEOUT", 4: "WAIT"}, [(1, 2), (2, 4), (3, 4)])
    assert numbers(analysis.causes) == [3, 1]
    assert [(name_of(step.node), step.also) for step in analysis.chain] == [
        ("task 3", ()),
        ("task 4", ("task 2",)),
    ]
    assert any("may have failed first" in unknown for unknown in analysis.unknowns)


def test_a_task_that_failed_with_nothing_wrong_upstream_failed_by_itself() -> None:
    analysis = traced(2, {1: "SUCCESS", 2: "FAIL"}, [(1, 2)], references={9: {}})
    assert (analysis.conclusion, numbers(analysis.chain), analysis.flows_needed) == (
        Conclusion.ITSELF,
        [2],
        (),
    )


def test_where_nothing_failed_it_tells_what_is_waited_for_and_what_runs_now() -> None:
    states = {1: "RUNNING", 2: "WAIT", 3: "INIT", 4: "SUCCESS"}
    analysis = traced(3, states, [(1, 2), (2, 3), (4, 3)], state="RUNNING")
    assert analysis.conclusion is Conclusion.WAITS
    assert numbers(analysis.nearest) == [2]
    assert numbers(analysis.chain) == [1, 2, 3]


def test_a_success_has_no_cause_and_a_wait_for_nothing_is_told_as_one() -> None:
    assert traced(2, {1: "SUCCESS", 2: "SUCCESS"}, [(1, 2)], state="SUCCESS").conclusion is Conclusion.FINE
    analysis = traced(2, {1: "SUCCESS", 2: "WAIT"}, [(1, 2)], state="RUNNING")
    assert (analysis.conclusion, analysis.causes, numbers(analysis.chain)) == (Conclusion.WAITS, (), [2])


def test_a_failure_behind_a_success_is_mentioned_and_not_blamed() -> None:
    analysis = traced(3, {1: "FAIL", 2: "SUCCESS", 3: "WAIT"}, [(1, 2), (2, 3)])
    assert (numbers(analysis.causes), numbers(analysis.beside)) == ([], [1])
    assert analysis.is_passed
    assert analysis.notes == ("task 2 is SUCCESS although task 1, upstream of it, is FAIL.",)


def test_a_flow_instance_shows_what_failed_and_what_that_holds_up() -> None:
    states = {1: "FAIL", 2: "WAIT", 3: "SUCCESS", 4: "CANCEL", 5: "INIT"}
    flow = a_flow(states, [(1, 2), (3, 2), (2, 5)])
    analysis = analyze(as_found(flow), {HOME: flow})
    assert analysis.conclusion is Conclusion.UPSTREAM
    assert numbers(analysis.causes) == [1, 4]
    assert numbers(analysis.chain) == [1, 2, 5]


def test_a_flow_instance_that_runs_shows_what_it_waits_for() -> None:
    flow = a_flow({1: "WAIT", 2: "SUCCESS", 3: "RUNNING"}, [(2, 3)], state="RUNNING")
    analysis = analyze(as_found(flow), {HOME: flow})
    assert (analysis.conclusion, numbers(analysis.causes)) == (Conclusion.WAITS, [3, 1])


def test_what_is_missing_or_contradicts_itself_is_said() -> None:
    analysis = traced(2, {1: None, 2: "FAIL", 3: "SUCCESS"}, [(1, 2), (404, 2), (2, 2)], state="SUCCESS")
    assert f"{HOME} says SUCCESS, but 1 of its tasks failed." in analysis.notes
    assert "These wait for each other in a circle: task 2 → task 2." in analysis.notes
    assert analysis.unknowns[0].startswith(f"task 2 waits for t_404, which {HOME} does not list.")
    assert analysis.records_needed == (TaskInstanceId(task_id(2)), TaskInstanceId(task_id(1)))[1:]
    failed = traced(1, {1: "SUCCESS", 2: "SUCCESS"}, [(1, 2)], state="FAIL")
    assert failed.notes == (f"{HOME} says FAIL, but none of its tasks failed.",)
    running = traced(1, {1: "SUCCESS", 2: "WAIT"}, [(1, 2)], state="SUCCESS")
    assert running.notes == (f"{HOME} says SUCCESS, but 1 of its tasks have not ended.",)
    ended = traced(1, {1: "SUCCESS", 2: "SUCCESS"}, [(1, 2)], state="INIT")
    assert ended.notes == (f"{HOME} says INIT, but all its tasks have ended.",)


def test_a_graph_without_relations_leaves_open_what_waits_for_what() -> None:
    flow = a_flow({1: "SUCCESS", 2: "WAIT"}, [])
    assert flow.graph is not None
    graph = flow.graph.model_copy(update={"relations": None})
    analysis = analyze(a_task(2, "WAIT"), {HOME: flow.model_copy(update={"graph": graph})})
    assert analysis.conclusion is Conclusion.UNKNOWN
    assert analysis.unknowns == (f"The graph of {HOME} has no order, so what waits for what is not known.",)
    assert analyze(a_task(2, "WAIT"), {HOME: flow}).conclusion is Conclusion.WAITS, (
        "an empty list is an order"
    )


def test_the_record_of_the_task_is_believed_and_the_graph_that_differs_is_told() -> None:
    analysis = analyze(a_task(2, "FAIL"), {HOME: a_flow({1: "SUCCESS", 2: "RUNNING"}, [(1, 2)])})
    assert analysis.conclusion is Conclusion.ITSELF
    assert analysis.notes[-1].startswith("The graph says RUNNING of task 2, its record FAIL")


def test_a_task_listed_twice_counts_once() -> None:
    flow = a_flow({1: "FAIL", 2: "WAIT"}, [(1, 2)])
    assert flow.graph is not None and flow.graph.tasks is not None
    again = flow.graph.tasks[0].model_copy(update={"status": "SUCCESS"})
    graph = flow.graph.model_copy(update={"tasks": (*flow.graph.tasks, again)})
    analysis = analyze(a_task(2, "WAIT"), {HOME: flow.model_copy(update={"graph": graph})})
    assert numbers(analysis.chain) == [2]
    assert analysis.records_needed == (TaskInstanceId(task_id(1)),), "its record says which of them is true"
    assert "task 1 is listed twice, with different statuses." in analysis.notes


def test_without_a_workflow_the_task_speaks_for_itself() -> None:
    assert analyze(a_task(1, "WAIT"), {}).flows_needed == (FlowInstanceId(HOME),)
    nameless = analyze(a_task(1, "FAIL", None), {})
    assert nameless.unknowns == ("The record names no workflow. Look for it in the console.",)
    assert analyze(a_task(1, "FAIL", "what?"), {}).conclusion is Conclusion.ITSELF
    unread = analyze(a_task(1, "WAIT"), {HOME: "No right."})
    assert (unread.conclusion, unread.unknowns) == (
        Conclusion.UNKNOWN,
        (f"{HOME} cannot be read: No right.",),
    )
    stranger = analyze(a_task(7, "FAIL"), {HOME: a_flow({1: "SUCCESS"}, [])})
    assert numbers(stranger.causes) == [7]
    assert stranger.unknowns[0].startswith(f"{HOME} does not list this task.")


def test_another_workflow_is_read_only_where_it_may_hold_the_run_up() -> None:
    begun = {1: "FAIL", 2: "WAIT", 3: "RUNNING"}
    edges = [(1, 2), (9, 3), (3, 2)]
    assert traced(2, begun, edges, references={9: {}}).flows_needed == (), "3 has begun, so 9 is done"
    both = traced(2, {1: "FAIL", 2: "WAIT"}, [(1, 2), (9, 2)], references={9: {}}).flows_needed
    assert both == (FlowInstanceId(task_id(9)),), "a task of it may have failed earlier"
    waiting = {1: "SUCCESS", 2: "WAIT"}
    asks = traced(2, waiting, [(1, 2), (9, 2)], references={9: {}, 8: {}}).flows_needed
    assert asks == (FlowInstanceId(task_id(9)),), "8 is not upstream"
    assert traced(2, waiting, [(9, 1), (1, 2)], references={9: {}}).flows_needed == (), "1 did not mind"
    failed = traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"status": "FAIL"}})
    assert failed.flows_needed == (FlowInstanceId(task_id(9)),)
    assert traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"status": "SUCCESS"}}).flows_needed == ()
    assert traced(2, {2: "WAIT"}, [(9, 2)], references={9: {"flowInstId": "no id"}}).flows_needed == ()


def test_the_chain_leads_through_another_workflow() -> None:
    home = a_flow({2: "WAIT"}, [(9, 2)], references={9: {}})
    other = a_flow({91: "FAIL", 92: "WAIT", 93: "SUCCESS"}, [(91, 92), (93, 92)])
    analysis = analyze(a_task(2, "WAIT"), {HOME: home, task_id(9): other})
    assert numbers(analysis.chain) == [91, 92, 9, 2]
    assert [step.flow_id for step in analysis.chain] == [task_id(9), task_id(9), HOME, HOME]
    assert numbers(analyze(as_found(home), {HOME: home, task_id(9): other}).chain)[0] == 91


def test_a_reference_to_one_task_waits_for_that_task_alone() -> None:
    one = {"flowName": "92(clean)", "isVirtual": True}
    home = a_flow({2: "WAIT"}, [(9, 2)], references={9: one})
    tasks = [
        {"nodeId": f"t_{n}", "taskId": n, "taskInstId": task_id(n), "status": s}
        for n, s in ((91, "FAIL"), (92, "RUNNING"))
    ]
    other = FlowInstance.model_validate({"status": -1, "graph": {"tasks": tasks}})
    analysis = analyze(a_task(2, "WAIT"), {HOME: home, task_id(9): other})
    assert (analysis.conclusion, numbers(analysis.chain)) == (Conclusion.WAITS, [92, 9, 2])


def asked_till_the_end(
    found: Found, flows: Mapping[str, FlowInstance], tasks: Mapping[str, str] | None = None
) -> tuple[CauseAnalysis, list[str], list[str]]:
    """Read as the service does; what is not there cannot be read. Also the ids of flows and of tasks read."""
    known: dict[str, FlowInstance | str] = {}
    records: dict[str, TaskLookup | str] = {}
    while (analysis := analyze(found, known, records)).is_provisional:
        for flow_id in analysis.flows_needed:
            assert flow_id.text not in known, "asked twice"
            known[flow_id.text] = flows.get(flow_id.text, "not there")
        for one in analysis.records_needed:
            assert one.text not in records, "asked twice"
            state = (tasks or {}).get(one.text)
            records[one.text] = "not there" if state is None else a_task(int(one.node), state)
    return analysis, list(known), list(records)


def test_workflows_that_refer_to_ever_more_workflows_are_not_followed_for_ever() -> None:
    flows = {
        task_id(n): a_flow({n * 10: "WAIT"}, [(n + 1, n * 10)], "WAIT", {n + 1: {}}) for n in range(1, 40)
    }
    analysis, asked, _ = asked_till_the_end(a_task(10, "WAIT"), flows)
    assert len(asked) == MOST_FLOWS
    assert any("More workflows" in unknown for unknown in analysis.unknowns)


def test_workflows_that_refer_to_each_other_are_asked_once_each() -> None:
    flows = {
        HOME: a_flow({10: "WAIT"}, [(2, 10)], "WAIT", {2: {}}),
        task_id(2): a_flow({20: "WAIT"}, [(1, 20)], "WAIT", {1: {}}),
    }
    analysis, asked, _ = asked_till_the_end(a_task(10, "WAIT"), flows)
    assert asked == [HOME, task_id(2)]
    assert analysis.conclusion is Conclusion.WAITS
    assert any("circle" in note for note in analysis.notes)


NODES = st.dictionaries(st.integers(1, 8), st.sampled_from([None, *CODES]), min_size=1, max_size=8)
EDGES = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), max_size=20)


@given(NODES, EDGES)
def test_whatever_the_graph_the_chain_is_a_way_without_repeats(
    states: Mapping[int, str | None], edges: list[Edge]
) -> None:
    for number in states:
        analysis = traced(number, states, edges)
        way = numbers(analysis.chain)
        assert way[-1] == number
        assert len(set(way)) == len(way)
        assert set(pairwise(way)) <= set(edges)
        assert all(
            step.state and step.state.name in ("FAIL", "TIMEOUT", "CANCEL")
            for step in analysis.causes
            if analysis.conclusion is Conclusion.UPSTREAM
        )
    flow = a_flow(states, edges)
    for step in analyze(as_found(flow), {HOME: flow}).chain:
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
        analysis = traced(number, states, edges)
        if expected and state != "SUCCESS":
            assert set(numbers(analysis.causes)) == expected
            assert (analysis.conclusion is Conclusion.ITSELF) == (number in expected)


RECORDS = st.dictionaries(st.integers(1, 8), st.sampled_from(list(CODES)))


@given(NODES, RECORDS, EDGES)
def test_whatever_a_graph_is_behind_with_no_failure_upstream_is_denied(
    states: Mapping[int, str | None], real: Mapping[int, str], edges: list[Edge]
) -> None:
    edges = [(s, t) for s, t in edges if s < t and s in states and t in states]
    tasks = {task_id(number): state for number, state in real.items()}
    for number in states:
        state = real.get(number) or states[number] or "WAIT"
        analysis, _, read = asked_till_the_end(a_task(number, state), {HOME: a_flow(states, edges)}, tasks)
        assert len(read) <= 3 * MOST_RECORDS
        direct = [s for s, t in edges if t == number]
        failed = [s for s in direct if s in real and real[s] in ("FAIL", "TIMEOUT", "CANCEL")]
        if failed and state == "WAIT" and analysis.conclusion in (Conclusion.WAITS, Conclusion.FINE):
            assert any(states[s] == "SUCCESS" for s in failed), (
                "only a success is believed without its record"
            )
        if analysis.conclusion in (Conclusion.WAITS, Conclusion.FINE) and not analysis.unknowns:
            assert not [s for s in direct if states[s] is None and s not in real and state != "SUCCESS"]


def test_first_failures_are_ranked_by_end_then_start_and_no_more_than_eight_are_read() -> None:
    states = dict.fromkeys(range(1, 12), "FAIL") | {12: "WAIT"}
    home = {HOME: a_flow(states, [(n, 12) for n in range(1, 12)])}
    asks = analyze(a_task(12, "WAIT"), home).records_needed
    assert numbers_of(asks) == list(range(1, MOST_RECORDS + 1))
    records = {one.text: timed(one, f"01:{30 - int(one.node):02}", "02:00") for one in asks}
    records[task_id(3)] = timed(TaskInstanceId(task_id(3)), "01:50", "01:55")
    analysis = analyze(a_task(12, "WAIT"), home, records)
    assert numbers(analysis.causes)[:3] == [3, 8, 7], "the earliest end, then the earliest start"
    assert not analysis.is_provisional
    assert analysis.unknowns[0].startswith("3 more first failures were not read")


def test_no_more_than_eight_tasks_without_a_status_are_read() -> None:
    states: dict[int, str | None] = {**dict.fromkeys(range(1, 12)), 12: "WAIT"}
    home = {HOME: a_flow(states, [(n, 12) for n in range(1, 12)])}
    tasks = {task_id(n): "SUCCESS" for n in range(1, 12)}
    analysis, _, read = asked_till_the_end(a_task(12, "WAIT"), home, tasks)
    assert len(read) == MOST_RECORDS
    assert analysis.conclusion is Conclusion.UNKNOWN
    assert analysis.unknowns[0].startswith("3 more tasks upstream have no status in the graph")


def numbers_of(ids: tuple[TaskInstanceId, ...]) -> list[int]:
    return [int(one.node) for one in ids]


def timed(one: TaskInstanceId, start: str, end: str) -> TaskLookup:
    fields = {"status": -1, "flowInstId": HOME, "taskName": "here"}
    times = {"startTime": f"2026-11-21 {start}:00", "endTime": f"2026-11-21 {end}:00"}
    return TaskLookup(one, TaskInstance.model_validate(fields | times), {}, ".data", ANSWER)
