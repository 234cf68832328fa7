from textual.app import App, ComposeResult

from tui_app.logic.runs.history_stats import PastRun
from tui_app.models.ids import TaskInstanceId
from tui_app.models.status import Status
from tui_app.services.previous_runs import RunRow
from tui_app.widgets.run_table import RunTable


class TableApp(App[None]):
    def compose(self) -> ComposeResult:
        yield RunTable(id="runs")


def run(state: str, planned: str) -> RunRow:
    some_id = TaskInstanceId.parse("1-2026112100")
    return RunRow(some_id, "", PastRun(some_id, Status.of(state), planned, None))


async def test_times_are_shown_to_the_minute_and_cut_texts_end_in_a_mark() -> None:
    async with TableApp().run_test() as pilot:
        table = pilot.app.query_one(RunTable)
        rows = [run("fail", "2026-11-21 06:15:00"), run("internal_error", "\x1b[2J when it suits")]
        table.set_runs(rows, None, "")
        assert "✗ FAIL" in table.row_text(0)
        assert "  2026-11-21 06:15  " in table.row_text(0)
        assert "✗ INTERNA…" in table.row_text(1)
        assert "  \\x1b[2J when it…  " in table.row_text(1)
