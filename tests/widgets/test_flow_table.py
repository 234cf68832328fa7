"""The flow table draws flow instances with missing and with hostile fields."""

from textual.app import App, ComposeResult

from tui_app.models.flow_instance import FlowInstance
from tui_app.widgets.flow_table import FlowTable


class TableApp(App[None]):
    def compose(self) -> ComposeResult:
        yield FlowTable(id="found")


def flow(**fields: object) -> FlowInstance:
    return FlowInstance.model_validate(fields)


async def test_a_row_shows_state_id_times_name_and_owners() -> None:
    full = flow(
        instanceId="1-2026112100",
        flowName="日报",
        status=-1,
        triggerTime="2026-11-21 06:15:00",
        startTime="2026-11-21 06:15:00",
        endTime="2026-11-21 06:16:05",
        owner=";li.na;chenwei;",
    )
    async with TableApp().run_test() as pilot:
        table = pilot.app.query_one(FlowTable)
        table.set_flows([full, flow()], has_more=False)
        said = "✗ FAIL 1-2026112100 11-21 06:15 日报 1 m 05 s li.na, chenwei"
        assert table.row_text(0).split() == said.split()
        assert table.row_text(1).split() == ["?", "UNKNOWN", "(no", "id)", "–", "(no", "name)", "–"]
        await pilot.resize_terminal(120, 24)
        assert "  2026-11-21 06:15:00  日报" in table.row_text(0)


async def test_foreign_text_becomes_one_safe_line_and_is_cut() -> None:
    hostile = flow(instanceId="\x1b]0;x\x07", flowName="a\nb\x9b" + "長" * 90, owner="\u202eow;")
    async with TableApp().run_test() as pilot:
        table = pilot.app.query_one(FlowTable)
        table.set_flows([hostile], has_more=True)
        text = table.row_text(0)
        assert not set(text) & {"\x1b", "\x07", "\n", "\x9b", "\u202e"}
        assert "…" in text
        assert table.row_text(1) == " m loads more"
        await pilot.press("down", "end")
        assert table.cursor == 0, "the last line is no flow instance"


async def test_the_cursor_stays_on_its_flow_while_others_are_added() -> None:
    a, b, c = (flow(instanceId=f"{n}-2026112100") for n in (1, 2, 3))
    async with TableApp().run_test() as pilot:
        table = pilot.app.query_one(FlowTable)
        table.focus()
        table.set_flows([a, b], has_more=True)
        await pilot.press("end")
        assert table.current == b
        table.set_flows([c, a, b], has_more=False)
        assert table.current == b
        table.set_flows([c], has_more=False)
        assert table.current == c
        table.set_flows([], has_more=False)
        assert table.current is None


async def test_the_last_flow_of_a_long_list_is_shown_with_the_line_that_loads_more() -> None:
    found = [flow(instanceId=f"{number}-2026112100") for number in range(50)]
    async with TableApp().run_test(size=(80, 10)) as pilot:
        table = pilot.app.query_one(FlowTable)
        table.focus()
        table.set_flows(found, has_more=True)
        await pilot.press("end")
        assert table.current == found[-1]
        assert table.render_line(9).text.strip() == "m loads more"
