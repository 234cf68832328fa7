"""An alert names a run that never started; one key tells what failed first."""

import asyncio
import json
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.harness import LAST_NIGHT, TODAY, a_stand_in, over, running, to, without_prefetch
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.store.locations import Locations

ALERTED, CAUSE, FLOW = f"900106-{LAST_NIGHT}", f"900103-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"


def asked(stand_in: StandIn) -> tuple[int, int, int]:
    """How often a task, a flow instance and a log were asked for."""
    return (
        stand_in.request_count("taskInstances", "get"),
        stand_in.request_count("flowInstances", "get"),
        stand_in.request_count("taskInstances", "getLog"),
    )


def a_flow(
    flow_id: str, tasks: dict[str, str], references: list[str], edges: list[tuple[str, str]]
) -> reply.Reply:
    graph = {
        "tasks": [
            {"taskInstId": t, "nodeId": t, "taskName": f"task {t}", "status": s} for t, s in tasks.items()
        ],
        "flows": [
            {"flowInstId": f, "nodeId": f, "flowName": f"flow {f}", "status": "NONE"} for f in references
        ],
        "relations": [{"source": source, "target": target} for source, target in edges],
    }
    return reply.success({"instanceId": flow_id, "status": 0, "graph": json.dumps(graph)})


def a_task(task_id: str, flow_id: str, **fields: Any) -> reply.Reply:
    return reply.success(
        {"instanceId": task_id, "taskName": f"task {task_id}", "flowInstId": flow_id} | fields
    )


async def test_one_key_after_the_paste_shows_the_cause_the_way_and_the_log() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        await tui.paste(ALERTED)
        await tui.comes_to("TaskScreen", "not started")
        await tui.settles()
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError: 'ActivePower_avg'")
        assert tui.command.endswith(f"{ALERTED} --view why")
        await tui.reads("clean_turbine_data failed after 11 m 32 s, on try 4 of 4", "2 steps upstream")
        await tui.reads("✗ FAIL", CAUSE, "the cause", "◌ WAIT", f"900104-{LAST_NIGHT}", "this run")
        await tui.reads("ran", "(11 m 32 s)", "tries", "try 4 of 4", "lines of its log")
        assert asked(stand_in) == (3, 1, 1), "the last success of the cause is one more task"
        assert CAUSE in tui.cursor_line, "the cursor is on the cause"
        await tui.press("enter")
        await tui.comes_to("TaskScreen", CAUSE, "FAIL")
        await tui.press("escape", "l")
        await tui.comes_to("LogScreen", CAUSE)
        assert asked(stand_in)[:2] == (3, 1), "what was just fetched is not asked for again"
        logs = [call.params["taskInstId"] for call in stand_in.calls if call.action == "getLog"]
        assert logs.count(CAUSE) == 1
        await tui.press("escape")
        await tui.comes_to("WhyScreen")
        await tui.press("down")
        assert "900104" in tui.cursor_line
        await tui.press("l")
        await tui.comes_to("LogScreen", f"900104-{LAST_NIGHT}", "There is no log yet")


async def test_the_key_may_be_quicker_than_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        await tui.paste(ALERTED)
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError: 'ActivePower_avg'")
        assert asked(stand_in) == (2, 1, 1)
        await tui.press("escape")
        await tui.comes_to("TaskScreen", ALERTED)
    async with running() as tui:
        await tui.is_connected()
        await tui.paste(f"flowInstId={FLOW}")
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError")
        assert tui.command.endswith(f"{CAUSE} --view why")
        await tui.press("escape")
        await tui.comes_to("FlowScreen", FLOW)


async def test_a_flow_instance_shows_its_first_failure_and_what_waits_for_it() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"flowInstId={FLOW}") as tui:
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.press("tab", "x")
        await tui.comes_to("WhyScreen", "the cause, and what it holds up", CAUSE, "900108", "KeyError")
        assert asked(stand_in) == (1, 1, 1)
        await tui.press("r")
        await tui.until(lambda: asked(stand_in) == (2, 2, 2), "a refresh asks for everything once")


async def test_the_command_line_opens_exactly_this_screen() -> None:
    for text in (ALERTED, FLOW):
        start = Start(Locations.of_user(), demo=True, open_text=text, view_name="why")
        async with running(start=start) as tui:
            await tui.comes_to("WhyScreen", CAUSE, "KeyError")
            assert tui.command.endswith(f"{text} --view why")
            await tui.press("escape")
            await tui.comes_to("LookupScreen")


async def test_a_task_that_failed_by_itself_needs_one_flow_and_one_log() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={CAUSE}") as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        await tui.settles()
        await tui.press("x")
        await tui.comes_to("WhyScreen", "and nothing upstream", "KeyError")
        assert asked(stand_in) == (2, 1, 1), "the last success is one more task"


async def test_a_running_task_is_said_to_wait_for_nothing_and_no_log_is_read() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId=900302-{TODAY}") as tui:
        await tui.comes_to("TaskScreen", "RUNNING")
        await tui.press("x")
        await tui.comes_to("WhyScreen", "Everything upstream has finished.")
        assert asked(stand_in)[2] == 0
        await tui.press("l")
        await tui.comes_to("LogScreen", f"900302-{TODAY}")


async def test_the_cause_is_found_in_another_workflow_if_nothing_nearer_failed() -> None:
    stand_in = a_stand_in()
    report, loader, export = (f"{flow}-2026112222" for flow in (900950, 900951, 900952))
    async with running(to(stand_in), open_text="9009503-2026112222") as tui:
        await tui.comes_to("TaskScreen", "INIT")
        await tui.press("x")
        await tui.comes_to("WhyScreen", "export_meters_2 timed out after 5 m 00 s", f"workflow {export}")
        way = ("9009522", "900952", "9009511", "900951", "9009502", "9009503")
        rows = [
            line.split()[2].partition("-")[0] for line in tui.lines if "✗ TIMEOUT" in line or "◌" in line[:5]
        ]
        assert [row for row in rows if row in way] == list(way)
        await tui.reads("SocketTimeoutException: Read timed out", "over its time limit")
        assert asked(stand_in) == (2, 3, 1)
        await tui.move_to(loader)
        await tui.press("l")
        await tui.notifies("Only a task has a log")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", loader)
        assert asked(stand_in) == (2, 3, 1), f"{report} and what it refers to were just asked for"


async def test_workflows_that_wait_for_each_other_are_told_as_a_circle() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text="9009531-2026112222") as tui:
        await tui.comes_to("TaskScreen", "WAIT")
        await tui.press("x")
        await tui.comes_to(
            "WhyScreen", "It waits for itself,", "in a circle", "These wait for each other in a circle"
        )
        assert asked(stand_in) == (1, 2, 0)


async def test_what_cannot_be_read_is_told_and_the_rest_is_shown() -> None:
    stand_in = a_stand_in()
    here, home, cause = "1-2026112100", "10-2026112100", "2-2026112100"
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        flow = a_flow(home, {here: "WAIT", cause: "FAIL"}, [], [(cause, here), ("ghost", here)])
        stand_in.script(a_task(here, home, status=5), to=here)
        stand_in.script(flow, to=home)
        stand_in.script(reply.refusal(62103, "no"), to=cause)
        stand_in.script(reply.refusal(62102, "no log"), to="taskInstances.getLog")
        await tui.paste(f"taskInstId={here}")
        await tui.comes_to("TaskScreen")
        await tui.press("x")
        await tui.comes_to(
            "WhyScreen", f"task {cause} is FAIL, 1 step upstream", f"ghost, which {home} does not list"
        )
        await tui.reads(f"The record of {cause} cannot be read", f"The log of {cause} cannot be read")
        stand_in.script(a_task(here, home, status=5), to=here)
        stand_in.script(reply.refusal(62103, "no"), to=home)
        await tui.press("r")
        await tui.reads("Cannot tell what it waits for", f"{home} cannot be read")


async def test_a_long_way_is_folded_in_the_middle_until_enter() -> None:
    stand_in = a_stand_in()
    home, ids = "10-2026112100", [f"{n}-2026112100" for n in range(101, 121)]
    states = dict.fromkeys(ids, "WAIT") | {ids[0]: "FAIL"}
    async with running(to(stand_in), size=(80, 40)) as tui:
        await tui.is_connected()
        edges = list(pairwise(ids))
        stand_in.script(a_task(ids[-1], home, status=5), to=ids[-1])
        stand_in.script(a_flow(home, states, [], edges), to=home)
        await tui.paste(f"taskInstId={ids[-1]}")
        await tui.comes_to("TaskScreen")
        await tui.press("x")
        await tui.comes_to("WhyScreen", "19 steps upstream", "12 more, enter shows them", ids[0], ids[-1])
        assert ids[8] not in tui.text
        await tui.move_to("12 more")
        await tui.press("enter")
        await tui.reads(ids[8])


class LogHeldBack(httpx.AsyncBaseTransport):
    """Answers all questions but those for logs."""

    def __init__(self, stand_in: StandIn) -> None:
        self._onward = transport_to(stand_in)
        self.held: list[asyncio.Future[None]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.params.get("action") == "getLog":
            self.held.append(asyncio.get_running_loop().create_future())
            await self.held[-1]
        return await self._onward.handle_async_request(request)


async def test_the_cause_stands_there_before_its_log_and_escape_ends_the_question() -> None:
    slow = LogHeldBack(a_stand_in())
    async with running(over(slow), open_text=ALERTED) as tui:
        await tui.comes_to("TaskScreen", "not started")
        await tui.until(lambda: len(slow.held) == 1)
        await tui.press("x")
        await tui.comes_to("WhyScreen", "clean_turbine_data failed after 11 m 32 s", "Refreshing")
        await tui.until(lambda: len(slow.held) == 2)
        await tui.press("escape")
        await tui.until(slow.held[1].cancelled, "the question was given up")
        assert tui.kind == "WhyScreen"
        await tui.reads("clean_turbine_data failed after 11 m 32 s", "not started yet")
        await tui.press("escape")
        await tui.comes_to("TaskScreen", ALERTED)


async def test_a_flow_instance_opens_on_what_failed_first() -> None:
    stand_in = a_stand_in()
    home, late, early, held = (f"{n}-2026112100" for n in (10, 1, 2, 3))
    tasks = {late: "FAIL", early: "FAIL", held: "WAIT"}
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(a_flow(home, tasks, [], [(late, held), (early, held)]), to=home)
        for task_id, end in ((late, "07:30"), (early, "07:10")):
            stand_in.script(a_task(task_id, home, status=-1, endTime=f"2026-11-22 {end}:00"), to=task_id)
        await tui.paste(f"flowInstId={home}")
        await tui.comes_to("FlowScreen", "3 tasks")
        await tui.until(lambda: early in tui.cursor_line, "the cursor on what ended first")
        assert asked(stand_in) == (2, 1, 0)
    async with running(to(stand_in), open_text=f"flowInstId={FLOW}") as tui:
        await tui.comes_to("FlowScreen", "8 tasks")
        assert CAUSE in tui.cursor_line
        assert asked(stand_in) == (2, 2, 0), "one first failure needs no record"
