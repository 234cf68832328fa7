"""From 160 columns on: what is known of the run under the cursor, beside every list, without a request."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from tests.harness import LAST_NIGHT, NOW, SAMPLE, SAMPLE_FLOW, Tui, a_stand_in, running, to, without_prefetch
from tests.stand_in.gateway import StandIn
from tests.stories.test_overview_preview import is_read, previewed
from tui_app.models.ids import find_ids
from tui_app.models.profile import OVERVIEW
from tui_app.widgets.run_list import RunList
from tui_app.widgets.titled_pane import TitledPane

FAILED, FLOW = f"900103-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"
CAUSE = "KeyError"
LISTED = ("flowInstances", "search")
SIZES = [(160, 40), pytest.param((200, 50), marks=pytest.mark.thorough)]
Walk = Callable[[Tui], Awaitable[None]]

wide = pytest.mark.parametrize("size", SIZES, ids=["160x40", "200x50"])


async def in_the_workflow(tui: Tui) -> None:
    await tui.paste(f"flow={FLOW}")
    await tui.comes_to("FlowScreen", "8 tasks")
    await tui.until(lambda: FAILED in tui.cursor_line)


async def among_many(tui: Tui) -> None:
    await tui.paste(f"{FAILED} {SAMPLE} flow={SAMPLE_FLOW}")
    await tui.comes_to("InstanceTableScreen", "1 FAIL, 2 SUCCESS")
    await tui.move_to(FAILED)


async def among_found(tui: Tui) -> None:
    await tui.press("f3")
    await tui.comes_to("FindScreen")
    await tui.press("enter")
    await tui.reads("flow instances")
    await tui.move_to(FLOW)


async def among_runs_before(tui: Tui) -> None:
    await tui.paste(FAILED)
    await tui.comes_to("TaskScreen", "FAIL")
    await tui.press("b")
    await tui.comes_to("PreviousRunsScreen", "Compared with the 10 previous runs")


async def among_watched(tui: Tui) -> None:
    await tui.paste(f"flow={FLOW}")
    await tui.comes_to("FlowScreen", "8 tasks")
    for id in (f"taskInstId={SAMPLE}", f"taskInstId={FAILED}"):
        tui.session.watcher.start(find_ids(id)[0])
    await tui.press("ctrl+w")
    await tui.comes_to("WatchedScreen", "FAIL", "SUCCESS")
    await tui.move_to(FAILED)


async def in_the_history(tui: Tui) -> None:
    for id in (SAMPLE, FAILED):
        await tui.paste(id)
        await tui.comes_to("TaskScreen", id, "startTime")
        await tui.settles()
    await tui.press("H")
    await tui.comes_to("LookupScreen", "History (2)")
    assert FAILED in tui.cursor_line


async def among_favourites(tui: Tui) -> None:
    for id in (SAMPLE, FAILED):
        await tui.paste(id)
        await tui.comes_to("TaskScreen", id, "startTime")
        if id not in (one.id for one in tui.session.library.favourites):
            await tui.press("f")
            await tui.notifies(f"{id} is a favourite")
    await tui.press("F")
    await tui.comes_to("LookupScreen", "Favourites (2)")
    assert FAILED in tui.cursor_line


LISTS: dict[str, Walk] = {
    "workflow": in_the_workflow,
    "many": among_many,
    "found": among_found,
    "before": among_runs_before,
    "watched": among_watched,
    "history": in_the_history,
    "favourites": among_favourites,
}
each_list = pytest.mark.parametrize("walk", LISTS.values(), ids=LISTS)


@asynccontextmanager
async def at(walk: Walk, size: tuple[int, int], stand_in: StandIn) -> AsyncIterator[Tui]:
    """The program at a list, with everything read that the list itself reads."""
    async with running(to(stand_in), size=size) as tui:
        await tui.is_connected()
        await walk(tui)
        await tui.settles()
        yield tui


async def follows(tui: Tui) -> None:
    """Wait until the preview is of the run under the cursor."""
    view = tui.view
    assert isinstance(view, RunList)

    def is_of_cursor() -> bool:
        panes = [pane for pane in tui.screen.query(TitledPane) if pane.region.width]
        heading = next(pane.heading for pane in panes if pane.id == "preview-pane")
        return view.current_run is not None and heading.endswith(f"  {view.current_run.id}")

    await tui.until(is_of_cursor)


@pytest.fixture
def reads_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)


@wide
@each_list
@pytest.mark.usefixtures("reads_no_reason")
async def test_moving_through_a_list_with_previews_asks_for_nothing(
    walk: Walk, size: tuple[int, int]
) -> None:
    stand_in = a_stand_in()
    async with at(walk, size, stand_in) as tui:
        await follows(tui)
        sent = len(stand_in.calls)
        for key in ("down", "down", "up", "up", "up"):
            await tui.press(key)
            await follows(tui)
        assert len(stand_in.calls) == sent


@each_list
@pytest.mark.usefixtures("reads_no_reason")
async def test_a_list_sends_as_many_requests_with_a_preview_as_without(walk: Walk) -> None:
    narrow, broad = a_stand_in(), a_stand_in()
    async with at(walk, (159, 40), narrow) as tui:
        assert not tui.screen.query("#preview")
    async with at(walk, (160, 40), broad) as tui:
        await tui.until(lambda: bool(previewed(tui)))
    assert len(broad.calls) == len(narrow.calls)


@wide
@each_list
@pytest.mark.usefixtures("reads_no_reason")
async def test_a_failure_names_the_key_that_reads_its_reason_and_then_shows_it(
    walk: Walk, size: tuple[int, int]
) -> None:
    stand_in = a_stand_in()
    async with at(walk, size, stand_in) as tui:
        if walk is not among_runs_before:  # which has compared the errors of the logs
            await tui.until(lambda: "x reads it" in previewed(tui).replace("\n", " "))
            assert CAUSE not in previewed(tui)
        await tui.press("x")
        await tui.comes_to("WhyScreen", CAUSE)
        await tui.settles()
        sent = len(stand_in.calls)
        await tui.press("escape")
        await tui.until(lambda: CAUSE in previewed(tui))
        assert "ago" not in previewed(tui)
        await tui.settles()
        assert len(stand_in.calls) == sent


@wide
async def test_what_the_overview_read_stands_beside_the_workflow_without_a_key(size: tuple[int, int]) -> None:
    async with running(to(a_stand_in()), size=size, overview=OVERVIEW) as tui:
        await is_read(tui)
        await in_the_workflow(tui)
        await tui.until(lambda: CAUSE in previewed(tui))


async def test_a_task_that_waits_shows_what_it_waits_for() -> None:
    async with at(in_the_workflow, (160, 40), a_stand_in()) as tui:
        await tui.press("down")
        await tui.until(lambda: "waits for ✗" in previewed(tui) and "needed by" in previewed(tui))


async def test_graph_and_timeline_have_the_whole_window() -> None:
    async with at(in_the_workflow, (160, 40), a_stand_in()) as tui:
        assert tui.view_named("preview").region.width
        await tui.press("w")
        await tui.until(lambda: not tui.view_named("preview").region.width)
        assert tui.view.region.width > 150


async def test_a_minute_that_passes_changes_nothing_in_the_preview() -> None:
    passed = timedelta()

    def clock() -> datetime:
        return NOW + passed

    stand_in = a_stand_in()
    async with running(to(stand_in), size=(160, 40), overview=OVERVIEW, clock=clock) as tui:
        await is_read(tui)
        await tui.press("down")
        for key in ("home", "down", "end"):
            await tui.press(key)
            await follows(tui)
            shown, listed = tui.text, stand_in.request_count(*LISTED)
            passed += timedelta(minutes=1)
            await tui.press("r")
            await tui.until(lambda: stand_in.request_count(*LISTED) > listed)  # noqa: B023
            await tui.settles()
            assert tui.text == shown
