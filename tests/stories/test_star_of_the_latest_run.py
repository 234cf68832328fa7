"""A star that means the latest run of a task or workflow: tonight it opens tonight's run."""

import json

import pytest

from tests.harness import LAST_NIGHT, Tui, a_stand_in, running, to, without_prefetch
from tests.stories.test_overview import LISTS
from tui_app.demo import reply
from tui_app.models.profile import OVERVIEW
from tui_app.store.locations import Locations

EARLIER = "2026112000"
TASK, FLOW = f"900103-{EARLIER}", f"900100-{EARLIER}"
LATEST = f"900103-{LAST_NIGHT}"


async def star_the_latest(tui: Tui) -> None:
    """Let the star of the run on screen mean the latest one."""
    await tui.press("e")
    await tui.comes_to("FavouriteNoteScreen", "the latest run of it")
    await tui.press("tab", "tab", "space", "enter")
    await tui.until(lambda: bool(tui.session.library.favourites))
    assert tui.session.library.favourites[0].latest


async def test_the_star_of_a_task_opens_the_run_of_the_last_night_by_one_list_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await star_the_latest(tui)
    async with running(to(stand_in), size=(120, 30), overview=OVERVIEW) as tui:
        await tui.comes_to("LookupScreen", "KeyError")
        await tui.settles()
        await tui.press("down", "ctrl+t")
        await tui.reads("Favourites (1)", TASK, "latest run of 清洗风机数据")
        assert TASK in tui.cursor_line
        before = stand_in.request_count(*LISTS)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", f"900103-{LAST_NIGHT}", "startTime")
        assert stand_in.request_count(*LISTS) == before + 1
        await tui.press("escape")
        await tui.comes_to("LookupScreen", f"★ {LATEST}", "FAIL, now", "planned 11-21 08:00")


async def test_an_older_status_is_said_to_be_one_until_the_latest_is_requested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=TASK, size=(120, 30)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await star_the_latest(tui)
        await tui.press("F")
        await tui.comes_to("LookupScreen", f"★ {TASK}", "✓ SUCCESS on 11-20")
        assert "SUCCESS, " not in tui.text
        await tui.settles()
        lists, tasks = stand_in.request_count(*LISTS), stand_in.request_count("taskInstances", "get")
        await tui.press("r")
        await tui.reads(f"★ {LATEST}", "FAIL, now", "planned 11-21 08:00")
        await tui.notifies("1 run refreshed.")
        # The first list of a session takes two: it is not documented whether the first page is 0 or 1.
        assert stand_in.request_count(*LISTS) <= lists + 2
        assert stand_in.request_count("taskInstances", "get") == tasks + 1
        await tui.press("f")
        await tui.notifies(f"{TASK} is no longer a favourite")


async def test_the_overview_knows_the_latest_run_of_a_starred_workflow() -> None:
    async with running(open_text=f"flow={FLOW}", size=(120, 30)) as tui:
        await tui.comes_to("FlowScreen", "tasks")
        await tui.press("tab")
        await star_the_latest(tui)
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(120, 30), overview=OVERVIEW) as tui:
        await tui.comes_to("LookupScreen", "KeyError")
        await tui.settles()
        lists = stand_in.request_count(*LISTS)
        await tui.press("down", "ctrl+t")
        await tui.reads(f"★ 900100-{LAST_NIGHT}", "FAIL, now", "planned 11-21 08:00")
        assert stand_in.request_count(*LISTS) == lists


async def test_the_star_of_a_workflow_opens_its_latest_run() -> None:
    async with running(open_text=f"flow={FLOW}", size=(120, 30)) as tui:
        await tui.comes_to("FlowScreen", "tasks")
        await tui.press("tab")
        await star_the_latest(tui)
        await tui.press("F")
        await tui.comes_to("LookupScreen", "latest run of workflow 风电场日报汇总")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", f"900100-{LAST_NIGHT}")


OPENS = {
    "x": ("WhyScreen", f"{LATEST} --view why"),
    "l": ("LogScreen", "KeyError"),
    "b": ("PreviousRunsScreen", f"{LATEST} --view before"),
    "d": ("ChangesScreen", LATEST),
    "T": ("TicketScreen", f"{LATEST} --view ticket"),
    "i": ("JsonScreen", f"{LATEST} --view run-mode"),
    "u": ("FlowScreen", f"900100-{LAST_NIGHT}"),
}
"""By key: the screen about the latest run, and a text on it."""


async def test_every_key_of_the_row_acts_on_the_latest_run() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=TASK, size=(120, 30)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await star_the_latest(tui)
        await tui.press("F")
        await tui.comes_to("LookupScreen", "latest run of")
        for key, (screen, shown) in OPENS.items():
            await tui.press(key)
            await tui.comes_to(screen, shown)
            await tui.settles()
            await tui.press("escape")
            await tui.comes_to("LookupScreen", "latest run of")
        await tui.press("W")
        await tui.notifies(f"Watching {LATEST}")
        assert await tui.copied("id of the latest run") == LATEST
        await tui.notifies(f"id of the latest run {LATEST}, 17 characters")
        assert await tui.copied("id of the starred run") == TASK
        stand_in.script(*[reply.refusal(62103, "no right")] * 3, to="flowInstances.search")
        assert await tui.copied("id of the starred run") == TASK
        await tui.notifies("no right to see that")
        await tui.press("f")
        await tui.notifies(f"{TASK} is no longer a favourite")


async def test_where_the_list_has_no_run_it_says_so() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        await star_the_latest(tui)
        await tui.press("F")
        await tui.comes_to("LookupScreen", "latest run of")
        stand_in.script(*[reply.success({"flowInsts": [], "count": 0})] * 9, to="flowInstances.search")
        await tui.press("enter")
        await tui.notifies("The list of the last 90 days has no run of 清洗风机数据 clean_turbine_data.")
        assert tui.kind == "LookupScreen"


async def test_a_refused_list_says_why() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        await star_the_latest(tui)
        await tui.press("F")
        await tui.comes_to("LookupScreen", "latest run of")
        stand_in.script(*[reply.refusal(62103, "no right")] * 3, to="flowInstances.search")
        await tui.press("enter")
        await tui.notifies("right")
        assert tui.kind == "LookupScreen"


async def test_the_choice_is_undone_in_the_same_dialog_and_keeps_the_note() -> None:
    async with running(open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.type("mine")
        await tui.press("tab", "tab", "space", "enter")
        await tui.until(lambda: any(one.latest for one in tui.session.library.favourites))
        await tui.comes_to("TaskScreen")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen", "mine")
        await tui.press("tab", "tab", "space", "enter")
        await tui.until(lambda: not any(one.latest for one in tui.session.library.favourites))
        assert tui.session.library.favourites[0].note == "mine"


async def test_the_file_stays_one_that_the_version_before_reads() -> None:
    async with running(open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await star_the_latest(tui)
    saved = json.loads(Locations.of_user().favourites.read_text(encoding="utf-8"))
    assert saved["version"] == 1
    (row,) = saved["entries"]
    assert (row["id"], row["kind"], row["latest"], row["flow_id"]) == (TASK, "task", True, FLOW)
