"""Large graphs made small: runs of nodes alike, and nodes alike side by side, are drawn as one.

Two steps, repeated until neither finds anything, which take a series-parallel graph down to a single piece:
nodes of one kind in a row, with no edge in or out between them, become one; nodes of one kind with the same
neighbours on both sides become one. Neither can make a circle or hide an edge to another kind.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from .dag import Dag

FoldKey = tuple[int, int, bool]
"""Names a fold as long as the graph and the states stay the same."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Several pieces drawn as one."""

    members: tuple["Piece", ...]
    """What it shows when it is unfolded by one step."""

    is_chain: bool
    """One after the other, instead of side by side."""

    places: tuple[int, ...] = field(init=False)
    """The nodes in it, ascending."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", tuple(sorted(p for one in self.members for p in places(one))))

    @property
    def key(self) -> FoldKey:
        """Its name."""
        return self.places[0], len(self.places), self.is_chain


Piece = int | Fold
"""A node by its place in the `Dag`, or a fold."""


def places(piece: Piece) -> Sequence[int]:
    """The nodes in a piece."""
    return (piece,) if isinstance(piece, int) else piece.places


def fold(dag: Dag, kind: Callable[[int], Hashable]) -> list[Piece]:
    """The fewest pieces a graph folds to.

    Args:
        dag: the graph.
        kind: equal for nodes that may be drawn as one; None for a node that must stand alone.
    """
    web = _Web(dag, kind)
    while web.join_rows() or web.join_sides():
        pass
    return sorted(web.pieces.values(), key=lambda piece: places(piece)[0])


def opened(pieces: Collection[Piece], keys: Collection[FoldKey]) -> Iterator[Piece]:
    """The pieces with the named folds undone."""
    for piece in pieces:
        if isinstance(piece, Fold) and piece.key in keys:
            yield from opened(piece.members, keys)
        else:
            yield piece


def folds_around(pieces: Collection[Piece], place: int) -> Iterator[Fold]:
    """The folds a node is in, the largest first."""
    for piece in pieces:
        if isinstance(piece, Fold) and place in piece.places:
            yield piece
            yield from folds_around(piece.members, place)


def edges_between(dag: Dag, pieces: Sequence[Piece]) -> set[tuple[int, int]]:
    """The edges between pieces, by their numbers in the sequence."""
    number = {place: at for at, piece in enumerate(pieces) for place in places(piece)}
    return {
        (number[source], number[target])
        for source, targets in enumerate(dag.after)
        for target in targets
        if number[source] != number[target]
    }


class _Web:
    """Pieces that shrink in number."""

    def __init__(self, dag: Dag, kind: Callable[[int], Hashable]) -> None:
        self.pieces: dict[int, Piece] = dict(enumerate(range(len(dag))))
        self._kinds = {place: kind(place) for place in self.pieces}
        self._before = {place: set(sources) for place, sources in enumerate(dag.before)}
        self._after = {place: set(targets) for place, targets in enumerate(dag.after)}

    def join_rows(self) -> bool:
        """Join every row of pieces of one kind."""
        found = False
        for start in sorted(self.pieces):
            if start not in self.pieces or self._follows(start, self._only(self._before[start])):
                continue
            row = [start]
            while (coming := self._only(self._after[row[-1]])) is not None and self._follows(coming, row[-1]):
                row.append(coming)
            if len(row) > 1:
                self._join(row, is_chain=True)
                found = True
        return found

    def join_sides(self) -> bool:
        """Join all pieces of one kind that have the same neighbours."""
        alike: dict[Hashable, list[int]] = {}
        for name in sorted(self.pieces):
            if self._kinds[name] is not None:
                like = self._kinds[name], frozenset(self._before[name]), frozenset(self._after[name])
                alike.setdefault(like, []).append(name)
        groups = [group for group in alike.values() if len(group) > 1]
        for group in groups:
            self._join(group, is_chain=False)
        return bool(groups)

    def _follows(self, name: int, source: int | None) -> bool:
        """Is one piece nothing but the going on of another?"""
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

    def _join(self, names: Sequence[int], is_chain: bool) -> None:
        """Make several pieces one, under the name of the first."""
        first, last = names[0], names[-1]
        members: list[Piece] = []
        for name in names:
            piece = self.pieces[name]
            flat = isinstance(piece, Fold) and piece.is_chain == is_chain
            members += piece.members if isinstance(piece, Fold) and flat else [piece]
        for name in names[1:]:
            del self.pieces[name]
        self.pieces[first] = Fold(tuple(members), is_chain)
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
