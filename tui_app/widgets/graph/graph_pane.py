"""The workflow as a graph, from above to below; what is alike can be folded."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType

from ...commands.table import FOLD_ALL, NEXT_FAILED, TOGGLE_GROUP, UNFOLD_ALL, bindings
from ...logic.graph.dag import Dag
from ...logic.graph.folding import Fold, FoldKey, Piece, fold, folds_around, opened, places
from ...logic.graph.nodes import node_name
from ...logic.steps import Steps
from ..glyphs import glyphs
from ..status_style import GROUP_CLASSES
from .box_view import BoxView
from .layout import GraphLayout

_SMALL = 60
"""Nodes up to which nothing is folded at first."""
_AT_ONCE = 400
"""Boxes up to which nobody notices that the keys wait."""


class GraphPane(BoxView):
    """Draws a graph; a large one with all that is alike folded at first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(NEXT_FAILED, TOGGLE_GROUP, FOLD_ALL, UNFOLD_ALL)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dag = Dag.of(None)
        self._failed: frozenset[int] = frozenset()
        self._waiting: frozenset[int] = frozenset()
        self._folded: Sequence[Piece] = ()
        self._open: set[FoldKey] = set()
        self._pieces: Sequence[Piece] = ()

    # What the screen calls.

    def show(self, dag: Dag) -> None:
        """Draw another graph; the cursor stays on its node where that is still there."""
        at = self.current
        kept = "" if at is None else self._dag.nodes[places(at)[0]].instance_id
        is_first = not len(self._dag)
        self._dag, self._failed, self._waiting = dag, dag.failed(), dag.held_up()
        self._folded = fold(dag, self._kind)
        if is_first and len(dag) > _SMALL:
            self._open = set()
        elif len(dag) <= _SMALL:
            self._open = set(_keys(self._folded))
        place = next((at for at, node in enumerate(dag.nodes) if kept and node.instance_id == kept), None)
        self._set_out_at(min(self._failed, default=0) if place is None else place)

    def select(self, instance_id: str) -> bool:
        """Put the cursor on a node, unfolded; False where there is none with this id."""
        place = next((at for at, node in enumerate(self._dag.nodes) if node.instance_id == instance_id), None)
        if place is not None:
            self._unfold_around(place)
        return place is not None

    @property
    def current(self) -> Piece | None:
        """What the cursor is on: a place in the graph, or a fold; None in an empty graph."""
        return None if self.cursor is None or self.cursor >= len(self._pieces) else self._pieces[self.cursor]

    # What the base asks.

    def graph_layout_for(self, width: int, height: int) -> Steps[GraphLayout]:
        """The pieces, set out."""
        sign = glyphs(self.app).folded
        return GraphLayout.of(self._dag, self._failed | self._waiting, self._pieces, sign, width, height)

    def provisional_layout(self) -> GraphLayout | None:
        """The last drawing where only states are others, or the pieces in the order in which they can run."""
        if len(self._pieces) <= _AT_ONCE:
            return None
        return self.graph_layout.for_now(self._dag, self._pieces, glyphs(self.app).folded)

    @property
    def row_count(self) -> int:
        """Pieces."""
        return len(self._pieces)

    def row_text(self, index: int) -> str:
        """What is searched: every name in a piece, and the ids."""
        return "  ".join(map(self._searched, places(self._pieces[index])))

    def box_style(self, number: int) -> Style:
        """Colour by state, stressed where a search found it."""
        state = self._dag.nodes[places(self._pieces[number])[0]].state
        part = GROUP_CLASSES[state.group] if state else "line--muted"
        look = self.get_component_rich_style(part) if part else self.rich_style
        if self.marks(number):
            look += self.get_component_rich_style("line--match", partial=True)
        return look

    def _searched(self, place: int) -> str:
        node = self._dag.nodes[place]
        return f"{node_name(node)} {node.instance_id}"

    # Folding.

    def _kind(self, place: int) -> Hashable:
        """Nodes in one state are alike; none is like what failed."""
        if place in self._failed:
            return None
        node = self._dag.nodes[place]
        return node.state.group if node.state else "", place in self._waiting, type(node)

    def _set_out_at(self, place: int) -> None:
        """Draw the pieces anew, with the cursor on the one that holds a node."""
        self._pieces = list(opened(self._folded, self._open))
        self.reload_graph()
        if self._pieces:
            self.cursor = self._number_of(place)
            self.remember_column()
        # The number may be the same and the piece another.
        self.post_message(self.Moved(self, self.cursor))

    def _number_of(self, place: int) -> int:
        return next((at for at, piece in enumerate(self._pieces) if place in places(piece)), 0)

    def _unfold_around(self, place: int) -> None:
        self._open |= {one.key for one in folds_around(self._folded, place)}
        self._set_out_at(place)

    def action_choose(self) -> None:
        """Choose a node; unfold a fold, as far as what a search found in it."""
        piece = self.current
        if not isinstance(piece, Fold):
            super().action_choose()
        elif (found := self._found_in(piece)) is not None:
            self._unfold_around(found)
        else:
            self.action_toggle_group()

    def _found_in(self, piece: Fold) -> int | None:
        """The first node in a fold that the search means."""
        query = self.search_state.query
        has_case = query != query.lower()
        texts = ((place, self._searched(place)) for place in piece.places if query)
        return next((place for place, text in texts if query in (text if has_case else text.lower())), None)

    def action_toggle_group(self) -> None:
        """Unfold a fold by one step, or fold what a node was unfolded from."""
        piece = self.current
        if isinstance(piece, Fold):
            self._open.add(piece.key)
            self._set_out_at(piece.places[0])
        elif piece is not None:
            around = [one for one in folds_around(self._folded, piece) if one.key in self._open]
            if around:
                self._open.discard(around[-1].key)
                self._set_out_at(piece)

    def action_fold_all(self) -> None:
        """Fold all that is alike."""
        self._unfold_only(set())

    def action_unfold_all(self) -> None:
        """Draw every node."""
        self._unfold_only(set(_keys(self._folded)))

    def _unfold_only(self, keys: set[FoldKey]) -> None:
        at = self.current
        self._open = keys
        self._set_out_at(0 if at is None else places(at)[0])

    def action_next_failed(self) -> None:
        """To what failed first; from something that failed to the next."""
        failed = sorted(self._failed)
        if failed:
            at = self.current
            later = [place for place in failed if isinstance(at, int) and at in self._failed and place > at]
            self.cursor = self._number_of((later or failed)[0])
            self.remember_column()
        else:
            self.action_go_first()


def _keys(pieces: Sequence[Piece]) -> Iterator[FoldKey]:
    """The keys of all folds, inner ones too."""
    for piece in pieces:
        if isinstance(piece, Fold):
            yield piece.key
            yield from _keys(piece.members)
