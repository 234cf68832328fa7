"""The workflow as a graph and a timeline: opened, navigated, folded, cancelled."""

import asyncio

import httpx
import pytest
from rich.style import Style
from textual.widgets import Static

from tests.harness import LAST_NIGHT, NOW, TODAY, Tui, a_stand_in, over, running, to
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.demo.stamps import night_suffix, suffix
from tui_app.messages import OpenView
from tui_app.models.ids import TaskInstanceId
from tui_app.models.view import View
from tui_app.store.locations import Locations
from tui_app.widgets.graph.graph_pane import GraphPane
from tui_app.widgets.graph.timeline import Timeline

NIGHTLY = f"900100-{LAST_NIGHT}"
BIG = f"900900-{TODAY}"
FLOW_AT = suffix(NOW, 10)
CANCELLED_NIGHT = f"900100-{night_suffix(NOW, 9)}"
"""One task failed, and those after it were cancelled."""


def opening(text: str, view: str) -> Start:
    return Start(Locations.of_user(), demo=True, open_text=text, view_name=view)


async def at_a_picture(tui: Tui, *texts: str) -> None:
    await tui.comes_to("FlowScreen", *texts)
    await tui.is_connected()
    await tui.until(lambda: isinstance(tui.app.focused, GraphPane | Timeline))


def about(tui: Tui) -> str:
    """The lines that describe the row of the cursor."""
    return str(tui.screen.query_one("#about", Static).content)


def line_with(tui: Tui, text: str) -> str:
    return next(line for line in tui.lines if text in line)


# The graph.


async def test_one_key_changes_between_table_graph_and_timeline() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"flowInstId={NIGHTLY}") as tui:
        await tui.comes_to("FlowScreen", "8 tasks", "风电场日报汇总")
        await tui.is_connected()
        calls = stand_in.request_count("taskInstances", "get")
        await tui.press("w")
        await tui.until(lambda: tui.command.endswith("--view graph"))
        await tui.reads("┗━━", "1 failed, 4 held up as a result")
        assert stand_in.request_count("taskInstances", "get") == calls, "the graph needs no further answer"
        await tui.press("w")
        await tui.until(lambda: tui.command.endswith("--view timeline"))
        await tui.reads("critical path 3 tasks")
        await tui.press("w")
        await tui.until(lambda: "--view" not in tui.command)
        await tui.reads("50 m 36 s", "SHELL")
        assert stand_in.request_count("taskInstances", "get") == calls + 8
        assert stand_in.request_count("flowInstances", "get") == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_graph_opens_at_the_failure_and_marks_blocked_tasks(size: tuple[int, int]) -> None:
    async with running(start=opening(f"flowInstId={NIGHTLY}", "graph"), size=size) as tui:
        await at_a_picture(tui, "清洗风机数据 clean_turbine_data")
        assert "✗ FAIL  900103" in about(tui)
        assert "waits for" in about(tui)
        assert "needed by ◌ 聚合发电量 hive_aggregate" in about(tui)
        for name in ("hive_aggregate", "energy_balance", "publish_daily_report", "archive_staging"):
            assert line_with(tui, f"{name}").count("┃") >= 2, "heavy sides tell it without colour"
        assert "│✓" in line_with(tui, "scada_sync").replace("│ ✓", "│✓")
        if size[1] == 40:
            assert "┏━━" in tui.text, "where there is room boxes have frames"


async def test_arrow_keys_follow_the_edges() -> None:
    async with running(start=opening(f"flowInstId={NIGHTLY}", "graph")) as tui:
        await at_a_picture(tui, "clean_turbine_data")
        walk = [
            ("down", "hive_aggregate"),
            ("right", "energy_balance"),
            ("down", "publish_daily_report"),
            ("down", "archive_staging"),
            ("down", "archive_staging"),
            ("up", "publish_daily_report"),
            ("up", "energy_balance"),
            ("up", "weather_sync"),
            ("left", "scada_sync"),
            ("up", "check_source"),
            ("home", "clean_turbine_data"),
        ]
        for key, name in walk:
            await tui.press(key)
            assert name in about(tui).splitlines()[0], f"{key} leads to {name}:\n{tui.text}"


async def test_going_back_from_a_task_restores_the_graph() -> None:
    async with running(start=opening(f"flowInstId={NIGHTLY}", "graph")) as tui:
        await at_a_picture(tui, "clean_turbine_data")
        await tui.press("down", "enter")
        await tui.comes_to("TaskScreen", "hive_aggregate")
        await tui.press("escape")
        await at_a_picture(tui)
        assert "hive_aggregate" in about(tui).splitlines()[0]
        await tui.press("home", "l")
        await tui.comes_to("LogScreen", "KeyError")


async def test_the_graph_of_a_task_opens_on_it() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=opening(f"900106-{LAST_NIGHT}", "graph")) as tui:
        await at_a_picture(tui, "publish_daily_report")
        assert tui.command.endswith(f"{NIGHTLY} --view graph")
        assert "900106" in about(tui)
        assert stand_in.request_count("taskInstances", "get") == 1
        assert stand_in.request_count("flowInstances", "get") == 1
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_an_id_of_unknown_kind_opens_the_workflow() -> None:
    async with running(start=opening(NIGHTLY, "graph")) as tui:
        await at_a_picture(tui, "8 tasks", "clean_turbine_data")


async def test_a_task_without_a_workflow_says_so() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.success({"taskName": "alone", "status": 1}), to="taskInstances.get")
        tui.screen.post_message(OpenView(View.of(TaskInstanceId("900103-2026112100"), "graph")))
        await tui.comes_to("FlowScreen", "whose record names no flow instance")


async def test_every_view_can_show_failures_only() -> None:
    async with running(start=opening(f"flowInstId={NIGHTLY}", "graph")) as tui:
        await at_a_picture(tui, "clean_turbine_data")
        await tui.press("X")
        await tui.until(lambda: "scada_sync" not in tui.text)
        await tui.reads("clean_turbine_data", "archive_staging")
        await tui.press("w")
        await tui.reads("critical path 1 task", "4 without times")
        assert "scada_sync" not in tui.text
        await tui.press("w")
        await tui.reads("only failed tasks", "archive_staging")
        assert "scada_sync" not in tui.text
        await tui.press("X")
        await tui.reads("scada_sync")


async def test_cancelled_tasks_are_neither_counted_nor_framed_nor_gone_to_as_failed() -> None:
    async with running(start=opening(f"flowInstId={CANCELLED_NIGHT}", "graph")) as tui:
        await at_a_picture(tui, "hive_aggregate", "2 CANCEL", "; 1 failed")
        assert line_with(tui, "hive_aggregate").count("┃") >= 2
        assert "┃" not in line_with(tui, "publish_daily_report")
        await tui.press("home", "home")
        assert "hive_aggregate" in about(tui).splitlines()[0], "there is no further failure to go to"


async def test_the_filter_leaves_cancelled_tasks_out() -> None:
    async with running(start=opening(f"flowInstId={CANCELLED_NIGHT}", "graph")) as tui:
        await at_a_picture(tui, "hive_aggregate", "publish_daily_report")
        await tui.press("X")
        await tui.until(lambda: "publish_daily_report" not in tui.text)
        await tui.reads("hive_aggregate")


async def test_the_failure_filter_is_refused_without_failures() -> None:
    async with running(open_text=f"flowInstId=900801-{FLOW_AT}") as tui:
        await tui.comes_to("FlowScreen", "3 tasks")
        await tui.press("X")
        await tui.notifies("Nothing has failed or is blocked here")


# Two thousand tasks.


async def test_two_thousand_tasks_start_as_four_boxes() -> None:
    async with running(start=opening(f"flowInstId={BIG}", "graph")) as tui:
        await at_a_picture(tui, "1,999 SUCCESS, 1 FAIL", "▸ 1,960 ✓", "✗ step_25_WTG035", "▸ 15 ✓")
        assert tui.view.row_count == 4
        assert "911234" in about(tui)
        await tui.press("down")
        assert "15 tasks in sequence" in about(tui)
        await tui.press("space")
        await tui.reads("✓ step_26_WTG035", "✓ step_27_WTG035")
        assert "step_26_WTG035" in about(tui)
        assert tui.view.row_count == 18
        await tui.press("space")
        assert tui.view.row_count == 4
        await tui.press("plus")
        assert tui.view.row_count == 2000
        await tui.press("minus")
        assert tui.view.row_count == 4


async def test_enter_unfolds_a_folded_match() -> None:
    async with running(start=opening(f"flowInstId={BIG}", "graph")) as tui:
        await at_a_picture(tui, "▸ 1,960 ✓")
        await tui.press("slash")
        await tui.type("step_25_wtg036")
        await tui.reads("1/1")
        await tui.press("enter")
        assert "1,960 tasks in parallel chains" in about(tui)
        await tui.press("enter")
        await tui.reads("✓ SUCCESS  911235", "│✓ step_25_WTG036│")
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "step_25_WTG036")


async def test_only_the_cells_on_screen_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(start=opening(f"flowInstId={BIG}", "graph")) as tui:
        await at_a_picture(tui, "▸ 1,960 ✓")
        await tui.press("plus")
        pane = tui.view
        assert isinstance(pane, GraphPane)
        drawn: list[int] = []
        look = pane.box_style

        def look_and_tell(number: int) -> Style:
            drawn.append(number)
            return look(number)

        monkeypatch.setattr(pane, "box_style", look_and_tell)
        await tui.press("down")
        await tui.until(lambda: len(drawn) >= 2, "the two boxes of a step of the cursor")
        assert len(drawn) < 60


# Along the time.


async def test_the_timeline_shows_critical_path_overlaps_and_missing_times() -> None:
    async with running(start=opening(f"flowInstId={NIGHTLY}", "timeline")) as tui:
        await at_a_picture(tui, "critical path 3 tasks, 1 h 02 m of 1 h 02 m", "GMT+8", "5 without times")
        for name in ("check_source", "scada_sync", "clean_turbine_data"):
            assert line_with(tui, name).startswith(" ◆")
            assert "█" in line_with(tui, name)
        assert "▒" in line_with(tui, "weather_sync")
        assert "not started" in line_with(tui, "hive_aggregate")
        assert "a referenced workflow" in line_with(tui, "测风塔日数据")
        await tui.press("home", "down")
        assert "weather_sync" in about(tui)
        assert "with 1: SCADA 同步 scada_sync" in about(tui)
        await tui.press("down")
        assert line_with(tui, "▒").startswith(" ≈"), "what ran at the same time as the cursor's is marked"
        assert "'06:30" in tui.text


class Gate:
    """Passes answers about tasks on one by one, and counts the waiting ones."""

    def __init__(self, stand_in: StandIn) -> None:
        self._inner = transport_to(stand_in)
        self.open = asyncio.Semaphore(0)
        self.waiting = self.most = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if "taskInstances" in str(request.url) and "log" not in str(request.url):
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            try:
                await self.open.acquire()
            finally:
                self.waiting -= 1
        return await self._inner.handle_async_request(request)

    def let_through(self, count: int) -> None:
        for _ in range(count):
            self.open.release()


async def test_escape_stops_loading_times_and_r_loads_more() -> None:
    stand_in = a_stand_in()
    gate = Gate(stand_in)
    async with running(over(httpx.MockTransport(gate)), open_text=f"flowInstId={BIG}") as tui:
        await tui.comes_to("FlowScreen", "2,000 tasks")
        await tui.press("w", "w")
        await tui.reads("0/2,000, escape stops", "loading…")
        await tui.until(lambda: gate.waiting == 8)
        gate.let_through(20)
        await tui.reads("20/2,000", "critical path")
        await tui.press("escape")
        await tui.reads("20/2,000, r loads 1,000 more", "not loaded; r loads more")
        await tui.until(lambda: gate.waiting == 0)
        assert tui.kind == "FlowScreen"
        assert gate.most == 8
        await tui.press("w", "w", "w")
        assert gate.waiting == 0, "what was stopped does not begin by itself"
        await tui.press("r")
        await tui.until(lambda: gate.waiting == 8)
        await tui.press("w")
        await tui.until(lambda: gate.waiting == 0, "nothing to be asked for another picture")
        await tui.press("w", "w")
        await tui.until(lambda: gate.waiting == 8)
        gate.let_through(5)
        await tui.reads("25/2,000")
        await tui.press("escape", "escape")
        await tui.comes_to("LookupScreen")
        await tui.until(lambda: gate.waiting == 0)


async def test_times_that_fail_are_listed_and_retried_on_demand() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"flowInstId={NIGHTLY}") as tui:
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.is_connected()
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="taskInstances.get")
        await tui.press("w", "w")
        await tui.reads("This user has no right to see that", "critical path")
        calls = stand_in.request_count("taskInstances", "get")
        await tui.press("r")
        await tui.until(lambda: "no right" not in tui.text)
        await tui.until(lambda: stand_in.request_count("taskInstances", "get") == calls + 1)


async def test_a_refresh_of_complete_times_loads_all_again() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=opening(f"flowInstId={NIGHTLY}", "timeline")) as tui:
        await at_a_picture(tui, "5 without times", "critical path 3 tasks")
        await tui.settles()
        assert stand_in.request_count("taskInstances", "get") == 8
        await tui.press("r")
        await tui.until(lambda: stand_in.request_count("taskInstances", "get") == 16)
        assert stand_in.request_count("flowInstances", "get") == 2
        await tui.reads("critical path 3 tasks")


async def test_a_timeline_loads_a_thousand_records_and_says_which_key_loads_more() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=opening(f"flowInstId={BIG}", "timeline"), size=(120, 40)) as tui:
        await at_a_picture(tui, "1,000/2,000, r loads 1,000 more")
        await tui.settles()
        assert stand_in.request_count("taskInstances", "get") == 1_000
        await tui.press("r")
        await tui.until(lambda: "r loads" not in tui.text and "loading" not in tui.text)
        await tui.settles()
        assert stand_in.request_count("taskInstances", "get") == 2_000


@pytest.mark.parametrize("flow_id", [900804, 900805, 900806, 900807, 900809, 900814, 900815, 900816])
async def test_no_odd_graph_breaks_a_view(flow_id: int) -> None:
    async with running(start=opening(f"flowInstId={flow_id}-{FLOW_AT}", "graph")) as tui:
        await tui.comes_to("FlowScreen")
        await tui.until(lambda: tui.command.endswith("--view graph"))
        await tui.settles()
        await tui.press("down", "down", "right", "space", "minus", "plus", "end", "home", "pagedown", "o")
        await tui.press("w")
        await tui.until(lambda: tui.command.endswith("--view timeline"))
        await tui.press("down", "end", "o", "w")
        await tui.until(lambda: "--view" not in tui.command)


async def test_a_cycle_is_reported_and_not_followed() -> None:
    async with running(start=opening(f"flowInstId=900814-{FLOW_AT}", "graph"), size=(120, 30)) as tui:
        await at_a_picture(tui, "1 edge in a cycle left out, 1 edge to unlisted nodes")
        await tui.press("home")
        assert "in a cycle with ✓ third" in about(tui)
