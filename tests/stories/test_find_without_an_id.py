"""Search for flow instances by name, time and state."""

import shlex

from tests.harness import LAST_NIGHT, Tui, a_stand_in, running, to
from tests.stand_in.gateway import StandIn
from tests.stories.test_when_it_fails import Pauses
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.models.view import View
from tui_app.store.locations import Locations
from tui_app.widgets.flow_form import FlowForm

REPORT = f"900100-{LAST_NIGHT}"


def a_start(words: str) -> Start:
    return Start(Locations.of_user(), demo=True, open_text=words, view_name="find")


def request_count(stand_in: StandIn) -> int:
    """The number of requests about flow and task instances so far."""
    return sum(stand_in.request_count(resource) for resource in ("flowInstances", "taskInstances"))


async def search_for(tui: Tui, text: str) -> None:
    """Open the form from anywhere, and search for a text."""
    await tui.press("f3")
    await tui.comes_to("FindScreen", "Text", "24h")
    await tui.type(text)
    await tui.press("enter")


async def test_a_failed_flow_is_found_by_name_and_status_and_its_task_picked() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.press("f3")
        await tui.comes_to("FindScreen", "part of a flow instance id or workflow name")
        await tui.type("daily_report")
        await tui.press("down", "down", "down", "down", "space")
        await tui.reads("● FAIL", "left and right move, space selects")
        await tui.press("enter")
        await tui.reads("1 flow instance", REPORT)
        assert "enos-tui 'daily_report status:FAIL when:24h' --view find" in tui.text
        assert stand_in.request_count("flowInstances", "search") == 4, (
            "three types, and one page number refused"
        )
        await tui.press("f")
        await tui.notifies(f"{REPORT} is a favourite")
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.move_to("FAIL")
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "failed after")
        # The reason of the failure is read without a key, and lists the runs before.
        await tui.settles()
        count = request_count(stand_in)
        await tui.press("escape", "escape")
        await tui.comes_to("FindScreen", REPORT)
        await tui.settles()
        assert request_count(stand_in) == count, "coming back asks nothing"


async def test_the_command_line_of_a_search_opens_the_same_screen() -> None:
    async with running(start=a_start("daily_report status:FAIL when:7d type:periodic")) as tui:
        await tui.comes_to("FindScreen", "status:FAIL when:7d type:periodic  S changes", REPORT)
        command = await tui.copied("command line")
        assert command == tui.command
    words = shlex.split(command[command.index("enos-tui") : command.index("--view")])[1]
    assert View.of_text(words, "find").arguments() in command
    async with running(start=a_start(words)) as tui:
        await tui.comes_to("FindScreen", "status:FAIL when:7d type:periodic  S changes", REPORT)


async def test_further_pages_load_on_demand_and_keep_the_cursor() -> None:
    async with running(start=a_start("when:60d"), size=(80, 40)) as tui:
        await tui.comes_to("FindScreen", "there may be more")
        await tui.press("pagedown")
        row, count = tui.cursor_line.split(), tui.view.row_count
        await tui.press("m")
        await tui.until(lambda: tui.view.row_count > count, "more rows")
        assert tui.cursor_line.split() == row
        while "there may be more" in tui.text:
            await tui.press("m")
            await tui.settles()
        await tui.press("m")
        await tui.notifies("There are no more")


async def test_an_invalid_time_window_is_explained_without_a_request() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=a_start("when:soon")) as tui:
        await tui.comes_to("FindScreen", "A window is 24h", "not 'soon'")
        assert stand_in.request_count("flowInstances") == 0
        assert tui.app.focused is tui.screen.query_one(FlowForm).when
        await tui.press("end", *["backspace"] * 4, "2", "0", "d")
        assert "not 'soon'" not in tui.text
        await tui.press("enter")
        await tui.reads("flow instances", "when:20d")


async def test_without_results_the_focus_stays_in_the_form() -> None:
    async with running() as tui:
        await search_for(tui, "no such name")
        await tui.reads("No flow instance found")
        assert tui.app.focused is tui.screen.query_one(FlowForm).text


async def test_escape_stops_a_search_and_the_form_stays() -> None:
    stand_in, pauses = a_stand_in(), Pauses()
    async with running(to(stand_in, pauses)) as tui:
        await tui.is_connected()
        stand_in.script(reply.kong(503, "away"), to="flowInstances.search")
        await search_for(tui, "daily")
        await tui.reads("HTTP 503", "escape cancels")
        await tui.press("escape")
        await tui.until(lambda: pauses.asleep[-1].cancelled())
        await tui.reads("enter searches")
        assert tui.kind == "FindScreen"
        await tui.press("enter")
        await tui.reads(REPORT)


async def test_an_error_is_shown_in_place_of_the_results() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(*[reply.refusal(62103, "User has no privilege")] * 3, to="flowInstances.search")
        await search_for(tui, "daily")
        await tui.reads("no right to see that")


async def test_a_search_is_saved_listed_renamed_and_deleted() -> None:
    async with running() as tui:
        await search_for(tui, "daily_report")
        await tui.reads(REPORT)
        await tui.press("f2")
        await tui.comes_to("NameScreen", "daily_report when:24h")
        await tui.type("reports")
        await tui.press("enter")
        await tui.notifies('Saved as "reports". It is on the first screen.')
    async with running() as tui:
        await tui.comes_to("LookupScreen", "Saved searches (1)", "reports  daily_report when:24h")
        await tui.press("down", "enter")
        await tui.comes_to("FindScreen", REPORT)
        await tui.press("S")
        await tui.reads("Saved searches (1)")
        await tui.press("shift+tab")
        await tui.until(lambda: tui.app.focused is tui.view_named("saved"))
        await tui.press("e")
        await tui.comes_to("NameScreen", "Rename this search to")
        await tui.press("end", "!", "enter")
        await tui.comes_to("FindScreen", "reports!")
        await tui.press("enter")
        await tui.reads(REPORT)
        await tui.press("g")
        await tui.comes_to("LookupScreen", "reports!")
        await tui.press("down", "delete")
        await tui.notifies('Deleted the search "reports!".')
        await tui.until(lambda: "reports!" not in tui.text)
    async with running() as tui:
        await tui.comes_to("LookupScreen", "Nothing opened yet")
        assert "Saved searches" not in tui.text
    assert Locations.of_user().searches.exists()


async def test_a_found_flow_is_watched_from_the_list() -> None:
    async with running() as tui:
        await search_for(tui, "hourly")
        await tui.reads("RUNNING")
        await tui.press("home", "W")
        await tui.notifies("Watching 900300-2026112223")
        await tui.until(lambda: bool(tui.session.watcher.watched))
