"""Layered graph layout after Sugiyama: layer, order and column of each node.

Layers are assigned by longest path and ordered by barycentre; each column is as near to those of its
neighbours as the widths allow. A box with targets farther down has one dummy node of one cell in each layer
between, shared by all its targets.

Own code, since no library fits. grandalf 0.8 places boxes on a real-valued plane and does not route edges
between cells of text; it took 1.6 s for 2,000 tasks in fifty chains, 10 s for one fan of 2,000, and 72 s for
2,000 tasks with 3,000 edges. These modules take 0.1 s, 0.2 s and 0.3 s for the same, and import only graphlib
from the standard library.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise

from ..time_slicing import Steps

Edge = tuple[int, int]

GAP = 2
"""Minimum cells between two boxes."""

_SWEEPS = 8
_MANY = 5_000
"""Boxes and dummy nodes above which the order gets two sweeps only."""


@dataclass(slots=True)
class Slot:
    """One node of a layer: a box, or a dummy node of a long edge."""

    width: int
    """Cells."""

    box: int | None = None
    """Number of the box; None for a dummy node."""

    source: int = -1
    """Number of the box that a dummy node's edges start from."""

    up: list["Slot"] = field(default_factory=list)
    """The nodes it is connected to in the layer above."""

    down: list["Slot"] = field(default_factory=list)
    """The nodes it is connected to in the layer below."""

    port: int = 0
    """Column where edges enter and leave."""

    rank: float = 0
    """Position in its layer, or its barycentre, during ordering."""

    is_highlighted: bool = False
    """Whether a highlighted edge passes through the dummy node."""

    @property
    def before_port(self) -> int:
        """Cells to the left of the port."""
        return self.width // 2

    @property
    def x(self) -> int:
        """First column."""
        return self.port - self.before_port


def layered(
    widths: Mapping[int, int], edges: Collection[Edge], highlighted: Collection[Edge]
) -> Steps[list[list[Slot]]]:
    """Lay out one connected acyclic graph.

    Args:
        widths: cells of each box.
        edges: source above target.
    """
    targets: dict[int, list[int]] = {box: [] for box in widths}
    for source, target in sorted(edges):
        targets[source].append(target)
    yield
    depth = _depths(targets)
    yield
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
                    _connect(carrier, slots[target])
            if layer < farthest:
                dummy = Slot(1, source=source)
                dummy.is_highlighted = any((source, t) in highlighted for t in below if depth[t] > layer)
                _connect(carrier, dummy)
                layers[layer].append(dummy)
                carrier = dummy
    yield from _arrange(layers)
    yield from _align(layers)
    return layers


def _connect(upper: Slot, lower: Slot) -> None:
    upper.down.append(lower)
    lower.up.append(upper)


def _depths(targets: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The layer of each box: just below its lowest source, or without sources just above its targets."""
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
    """Order the layers in sweeps down and up, and keep the order with the fewest crossings."""
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
                neighbours = slot.up if is_down else slot.down
                if neighbours:
                    slot.rank = sum(other.rank for other in neighbours) / len(neighbours)
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
    """The number of crossing segments, counted with a Fenwick tree over the lower layer."""
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
    """Give every node a column, without overlap and with segments as straight as possible."""
    for layer in layers:
        _place(layer, [0.0] * len(layer))
    for sweep in range(_SWEEPS + 1):
        is_down = not sweep % 2
        for layer in layers if is_down else reversed(layers):
            _place(layer, [_preferred_column(slot, slot.up if is_down else slot.down) for slot in layer])
            yield
    shift = min(slot.x for layer in layers for slot in layer)
    for layer in layers:
        for slot in layer:
            slot.port -= shift


def _preferred_column(slot: Slot, neighbours: Sequence[Slot]) -> float:
    """The preferred column of a node: the weighted mean of its neighbours, dummy nodes first."""
    if not neighbours:
        return slot.port
    weights = [8 if slot.box is None and other.box is None else 1 for other in neighbours]
    return sum(w * other.port for w, other in zip(weights, neighbours, strict=True)) / sum(weights)


def _place(layer: Sequence[Slot], preferences: Sequence[float]) -> None:
    """Set the columns nearest to the preferred ones, in order and without overlap.

    Minus the cells taken before each node, the columns must not decrease: this is isotonic regression, solved
    by pooling adjacent violators at their mean.
    """
    offsets, taken = [], 0
    for place, slot in enumerate(layer):
        if place:
            before = layer[place - 1]
            apart = 1 if before.box is None and slot.box is None else GAP
            taken += before.width - before.before_port + apart + slot.before_port
        offsets.append(taken)
    pools: list[tuple[float, int]] = []
    for preferred, offset in zip(preferences, offsets, strict=True):
        total, count = preferred - offset, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            before_total, before_count = pools.pop()
            total, count = total + before_total, count + before_count
        pools.append((total, count))
    at = 0
    for total, count in pools:
        for place in range(at, at + count):
            layer[place].port = round(total / count) + offsets[place]
        at += count
