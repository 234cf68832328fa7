from textual.app import App, ComposeResult

from tui_app.logic.why.page_row import WhyRow
from tui_app.widgets.why_pane import WhyPane


class PaneApp(App[None]):
    def compose(self) -> ComposeResult:
        yield WhyPane(id="why")


async def test_the_further_lines_of_a_row_are_indented_below_its_text() -> None:
    rows = [
        WhyRow("field", "word " * 20, label="command"),
        WhyRow("step", "word " * 20, label="1-2026112100"),
    ]
    async with PaneApp().run_test(size=(40, 20)) as pilot:
        pane = pilot.app.query_one(WhyPane)
        pane.set_rows(rows)
        await pilot.pause()
        drawn = [pane.render_line(y).text[1:].rstrip() for y in range(pane.lines.height)]
        start, stop = pane.lines.span(0)[1], pane.lines.height
        assert start > 1
        assert all(line.startswith(" " * 11 + "word") for line in drawn[1:start])
        assert all(line.startswith(" " * 4 + "word") for line in drawn[start + 1 : stop])


async def test_a_row_that_just_fits_is_followed_by_no_empty_line() -> None:
    rows = [
        WhyRow("step", "n" * 36, label="1-2026112100", remark="the cause"),
        WhyRow("step", "n" * 14, label="1-2026112100"),
    ]
    async with PaneApp().run_test(size=(50, 20)) as pilot:
        pane = pilot.app.query_one(WhyPane)
        pane.set_rows(rows)
        await pilot.pause()
        assert pane.lines.span(1)[1] == 1
