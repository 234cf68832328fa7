from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.graph import nodes
from tui_app.models.flow_instance import Graph


def made(tasks: list[str], edges: list[tuple[str, str]]) -> Graph:
    return Graph.model_validate(
        {
            "tasks": [{"nodeId": name, "taskInstId": name} for name in tasks],
            "relations": [{"source": source, "target": target} for source, target in edges],
        }
    )


def test_upstream_comes_first_else_the_servers_order_stays() -> None:
    diamond = made(["d", "c", "b", "a", "lone"], [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])
    assert nodes.task_ids(diamond) == ["a", "lone", "b", "c", "d"]


def test_nodes_of_a_cycle_are_listed() -> None:
    assert nodes.task_ids(made(["a", "b", "c"], [("b", "c"), ("c", "b"), ("a", "b")])) == ["a", "b", "c"]


def test_no_graph_has_no_tasks() -> None:
    assert nodes.task_ids(None) == nodes.task_ids(Graph()) == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdefgh")), max_size=20))
def test_every_node_occurs_once_whatever_the_edges(edges: list[tuple[str, str]]) -> None:
    assert sorted(nodes.task_ids(made(list("abcdef"), edges))) == list("abcdef")
