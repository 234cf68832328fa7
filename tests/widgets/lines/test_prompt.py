from textual.app import App, ComposeResult

from tui_app.widgets.lines.prompt import SearchBar
from tui_app.widgets.log.view import LogView

LOG = "one error\nfine\ntwo errors\n"


class BarApp(App[None]):
    CSS = "LogView { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield LogView(id="log")
        yield LogView(id="other")
        yield SearchBar()

    def on_mount(self) -> None:
        self.log_view.set_text(LOG)
        self.log_view.cursor = 0
        self.query_one("#other", LogView).set_text("no error here")

    @property
    def log_view(self) -> LogView:
        return self.query_one("#log", LogView)

    @property
    def bar(self) -> SearchBar:
        return self.query_one(SearchBar)

    @property
    def count(self) -> str:
        return str(self.bar.remark.content)


async def test_matches_are_counted_during_typing_and_enter_focuses_the_pane() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        assert not app.bar.display
        app.bar.open(app.log_view)
        await pilot.press("e", "r")
        assert (app.count, app.bar.text.has_focus, app.bar.size.height) == ("1/2", True, 1)
        await pilot.press("enter", "n")
        assert (app.count, app.log_view.has_focus, app.bar.display) == ("2/2", True, True)
        await pilot.press("n")
        assert app.count == "continued from the top 1/2"


async def test_escape_ends_the_search_and_hides_the_bar() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.open(app.log_view)
        await pilot.press("x", "y", "escape")
        assert (app.log_view.search_state.query, app.log_view.has_focus, app.bar.display) == ("", True, False)
        assert not app.bar.close()


async def test_enter_without_text_hides_the_bar() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.open(app.log_view)
        await pilot.press("enter")
        assert not app.bar.display


async def test_the_bar_reopens_with_the_query_of_the_pane() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.open(app.log_view)
        await pilot.press("e", "r", "enter", "n")
        app.bar.open(app.log_view)
        assert (app.bar.text.value, app.count) == ("er", "2/2")
        app.bar.open(app.query_one("#other", LogView))
        await pilot.press("h")
        assert (app.bar.text.value, app.count) == ("h", "1/1")
        app.bar.open(app.log_view)
        await pilot.pause()
        assert (app.bar.text.value, app.count) == ("er", "2/2")
