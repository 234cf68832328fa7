"""A layered drawing of a graph, first half: which layer, which place in it, which column.

After Sugiyama: longest paths make the layers, barycentres the order within them, and each column is as near
to its neighbours' as the widths allow. A box with targets farther down holds a lane of one cell through the
layers between, one lane however many targets there are.

Own code, since no library fits. grandalf 0.8 puts boxes on a plane of real numbers and routes nothing between
cells of text; it took 1.6 s for 2,000 tasks in fifty chains, 10 s for one fan of 2,000, and 72 s for 2,000
tasks with 3,000 edges. These modules take 0.1 s, 0.2 s and 0.3 s for the same, and import what the
standard library's graphlib has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise

from ..steps import Steps

Edge = tuple[int, int]

GAP = 2
"""Cells between two labels, at least."""

_SWEEPS = 8
_MANY = 5_000
"""Boxes and lanes from which on two sweeps must do."""


@dataclass(slots=True)
class Slot:
    """One place in a layer: a box, or a lane that passes by."""

    width: int
    """Cells."""

    box: int | None = None
    """Number of the box; None for a lane."""

    source: int = -1
    """Number of the box a lane comes from."""

    up: list["Slot"] = field(default_factory=list)
    """What it is tied to in the layer above."""

    down: list["Slot"] = field(default_factory=list)
    """What it is tied to in the layer below."""

    port: int = 0
    """Column at which edges come in and go out."""

    rank: float = 0
    """Place in its layer while places are sought."""

    is_highlighted: bool = False
    """Does a highlighted edge pass along the lane?"""

    @property
    def before_port(self) -> int:
        """Cells of it on the left of the port."""
        return self.width // 2

    @property
    def x(self) -> int:
        """First column."""
        return self.port - self.before_port


def layered(
    widths: Mapping[int, int], edges: Collection[Edge], highlighted: Collection[Edge]
) -> Steps[list[list[Slot]]]:
    """Set out one connected graph without circles.

    Args:
        widths: cells of each box.
        edges: source above target.
        highlighted: those of them that matter; the lanes they use are marked.
    """
    targets: dict[int, list[int]] = {box: [] for box in widths}
    for source, target in sorted(edges):
        targets[source].append(target)
    depth = _depths(targets)
    layers: list[list[Slot]] = [[] for _ in range(max(depth.values()) + 1)]
    slots = {box: Slot(width, box) for box, width in widths.items()}
    for box, slot in slots.items():
        layers[depth[box]].append(slot)
    for source, below in targets.items():
        yield
        carrier = slots[source]
        farthest = max((depth[target] for target in below), default=0)
        for layer in range(depth[source] + 1, farthest + 1):
            for target in below:
                if depth[target] == layer:
                    _tie(carrier, slots[target])
            if layer < farthest:
                lane = Slot(1, source=source)
                lane.is_highlighted = any((source, t) in highlighted for t in below if depth[t] > layer)
                _tie(carrier, lane)
                layers[layer].append(lane)
                carrier = lane
    yield from _arrange(layers)
    yield from _align(layers)
    return layers


def _tie(upper: Slot, lower: Slot) -> None:
    upper.down.append(lower)
    lower.up.append(upper)


def _depths(targets: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The layer of each box: right below the lowest it waits for; what waits for nothing comes late."""
    sources: dict[int, list[int]] = {box: [] for box in targets}
    for source, below in targets.items():
        for target in below:
            sources[target].append(source)
    depth: dict[int, int] = {}
    for box in TopologicalSorter(sources).static_order():
        depth[box] = max((depth[source] + 1 for source in sources[box]), default=0)
    for box, below in targets.items():
        if below and not sources[box]:
            depth[box] = min(depth[target] for target in below) - 1
    return depth


# The order within layers.


def _arrange(layers: list[list[Slot]]) -> Steps[None]:
    """Sweep down and up; the order with the fewest crossings stays."""
    for layer in layers:
        _number(layer)
    best, fewest = [list(layer) for layer in layers], (yield from _crossings(layers))
    is_many = sum(map(len, layers)) > _MANY
    for sweep in range(2 if is_many else _SWEEPS):
        if not fewest:
            break
        is_down = not sweep % 2
        for layer in layers if is_down else reversed(layers):
            for slot in layer:
                ties = slot.up if is_down else slot.down
                if ties:
                    slot.rank = sum(other.rank for other in ties) / len(ties)
            layer.sort(key=lambda slot: slot.rank)
            _number(layer)
            yield
        if (crossings := (yield from _crossings(layers))) < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best
    for layer in layers:
        _number(layer)


def _number(layer: Sequence[Slot]) -> None:
    for place, slot in enumerate(layer):
        slot.rank = place


def _crossings(layers: Sequence[Sequence[Slot]]) -> Steps[int]:
    """Pairs of ties that cross, counted with a tree of sums over the lower layer."""
    crossings = 0
    for upper, lower in pairwise(layers):
        sums = [0] * (len(lower) + 1)
        drawn = 0
        for slot in upper:
            ends = sorted(int(other.rank) for other in slot.down)
            for end in ends:
                at, left = end + 1, 0
                while at:
                    left += sums[at]
                    at &= at - 1
                crossings += drawn - left
            for end in ends:
                at = end + 1
                while at < len(sums):
                    sums[at] += 1
                    at += at & -at
            drawn += len(ends)
        yield
    return crossings


# The columns.


def _align(layers: Sequence[Sequence[Slot]]) -> Steps[None]:
    """Give every slot a column: none overlap, and ties are as straight as they can be."""
    for layer in layers:
        _place(layer, [0.0] * len(layer))
    for sweep in range(_SWEEPS + 1):
        is_down = not sweep % 2
        for layer in layers if is_down else reversed(layers):
            _place(layer, [_wish(slot, slot.up if is_down else slot.down) for slot in layer])
            yield
    shift = min(slot.x for layer in layers for slot in layer)
    for layer in layers:
        for slot in layer:
            slot.port -= shift


def _wish(slot: Slot, ties: Sequence[Slot]) -> float:
    """Where a slot would stand were it alone: between what it is tied to, lanes counting most."""
    if not ties:
        return slot.port
    weights = [8 if slot.box is None and other.box is None else 1 for other in ties]
    return sum(w * other.port for w, other in zip(weights, ties, strict=True)) / sum(weights)


def _place(layer: Sequence[Slot], wishes: Sequence[float]) -> None:
    """The columns nearest to the wishes, in order and apart: pools of neighbours that push each other.

    Less what stands before it each slot wishes for a column, and the columns must not fall: that is isotonic
    regression, solved by pooling whatever is out of order at its mean.
    """
    offsets, taken = [], 0
    for place, slot in enumerate(layer):
        if place:
            before = layer[place - 1]
            apart = 1 if before.box is None and slot.box is None else GAP
            taken += before.width - before.before_port + apart + slot.before_port
        offsets.append(taken)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        total, count = wish - offset, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            before_total, before_count = pools.pop()
            total, count = total + before_total, count + before_count
        pools.append((total, count))
    at = 0
    for total, count in pools:
        for place in range(at, at + count):
            layer[place].port = round(total / count) + offsets[place]
        at += count
