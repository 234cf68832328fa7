"""The keys [ and ] step through the tasks of one flow instance."""

from tests.harness import SAMPLE, SAMPLE_FLOW, a_stand_in, running, to
from tui_app.demo import reply


async def test_the_keys_step_to_the_next_and_the_previous_task() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("right_square_bracket")
        await tui.reads("118980-2021020211", "HourlyStatistics")
        await tui.press("left_square_bracket")
        await tui.reads(SAMPLE, "DataIntegration")


async def test_back_skips_the_steps_between() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("right_square_bracket")
        await tui.reads("HourlyStatistics")
        await tui.press("right_square_bracket")
        await tui.reads("NotifyDownstream")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_the_first_and_last_task_refuse_to_step_further() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text="118981-2021020211") as tui:
        await tui.comes_to("TaskScreen", "NotifyDownstream")
        await tui.press("right_square_bracket")
        await tui.notifies(f"This is the last of the 5 tasks of {SAMPLE_FLOW}.")
        for name in ("HourlyStatistics", "DataIntegration", "CheckSchema", "WaitForExport"):
            await tui.press("left_square_bracket")
            await tui.reads(name)
        await tui.press("left_square_bracket")
        await tui.notifies(f"This is the first of the 5 tasks of {SAMPLE_FLOW}.")
        assert stand_in.request_count("flowInstances", "get") == 1, "the steps share one answer"


async def test_an_unreadable_flow_or_one_without_the_task_is_reported() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.is_connected()
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="flowInstances.get")
        await tui.press("right_square_bracket")
        await tui.notifies("The flow instance cannot be loaded: This user has no right to see that")
        stand_in.script(
            reply.success({"flowId": 8435, "instanceId": SAMPLE_FLOW, "graph": "{}"}), to="flowInstances.get"
        )
        await tui.press("right_square_bracket")
        await tui.notifies(f"{SAMPLE_FLOW} does not list this task")
        assert tui.kind == "TaskScreen"
        await tui.reads("DataIntegration")
