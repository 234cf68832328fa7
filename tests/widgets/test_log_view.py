from textual.app import App, ComposeResult

from tui_app.widgets.log_view import LogView


class LogApp(App[None]):
    CSS = "LogView { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.log_view = LogView()

    def compose(self) -> ComposeResult:
        yield self.log_view


def screen(view: LogView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def numbered(count: int) -> str:
    return "".join(f"line {number}\n" for number in range(1, count + 1))


async def test_a_log_opens_at_its_end() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.show(numbered(1000))
        await pilot.pause()
        assert screen(app.log_view)[-1] == "line 1000"
        await pilot.press("home")
        assert screen(app.log_view)[0] == "line 1"


async def test_who_reads_the_end_sees_the_new_end_and_who_reads_elsewhere_stays() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.show(numbered(100))
        await pilot.pause()
        app.log_view.show(numbered(200))
        await pilot.pause()
        assert screen(app.log_view)[-1] == "line 200"
        app.log_view.scroll_to_line(20)
        app.log_view.show(numbered(300))
        await pilot.pause()
        assert screen(app.log_view)[0] == "line 21"


async def test_colours_are_dropped_and_every_other_control_is_shown() -> None:
    app = LogApp()
    async with app.run_test(size=(60, 5)):
        app.log_view.show("\x1b[1;31mERROR\x1b[0m\tdisk\x1b[2J\u202e\r\n[bold]任务[/]\rend")
        assert screen(app.log_view)[:2] == ["ERROR   disk\\x1b[2J\\u202e", "[bold]任务[/]\\rend"]


async def test_long_lines_are_wrapped_until_the_key_says_otherwise() -> None:
    app = LogApp()
    async with app.run_test(size=(41, 5)) as pilot:
        app.log_view.show("short\n" + "x" * 100)
        await pilot.pause()
        assert screen(app.log_view)[:4] == ["short", "x" * 40, "x" * 40, "x" * 20]
        await pilot.press("w")
        assert screen(app.log_view)[:2] == ["short", "x" * 39 + "…"]


async def test_one_endless_line_opens_at_its_end_too() -> None:
    app = LogApp()
    async with app.run_test(size=(41, 5)) as pilot:
        app.log_view.show("任务" * 50_000 + "the end")
        await pilot.pause()
        assert screen(app.log_view)[-1].endswith("the end")
        assert app.log_view.lines.height == 5_001


async def test_an_empty_log_has_no_lines() -> None:
    app = LogApp()
    async with app.run_test(size=(41, 5)) as pilot:
        app.log_view.show("")
        await pilot.press("end", "down")
        assert (app.log_view.row_count, screen(app.log_view)) == (0, [""] * 5)
