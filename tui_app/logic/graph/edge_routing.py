"""Edge routing of a layered graph in cells, and placement of its connected components.

Between two layers edges run in a channel: down, along a track, and down again. Edges from the same sources to
the same targets form a net and share a track; lines of different nets never touch, and at a crossing the
horizontal one is interrupted. So a line followed down leads to a target of its source and nowhere else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from sys import maxsize

from ..time_slicing import Steps
from .layout import GAP, Edge, Slot, layered

UP, DOWN, LEFT, RIGHT, HIGHLIGHTED = 1, 2, 4, 8, 16
"""Flags of a cell: the directions of its lines, and whether they are highlighted."""


@dataclass(frozen=True, slots=True)
class Box:
    """The position and width of a box."""

    x: int
    """First column."""

    y: int
    """The row of its text; a frame takes one more row above and below."""

    width: int
    """Columns."""


@dataclass(slots=True)
class _Net:
    """Edges that share a track, from each source to each target."""

    sources: list[Slot]
    targets: list[Slot]
    is_highlighted: Sequence[bool]
    """For each target, whether a highlighted edge leads there."""
    starts: list[int] = field(init=False)
    """The column where each source is left: its port unless moved."""
    ends: list[int] = field(init=False)
    """The column where each target is entered."""
    track: int = 0

    def __post_init__(self) -> None:
        self.starts = [slot.port for slot in self.sources]
        self.ends = [slot.port for slot in self.targets]

    @property
    def is_straight(self) -> bool:
        return self.starts == self.ends and len(self.ends) == 1

    @property
    def span(self) -> tuple[int, int]:
        """The first and last column of its track."""
        columns = self.starts + self.ends
        return min(columns), max(columns)

    def across(self, row: int, first: int, stop: int) -> Iterator[tuple[int, int]]:
        """Its cells in a track row: columns from `first` to before `stop`, and their flags."""
        below = self.track - row
        ends = [
            end for end, is_highlighted in zip(self.ends, self.is_highlighted, strict=True) if is_highlighted
        ]
        heavy = _across(self.starts, ends, below, first, stop) if ends else {}
        for column, flags in _across(self.starts, self.ends, below, first, stop).items():
            yield column, flags | (HIGHLIGHTED if column in heavy else 0)


@dataclass(frozen=True, slots=True)
class _Channel:
    """The nets between two layers of a component."""

    x: int
    """First column of the component."""

    y: int
    """Row of the first track."""

    nets: Sequence[_Net]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph in cells. Lines are computed on demand: a dense graph has millions of cells."""

    boxes: Sequence[Box]
    """By number."""

    cells: Mapping[int, Mapping[int, Sequence[int]]]
    """By row and column: the flags of each frame, dummy node or joint, see `UP`."""

    channels: Mapping[int, Sequence["_Channel"]]
    """By row: the lines between layers."""

    width: int
    """Total columns."""

    height: int
    """Total rows."""

    def line(self, y: int, first: int = 0, stop: int = maxsize) -> Iterator[tuple[int, Sequence[int]]]:
        """The lines and frames of a row, left to right: first column and cells of each segment.

        Only columns from `first` to before `stop` are computed.
        """
        row = {x: list(flags) for x, flags in self.cells.get(y, {}).items() if first <= x < stop}
        for channel in self.channels.get(y, ()):
            for net in channel.nets:
                for x, flags in net.across(y - channel.y, first - channel.x, stop - channel.x):
                    row.setdefault(channel.x + x, []).append(flags)
        return _segments(row)


@dataclass(slots=True)
class _Canvas:
    """The drawing in progress."""

    is_framed: bool
    heavy: Collection[int]
    boxes: dict[int, Box] = field(default_factory=dict)
    cells: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    """By row and column: the flags of frames, dummy nodes and joints."""
    channels: dict[int, list[_Channel]] = field(default_factory=dict)
    """By row."""

    def add(self, y: int, x: int, flags: int) -> None:
        self.cells.setdefault(y, {}).setdefault(x, []).append(flags)


def draw(
    widths: Sequence[int],
    edges: Collection[Edge],
    highlighted: Collection[Edge] = (),
    heavy: Collection[int] = (),
    room: int = 80,
    is_framed: bool = False,
) -> Steps[Drawing]:
    """Draw an acyclic graph.

    Args:
        widths: cells of each box, frame included.
        edges: from box to box, by number.
        highlighted: the edges to draw as heavy lines.
        heavy: the boxes with heavy frames; components with such a box come first.
        room: columns on screen; components are placed side by side while they fit.
        is_framed: draw a frame around each box.
    """
    canvas = _Canvas(is_framed, heavy)
    x = y = shelf = widest = 0
    components = _components(len(widths), edges, heavy)
    yield
    for boxes, within in components:
        layers = yield from layered({box: widths[box] for box in boxes}, within, highlighted)
        width = max(slot.x + slot.width for layer in layers for slot in layer)
        if x and x + width > room:
            x, y = 0, shelf + (shelf - y > 1 or bool(within))
        shelf = max(shelf, (yield from _draw_component(canvas, layers, highlighted, x, y)))
        widest = max(widest, x + width)
        x += width + GAP
    return Drawing(
        [canvas.boxes[box] for box in range(len(widths))], canvas.cells, canvas.channels, widest, shelf
    )


def _components(
    count: int, edges: Collection[Edge], heavy: Collection[int]
) -> Iterable[tuple[list[int], list[Edge]]]:
    """The connected components: their boxes and edges."""
    head = list(range(count))

    def head_of(box: int) -> int:
        while head[box] != box:
            head[box] = head[head[box]]
            box = head[box]
        return box

    for source, target in edges:
        one, other = sorted((head_of(source), head_of(target)))
        head[other] = one
    components: dict[int, tuple[list[int], list[Edge]]] = {}
    for box in range(count):
        components.setdefault(head_of(box), ([], []))[0].append(box)
    for edge in edges:
        components[head_of(edge[0])][1].append(edge)
    first = set(map(head_of, heavy))
    return [
        components[component]
        for component in sorted(components, key=lambda component: (component not in first, component))
    ]


def _draw_component(
    canvas: _Canvas, layers: Sequence[Sequence[Slot]], highlighted: Collection[Edge], x: int, y: int
) -> Steps[int]:
    """Draw one component with its corner at a position; the row below it."""
    for layer in layers:
        for slot in layer:
            if slot.box is None:
                flags = UP | DOWN | (HIGHLIGHTED if slot.is_highlighted else 0)
                for row in range(3 if canvas.is_framed else 1):
                    canvas.add(y + row, x + slot.port, flags)
            else:
                canvas.boxes[slot.box] = Box(x + slot.x, y + canvas.is_framed, slot.width)
                if canvas.is_framed:
                    _frame(canvas, x + slot.x, y, slot.width, HIGHLIGHTED if slot.box in canvas.heavy else 0)
        y += 3 if canvas.is_framed else 1
        if nets := _nets(layer, highlighted):
            yield from _choose_tracks(nets)
            tracks = 1 + max(net.track for net in nets)
            channel = _Channel(x, y, nets)
            for row in range(y, y + tracks):
                canvas.channels.setdefault(row, []).append(channel)
            if canvas.is_framed:
                _draw_joints(canvas, channel, y + tracks)
            y += tracks
        yield
    return y


def _frame(canvas: _Canvas, x: int, y: int, width: int, weight: int) -> None:
    for row, side in ((y, DOWN), (y + 2, UP)):
        canvas.add(row, x, side | RIGHT | weight)
        canvas.add(row, x + width - 1, side | LEFT | weight)
        for column in range(x + 1, x + width - 1):
            canvas.add(row, column, LEFT | RIGHT | weight)
    for column in (x, x + width - 1):
        canvas.add(y + 1, column, UP | DOWN | weight)


# Edges between two layers.


def _nets(layer: Sequence[Slot], highlighted: Collection[Edge]) -> list[_Net]:
    """The nets below a layer."""
    nets: dict[object, _Net] = {}
    for slot in layer:
        if not slot.down:
            continue
        box = slot.source if slot.box is None else slot.box
        is_highlighted = tuple(
            target.is_highlighted if target.box is None else (box, target.box) in highlighted
            for target in slot.down
        )
        key = tuple(map(id, slot.down)), is_highlighted
        if key in nets:
            nets[key].sources.append(slot)
            nets[key].starts.append(slot.port)
        else:
            nets[key] = _Net([slot], slot.down, is_highlighted)
    _spread(list(nets.values()))
    return list(nets.values())


def _spread(nets: Sequence[_Net]) -> None:
    """Give each net its own column to enter a box, as far as there are columns."""
    entering: dict[int, list[tuple[_Net, int]]] = {}
    for net in nets:
        for at, slot in enumerate(net.targets):
            entering.setdefault(id(slot), []).append((net, at))
    for entries in entering.values():
        if len(entries) > 1:
            slot = entries[0][0].targets[entries[0][1]]
            entries.sort(key=lambda entry: sum(entry[0].starts) / len(entry[0].starts))
            middle = min(
                range(len(entries)), key=lambda i: min(abs(c - slot.port) for c in entries[i][0].starts)
            )
            step = 2 if 2 * len(entries) < slot.width - 2 else 1
            first = min(slot.port - step * middle, slot.x + slot.width - 2 - step * (len(entries) - 1))
            for place, (net, at) in enumerate(entries):
                column = max(first, slot.x + 1) + step * place
                net.ends[at] = min(column, slot.x + slot.width - 2)


def _choose_tracks(nets: Sequence[_Net]) -> Steps[None]:
    """Give each net a track, from the top, on which it touches no other net."""
    bent = [net for net in nets if not net.is_straight]
    taken: list[list[tuple[int, int]]] = []
    above: dict[int, set[int]] = {}
    for place in (yield from _from_above(bent, nets, above)):
        net = bent[place]
        left, right = net.span
        net.track = max((bent[other].track + 1 for other in above[place]), default=0)
        while net.track < len(taken) and any(a <= right and left <= b for a, b in taken[net.track]):
            net.track += 1
        taken += [[] for _ in range(net.track + 1 - len(taken))]
        taken[net.track].append((left, right))
        yield


def _from_above(bent: Sequence[_Net], nets: Sequence[_Net], above: dict[int, set[int]]) -> Steps[list[int]]:
    """The nets in an order without vertical conflicts; fills in the nets that must be above each.

    In a cyclic conflict a net is moved to another column of its box. If none is free, two lines meet; the
    captions name the edges in words too.
    """
    dropped: set[tuple[int, int]] = set()
    while True:
        above.clear()
        above.update(_must_be_above(bent, dropped))
        try:
            return list(TopologicalSorter(above).static_order())
        except CycleError as error:
            cycle: list[int] = error.args[1]
            if not any(_move(bent[place], nets) for place in cycle):
                dropped.add((cycle[0], cycle[1]))
        yield


def _must_be_above(bent: Sequence[_Net], dropped: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    """For each net, the nets that leave a box in a column where it enters one."""
    leaving: dict[int, list[int]] = {}
    for place, net in enumerate(bent):
        for column in net.starts:
            leaving.setdefault(column, []).append(place)
    return {
        place: {
            other
            for column in net.ends
            for other in leaving.get(column, ())
            if other != place and (other, place) not in dropped
        }
        for place, net in enumerate(bent)
    }


def _move(net: _Net, nets: Sequence[_Net]) -> bool:
    """Move a net's starts to columns where no other net enters a box; whether any was moved."""
    entered = {column for other in nets if other is not net for column in other.ends}
    has_moved = False
    for at, slot in enumerate(net.sources):
        if slot.box is not None and net.starts[at] in entered:
            left = {column for other in nets for column in other.starts}
            free = [
                c for c in range(slot.x + 1, slot.x + slot.width - 1) if c not in entered and c not in left
            ]
            if free:
                net.starts[at] = min(free, key=lambda column: abs(column - slot.port))
                has_moved = True
    return has_moved


def _draw_joints(canvas: _Canvas, channel: _Channel, below: int) -> None:
    """Draw the joints of lines with the frames of boxes."""
    for net in channel.nets:
        for slot, start in zip(net.sources, net.starts, strict=True):
            if slot.box is not None:
                canvas.add(channel.y - 1, channel.x + start, DOWN)
        for slot, end in zip(net.targets, net.ends, strict=True):
            if slot.box is not None:
                canvas.add(below, channel.x + end, UP)


def _across(
    starts: Sequence[int], ends: Sequence[int], below: int, first: int, stop: int
) -> Mapping[int, int]:
    """The flags by column of a net in the row `below` rows above its track."""
    if below:
        return {column: UP | DOWN for column in (starts if below > 0 else ends) if first <= column < stop}
    left, right = min((*starts, *ends)), max((*starts, *ends))
    row = {
        column: (LEFT if column > left else 0) | (RIGHT if column < right else 0)
        for column in range(max(left, first), min(right + 1, stop))
    }
    for columns, flag in ((starts, UP), (ends, DOWN)):
        for column in columns:
            if column in row:
                row[column] |= flag
    return row


def _segments(row: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Sequence[int]]]:
    """The segments of adjacent cells in a row, left to right."""
    start = 0
    cells: list[int] = []
    for x in sorted(row):
        if cells and x != start + len(cells):
            yield start, cells
            cells = []
        if not cells:
            start = x
        cells.append(_joined(row[x]))
    if cells:
        yield start, cells


def _joined(layers: Sequence[int]) -> int:
    """The cell where several nets meet; at a crossing the horizontal line is interrupted."""
    if len(layers) == 1:
        return layers[0]
    if any(flags & (UP | DOWN) == UP | DOWN for flags in layers):
        layers = [flags for flags in layers if flags & ~HIGHLIGHTED != LEFT | RIGHT]
    joined = 0
    for flags in layers:
        joined |= flags
    return joined
