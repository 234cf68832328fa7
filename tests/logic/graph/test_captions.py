from tests.logic.graph.test_dag import made
from tests.logic.graph.test_gantt import BEGIN, a_bar
from tui_app.logic.graph.captions import about, about_time, graph_in_words, tasks_in_words, time_in_words
from tui_app.logic.graph.dag import Dag
from tui_app.logic.graph.folding import Fold
from tui_app.logic.graph.gantt import Bar, TaskRun
from tui_app.models.flow_instance import Graph, TaskNode
from tui_app.models.status import Status

STATES = {"a": "SUCCESS", "b": "FAIL", "c": "WAIT", "d": "", "e": "\x1b[31m"}
GRAPH = made(STATES, [("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("x", "a")])
DAG = Dag.of(GRAPH)


def test_tasks_are_counted_by_state() -> None:
    words = tasks_in_words(GRAPH, DAG.nodes, "J")
    assert words == "5 tasks: 1 SUCCESS, 1 \\x1b[31M, 1 FAIL, 1 WAIT"
    assert tasks_in_words(Graph(), [], "J") == "no tasks"
    assert tasks_in_words(None, [], "f6").endswith("cannot read (f6 shows the answer)")


def test_the_caption_counts_failures_cycles_and_unlisted_nodes() -> None:
    words = graph_in_words(DAG)
    assert words == (
        "1 failed, 2 without a known status, 2 held up as a result, 1 edge in a cycle left out,"
        " 1 edge to unlisted nodes"
    )
    assert graph_in_words(Dag.of(None)) == "", "what was not read may have failed"


def test_what_is_not_known_of_a_graph_is_not_said_to_be_well() -> None:
    tasks = tuple(TaskNode(node_id=name, status=status) for name, status in (("a", None), ("b", "KILLED")))
    assert graph_in_words(Dag.of(Graph(tasks=tasks))) == (
        "nothing known failed, 2 without a known status, the order is not known"
    )
    assert graph_in_words(Dag.of(Graph(tasks=tasks, relations=()))) == (
        "nothing known failed, 2 without a known status"
    )


def test_a_node_is_described_with_its_neighbours() -> None:
    place = next(at for at, node in enumerate(DAG.nodes) if node.node_id == "b")
    run = TaskRun(Status.of(-1), 1, "2026-11-21 02:00:00", "2026-11-21 02:00:05")
    lines = about(DAG, place, {"b": run}, "enter")
    assert lines[0] == "✗ FAIL  b  (no name)  5 s"
    assert lines[1].startswith("in a cycle with · (no name); waits for ✓ (no name)")
    assert lines[2] == "needed by ◌ (no name)"


def test_a_long_list_of_neighbours_is_counted() -> None:
    fan = Dag.of(made(dict.fromkeys("abcdefg", "INIT"), [("a", name) for name in "bcdefg"]))
    assert about(fan, 0, {}, "enter")[2].endswith("and 2 more")


def test_a_fold_is_described_by_count_and_state() -> None:
    dag = Dag.of(made(dict.fromkeys("abcd", "SUCCESS"), []))
    chain = Fold((0, 1), is_chain=True)
    assert about(dag, chain, {}, "enter")[0] == "2 tasks in sequence, ✓ SUCCESS: enter unfolds"
    assert about(dag, Fold((2, 3), is_chain=False), {}, "enter")[0].startswith("2 tasks in parallel")
    assert about(dag, Fold((chain, Fold((2, 3), True)), False), {}, "enter")[0].startswith(
        "4 tasks in parallel chains"
    )


def test_a_bar_is_described_with_its_times_and_parallel_tasks() -> None:
    node, other = DAG.nodes[0], DAG.nodes[1]
    assert about_time(node, a_bar(0, 2), [other], True)[1] == (
        "02:00:00 to 02:02:00, 2 m 00 s; on the critical path; with 1: (no name)"
    )
    running = Bar(BEGIN, BEGIN, is_open=True)
    assert about_time(node, running, [], False)[1] == "02:00:00 to now, 0 s; no other task ran then"
    assert about_time(node, "not \x1b started", [], False)[1] == "not \\x1b started"


def test_the_timeline_caption_sums_up_the_times() -> None:
    bars = {0: a_bar(0, 10), 1: a_bar(12, 20), 2: a_bar(5, 6)}
    assert time_in_words(bars, [0, 1], "GMT+8", "") == (
        "2026-11-21 GMT+8, critical path 2 tasks, 18 m 00 s of 20 m 00 s, up to 2 in parallel"
    )
    assert time_in_words({}, [], "GMT+8", "0/5") == "0/5, no times known"
