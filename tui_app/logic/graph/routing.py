"""A layered drawing of a graph, second half: edges in cells, and the parts of the graph beside each other.

Between two layers an edge runs down, along a track, and down again. Edges from the same sources to the same
targets share their track; lines of other edges never touch them, and where they cross the one across is
interrupted. So whoever follows a line down comes to what waits for the box it begins at, and nowhere else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from sys import maxsize

from ..steps import Steps
from .layout import GAP, Edge, Slot, layered

UP, DOWN, LEFT, RIGHT, HIGHLIGHTED = 1, 2, 4, 8, 16
"""What a cell's line reaches, and whether it is a highlighted one; a sum of these makes a cell."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands."""

    x: int
    """First column."""

    y: int
    """The row of its text; with frames there is one row more above and below."""

    width: int
    """Columns."""


@dataclass(slots=True)
class _Net:
    """Lines that share a track: from all of some slots to all of some others."""

    sources: list[Slot]
    targets: list[Slot]
    is_highlighted: Sequence[bool]
    """For each target: does a highlighted edge lead there?"""
    starts: list[int] = field(init=False)
    """The column each source is left by; its port, unless that is moved."""
    ends: list[int] = field(init=False)
    """The column each target is entered by."""
    track: int = 0

    def __post_init__(self) -> None:
        self.starts = [slot.port for slot in self.sources]
        self.ends = [slot.port for slot in self.targets]

    @property
    def is_straight(self) -> bool:
        return self.starts == self.ends and len(self.ends) == 1

    @property
    def span(self) -> tuple[int, int]:
        """First and last column of its track."""
        columns = self.starts + self.ends
        return min(columns), max(columns)

    def across(self, row: int, first: int, stop: int) -> Iterator[tuple[int, int]]:
        """What it draws in a row, counted as tracks are: columns from `first` to before `stop`, and arms."""
        below = self.track - row
        ends = [
            end for end, is_highlighted in zip(self.ends, self.is_highlighted, strict=True) if is_highlighted
        ]
        heavy = _across(self.starts, ends, below, first, stop) if ends else {}
        for column, arms in _across(self.starts, self.ends, below, first, stop).items():
            yield column, arms | (HIGHLIGHTED if column in heavy else 0)


@dataclass(frozen=True, slots=True)
class _Band:
    """The nets between two layers of a part."""

    x: int
    """First column of the part."""

    y: int
    """Row of the first track."""

    nets: Sequence[_Net]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph on cells. Lines are worked out as they are looked at: a tangle has millions of cells."""

    boxes: Sequence[Box]
    """By number."""

    cells: Mapping[int, Mapping[int, Sequence[int]]]
    """By row and column: what each frame, lane or joint there reaches, see `UP`."""

    bands: Mapping[int, Sequence["_Band"]]
    """By row: the lines between layers."""

    width: int
    """Columns in all."""

    height: int
    """Rows in all."""

    def line(self, y: int, first: int = 0, stop: int = maxsize) -> Iterator[tuple[int, Sequence[int]]]:
        """Lines and frames in a row, left to right: first column and cells of each stretch.

        Only columns from `first` to before `stop` are looked at.
        """
        row = {x: list(arms) for x, arms in self.cells.get(y, {}).items() if first <= x < stop}
        for band in self.bands.get(y, ()):
            for net in band.nets:
                for x, arms in net.across(y - band.y, first - band.x, stop - band.x):
                    row.setdefault(band.x + x, []).append(arms)
        return _stretches(row)


@dataclass(slots=True)
class _Canvas:
    """What is drawn so far."""

    is_framed: bool
    heavy: Collection[int]
    boxes: dict[int, Box] = field(default_factory=dict)
    cells: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    """By row and column: what frames, lanes and joints draw there."""
    bands: dict[int, list[_Band]] = field(default_factory=dict)
    """By row."""

    def add(self, y: int, x: int, arms: int) -> None:
        self.cells.setdefault(y, {}).setdefault(x, []).append(arms)


def draw(
    widths: Sequence[int],
    edges: Collection[Edge],
    highlighted: Collection[Edge] = (),
    heavy: Collection[int] = (),
    room: int = 80,
    is_framed: bool = False,
) -> Steps[Drawing]:
    """Draw a graph without circles.

    Args:
        widths: cells of each box, frame included.
        edges: from box to box, by number.
        highlighted: the edges to draw as heavy lines.
        heavy: the boxes whose frames are heavy; parts of the graph with such a box come first.
        room: columns on screen: unconnected parts stand beside each other as long as they fit.
        is_framed: leave a row above and below each box, and draw its frame.
    """
    canvas = _Canvas(is_framed, heavy)
    x = y = shelf = widest = 0
    for boxes, within in _parts(len(widths), edges, heavy):
        layers = yield from layered({box: widths[box] for box in boxes}, within, highlighted)
        width = max(slot.x + slot.width for layer in layers for slot in layer)
        if x and x + width > room:
            x, y = 0, shelf + (shelf - y > 1 or bool(within))
        shelf = max(shelf, (yield from _draw_part(canvas, layers, highlighted, x, y)))
        widest = max(widest, x + width)
        x += width + GAP
    return Drawing(
        [canvas.boxes[box] for box in range(len(widths))], canvas.cells, canvas.bands, widest, shelf
    )


def _parts(
    count: int, edges: Collection[Edge], heavy: Collection[int]
) -> Iterable[tuple[list[int], list[Edge]]]:
    """The connected parts: their boxes, and their edges."""
    head = list(range(count))

    def head_of(box: int) -> int:
        while head[box] != box:
            head[box] = head[head[box]]
            box = head[box]
        return box

    for source, target in edges:
        one, other = sorted((head_of(source), head_of(target)))
        head[other] = one
    parts: dict[int, tuple[list[int], list[Edge]]] = {}
    for box in range(count):
        parts.setdefault(head_of(box), ([], []))[0].append(box)
    for edge in edges:
        parts[head_of(edge[0])][1].append(edge)
    first = set(map(head_of, heavy))
    return [parts[part] for part in sorted(parts, key=lambda part: (part not in first, part))]


def _draw_part(
    canvas: _Canvas, layers: Sequence[Sequence[Slot]], highlighted: Collection[Edge], x: int, y: int
) -> Steps[int]:
    """Draw one part with its corner at a place; the row below it."""
    for layer in layers:
        for slot in layer:
            if slot.box is None:
                arms = UP | DOWN | (HIGHLIGHTED if slot.is_highlighted else 0)
                for row in range(3 if canvas.is_framed else 1):
                    canvas.add(y + row, x + slot.port, arms)
            else:
                canvas.boxes[slot.box] = Box(x + slot.x, y + canvas.is_framed, slot.width)
                if canvas.is_framed:
                    _frame(canvas, x + slot.x, y, slot.width, HIGHLIGHTED if slot.box in canvas.heavy else 0)
        y += 3 if canvas.is_framed else 1
        if nets := _nets(layer, highlighted):
            yield from _choose_tracks(nets)
            tracks = 1 + max(net.track for net in nets)
            band = _Band(x, y, nets)
            for row in range(y, y + tracks):
                canvas.bands.setdefault(row, []).append(band)
            if canvas.is_framed:
                _join(canvas, band, y + tracks)
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
    """The edges down from a layer, those with the same targets as one."""
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
    """Let each net enter a box at a column of its own, as far as there are columns."""
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
    """Give each net a track, counted from above, on which it touches no other."""
    bent = [net for net in nets if not net.is_straight]
    taken: list[list[tuple[int, int]]] = []
    above: dict[int, set[int]] = {}
    for place in _from_above(bent, nets, above):
        net = bent[place]
        left, right = net.span
        net.track = max((bent[other].track + 1 for other in above[place]), default=0)
        while net.track < len(taken) and any(a <= right and left <= b for a, b in taken[net.track]):
            net.track += 1
        taken += [[] for _ in range(net.track + 1 - len(taken))]
        taken[net.track].append((left, right))
        yield


def _from_above(bent: Sequence[_Net], nets: Sequence[_Net], above: dict[int, set[int]]) -> list[int]:
    """The nets so ordered that none runs down a column another comes down in; fills in which must be above.

    Where each of two must be above the other, one leaves its box at another column. Where that cannot be, two
    lines meet that should not; what is tied to what is told in words too.
    """
    dropped: set[tuple[int, int]] = set()
    while True:
        above.clear()
        above.update(_must_be_above(bent, dropped))
        try:
            return list(TopologicalSorter(above).static_order())
        except CycleError as error:
            circle: list[int] = error.args[1]
            if not any(_move(bent[place], nets) for place in circle):
                dropped.add((circle[0], circle[1]))


def _must_be_above(bent: Sequence[_Net], dropped: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    """For each net the ones that leave a box in a column in which it enters one."""
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
    """Leave the boxes at columns where no other net enters one; False where it is so already."""
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


def _join(canvas: _Canvas, band: _Band, below: int) -> None:
    """Where lines begin and end at the frames of boxes."""
    for net in band.nets:
        for slot, start in zip(net.sources, net.starts, strict=True):
            if slot.box is not None:
                canvas.add(band.y - 1, band.x + start, DOWN)
        for slot, end in zip(net.targets, net.ends, strict=True):
            if slot.box is not None:
                canvas.add(below, band.x + end, UP)


def _across(
    starts: Sequence[int], ends: Sequence[int], below: int, first: int, stop: int
) -> Mapping[int, int]:
    """A row of one net, which has its track so many rows further down: arms by column."""
    if below:
        return {column: UP | DOWN for column in (starts if below > 0 else ends) if first <= column < stop}
    left, right = min((*starts, *ends)), max((*starts, *ends))
    row = {
        column: (LEFT if column > left else 0) | (RIGHT if column < right else 0)
        for column in range(max(left, first), min(right + 1, stop))
    }
    for columns, arm in ((starts, UP), (ends, DOWN)):
        for column in columns:
            if column in row:
                row[column] |= arm
    return row


def _stretches(row: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Sequence[int]]]:
    """Cells of a row that stand beside each other, from left to right."""
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
    """What several nets make of one cell: where one only runs across another, that one is interrupted."""
    if len(layers) == 1:
        return layers[0]
    if any(arms & (UP | DOWN) == UP | DOWN for arms in layers):
        layers = [arms for arms in layers if arms & ~HIGHLIGHTED != LEFT | RIGHT]
    joined = 0
    for arms in layers:
        joined |= arms
    return joined
