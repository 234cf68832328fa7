import asyncio

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.idle import until
from tests.logic.graph.test_dag import made
from tui_app.logic.flow_content import FlowContent
from tui_app.logic.graph.dag import Dag
from tui_app.logic.graph.gantt import TaskTimings
from tui_app.logic.graph.nodes import in_order
from tui_app.logic.time_slicing import Steps, run_in_slices
from tui_app.widgets.glyphs import ASCII_CLASS
from tui_app.widgets.graph import box_view, graph_pane
from tui_app.widgets.graph.flow_views import FlowViews
from tui_app.widgets.graph.graph_pane import GraphPane
from tui_app.widgets.graph.layout import GraphLayout
from tui_app.widgets.lines.view import LineView


def wide(count: int = 30) -> Dag:
    """One task with many side by side after it, each in another state so that none fold."""
    names = {f"task_{n:02}": ("FAIL" if n else "SUCCESS") for n in range(count + 1)}
    return Dag.of(made(names, [("task_00", name) for name in names if name != "task_00"]))


class GraphApp(App[None]):
    CSS = "GraphPane { height: 1fr; }"

    def __init__(self, dag: Dag) -> None:
        super().__init__()
        self.dag = dag
        self.pane = GraphPane()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.set_graph(self.dag)
        self.pane.focus()

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        self.chosen.append(event.index)


def screen(pane: GraphPane) -> list[str]:
    return [pane.render_line(y).text for y in range(pane.size.height)]


async def test_every_line_fills_the_pane_and_no_more() -> None:
    app = GraphApp(wide())
    async with app.run_test(size=(61, 12)) as pilot:
        for key in ("", "end", "home", "up"):
            await pilot.press(*filter(None, [key]))
            assert {cell_len(line) for line in screen(app.pane)} == {61}


async def test_a_graph_wider_than_the_screen_follows_the_cursor_sideways() -> None:
    app = GraphApp(wide())
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.pane
        assert pane.graph_layout.drawing.width > 60
        seen = set()
        for _ in range(31):
            assert pane.cursor is not None
            box = pane.graph_layout.drawing.boxes[pane.cursor]
            assert pane.left <= box.x <= box.x + box.width <= pane.left + pane.row_width
            seen.add(pane.cursor)
            await pilot.press("right")
        assert len(seen) == 30, "every box of the layer was reached"
        await pilot.press("up")
        assert "(no name)" in "".join(screen(pane))


async def test_a_click_goes_to_a_box_and_a_second_one_chooses_it() -> None:
    app = GraphApp(Dag.of(made({"a": "SUCCESS", "b": "SUCCESS"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        box = app.pane.graph_layout.drawing.boxes[1]
        await pilot.click(GraphPane, offset=(box.x + 2, box.y))
        assert app.pane.cursor == 1
        assert app.chosen == []
        await pilot.click(GraphPane, offset=(box.x + 2, box.y))
        assert app.chosen == [1]
        await pilot.click(GraphPane, offset=(39, 9))
        assert app.pane.cursor == 1, "a click beside all boxes is none"


async def test_without_unicode_lines_are_drawn_in_ascii() -> None:
    app = GraphApp(Dag.of(made({"a": "FAIL", "b": "WAIT", "c": "WAIT"}, [("a", "b"), ("b", "c")])))
    app.add_class(ASCII_CLASS)
    async with app.run_test(size=(30, 6)):
        drawn = "".join(screen(app.pane)).replace("✗", "x").replace("◌", ".")
        assert drawn.isascii()
        assert "#" in drawn


async def test_frames_disappear_on_a_smaller_screen_and_come_back() -> None:
    app = GraphApp(Dag.of(made({"a": "SUCCESS", "b": "SUCCESS"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        await until(pilot, lambda: app.pane.graph_layout.is_framed)
        await pilot.resize_terminal(40, 5)
        await until(pilot, lambda: not app.pane.graph_layout.is_framed)
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: app.pane.graph_layout.is_framed)


async def test_another_answer_keeps_the_cursor_on_its_node() -> None:
    app = GraphApp(Dag.of(made({"a": "FAIL", "b": "WAIT"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down")
        app.pane.set_graph(
            Dag.of(made({"n": "SUCCESS", "a": "SUCCESS", "b": "FAIL"}, [("n", "a"), ("a", "b")]))
        )
        assert app.pane.current == 2
        app.pane.set_graph(Dag.of(None))
        assert app.pane.current is None
        await pilot.press("down", "up", "left", "right", "home", "end", "enter", "space", "pagedown")
        assert set("".join(screen(app.pane))) == {" "}


async def test_home_goes_from_failure_to_failure() -> None:
    app = GraphApp(Dag.of(made({"a": "FAIL", "b": "SUCCESS", "c": "TIMEOUT"}, [("a", "b"), ("b", "c")])))
    async with app.run_test(size=(40, 10)) as pilot:
        places = []
        for _ in range(3):
            places.append(app.pane.current)
            await pilot.press("home")
        assert places == [0, 2, 0]


def held_back(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Treat every graph as big, and lay none out before the event."""
    go_on = asyncio.Event()

    async def wait(steps: Steps[GraphLayout]) -> GraphLayout:
        await go_on.wait()
        return await run_in_slices(steps)

    monkeypatch.setattr(graph_pane, "_SYNCHRONOUS_MOST", 0)
    monkeypatch.setattr(box_view, "run_in_slices", wait)
    return go_on


async def until_laid_out(pilot: Pilot[None], pane: GraphPane) -> None:
    await until(pilot, lambda: not pane.is_laying_out)


async def test_a_big_graph_is_a_list_until_it_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = held_back(monkeypatch)
    app = GraphApp(wide(9))
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.pane
        assert pane.is_laying_out
        assert ["(no name)" in line for line in screen(pane)] == [True] * 10 + [False] * 2
        await pilot.press("up", "right", "down", "enter")
        assert (pane.cursor, app.chosen) == (1, [1]), "keys do what they do in the graph"
        at = pane.current
        go_on.set()
        await until_laid_out(pilot, pane)
        assert (pane.is_laying_out, pane.current) == (False, at)
        assert pane.graph_layout.drawing.boxes[2].y == pane.graph_layout.drawing.boxes[3].y
        box = pane.graph_layout.drawing.boxes[1]
        assert pane.left <= box.x <= box.x + box.width <= pane.left + pane.row_width


async def test_a_graph_of_few_boxes_and_many_lines_is_laid_out_between_keys() -> None:
    names = [f"task_{n:02}" for n in range(50)]
    dag = Dag.of(made(dict.fromkeys(names, "FAIL"), [(a, b) for a in names for b in names if a < b]))
    app = GraphApp(dag)
    async with app.run_test(size=(60, 12)) as pilot:
        assert app.pane.is_laying_out
        await until_laid_out(pilot, app.pane)
        assert app.pane.graph_layout.drawing.width > 0


async def test_a_big_graph_with_other_states_stays_drawn_during_a_new_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = held_back(monkeypatch)
    states = {"a": "RUNNING", "b": "INIT", "c": "FAIL"}
    app = GraphApp(Dag.of(made(states, [("a", "b"), ("a", "c")])))
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.pane
        go_on.set()
        await until_laid_out(pilot, pane)
        go_on.clear()
        before = screen(pane)
        pane.set_graph(Dag.of(made(states | {"a": "SUCCESS"}, [("a", "b"), ("a", "c")])))
        assert pane.is_laying_out
        assert screen(pane) == [line.replace("▶", "✓") for line in before] != before


async def test_a_graph_received_during_a_layout_replaces_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = held_back(monkeypatch)
    app = GraphApp(wide(9))
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.pane
        pane.set_graph(wide(3))
        go_on.set()
        await until_laid_out(pilot, pane)
        assert (len(pane.graph_layout.labels), pane.is_laying_out) == (4, False)
        pane.set_graph(Dag.of(None))
        assert (pane.graph_layout.labels, pane.is_laying_out) == ([], False)


async def test_the_title_says_that_a_big_graph_is_being_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = held_back(monkeypatch)
    views = FlowViews("graph")
    app: App[None] = App()
    async with app.run_test(size=(60, 12)) as pilot:
        await app.mount(views)
        graph = made({"a": "SUCCESS", "b": "FAIL"}, [("a", "b")])
        views.set_content(FlowContent(graph, in_order(graph), Dag.of(graph)), TaskTimings())
        await pilot.pause()
        assert str(views.pane.border_title).startswith("laying out…; 2 tasks")
        go_on.set()
        await until_laid_out(pilot, views.query_one(GraphPane))
        await pilot.pause()
        assert str(views.pane.border_title).startswith("2 tasks")
