from hypothesis import given
from hypothesis import strategies as st

from tests.logic.graph.test_dag import made
from tui_app.logic.graph.dag import Dag
from tui_app.logic.graph.folding import Fold, Piece, edges_between, fold, folds_around, opened, places

STATES = st.lists(st.sampled_from(["SUCCESS", "WAIT", "FAIL"]), min_size=1, max_size=9)
PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=18)


def dag_of(states: list[str], pairs: list[tuple[int, int]]) -> Dag:
    named = {str(at): state for at, state in enumerate(states)}
    return Dag.of(made(named, [(str(a), str(b)) for a, b in pairs if a < b < len(states)]))


def kind(dag: Dag, place: int) -> str | None:
    state = dag.nodes[place].state
    return None if state is None or state.name == "FAIL" else state.name


def folded(dag: Dag) -> list[Piece]:
    return fold(dag, lambda place: kind(dag, place))


def every_fold(pieces: list[Piece] | tuple[Piece, ...]) -> list[Fold]:
    folds = [piece for piece in pieces if isinstance(piece, Fold)]
    return folds + [inner for one in folds for inner in every_fold(one.members)]


def test_fifty_chains_of_forty_fold_to_the_failed_one_and_the_rest() -> None:
    states = ["FAIL" if n == 1234 else "SUCCESS" for n in range(2000)]
    dag = dag_of(states, [(n - 50, n) for n in range(50, 2000)])
    rest, above, failed, below = folded(dag)
    assert isinstance(rest, Fold) and not rest.is_chain
    assert len(rest.members) == 49
    assert len(rest.places) == 1960
    assert isinstance(above, Fold) and above.is_chain
    assert (len(above.places), failed, len(places(below))) == (24, 1234, 15)
    assert edges_between(dag, [rest, above, failed, below]) == {(1, 2), (2, 3)}


def test_a_fan_out_and_in_folds_to_one_piece() -> None:
    pairs = [(0, n) for n in range(1, 8)] + [(n, 8) for n in range(1, 8)]
    (whole,) = folded(dag_of(["SUCCESS"] * 9, pairs))
    assert isinstance(whole, Fold)
    assert [len(places(piece)) for piece in whole.members] == [1, 7, 1]


def test_a_fold_opens_one_level_at_a_time() -> None:
    pairs = [(0, 1), (0, 2), (1, 3), (2, 3)]
    pieces = folded(dag_of(["SUCCESS"] * 4, pairs))
    outer, inner = folds_around(pieces, 1)
    assert list(opened(pieces, {outer.key})) == [0, inner, 3]
    assert list(opened(pieces, {outer.key, inner.key})) == [0, 1, 2, 3]
    assert list(folds_around(pieces, 99)) == []


@given(STATES, PAIRS)
def test_every_node_is_in_one_piece_and_failed_nodes_are_alone(
    states: list[str], pairs: list[tuple[int, int]]
) -> None:
    dag = dag_of(states, pairs)
    pieces = folded(dag)
    assert sorted(place for piece in pieces for place in places(piece)) == list(range(len(dag)))
    for one in every_fold(pieces):
        kinds = {kind(dag, place) for place in one.places}
        assert len(kinds) == 1
        assert None not in kinds


@given(STATES, PAIRS)
def test_folding_creates_no_cycle_and_hides_no_edge_between_pieces(
    states: list[str], pairs: list[tuple[int, int]]
) -> None:
    dag = dag_of(states, pairs)
    pieces = folded(dag)
    edges = edges_between(dag, pieces)
    of = {place: at for at, piece in enumerate(pieces) for place in places(piece)}
    down = {(a, b) for a, targets in enumerate(dag.after) for b in targets}
    assert edges == {(of[a], of[b]) for a, b in down if of[a] != of[b]}
    left = set(range(len(pieces)))
    while sources := {one for one in left if not any(b == one and a in left for a, b in edges)}:
        left -= sources
    assert not left


@given(STATES, PAIRS)
def test_opening_every_fold_restores_the_nodes(states: list[str], pairs: list[tuple[int, int]]) -> None:
    dag = dag_of(states, pairs)
    pieces = folded(dag)
    keys = {one.key for one in every_fold(pieces)}
    assert sorted(place for piece in opened(pieces, keys) for place in places(piece)) == list(range(len(dag)))
    assert all(isinstance(piece, int) for piece in opened(pieces, keys))


def test_thousands_of_nested_branches_fold_a_few_levels_deep() -> None:
    # Each block is a fork and a join around the next block; by itself each level would be two folds.
    levels = 800
    pairs: list[tuple[int, int]] = []
    for level in range(levels):
        fork, branch, join = 3 * level, 3 * level + 1, 3 * level + 2
        pairs += [(fork, branch), (branch, join)]
        if level:
            pairs += [(fork - 3, fork), (join, join - 3)]
    names = {str(number): "SUCCESS" for number in range(3 * levels)}
    dag = Dag.of(made(names, [(str(a), str(b)) for a, b in pairs]))
    pieces = folded(dag)
    assert sorted(place for piece in pieces for place in places(piece)) == list(range(len(dag)))
    assert 2 < max(piece.depth for piece in pieces if isinstance(piece, Fold)) <= 16
    assert len(list(opened(pieces, {one.key for one in every_fold(pieces)}))) == len(dag)
