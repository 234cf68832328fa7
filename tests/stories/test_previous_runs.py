"""The previous runs, and the keys < and > that step through them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.harness import LAST_NIGHT, TODAY, Tui, a_stand_in, over, running, to, without_prefetch
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tests.stories.test_inspector import copied
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.store.locations import Locations

FAILED = f"900103-{LAST_NIGHT}"


def started(text: str, view: str) -> Start:
    return Start(Locations.of_user(), demo=True, open_text=text, view_name=view)


@asynccontextmanager
async def before(some_id: str) -> AsyncIterator[tuple[Tui, StandIn]]:
    """The screen of the previous runs, the first ten loaded."""
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=some_id) as tui:
        await tui.comes_to("TaskScreen", "runMode")
        await tui.press("b")
        await tui.comes_to("PreviousRunsScreen", "Compared with the 10 previous runs")
        await tui.settles()
        yield tui, stand_in


async def test_one_key_shows_whether_a_failure_is_the_first_and_took_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_prefetch(monkeypatch)
    async with before(FAILED) as (tui, stand_in):
        await tui.reads("Took 11 m 32 s, 4.1x the usual: median 2 m 48 s, p95 3 m 08 s of 10 good runs.")
        await tui.reads("First failure after at least 10 successes in a row.", "▂", "█")
        await tui.reads("~900103-2026112000", "id (~ inferred)", f"  {FAILED}  ")
        assert stand_in.request_count("taskInstances", "get") == 1 + 10, "one question for each run"
        assert stand_in.request_count("flowInstances") == 0


async def test_more_runs_load_on_demand_and_at_the_end_of_the_list() -> None:
    async with before(FAILED) as (tui, stand_in):
        await tui.press("m")
        await tui.reads("Compared with the 20 previous runs")
        await tui.press("end")
        await tui.until(lambda: stand_in.request_count("taskInstances", "get") == 1 + 30)
        await tui.reads(
            "Compared with the 29 previous runs; 1 id missing", "First failure after at least 29 successes"
        )
        await tui.press("end", "end", "enter")
        await tui.reads("The last 5 ids do not exist", "no such run (code 62102)", "First failure after 29")
        asked = stand_in.request_count("taskInstances", "get")
        assert asked <= 1 + 30 + 8, "no more than what was in flight"
        await tui.press("m")
        await tui.notifies("There are no earlier runs.")
        assert stand_in.request_count("taskInstances", "get") == asked


async def test_enter_opens_a_run_and_d_compares_with_it() -> None:
    async with before(FAILED) as (tui, stand_in):
        asked = stand_in.request_count("taskInstances", "get")
        await tui.move_to("900103-2026111800")
        await tui.press("d")
        await tui.comes_to("ChangesScreen", "6 differences", "900103-2026111800  succeeded")
        assert tui.command.endswith(f"{FAILED} 900103-2026111800 --view changes")
        await tui.press("escape", "enter")
        await tui.comes_to("TaskScreen", "900103-2026111800", "succeeded")
        assert stand_in.request_count("taskInstances", "get") == asked, "all of it is known already"
        await tui.press("escape", "home", "d")
        await tui.comes_to("ChangesScreen", "the last success")


class Holding(httpx.AsyncBaseTransport):
    """Answers a number of requests for task instances; holds further ones until `let_go` is set."""

    def __init__(self, stand_in: StandIn, at_first: int) -> None:
        self._inner = transport_to(stand_in)
        self._left = at_first
        self.waiting = 0
        self.let_go = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/taskInstances"):
            self._left -= 1
            if self._left < 0:
                self.waiting += 1
                await self.let_go.wait()
        return await self._inner.handle_async_request(request)


async def test_escape_stops_loading_and_m_continues_there() -> None:
    stand_in = a_stand_in()
    transport = Holding(stand_in, 1 + 4)
    async with running(over(transport), start=started(FAILED, "before")) as tui:
        await tui.comes_to("PreviousRunsScreen", "Loading… (escape stops)", "Loading 4 of 10 previous runs")
        await tui.until(lambda: transport.waiting > 0)
        await tui.press("m")
        await tui.notifies("Still loading.")
        await tui.press("escape")
        await tui.reads("m loads 10 more", "Compared with the 4 previous runs")
        assert tui.kind == "PreviousRunsScreen"
        transport.let_go.set()
        await tui.press("m")
        await tui.reads("Compared with the 14 previous runs", "First failure after at least 14 successes")
        ids = [line.split("~")[1].split()[0] for line in tui.lines if "SUCCESS" in line]
        assert ids == [f"900103-202611{20 - night:02}00" for night in range(14)], "each once, without a hole"
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_the_runs_of_a_flow_come_from_one_list() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        await tui.paste(f"flowInstId=900100-{LAST_NIGHT}")
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.press("tab", "b")
        await tui.comes_to(
            "PreviousRunsScreen",
            "Compared with the 10 previous runs",
            "900100-2026111200",
            "as long as usual",
        )
        await tui.reads("First failure after 8 successes in a row")
        assert stand_in.request_count("flowInstances", "get") == 1
        assert stand_in.request_count("flowInstances", "search") == 2
        await tui.press("m")
        await tui.reads("Compared with the 20 previous runs")
        assert stand_in.request_count("flowInstances", "search") == 2, "a page holds twenty"


async def test_a_running_task_is_compared_with_what_it_has_taken_so_far() -> None:
    async with running(start=started(f"900302-{TODAY}", "before"), size=(120, 40)) as tui:
        await tui.comes_to("PreviousRunsScreen", "So far 3 m 55 s, not yet as long as usual: median 7 m 55 s")
        await tui.reads("Previous runs: at least 10 successes in a row.", "RUNNING", "inferred")


async def test_the_row_of_a_failed_or_missing_run_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "runMode")
        await tui.is_connected()
        stand_in.script(*[reply.refusal(62103, "User has no privilege")] * 10, to="taskInstances.get")
        await tui.press("b")
        await tui.comes_to(
            "PreviousRunsScreen",
            "No previous run to compare with; 10 not loaded",
            "This user has no right to see that",
            "Too few",
        )
        await tui.press("down", "enter")
        await tui.notifies("This user has no right to see that")
        await tui.press("d")
        await tui.notifies("There is nothing to compare with")


async def test_the_rows_can_be_copied() -> None:
    async with before(FAILED) as (tui, _):
        await tui.press("down")
        assert await copied(tui, "id of this row") == "900103-2026112000"
        table = await copied(tui, "all rows")
        assert table.count("\n") == 10
        assert "4 of 4" in table
        assert (await copied(tui, "verdict")).startswith("Took 11 m 32 s")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_bar_chart_does_not_overflow(size: tuple[int, int]) -> None:
    async with running(start=started(FAILED, "before"), size=size) as tui:
        await tui.comes_to(
            "PreviousRunsScreen", "Compared with the 10 previous runs", "4 of 4", "m loads 10 more"
        )
        assert all("…" not in line for line in tui.lines if "SUCCESS" in line)


async def test_the_keys_replace_the_run_by_the_previous_or_next_one() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "runMode")
        await tui.press("less_than_sign")
        await tui.reads("900103-2026112000", "succeeded after")
        await tui.notifies("Earlier run; id inferred.")
        await tui.press("greater_than_sign")
        await tui.reads(FAILED, "failed after")
        assert stand_in.request_count("taskInstances", "get") == 2, "the way back was known"
        await tui.press("greater_than_sign")
        await tui.notifies("No later run found (the 2 next ids do not exist).")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_a_missing_run_is_skipped_with_a_notification(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "runMode")
        await tui.is_connected()
        stand_in.script(reply.refusal(62102, "Incorrect parameter."), to="taskInstances.get")
        await tui.press("less_than_sign")
        await tui.notifies("Earlier run (the skipped id does not exist); id inferred.")
        await tui.reads("900103-2026111900", "succeeded after")
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="taskInstances.get")
        await tui.press("less_than_sign")
        await tui.notifies("This user has no right to see that")


async def test_the_keys_work_for_flow_instances() -> None:
    async with running(start=started(f"flow=900100-{LAST_NIGHT}", "instance")) as tui:
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.press("less_than_sign")
        await tui.reads("900100-2026112000", "succeeded after", "8 tasks")
        await tui.press("tab", "d")
        await tui.comes_to("ChangesScreen", "900100-2026111900, the last success (in")
