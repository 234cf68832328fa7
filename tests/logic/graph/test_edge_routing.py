from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.graph.edge_routing import DOWN, HIGHLIGHTED, LEFT, RIGHT, UP, Box, Drawing, draw
from tui_app.logic.time_slicing import at_once

LIGHT, HEAVY = " ╵╷│╴┘┐┤╶└┌├─┴┬┼", " ╹╻┃╸┛┓┫╺┗┏┣━┻┳╋"
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=24).map(
    lambda pairs: sorted({(a, b) for a, b in pairs if a < b})
)
WIDTHS = st.lists(st.integers(4, 20), min_size=10, max_size=10)
STEPS = {UP: (0, -1, DOWN), DOWN: (0, 1, UP), LEFT: (-1, 0, RIGHT), RIGHT: (1, 0, LEFT)}


def cells(drawing: Drawing) -> dict[tuple[int, int], int]:
    return {
        (x + at, y): cell
        for y in range(drawing.height)
        for x, stretch in drawing.line(y)
        for at, cell in enumerate(stretch)
    }


def text(drawing: Drawing) -> str:
    """The drawing with the boxes as their numbers."""
    rows = [[" "] * drawing.width for _ in range(drawing.height)]
    for (x, y), cell in cells(drawing).items():
        rows[y][x] = (HEAVY if cell & HIGHLIGHTED else LIGHT)[cell & ~HIGHLIGHTED]
    for number, box in enumerate(drawing.boxes):
        rows[box.y][box.x : box.x + box.width] = f"{number}".center(box.width, "·")
    return "\n".join("".join(row).rstrip() for row in rows)


def reached(drawing: Drawing, box: int) -> set[int]:
    """The boxes a person comes to who follows every line down from a box, never up."""
    start = drawing.boxes[box]
    drawn = cells(drawing)
    ends = {(x, other.y - 1): number for number, other in enumerate(drawing.boxes) for x in columns(other)}
    found, seen = set(), set()
    waiting = [(x, start.y + 1) for x in columns(start) if drawn.get((x, start.y + 1), 0) & UP]
    while waiting:
        x, y = waiting.pop()
        if (x, y) in seen:
            continue
        seen.add((x, y))
        cell = drawn[x, y]
        if cell & DOWN and (x, y) in ends:
            found.add(ends[x, y])
        elif cell & DOWN:
            waiting.append((x, y + 1))
        for side in (LEFT, RIGHT):
            step = STEPS[side][0]
            at = x + step
            # A line that only crosses is interrupted by the one it crosses.
            while cell & side and drawn[at, y] & ~HIGHLIGHTED == UP | DOWN:
                at += step
            if cell & side and drawn[at, y] & STEPS[side][2]:
                waiting.append((at, y))
    return found


def columns(box: Box) -> range:
    return range(box.x, box.x + box.width)


def test_the_nightly_workflow_fits_eighty_columns_and_eleven_rows() -> None:
    widths = [25, 24, 28, 34, 28, 26, 32, 31]
    edges = [(0, 1), (0, 2), (1, 3), (2, 5), (3, 4), (3, 5), (4, 6), (5, 6), (6, 7)]
    drawing = at_once(draw(widths, edges, highlighted=[(3, 4), (3, 5), (4, 6), (5, 6), (6, 7)]))
    assert drawing.width <= 80
    assert drawing.height == 11
    assert [box.y for box in drawing.boxes] == [0, 2, 2, 4, 6, 6, 8, 10]


def test_all_to_all_shares_one_track() -> None:
    drawing = at_once(draw([5, 5, 5, 5], [(0, 2), (0, 3), (1, 2), (1, 3)]))
    assert text(drawing) == "··0··  ··1··\n  ├──────┤\n··2··  ··3··"


def test_highlighted_edges_are_heavy_and_frames_join_their_edges() -> None:
    drawing = at_once(draw([5, 5], [(0, 1)], highlighted=[(0, 1)], heavy=[1], is_framed=True))
    assert text(drawing) == "┌───┐\n··0··\n└─┬─┘\n  ┃\n┏━┻━┓\n··1··\n┗━━━┛"


def test_components_are_side_by_side_heavy_ones_first() -> None:
    drawing = at_once(draw([30, 30, 30, 30], [(2, 3)], heavy=[3], room=80))
    assert [(box.x, box.y) for box in drawing.boxes] == [(32, 0), (0, 4), (0, 0), (0, 2)]


def test_a_long_edge_bypasses_the_boxes_between() -> None:
    drawing = at_once(draw([5, 5, 5], [(0, 1), (1, 2), (0, 2)]))
    assert reached(drawing, 0) == {1, 2}
    assert [box.y for box in drawing.boxes][::2] == [0, 4]


def test_an_empty_graph_takes_no_space() -> None:
    drawing = at_once(draw([], []))
    assert (drawing.width, drawing.height, list(drawing.boxes)) == (0, 0, [])


@given(WIDTHS, PAIRS, st.booleans())
def test_boxes_never_overlap_and_are_below_their_sources(
    widths: list[int], edges: list[tuple[int, int]], is_framed: bool
) -> None:
    drawing = at_once(draw(widths, edges, room=60, is_framed=is_framed))
    taken: set[tuple[int, int]] = set()
    for box, width in zip(drawing.boxes, widths, strict=True):
        assert box.width == width
        assert 0 <= box.x <= box.x + width <= drawing.width
        own = {(x, box.y) for x in columns(box)}
        assert not own & taken
        taken |= own
    for source, target in edges:
        assert drawing.boxes[source].y < drawing.boxes[target].y
    if not is_framed:
        assert not taken & cells(drawing).keys()


@given(WIDTHS, PAIRS)
def test_every_line_continues_in_the_next_cell(widths: list[int], edges: list[tuple[int, int]]) -> None:
    drawing = at_once(draw(widths, edges))
    drawn = cells(drawing)
    on_box = {(x, box.y) for box in drawing.boxes for x in columns(box)}
    for (x, y), cell in drawn.items():
        for arm, (right, down, back) in STEPS.items():
            at = x + right, y + down
            if cell & arm and at not in on_box:
                crosses = right and drawn[at] & ~HIGHLIGHTED == UP | DOWN
                assert drawn[at] & back or crosses, text(drawing)


@given(st.lists(st.integers(24, 40), min_size=10, max_size=10), PAIRS)
def test_lines_followed_down_lead_to_the_targets_and_nowhere_else(
    widths: list[int], edges: list[tuple[int, int]]
) -> None:
    drawing = at_once(draw(widths, edges))
    for box in range(len(widths)):
        assert reached(drawing, box) == {b for a, b in edges if a == box}, text(drawing)


@given(WIDTHS, PAIRS, st.booleans(), st.integers(0, 60), st.integers(1, 60))
def test_a_clipped_row_equals_that_part_of_the_row(
    widths: list[int], edges: list[tuple[int, int]], is_framed: bool, first: int, size: int
) -> None:
    drawing = at_once(draw(widths, edges, is_framed=is_framed))
    for y in range(drawing.height):
        whole = {x + at: cell for x, stretch in drawing.line(y) for at, cell in enumerate(stretch)}
        part = {
            x + at: cell
            for x, stretch in drawing.line(y, first, first + size)
            for at, cell in enumerate(stretch)
        }
        assert part == {x: cell for x, cell in whole.items() if first <= x < first + size}


def test_a_dense_graph_stores_boxes_and_dummy_nodes_only() -> None:
    edges = [(a, b) for a in range(60) for b in range(a + 1, 60) if (7 * a + 3 * b) % 5 == 0]
    drawing = at_once(draw([30] * 60, edges))
    drawn = len(cells(drawing))
    assert 20 * sum(map(len, drawing.cells.values())) < drawn
