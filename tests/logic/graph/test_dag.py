from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.graph import nodes
from tui_app.logic.graph.captions import graph_in_words
from tui_app.logic.graph.dag import Dag
from tui_app.models.flow_instance import Graph

EDGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdefgh")), max_size=20)


def made(tasks: dict[str, str], edges: list[tuple[str, str]]) -> Graph:
    return Graph.model_validate(
        {
            "tasks": [{"nodeId": name, "taskInstId": name, "status": state} for name, state in tasks.items()],
            "relations": [{"source": source, "target": target} for source, target in edges],
        }
    )


def names(dag: Dag, places: object) -> str:
    assert isinstance(places, frozenset)
    return "".join(str(dag.nodes[place].node_id) for place in sorted(places))


def test_nodes_come_upstream_first_in_the_order_of_the_table() -> None:
    flow = made(dict.fromkeys("dcbax", "SUCCESS"), [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])
    dag = Dag.of(flow)
    assert list(dag.nodes) == nodes.in_order(flow)
    assert dag.after[0] == [2, 3]
    assert dag.before[4] == [2, 3]


def test_a_failure_holds_up_all_unended_nodes_downstream() -> None:
    states = {"a": "SUCCESS", "b": "FAIL", "c": "WAIT", "d": "INIT", "e": "SUCCESS", "f": "WAIT", "g": ""}
    dag = Dag.of(made(states, [("a", "b"), ("b", "c"), ("c", "d"), ("b", "e"), ("e", "f"), ("b", "g")]))
    assert names(dag, dag.failed()) == "b"
    assert names(dag, dag.held_up()) == "cgd", "g has no state, f waits for what succeeded"


def test_cancelled_tasks_hold_up_nodes_but_have_not_failed() -> None:
    states = {"a": "CANCEL", "b": "INIT", "c": "SKIP", "d": "INIT", "e": "SUSPEND", "f": "INIT"}
    dag = Dag.of(made(states, [("a", "b"), ("c", "d"), ("e", "f")]))
    assert dag.failed() == frozenset()
    assert names(dag, dag.held_up()) == "b"
    assert graph_in_words(dag) == "nothing failed, 1 held up"


def test_a_node_behind_a_cut_cycle_comes_after_it() -> None:
    dag = Dag.of(made(dict.fromkeys("zabc", "INIT"), [("a", "b"), ("b", "c"), ("c", "a"), ("c", "z")]))
    assert [node.node_id for node in dag.nodes] == ["a", "b", "c", "z"]
    assert dag.circular == {(2, 0)}
    assert dag.before == [[], [0], [1], [2]]


def test_a_node_that_waits_for_itself_is_a_cycle() -> None:
    dag = Dag.of(made({"a": "INIT"}, [("a", "a")]))
    assert dag.circular == {(0, 0)}
    assert dag.before == [[]]


def test_duplicate_nodes_count_once_and_stray_edges_are_counted() -> None:
    flow = Graph.model_validate(
        {
            "tasks": [{"nodeId": "a"}, {"nodeId": "a"}, {"taskName": "no id"}, {"taskName": "no id"}],
            "relations": [{"source": "a", "target": "b"}, {"source": None, "target": "a"}],
        }
    )
    dag = Dag.of(flow)
    assert len(dag) == 3
    assert dag.strays == 2


def test_no_graph_is_an_empty_one() -> None:
    assert len(Dag.of(None)) == len(Dag.of(Graph())) == 0


def test_a_subgraph_keeps_the_edges_within() -> None:
    dag = Dag.of(made(dict.fromkeys("abcd", "INIT"), [("a", "b"), ("b", "c"), ("c", "d"), ("c", "b")]))
    part = dag.only({1, 2})
    assert names(part, frozenset({0, 1})) == "bc"
    assert part.after == [[1], []]
    assert part.circular == {(1, 0)}


@given(EDGES, st.permutations("abcdef"))
def test_every_node_occurs_once_and_every_edge_points_down_or_is_circular(
    edges: list[tuple[str, str]], listed: list[str]
) -> None:
    dag = Dag.of(made(dict.fromkeys(listed, "INIT"), edges))
    assert sorted(str(node.node_id) for node in dag.nodes) == list("abcdef")
    place = {node.node_id: at for at, node in enumerate(dag.nodes)}
    down = {(a, b) for a, targets in enumerate(dag.after) for b in targets}
    assert all(a < b for a, b in down)
    assert {(a, b) for b, sources in enumerate(dag.before) for a in sources} == down
    assert down | dag.circular == {(place[a], place[b]) for a, b in edges if b in place}
