"""A log that is longer than requested is shown by its end, and copied whole."""

from tests.harness import SAMPLE, a_stand_in, running, to
from tui_app.demo import reply
from tui_app.screens.log import LogScreen


async def test_a_log_longer_than_requested_is_shown_by_its_end() -> None:
    stand_in = a_stand_in()
    log = "first line\n" + "middle\n" * 200_000 + "last line\n"
    async with running(to(stand_in), open_text=f"taskInstId={SAMPLE}", size=(200, 24)) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.is_connected()
        stand_in.script(reply.success({"log": log}), to="taskInstances.getLog")
        await tui.press("l")
        await tui.comes_to("LogScreen", "last line", f"of {len(log):,} characters, more than requested")
        assert isinstance(tui.screen, LogScreen)
        assert log in [one.text for one in tui.screen.copyables()]


async def test_json_too_large_for_a_tree_is_shown_as_received() -> None:
    stand_in = a_stand_in()
    mode = "[" + "1," * 100_000 + "1]"
    record = {"instanceId": SAMPLE, "taskName": "t", "runMode": mode}
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.success(record), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen")
        await tui.press("i")
        await tui.comes_to("JsonScreen", "runMode is too large for a tree: 200,003 characters.", "[1,1,1")
        assert tui.lines[2].strip() == "runMode", "a text without paths is titled by its field"
