"""The main journey: paste an id, read the run, its workflow and a neighbour, and go back."""

from tests.harness import SAMPLE, SAMPLE_FLOW, a_stand_in, running, to

DOCUMENTED_FIELDS = """taskName instanceId taskId flowInstId type syncType status stsDesc runNum recallNum
recallLimit recallInterval startTime endTime triggerTime timeStamp timeout isTimeout cycle freq cmd doAs
hasResourceBefore resourceName fileName resourceVersion ifPre alert runMode"""


async def test_a_pasted_id_shows_what_ran_and_how_it_went() -> None:
    async with running() as tui:
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "✓ SUCCESS (1)", "DataIntegration", SAMPLE, "demo")
        await tui.reads("succeeded after 2 m 43 s", "runMode", "taskMode 1 = single task", "cpu 0.6")


async def test_an_id_on_the_command_line_opens_at_once() -> None:
    async with running(open_text=f"enos-tui {SAMPLE_FLOW}") as tui:
        await tui.comes_to("FlowScreen", "HourlyDataIntegration", SAMPLE)
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_every_field_is_shown() -> None:
    async with running(open_text=SAMPLE, size=(80, 90)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("a")
        await tui.reads("resourceName")
        fields = DOCUMENTED_FIELDS.split()
        assert len(fields) == 29
        for field in fields:
            assert any(line.split()[:1] == [field] for line in tui.lines), field


async def test_the_flow_instance_opens_on_the_row_of_the_task() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "SUCCESS")
        await tui.press("u")
        await tui.comes_to("FlowScreen", SAMPLE_FLOW, "5 tasks")
        assert SAMPLE in tui.cursor_line
        await tui.press("j", "enter")
        await tui.comes_to("TaskScreen", "118980-2021020211", "HourlyStatistics")
        await tui.press("escape")
        await tui.comes_to("FlowScreen")
        assert "118980-2021020211" in tui.cursor_line
        await tui.press("escape")
        await tui.comes_to("TaskScreen", SAMPLE, "DataIntegration")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_going_back_restores_cursor_scroll_folds_and_search() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "cpu 0.6")
        await tui.press("end")
        details, cursor = tui.view, tui.cursor_line
        assert details.scroll_offset.y > 0
        await tui.press("tab", "left", "slash")
        await tui.type("runmode")
        await tui.press("enter")
        await tui.reads("1/1", "▸ runMode", "u Up")
        before = tui.text
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")
        await tui.press("escape")
        await tui.comes_to("TaskScreen")
        await tui.until(lambda: tui.text == before, f"the same screen as before:\n{before}\nbut this")
        await tui.press("escape", "shift+tab")
        assert tui.view is details
        assert tui.cursor_line == cursor
        assert stand_in.request_count("taskInstances", "get") == 1, "coming back asks nothing"


async def test_enter_on_the_flow_id_opens_the_flow_instance() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.move_to("flowInstId")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", SAMPLE_FLOW)


async def test_enter_on_a_referenced_workflow_opens_it() -> None:
    async with running(open_text="900100-2026112100") as tui:
        await tui.comes_to("FlowScreen", "wind_daily_report")
        await tui.press("home")
        await tui.move_to("900200-2026112100")
        await tui.press("l")
        await tui.notifies("Only a task has a log")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "mast_daily", "900201-2026112100")


async def test_a_failed_run_shows_duration_try_and_time() -> None:
    async with running(open_text="900103-2026112100") as tui:
        await tui.comes_to("TaskScreen", "FAIL (-1)", "failed after", "on try 4 of 4", "2026-11-23 07:18:00")


async def test_a_run_that_never_started_leads_to_the_upstream_failure() -> None:
    async with running(open_text="900106-2026112100") as tui:
        await tui.comes_to("TaskScreen", "发布日报", "not started")
        await tui.press("u")
        await tui.comes_to("FlowScreen", "FAIL")
        assert "900106-2026112100" in tui.cursor_line
        await tui.press("home")
        await tui.move_to("FAIL")
        await tui.press("l")
        await tui.comes_to("LogScreen", "KeyError")
