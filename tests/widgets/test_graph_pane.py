from rich.cells import cell_len
from textual.app import App, ComposeResult

from tests.logic.test_dag import made
from tui_app.logic.dag import Dag
from tui_app.widgets.glyphs import ASCII_CLASS
from tui_app.widgets.graph_pane import GraphPane
from tui_app.widgets.line_view import LineView


def wide(count: int = 30) -> Dag:
    """One task and many behind it, side by side, each in a state of its own so that none fold."""
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
        self.pane.show(self.dag)
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
        assert pane.sketch.drawing.width > 60
        seen = set()
        for _ in range(31):
            assert pane.cursor is not None
            box = pane.sketch.drawing.boxes[pane.cursor]
            assert pane.left <= box.x <= box.x + box.width <= pane.left + pane.row_width
            seen.add(pane.cursor)
            await pilot.press("right")
        assert len(seen) == 30, "every box of the layer was reached"
        await pilot.press("up")
        assert "(no name)" in "".join(screen(pane))


async def test_a_click_goes_to_a_box_and_a_second_one_chooses_it() -> None:
    app = GraphApp(Dag.of(made({"a": "SUCCESS", "b": "SUCCESS"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        box = app.pane.sketch.drawing.boxes[1]
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


async def test_a_smaller_screen_takes_the_frames_away_and_gives_them_back() -> None:
    app = GraphApp(Dag.of(made({"a": "SUCCESS", "b": "SUCCESS"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.pane.sketch.is_framed
        await pilot.resize_terminal(40, 5)
        assert not app.pane.sketch.is_framed
        await pilot.resize_terminal(40, 10)
        assert app.pane.sketch.is_framed


async def test_another_answer_keeps_the_cursor_on_its_node() -> None:
    app = GraphApp(Dag.of(made({"a": "FAIL", "b": "WAIT"}, [("a", "b")])))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down")
        app.pane.show(Dag.of(made({"n": "SUCCESS", "a": "SUCCESS", "b": "FAIL"}, [("n", "a"), ("a", "b")])))
        assert app.pane.current == 2
        app.pane.show(Dag.of(None))
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
