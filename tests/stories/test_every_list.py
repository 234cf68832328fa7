"""Journeys: the same keys act on the row under the cursor of every list."""

from collections.abc import Awaitable, Callable

import pytest

from tests.harness import LAST_NIGHT, SAMPLE, TODAY, Tui, a_stand_in, running, to
from tui_app.app.launch import Start
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import OVERVIEW, Profile
from tui_app.store.locations import Locations

TASK, FLOW = f"900103-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"
RUNNING = f"900302-{TODAY}"


def start(text: str, view: str = "") -> Start:
    return Start(Locations.of_user(), demo=True, open_text=text, view_name=view)


async def in_the_workflow(tui: Tui) -> None:
    await tui.comes_to("FlowScreen", "8 tasks")
    await tui.until(lambda: TASK in tui.cursor_line)


async def in_the_graph(tui: Tui) -> None:
    await tui.comes_to("FlowScreen", "8 tasks", TASK)


async def among_many(tui: Tui) -> None:
    await tui.comes_to("InstanceTableScreen", "1 FAIL, 1 SUCCESS")
    await tui.move_to(TASK)


async def among_runs_before(tui: Tui) -> None:
    await tui.comes_to("PreviousRunsScreen", "Compared with the 10 previous runs")
    assert TASK in tui.cursor_line


async def among_watched(tui: Tui) -> None:
    await tui.comes_to("WatchedScreen", "FAIL")


async def in_the_explanation(tui: Tui) -> None:
    await tui.comes_to("WhyScreen", "KeyError")
    assert TASK in tui.cursor_line


async def in_the_history(tui: Tui) -> None:
    await tui.comes_to("TaskScreen", "FAIL")
    await tui.settles()
    await tui.press("H")
    await tui.comes_to("LookupScreen", "History (1)", TASK)


async def among_favourites(tui: Tui) -> None:
    await tui.comes_to("TaskScreen", "FAIL")
    await tui.press("f")
    await tui.notifies("is a favourite")
    await tui.press("F")
    await tui.comes_to("LookupScreen", "Favourites (1)", TASK)


LISTS: dict[str, tuple[str, str, Callable[[Tui], Awaitable[None]]]] = {
    "workflow": (f"flow={FLOW}", "", in_the_workflow),
    "graph": (f"flow={FLOW}", "graph", in_the_graph),
    "many": (f"{SAMPLE} {TASK}", "", among_many),
    "before": (TASK, "before", among_runs_before),
    "watched": (f"taskInstId={TASK}", "watched", among_watched),
    "why": (TASK, "why", in_the_explanation),
    "history": (TASK, "", in_the_history),
    "favourites": (TASK, "", among_favourites),
}
"""By list: what opens it, and how the cursor comes to the failed task."""
OPENS = {
    "enter": ("TaskScreen", TASK),
    "x": ("WhyScreen", f"{TASK} --view why"),
    "l": ("LogScreen", "KeyError"),
    "b": ("PreviousRunsScreen", f"{TASK} --view before"),
    "d": ("ChangesScreen", TASK),
    "T": ("TicketScreen", TASK),
    "i": ("JsonScreen", f"{TASK} --view run-mode"),
    "u": ("FlowScreen", "8 tasks"),
}
"""By key: the screen, and a text on it."""
ELSEWHERE = {("before", "d"), ("workflow", "u"), ("graph", "u")}
"""Keys that do something else on the screen of a list, or say that the workflow is on screen."""


@pytest.mark.parametrize("name", LISTS)
async def test_the_keys_open_the_row_under_the_cursor(name: str) -> None:
    text, view, comes = LISTS[name]
    async with running(start=start(text, view), size=(120, 36)) as tui:
        await tui.is_connected()
        await comes(tui)
        kind = tui.kind
        for key, (screen, shown) in OPENS.items():
            if (name, key) in ELSEWHERE:
                continue
            above = len(tui.app.screen_stack)
            await tui.press(key)
            await tui.comes_to(screen, shown)
            await tui.until(lambda above=above: len(tui.app.screen_stack) == above + 1)  # type: ignore[misc]
            await tui.settles()
            await tui.press("escape")
            await tui.comes_to(kind, TASK)


@pytest.mark.parametrize("name", LISTS)
async def test_a_star_and_a_watch_are_those_of_the_row(name: str) -> None:
    text, view, comes = LISTS[name]
    async with running(start=start(text, view), size=(120, 36)) as tui:
        await tui.is_connected()
        await comes(tui)
        await tui.press("f")
        await tui.notifies(f"{TASK} is")
        if name not in ("watched", "history", "favourites"):
            await tui.press("W")
            known = name not in ("why",)
            await tui.notifies("already ended: FAIL" if known else f"{TASK}")


async def in_the_overview(tui: Tui) -> None:
    await tui.comes_to("LookupScreen", "KeyError")
    await tui.press("down")
    await tui.until(lambda: "wind_daily_report" in tui.cursor_line)


async def among_found(tui: Tui) -> None:
    await tui.comes_to("FindScreen", "flow instance")
    await tui.until(lambda: FLOW in tui.cursor_line)


EVERY_LIST = LISTS | {
    "overview": ("", "", in_the_overview),
    "found": ("status:FAIL when:7d wind", "find", among_found),
}
EVERY_KEY = ("enter", *"xlbdTuiyfoOrW", "ampersand")
"""The keys of a row; the last one may leave the list for the input that filters it."""


@pytest.mark.parametrize("name", EVERY_LIST)
async def test_no_key_on_a_row_is_silent(name: str) -> None:
    text, view, comes = EVERY_LIST[name]
    stand_in = a_stand_in()
    async with running(to(stand_in), start=start(text, view), size=(120, 36), overview=OVERVIEW) as tui:
        await tui.is_connected()
        await tui.settles()
        await comes(tui)
        await tui.settles()
        above = len(tui.app.screen_stack)

        def effects() -> tuple[object, ...]:
            return tui.kind, len(tui.app.screen_stack), len(tui.toasts), len(stand_in.calls), tui.text

        for key in EVERY_KEY:
            before = effects()
            await tui.press(key)
            await tui.until(lambda before=before: effects() != before, f"{key} on {name}")  # type: ignore[misc]
            await tui.settles()
            while len(tui.app.screen_stack) > above:
                await tui.press("escape")
                await tui.settles()


async def test_a_found_workflow_says_what_only_tasks_have() -> None:
    async with running(start=start("status:FAIL when:7d", "find"), size=(120, 36)) as tui:
        await tui.is_connected()
        await tui.comes_to("FindScreen", "flow instance")
        await tui.settles()
        await tui.press("l")
        await tui.notifies("Only a task has a log")
        await tui.press("i")
        await tui.notifies("Only a task has runMode")
        await tui.press("u")
        await tui.notifies("This is a workflow itself.")


async def test_a_row_without_a_run_says_why_a_key_does_nothing() -> None:
    async with running() as tui:
        await tui.is_connected()
        await tui.press("f3")
        await tui.comes_to("FindScreen")
        await tui.press("f2")
        await tui.comes_to("NameScreen")
        await tui.type("mine")
        await tui.press("enter")
        await tui.notifies("Saved as")
        await tui.comes_to("FindScreen")
        await tui.settles()
        tui.view_named("saved").focus()
        await tui.until(lambda: tui.view_named("saved").has_focus)
        await tui.until(lambda: "mine" in tui.cursor_line)
        await tui.press("x")
        await tui.notifies("This is a search: enter runs it.")


async def test_a_running_workflow_opens_at_what_runs() -> None:
    async with running(start=start(f"flow=900300-{TODAY}")) as tui:
        await tui.comes_to("FlowScreen", "RUNNING")
        assert RUNNING in tui.cursor_line
        await tui.press("W")
        await tui.notifies(f"Watching {RUNNING}")


SORTED = {
    "workflow": (f"flow={FLOW}", "", "by status"),
    "many": (f"{SAMPLE} {TASK}", "", "▾status"),
    "before": (TASK, "before", "by state"),
    "watched": (f"taskInstId={TASK} flow={FLOW}", "watched", "by status"),
    "found": ("status:FAIL when:7d", "find", "by status"),
    "history": (TASK, "history", "by status"),
}


@pytest.mark.parametrize("name", SORTED)
async def test_every_list_is_sorted_and_filtered_by_the_same_keys(name: str) -> None:
    text, view, words = SORTED[name]
    first = "instance" if view == "history" else view
    async with running(start=start(text, "" if first == "instance" else view), size=(120, 36)) as tui:
        await tui.is_connected()
        await tui.settles()
        if name == "history":
            await in_the_history(tui)
        await tui.until(lambda: tui.view.row_count > 0)
        await tui.press("o")
        await tui.reads(words)
        await tui.press("ampersand")
        await tui.type("zzz")
        await tui.settles()
        await tui.reads("No match" if name == "history" else "0 of")
        await tui.press("escape")
        await tui.reads(TASK if name != "found" else FLOW)


async def test_the_cursor_stays_on_its_row_in_another_order() -> None:
    async with running(start=start(f"flow={FLOW}")) as tui:
        await tui.is_connected()
        await in_the_workflow(tui)
        for _ in range(6):
            await tui.press("o")
            await tui.settles()
            assert TASK in tui.cursor_line
        await tui.press("O")
        assert TASK in tui.cursor_line


async def test_the_form_folds_to_one_line_once_there_are_results() -> None:
    async with running(start=start("status:FAIL when:7d", "find")) as tui:
        await tui.is_connected()
        await tui.reads("status:FAIL when:7d  S changes the search", "FAIL─", "⏎ Open")
        assert "Owner" not in tui.text
        await tui.press("S")
        await tui.reads("Owner", "⏎ Search")
        await tui.press("enter")
        await tui.reads("S changes the search")


WITHIN_A_RUN = {
    "l": "LogScreen",
    "i": "JsonScreen",
    "J": "JsonScreen",
    "x": "WhyScreen",
    "T": "TicketScreen",
    "b": "PreviousRunsScreen",
    "d": "ChangesScreen",
    "question_mark": "HelpScreen",
    "y": "ChooseScreen",
}
"""By key of a record: a screen that the key that quits leaves as it leaves a pager."""


async def test_q_goes_back_from_every_view_of_a_run_and_quits_from_its_record() -> None:
    async with running(open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        for key, kind in WITHIN_A_RUN.items():
            await tui.press(key)
            await tui.comes_to(kind)
            await tui.settles()
            await tui.press("q")
            await tui.comes_to("TaskScreen", "FAIL")
        await tui.press("u")
        await in_the_workflow(tui)
        for _ in range(2):
            await tui.press("w")
            await tui.settles()
        await tui.press("q")
        await tui.comes_to("TaskScreen", "FAIL")
        assert tui.app.return_code is None
        await tui.press("q")
        await tui.until(lambda: tui.app.return_code == 0)


@pytest.mark.parametrize("view", ["log", "graph"])
async def test_q_quits_from_the_view_that_the_command_line_opened(view: str) -> None:
    async with running(start=start(TASK, view)) as tui:
        await tui.is_connected()
        await tui.settles()
        assert len(tui.app.screen_stack) > 1, "the first screen lies below, unseen"
        await tui.press("q")
        await tui.until(lambda: tui.app.return_code == 0)


async def test_the_link_to_the_console_is_that_of_the_row() -> None:
    template = "https://console.example.com/{orgId}/{flowInstId}/{taskInstId}"
    profile = Profile.of("prod", {**DEMO_PROFILE_FIELDS, "console": template})
    begin = Start(Locations.of_user(), profile=profile, open_text=f"flow={FLOW}")
    org = DEMO_PROFILE_FIELDS["org_id"]
    async with running(to(a_stand_in()), start=begin) as tui:
        await tui.is_connected()
        await in_the_workflow(tui)
        assert await tui.copied("link to the console") == f"https://console.example.com/{org}/{FLOW}/{TASK}"
        await tui.press("tab")
        assert await tui.copied("link to the console") == f"https://console.example.com/{org}/{FLOW}/"
    async with running(open_text=TASK) as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        await tui.press("y")
        await tui.comes_to("ChooseScreen")
        assert "console" not in tui.text, "without a template there is no link"


async def test_a_wide_table_of_tasks_has_start_duration_tries_and_type() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"flow={FLOW}", size=(120, 36)) as tui:
        await in_the_workflow(tui)
        await tui.reads("11-23 07:06:28    11 m 32 s  4 of 4  PYTHON", "44 s")
        await tui.settles()
        begun = 4
        assert stand_in.request_count("taskInstances", "get") == begun, (
            "of what has not begun nothing is read"
        )
        await tui.press("down", "up")
        await tui.settles()
        assert stand_in.request_count("taskInstances", "get") == begun
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"flow={FLOW}") as tui:
        await in_the_workflow(tui)
        await tui.settles()
        assert stand_in.request_count("taskInstances", "get") == 0, "there is no room for it"
