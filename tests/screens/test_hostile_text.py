"""Text of the server is neither markup nor a control sequence nor a command."""

import json

import pytest

from tests.harness import NOW, SAMPLE, SAMPLE_FLOW, TODAY, Tui, a_stand_in, running, to
from tui_app.demo import reply
from tui_app.demo.stamps import suffix

BY_HAND = suffix(NOW.replace(second=0), 14)
HOSTILE_RECORD = f"900614-{BY_HAND}"
HOSTILE_LOG = f"900707-{suffix(NOW, 8)}"
HOSTILE_RUN_MODE = f"900513-{TODAY}"
MARKUP = "[red]a[/red] [@click=app.leave]b[/] [/nothing"


def assert_nothing_active(tui: Tui) -> None:
    """Assert that only printable characters are drawn, and no invisible ones."""
    assert [char for char in tui.text if not char.isprintable() and char != "\n"] == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_hostile_record_is_escaped(size: tuple[int, int]) -> None:
    async with running(open_text=HOSTILE_RECORD, size=size) as tui:
        await tui.comes_to("TaskScreen", "hostile \\x1b]52;c;", HOSTILE_RECORD)
        assert_nothing_active(tui)
        await tui.move_to("cmd")
        assert_nothing_active(tui)
        await tui.press("u")
        await tui.comes_to("FlowScreen", "hostile \\x1b]52;c;")
        assert_nothing_active(tui)
        await tui.press("H")
        await tui.comes_to("LookupScreen", "hostile \\x1b]52;c;")
        assert_nothing_active(tui)
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        assert_nothing_active(tui)


async def test_a_hostile_log_and_run_mode_are_escaped() -> None:
    async with running(open_text=HOSTILE_LOG) as tui:
        await tui.comes_to("TaskScreen", "hostile")
        await tui.press("l")
        await tui.comes_to("LogScreen", "[red]markup[/red] [@click=app.quit]quit[/]", "\\x1b]52;c;")
        assert_nothing_active(tui)
    async with running(open_text=HOSTILE_RUN_MODE) as tui:
        await tui.comes_to("TaskScreen", "[red]markup[/red]")
        await tui.press("i")
        await tui.comes_to("JsonScreen", "[red]markup[/red]", "[bold]not bold[/bold]")
        for key in ("v", "v", "end", "y"):
            await tui.press(key)
            assert_nothing_active(tui)


async def test_markup_in_names_ids_and_messages_stays_text_everywhere() -> None:
    stand_in = a_stand_in()
    flow = {"flowName": MARKUP, "flowId": MARKUP, "graph": json.dumps({"tasks": [{"taskName": MARKUP}]})}
    async with running(to(stand_in), size=(120, 36), draws_toasts=True) as tui:
        await tui.is_connected()
        stand_in.script(reply.success(flow), to="flowInstances.get")
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen")
        await tui.reads(MARKUP)
        await tui.press("enter")
        await tui.notifies("This row has no usable id")
        await tui.press("y")
        await tui.comes_to("ChooseScreen", "workflow name")
        await tui.reads(MARKUP[:20])
        await tui.press("escape", "e")
        await tui.comes_to("FavouriteNoteScreen", MARKUP)
        await tui.press("escape", "f", "H")
        await tui.comes_to("LookupScreen", f"workflow {MARKUP}")
        await tui.press("slash")
        stand_in.script(
            reply.success({"taskName": MARKUP, "flowInstId": MARKUP, "cmd": MARKUP, MARKUP: MARKUP}),
            to="taskInstances.get",
        )
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", MARKUP)
        await tui.press("u")
        await tui.notifies(f"flowInstId is not an id: {MARKUP}")
        await tui.reads("flowInstId is not an id")
        stand_in.script(reply.refusal(62777, MARKUP), to="taskInstances.get")
        await tui.press("r")
        await tui.reads("not refreshed")
        stand_in.script(reply.refusal(62777, MARKUP), to="taskInstances.getLog")
        await tui.press("l")
        await tui.comes_to("LogScreen", f"“{MARKUP}”")
        assert tui.app.return_code is None


async def test_hostile_text_is_escaped_on_why_and_ticket() -> None:
    stand_in = a_stand_in()
    node = {
        "taskInstId": SAMPLE,
        "nodeId": "\x1b]52;c;eA==\x07",
        "taskName": f"{MARKUP}\x9b2J\u202e",
        "status": "FAIL",
    }
    edge = {"source": "[red]\x1b[31m", "target": node["nodeId"]}
    flow = {"instanceId": SAMPLE_FLOW, "status": "\x1b[2J", "graph": {"tasks": [node], "relations": [edge]}}
    task = {
        "taskName": f"{MARKUP}\x07",
        "status": -1,
        "flowInstId": SAMPLE_FLOW,
        "startTime": "\x1b[31m",
        "cmd": "\x07",
    }
    async with running(to(stand_in), size=(120, 40)) as tui:
        await tui.is_connected()
        log = {"log": f"ERROR {MARKUP} \x1b]0;title\x07 ``` \u2066\n"}
        stand_in.script(reply.success(task), to="taskInstances.get")
        stand_in.script(reply.success(flow), to="flowInstances.get")
        stand_in.script(reply.success(log), to="taskInstances.getLog")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", MARKUP)
        await tui.press("x")
        await tui.comes_to("WhyScreen", MARKUP, "\\x1b[31m, which 8435-2021020211 does not list")
        assert_nothing_active(tui)
        await tui.press("T")
        await tui.comes_to("TicketScreen", f"`{SAMPLE}`")
        assert_nothing_active(tui)
        await tui.press("enter")
        await tui.notifies("ticket, ")
        assert [char for char in tui.app.clipboard if not char.isprintable() and char != "\n"] == []


async def test_markup_in_a_state_stays_text_above_each_view() -> None:
    state = "[red]odd[/red] [link=https://evil.example]y[/link] [/nothing ["
    nodes = [{"taskName": "a", "taskInstId": SAMPLE, "status": state}]
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(160, 36)) as tui:
        await tui.is_connected()
        stand_in.script(
            reply.success({"instanceId": SAMPLE_FLOW, "graph": json.dumps({"tasks": nodes})}),
            to="flowInstances.get",
        )
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", f"1 tasks: 1 {state.upper()}")
        await tui.press("w")
        await tui.until(lambda: tui.command.endswith("--view graph"))
        await tui.reads(f"1 tasks: 1 {state.upper()}")
