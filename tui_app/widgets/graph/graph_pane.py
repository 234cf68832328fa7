"""The workflow as a graph drawn top to bottom, in which similar nodes can be folded."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType

from ...commands.table import FOLD_ALL, NEXT_FAILED, TOGGLE_GROUP, UNFOLD_ALL, bindings
from ...logic.graph.dag import Dag
from ...logic.graph.folding import Fold, FoldKey, Piece, fold, folds_around, opened, places
from ...logic.graph.nodes import Node, node_name
from ...logic.time_slicing import Steps
from ..glyphs import glyphs
from ..node_list import NodeList
from ..status_style import GROUP_CLASSES
from .box_view import BoxView
from .layout import GraphLayout

_SMALL = 60
"""Graphs of up to this many nodes open unfolded."""
_SYNCHRONOUS_MOST = 1_000
"""Boxes, dependencies and bends up to which a layout is fast enough to block the keys."""


class GraphPane(NodeList, BoxView):
    """Draws a graph; in a large one similar nodes are folded at first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(NEXT_FAILED, TOGGLE_GROUP, FOLD_ALL, UNFOLD_ALL)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dag = Dag.of(None)
        self._failed: frozenset[int] = frozenset()
        self._waiting: frozenset[int] = frozenset()
        self._folded: Sequence[Piece] = ()
        self._open: set[FoldKey] = set()
        self._pieces: Sequence[Piece] = ()

    # For screens.

    def set_graph(self, dag: Dag) -> None:
        """Draw another graph; the cursor stays on its node if that still exists."""
        at = self.current
        at_id = "" if at is None else self._dag.nodes[places(at)[0]].instance_id
        is_first = not len(self._dag)
        self._dag, self._failed, self._waiting = dag, dag.failed(), dag.held_up()
        self._folded = fold(dag, self._fold_key)
        if is_first and len(dag) > _SMALL:
            self._open = set()
        elif len(dag) <= _SMALL:
            self._open = set(_keys(self._folded))
        place = next((at for at, node in enumerate(dag.nodes) if at_id and node.instance_id == at_id), None)
        self._draw_at(min(self._failed, default=0) if place is None else place)

    def select(self, instance_id: str) -> bool:
        """Move the cursor to a node and unfold it; False if no node has this id."""
        place = next((at for at, node in enumerate(self._dag.nodes) if node.instance_id == instance_id), None)
        if place is not None:
            self._unfold_around(place)
        return place is not None

    @property
    def current(self) -> Piece | None:
        """The node index or fold the cursor is on; None in an empty graph."""
        return None if self.cursor is None or self.cursor >= len(self._pieces) else self._pieces[self.cursor]

    @property
    def current_node(self) -> Node | None:
        """The node the cursor is on; None on a fold."""
        return self._dag.nodes[piece] if isinstance(piece := self.current, int) else None

    # Hooks of the base classes.

    def graph_layout_for(self, width: int, height: int) -> Steps[GraphLayout]:
        """Lay out the pieces."""
        trouble, fold_glyph = self._failed | self._waiting, glyphs(self.app).folded
        return GraphLayout.of(self._dag, trouble, self._pieces, fold_glyph, width, height)

    def provisional_layout(self) -> GraphLayout | None:
        """The last drawing where only states changed, else the pieces in topological order."""
        dag = self._dag
        if len(self._pieces) + dag.edge_count + dag.bend_count <= _SYNCHRONOUS_MOST:
            return None
        return self.graph_layout.provisional(self._dag, self._pieces, glyphs(self.app).folded)

    @property
    def row_count(self) -> int:
        """Number of pieces."""
        return len(self._pieces)

    def row_text(self, index: int) -> str:
        """The text to search: all names and ids in a piece."""
        return "  ".join(map(self._searchable, places(self._pieces[index])))

    def box_style(self, number: int) -> Style:
        """The colour of the state, emphasized for a search match."""
        state = self._dag.nodes[places(self._pieces[number])[0]].state
        part = GROUP_CLASSES[state.group] if state else "line--muted"
        style = self.get_component_rich_style(part) if part else self.rich_style
        if self.marks(number):
            style += self.get_component_rich_style("line--match", partial=True)
        return style

    def _searchable(self, place: int) -> str:
        node = self._dag.nodes[place]
        return f"{node_name(node)} {node.instance_id}"

    # Folding.

    def _fold_key(self, place: int) -> Hashable:
        """Fold key of a node: same state and type fold together, failed nodes never do."""
        if place in self._failed:
            return None
        node = self._dag.nodes[place]
        return node.state.group if node.state else "", place in self._waiting, type(node)

    def _draw_at(self, place: int) -> None:
        """Draw the pieces again, with the cursor on the one that contains a node."""
        self._pieces = list(opened(self._folded, self._open))
        self.reload_graph()
        if self._pieces:
            self.cursor = self._number_of(place)
            self.remember_column()
        # The same number may name another piece.
        self.post_message(self.Moved(self, self.cursor))

    def _number_of(self, place: int) -> int:
        return next((at for at, piece in enumerate(self._pieces) if place in places(piece)), 0)

    def _unfold_around(self, place: int) -> None:
        around = {one.key for one in folds_around(self._folded, place)}
        if around <= self._open:
            # To lay the same boxes out again takes long in a large graph.
            self.cursor = self._number_of(place)
            self.remember_column()
        else:
            self._open |= around
            self._draw_at(place)

    def action_choose(self) -> None:
        """Choose a node; unfold a fold, down to a search match in it."""
        piece = self.current
        if not isinstance(piece, Fold):
            super().action_choose()
        elif (found := self._found_in(piece)) is not None:
            self._unfold_around(found)
        else:
            self.action_toggle_group()

    def _found_in(self, piece: Fold) -> int | None:
        """The first node in a fold that matches the search."""
        query = self.search_state.query
        has_case = query != query.lower()
        texts = ((place, self._searchable(place)) for place in piece.places if query)
        return next((place for place, text in texts if query in (text if has_case else text.lower())), None)

    def action_toggle_group(self) -> None:
        """Unfold a fold by one level, or fold the group a node belongs to."""
        piece = self.current
        if isinstance(piece, Fold):
            self._open.add(piece.key)
            self._draw_at(piece.places[0])
        elif piece is not None:
            around = [one for one in folds_around(self._folded, piece) if one.key in self._open]
            if around:
                self._open.discard(around[-1].key)
                self._draw_at(piece)

    def action_fold_all(self) -> None:
        """Fold all similar nodes."""
        self._unfold_only(set())

    def action_unfold_all(self) -> None:
        """Draw every node."""
        self._unfold_only(set(_keys(self._folded)))

    def _unfold_only(self, keys: set[FoldKey]) -> None:
        at = self.current
        self._open = keys
        self._draw_at(0 if at is None else places(at)[0])

    def action_next_failed(self) -> None:
        """Go to the first failed node; from a failed node go to the next."""
        failed = sorted(self._failed)
        if failed:
            at = self.current
            later = [place for place in failed if isinstance(at, int) and at in self._failed and place > at]
            self.cursor = self._number_of((later or failed)[0])
            self.remember_column()
        else:
            self.action_go_first()


def _keys(pieces: Sequence[Piece]) -> Iterator[FoldKey]:
    """Yield the keys of all folds, nested ones included."""
    for piece in pieces:
        if isinstance(piece, Fold):
            yield piece.key
            yield from _keys(piece.members)
