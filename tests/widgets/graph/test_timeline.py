from rich.cells import cell_len
from textual.app import App, ComposeResult

from tests.logic.graph.test_dag import made
from tests.logic.graph.test_gantt import BEGIN, a_bar
from tui_app.logic.graph.dag import Dag
from tui_app.logic.graph.gantt import Bar
from tui_app.widgets.graph.timeline import Timeline, TimeScale

# In running order: a, c, b, d.
DAG = Dag.of(made(dict.fromkeys("abcd", "SUCCESS"), [("a", "b"), ("b", "d")]))
BARS: dict[int, Bar | str] = {0: a_bar(0, 10), 1: "not \x1b[31m started", 2: a_bar(10, 30), 3: a_bar(5, 20)}


class TimelineApp(App[None]):
    CSS = "Timeline { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.pane = Timeline()
        self.scale = TimeScale(self.pane)

    def compose(self) -> ComposeResult:
        yield self.pane
        yield self.scale

    def on_mount(self) -> None:
        self.pane.set_bars(DAG, BARS)
        self.pane.focus()


def screen(pane: Timeline) -> list[str]:
    return [pane.render_line(y).text for y in range(pane.row_count)]


async def test_bars_are_sorted_by_start_and_aligned_with_the_scale() -> None:
    app = TimelineApp()
    async with app.run_test(size=(60, 10)):
        first, second, third, title, last = screen(app.pane)
        assert (first.index("█"), third.rindex("█")) == (18, 47)
        assert second.count("▒") == 15
        assert title.strip() == "1 without times"
        assert "not \\x1b[31m started" in last
        assert {cell_len(line) for line in screen(app.pane)} == {60}
        scale = app.scale.render_line(0).text
        assert scale.index("'02:10") == third.index("█"), "b began when ten minutes had passed"


async def test_the_cursor_marks_what_ran_at_the_same_time_and_skips_titles() -> None:
    app = TimelineApp()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down")
        assert app.pane.current == 3
        assert app.pane.same_time == {0, 2}
        await pilot.press("down", "down")
        assert app.pane.current == 1
        assert app.pane.same_time == frozenset()


async def test_a_task_keeps_the_cursor_while_rows_are_added_above_it() -> None:
    app = TimelineApp()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("end")
        assert app.pane.current == 1
        app.pane.set_bars(DAG, BARS | {1: a_bar(1, 2)})
        assert (app.pane.current, app.pane.cursor) == (1, 1)


async def test_a_running_task_has_an_open_end_and_times_may_all_be_equal() -> None:
    app = TimelineApp()
    async with app.run_test(size=(60, 10)):
        app.pane.set_bars(DAG, {place: Bar(BEGIN, BEGIN, is_open=True) for place in range(4)})
        assert all("▸" in line for line in screen(app.pane))
        app.pane.set_bars(DAG, {})
        assert app.scale.render_line(0).text.strip() == ""
