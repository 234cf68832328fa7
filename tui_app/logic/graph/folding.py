"""Series-parallel reduction of large graphs: similar nodes are folded into one.

Two reductions repeat until neither applies, and fold a series-parallel graph to a single piece: a chain of
nodes of one kind, without edges in or out between them, becomes one; parallel nodes of one kind with the same
predecessors and successors become one. Neither creates a cycle or hides an edge to another kind.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from .dag import Dag

_MOST_DEPTH = 16
"""Most folds in each other; a server may nest thousands, which takes seconds and more than the stack has."""

FoldKey = tuple[int, int, bool]
"""Identifies a fold while the graph and the states stay the same."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Several pieces drawn as one."""

    members: tuple["Piece", ...]
    """The pieces it shows when it is unfolded by one level."""

    is_chain: bool
    """Whether the members are in sequence, else in parallel."""

    places: tuple[int, ...] = field(init=False)
    """The numbers of its nodes, ascending."""

    depth: int = field(init=False)
    """The number of folds in each other, this one included."""

    def __post_init__(self) -> None:
        inner = max((one.depth for one in self.members if isinstance(one, Fold)), default=0)
        object.__setattr__(self, "depth", inner + 1)
        object.__setattr__(self, "places", tuple(sorted(p for one in self.members for p in places(one))))

    @property
    def key(self) -> FoldKey:
        """The key that identifies it."""
        return self.places[0], len(self.places), self.is_chain


Piece = int | Fold
"""A node by its number in the `Dag`, or a fold."""


def places(piece: Piece) -> Sequence[int]:
    """The numbers of the nodes in a piece."""
    return (piece,) if isinstance(piece, int) else piece.places


def fold(dag: Dag, kind: Callable[[int], Hashable]) -> list[Piece]:
    """Fold a graph to the fewest pieces, `_MOST_DEPTH` in each other at most.

    Args:
        dag: the graph.
        kind: equal for nodes that may be folded; None for a node that may not.
    """
    reduction = _Reduction(dag, kind)
    while reduction.fold_chains() or reduction.fold_parallels():
        pass
    return sorted(reduction.pieces.values(), key=lambda piece: places(piece)[0])


def opened(pieces: Collection[Piece], keys: Collection[FoldKey]) -> Iterator[Piece]:
    """The pieces with the named folds undone."""
    for piece in pieces:
        if isinstance(piece, Fold) and piece.key in keys:
            yield from opened(piece.members, keys)
        else:
            yield piece


def folds_around(pieces: Collection[Piece], place: int) -> Iterator[Fold]:
    """The folds that contain a node, largest first."""
    for piece in pieces:
        if isinstance(piece, Fold) and place in piece.places:
            yield piece
            yield from folds_around(piece.members, place)


def edges_between(dag: Dag, pieces: Sequence[Piece]) -> set[tuple[int, int]]:
    """The edges between pieces, by index in the sequence."""
    number = {place: at for at, piece in enumerate(pieces) for place in places(piece)}
    return {
        (number[source], number[target])
        for source, targets in enumerate(dag.after)
        for target in targets
        if number[source] != number[target]
    }


class _Reduction:
    """The pieces of a graph while it is folded, with the edges between them."""

    def __init__(self, dag: Dag, kind: Callable[[int], Hashable]) -> None:
        self.pieces: dict[int, Piece] = dict(enumerate(range(len(dag))))
        self._kinds = {place: kind(place) for place in self.pieces}
        self._before = {place: set(sources) for place, sources in enumerate(dag.before)}
        self._after = {place: set(targets) for place, targets in enumerate(dag.after)}

    def fold_chains(self) -> bool:
        """Fold every chain of pieces of one kind; whether there was any."""
        found = False
        for start in sorted(self.pieces):
            if start not in self.pieces or self._follows(start, self._only(self._before[start])):
                continue
            chain = [start]
            while (target := self._only(self._after[chain[-1]])) is not None and self._follows(
                target, chain[-1]
            ):
                chain.append(target)
            if len(chain) > 1:
                self._merge(chain, is_chain=True)
                found = True
        return found

    def fold_parallels(self) -> bool:
        """Fold all pieces of one kind with the same neighbours; whether there were any."""
        alike: dict[Hashable, list[int]] = {}
        for name in sorted(self.pieces):
            if self._kinds[name] is not None:
                like = self._kinds[name], frozenset(self._before[name]), frozenset(self._after[name])
                alike.setdefault(like, []).append(name)
        groups = [group for group in alike.values() if len(group) > 1]
        for group in groups:
            self._merge(group, is_chain=False)
        return bool(groups)

    def _follows(self, name: int, source: int | None) -> bool:
        """Whether a piece continues a chain that another ends."""
        return (
            source is not None
            and self._kinds[name] is not None
            and self._kinds[name] == self._kinds[source]
            and self._only(self._before[name]) == source
            and self._only(self._after[source]) == name
        )

    @staticmethod
    def _only(names: Collection[int]) -> int | None:
        return next(iter(names)) if len(names) == 1 else None

    def _merge(self, names: Sequence[int], is_chain: bool) -> None:
        """Merge several pieces under the name of the first."""
        first, last = names[0], names[-1]
        members: list[Piece] = []
        for name in names:
            piece = self.pieces[name]
            flat = isinstance(piece, Fold) and piece.is_chain == is_chain
            members += piece.members if isinstance(piece, Fold) and flat else [piece]
        for name in names[1:]:
            del self.pieces[name]
        self.pieces[first] = merged = Fold(tuple(members), is_chain)
        if merged.depth >= _MOST_DEPTH:
            self._kinds[first] = None
        if is_chain:
            self._after[first] = self._after[last]
            for target in self._after[first]:
                self._before[target] = self._before[target] - {last} | {first}
        else:
            gone = set(names[1:])
            for source in self._before[first]:
                self._after[source] -= gone
            for target in self._after[first]:
                self._before[target] -= gone
