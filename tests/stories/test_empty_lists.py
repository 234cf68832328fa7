"""Journeys: an empty list says what to do, and the footer names no key of a row there."""

from collections.abc import Awaitable, Callable

import pytest

from tests.harness import LAST_NIGHT, SAMPLE, Tui, a_stand_in, running, to
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.models.profile import OVERVIEW, OVERVIEW_OFF
from tui_app.store.locations import Locations
from tui_app.widgets.footer import Footer

OF_ROWS = {"Open", "Why", "Log", "Before", "Changes", "Ticket", "Up", "runMode", "Star", "Watch"}
OF_ROWS |= {"Sort", "Copy", "Search", "More"}
GENERAL = {"Back", "Quit", "Go to", "Help"}


def footer_of(tui: Tui) -> set[str]:
    return {key.label for key in tui.screen.query_one(Footer).keys}


async def favourites(tui: Tui) -> None:
    await tui.press("F")
    await tui.comes_to("LookupScreen", "No favourites yet: f adds the run on screen or under a cursor.")


async def history(tui: Tui) -> None:
    await tui.press("H")
    await tui.comes_to("LookupScreen", "Nothing opened yet. Paste or type an id above.")


async def watched(tui: Tui) -> None:
    await tui.press("ctrl+w")
    await tui.comes_to("WatchedScreen", "Not watching anything: W on a task or workflow, in any list,")


async def found(tui: Tui) -> None:
    await tui.press("f3")
    await tui.comes_to("FindScreen")
    await tui.type("zzz")
    await tui.press("enter")
    await tui.reads("Nothing fits this search: change the form above, and press enter.")
    await tui.press(*["down"] * 5)
    await tui.until(lambda: tui.app.focused is tui.view_named("found"))


async def overview(tui: Tui) -> None:
    await tui.reads("No scheduled run was planned in the last 24h")
    await tui.press("down")


@pytest.mark.parametrize("comes", [favourites, history, watched, found, overview])
async def test_the_footer_of_an_empty_list_names_no_key_of_a_row(
    comes: Callable[[Tui], Awaitable[None]],
) -> None:
    stand_in = a_stand_in()
    nothing = reply.success({"flowInsts": [], "count": 0})
    stand_in.script(*[nothing] * 2, to="flowInstances.search")
    span = OVERVIEW if comes is overview else OVERVIEW_OFF
    async with running(to(stand_in), size=(200, 30), overview=span) as tui:
        if comes is not overview:
            await tui.press("down")
        await comes(tui)
        await tui.until(
            lambda: not footer_of(tui) & OF_ROWS, f"a footer without keys of rows {footer_of(tui)}"
        )
        assert footer_of(tui) >= GENERAL - {"Back"}
        for key in ("x", "enter", "f", "o", "W", "y"):
            await tui.press(key)
        await tui.until(lambda: len(tui.toasts) >= 3)


async def test_the_first_row_brings_its_keys_and_the_last_one_takes_them_along() -> None:
    start = Start(Locations.of_user(), demo=True, open_text=f"900103-{LAST_NIGHT}", view_name="watched")
    async with running(start=start, size=(120, 36)) as tui:
        await tui.comes_to("WatchedScreen", "FAIL")
        await tui.until(lambda: footer_of(tui) >= {"Why", "Open", "Sort"})
        await tui.press("W")
        await tui.reads("Not watching anything")
        await tui.until(lambda: not footer_of(tui) & OF_ROWS)


async def test_a_filter_that_hides_every_row_names_the_keys_that_change_it() -> None:
    # The keys of a workflow act on the workflow itself where the cursor is on none of its tasks.
    lists = {
        f"{SAMPLE} 900103-{LAST_NIGHT}": ("InstanceTableScreen", OF_ROWS | {"Save"}),
        f"flow=900100-{LAST_NIGHT}": ("FlowScreen", {"Open", "Sort", "Search", "Copy"}),
    }
    for text, (kind, of_rows) in lists.items():
        async with running(open_text=text, size=(160, 36)) as tui:
            await tui.comes_to(kind, f"900103-{LAST_NIGHT}")
            await tui.settles()
            await tui.press("&")
            await tui.type("zzz")
            await tui.press("enter")
            await tui.reads("No row matches: & changes the filter, escape shows all rows.")
            await tui.until(lambda of_rows=of_rows: not footer_of(tui) & of_rows)  # type: ignore[misc]
            assert "Filter" in footer_of(tui)
            await tui.press("escape")
            await tui.reads(f"900103-{LAST_NIGHT}")
            await tui.until(lambda: footer_of(tui) >= {"Why", "Open"})


async def test_the_first_screen_names_the_way_back_only_where_there_is_one() -> None:
    async with running(size=(120, 36)) as tui:
        assert "Back" not in footer_of(tui)
        await tui.type("abc")
        await tui.until(lambda: "Back" in footer_of(tui))
        await tui.press("escape")
        await tui.until(lambda: "Back" not in footer_of(tui))


async def test_without_an_answer_the_footer_names_only_what_needs_none() -> None:
    async with running(open_text="taskInstId=999-2021020211", size=(200, 30)) as tui:
        await tui.comes_to("TaskScreen", "no answer", "try again")
        await tui.until(lambda: footer_of(tui) <= GENERAL | {"Copy", "Refresh", "Find", "Commands"})
    start = Start(Locations.of_user(), demo=True, open_text="999-2021020211", view_name="changes")
    async with running(start=start, size=(200, 30)) as tui:
        await tui.comes_to("ChangesScreen", "no answer")
        await tui.until(lambda: "All" not in footer_of(tui) and "Compare" in footer_of(tui))


async def test_a_watch_without_an_answer_says_so() -> None:
    start = Start(Locations.of_user(), demo=True, open_text="taskInstId=999-2021020211", view_name="watched")
    async with running(start=start, size=(120, 36)) as tui:
        await tui.comes_to("WatchedScreen", "The server knows no such instance")
        await tui.until(lambda: tui.cursor_line.startswith("no answer  "))


async def test_the_sentence_about_a_list_that_fails_is_not_cut() -> None:
    stand_in = a_stand_in()
    stand_in.script(*[reply.refusal(62103, "no right")] * 3, to="flowInstances.search")
    async with running(to(stand_in), size=(60, 24), overview=OVERVIEW) as tui:
        await tui.reads("The runs cannot be listed")
        await tui.settles()
        assert "…" not in "".join(tui.lines[5:-1])
        await tui.pilot.resize_terminal(100, 24)
        await tui.until(lambda: any(len(line) > 60 for line in tui.lines[6:12]))


async def test_a_failed_workflow_opened_from_the_overview_says_why_in_its_header() -> None:
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await tui.reads("KeyError: 'ActivePower_avg'")
        await tui.press("down")
        await tui.move_to("wind_daily_report")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "8 tasks")
        assert "clean_turbine_data: KeyError: 'ActivePower_avg'" in tui.lines[1]


async def test_a_list_of_workflows_names_no_key_of_tasks() -> None:
    start = Start(Locations.of_user(), demo=True, open_text="when:24h", view_name="find")
    async with running(start=start, size=(200, 36)) as tui:
        await tui.comes_to("FindScreen", "flow instances", "SUCCESS")
        await tui.until(lambda: {"Why", "Before", "Star"} <= footer_of(tui))
        assert not footer_of(tui) & {"Log", "Up", "runMode"}
        await tui.press("l")
        await tui.notifies("Only a task has a log")
    async with running(size=(200, 36), overview=OVERVIEW) as tui:
        await tui.reads("KeyError: 'ActivePower_avg'")
        await tui.press("down")
        await tui.until(lambda: {"Why", "Log", "Star"} <= footer_of(tui))
        assert not footer_of(tui) & {"Up", "runMode"}


async def test_the_list_of_watches_names_its_key_in_a_narrow_window() -> None:
    start = Start(Locations.of_user(), demo=True, open_text=f"900103-{LAST_NIGHT}", view_name="watched")
    async with running(start=start) as tui:
        await tui.comes_to("WatchedScreen", "FAIL")
        await tui.until(lambda: " W Watch " in tui.lines[-1])
