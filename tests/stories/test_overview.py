"""The overview on the first screen: from the start to the cause in one key, and quiet after that."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from textual import events

from tests.harness import LAST_NIGHT, SAMPLE, Tui, a_stand_in, running, to
from tests.journey import PROGRAM, TOP, a_gateway, environment
from tests.pty_terminal import Terminal
from tests.stand_in.gateway import StandIn
from tests.stories.test_set_up import unconfigured
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.models.profile import OVERVIEW
from tui_app.screens import lookup
from tui_app.screens import overview as screen_module
from tui_app.store.locations import Locations

REPORT = f"900100-{LAST_NIGHT}"
CAUSE = "清洗风机数据 clean_turbine_data: KeyError: 'ActivePower_avg'"
LISTS = ("flowInstances", "search")
MOST_BYTES_OF_A_START = 8_192


async def is_read(tui: Tui) -> None:
    """Wait until the overview and its reasons are there."""
    await tui.reads("wind_daily_report", CAUSE)
    await tui.settles()


def row(number: int, status: int, planned: str = "07:00", day: str = "2026-11-23", **others: Any) -> Any:
    """One listed run, planned within the last 24 hours of `NOW`."""
    stamp = day.replace("-", "") + planned.replace(":", "") + "00"
    return {
        "instanceId": f"{number}-{stamp}",
        "flowId": number,
        "flowName": f"flow_{number}",
        "status": status,
        "triggerTime": f"{day} {planned}:00",
        "startTime": f"{day} {planned}:05",
    } | others


def lists(stand_in: StandIn, *answers: Sequence[Any]) -> None:
    """Lay down what the next lists hold; a run of 07:29 keeps each up to date."""
    recent = row(99, 1, "07:29")
    replies = [reply.success({"flowInsts": [*rows, recent], "count": len(rows) + 1}) for rows in answers]
    stand_in.script(*replies, to="flowInstances.search")


def shown(tui: Tui) -> list[str]:
    """Names of the workflows from above, with the mark of new failures."""
    table = tui.view_named("overview")
    texts = [table.row_text(index) for index in range(table.row_count) if table.is_selectable(index)]
    return [("•" if text.startswith("•") else "") + text[13:].split()[0] for text in texts]


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 50)])
async def test_one_key_leads_from_the_start_to_the_cause(size: tuple[int, int]) -> None:
    async with running(size=size, overview=OVERVIEW) as tui:
        await tui.reads("风电场日报汇总", "KeyError: 'ActivePower_avg'", "Why")
        await tui.press("enter")
        await tui.comes_to("WhyScreen", "KeyError: 'ActivePower_avg'", "900103")


async def test_the_first_screen_shows_counts_and_what_failed_first() -> None:
    async with running(overview=OVERVIEW) as tui:
        await is_read(tui)
        (title,) = [line for line in tui.lines if "Last 24h" in line]
        assert " failed, " in title
        rows = [line for line in tui.lines if line[1:2] in tuple("✗▶◌✓")]
        assert [line[1] for line in rows] == sorted((line[1] for line in rows), key="✗▶◌✓".index)
        assert "4 of 4" in rows[0]
        assert tui.lines[tui.lines.index(rows[0]) + 1].strip() == CAUSE
        assert tui.lines[-1].strip().startswith("↓ List  ⏎ Why")


async def test_one_list_request_paints_it_and_a_reason_takes_three() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await is_read(tui)
        failures = sum(line[1:2] == "✗" for line in tui.lines)
        assert stand_in.request_count(*LISTS) == 1
        asked = [
            one for one in stand_in.calls if one.resource not in ("token", "time") and one.action != "search"
        ]
        assert len(asked) <= 3 * failures


async def test_a_start_with_an_id_lists_nothing_until_the_first_screen_is_on_top() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE, overview=OVERVIEW) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        assert stand_in.request_count(*LISTS) == 0
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        await is_read(tui)
        assert stand_in.request_count(*LISTS) == 1


async def test_favourites_and_history_are_one_key_away_and_a_typed_text_filters_them() -> None:
    async with running(overview=OVERVIEW) as tui:
        await is_read(tui)
        assert "Examples in the demo" not in tui.text
        await tui.press("ctrl+t")
        await tui.reads("Nothing opened yet.", "Examples in the demo", "ctrl+t overview")
        assert "wind_daily_report" not in tui.text
        await tui.press("escape")
        await tui.reads(CAUSE)
        await tui.type("alert")
        await tui.reads("named by last night's alert", "An id is a number")
        await tui.press("escape")
        await tui.reads(CAUSE)
        assert "An id is a number" not in tui.text


async def test_after_an_id_was_typed_and_read_the_overview_is_there_again() -> None:
    async with running(overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.type(SAMPLE)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", SAMPLE, CAUSE)


async def test_on_a_row_enter_opens_it_x_explains_l_reads_the_log_and_f_stars() -> None:
    async with running(overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.press("down", "enter")
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.press("escape", "x")
        await tui.comes_to("WhyScreen", "KeyError: 'ActivePower_avg'")
        await tui.press("escape", "l")
        await tui.comes_to("LogScreen", "900103")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        assert await tui.copied("reason of the failure") == CAUSE
        await tui.press("f")
        await tui.notifies(f"{REPORT} is a favourite")


async def test_runs_of_a_minute_cycle_are_one_row_that_unfolds() -> None:
    minutes = [row(7, -1 if minute == 30 else 1, f"05:{minute:02}") for minute in range(60)]
    stand_in = a_stand_in()
    lists(stand_in, minutes)
    async with running(to(stand_in), size=(100, 30), overview=OVERVIEW) as tui:
        await tui.reads("60 runs, 1 failed, last ok", "Last 24h  1 failed, 60 succeeded")
        await tui.settles()
        assert shown(tui) == ["▸", "flow_99"]
        await tui.press("down", "space")
        await tui.until(lambda: len(shown(tui)) == 62)
        await tui.press("space")
        await tui.until(lambda: len(shown(tui)) == 2)
        await tui.press("x")
        await tui.comes_to("WhyScreen")


async def test_it_lists_again_by_itself_while_the_terminal_has_the_focus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen_module, "REFRESH_S", 0.5)
    stand_in = a_stand_in()
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.until(lambda: stand_in.request_count(*LISTS) >= 3)
        tui.app.post_message(events.AppBlur())
        await tui.until(lambda: not tui.app.app_focus)
        await tui.settles()
        listed = stand_in.request_count(*LISTS)
        for _ in range(3):
            tui.screen._refresh_quietly()  # type: ignore[attr-defined]  # what its timer does
        await tui.settles()
        assert stand_in.request_count(*LISTS) == listed
        tui.app.post_message(events.AppFocus())
        await tui.until(lambda: stand_in.request_count(*LISTS) > listed)


async def test_another_screen_stops_it() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await is_read(tui)
        first = tui.screen
        await tui.press("enter")
        await tui.comes_to("WhyScreen", "KeyError")
        assert not [one for one in first.workers if one.node is first and not one.is_finished]
        listed = stand_in.request_count(*LISTS)
        first._refresh_quietly()  # type: ignore[attr-defined]  # what its timer does
        await tui.settles()
        assert stand_in.request_count(*LISTS) == listed


async def test_new_failures_lead_and_are_marked_until_one_has_looked() -> None:
    stand_in = a_stand_in()
    before = [row(1, -1, "06:00"), row(2, 2, "07:10")]
    after = [row(1, -1, "06:00"), row(2, -1, "07:10")]
    lists(stand_in, before, after, after)
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("1 failed")
        assert shown(tui) == ["flow_1", "flow_2", "flow_99"]
        tui.screen._refresh_quietly()  # type: ignore[attr-defined]  # what its timer does
        await tui.reads("2 failed, • 1 new")
        assert shown(tui) == ["•flow_2", "flow_1", "flow_99"]
        await tui.press("f3")
        await tui.comes_to("FindScreen")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        await tui.until(lambda: shown(tui)[0] == "flow_2")
        assert "new" not in tui.text


async def test_nothing_moves_under_the_cursor_until_r_sorts() -> None:
    stand_in = a_stand_in()
    before = [row(1, -1, "06:00"), row(2, 2, "07:10"), row(3, 1, "05:00")]
    after = [row(1, -1, "06:00"), row(2, -1, "07:10"), row(4, -1, "07:15")]
    lists(stand_in, before, after, after)
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("1 failed")
        await tui.press("down", "down", "down")
        assert "flow_99" in tui.cursor_line
        lines = [line for line in tui.lines if "flow_" in line]
        tui.screen._refresh_quietly()  # type: ignore[attr-defined]  # what its timer does
        await tui.reads("3 failed", "flow_4")
        assert shown(tui) == ["flow_1", "•flow_2", "flow_99", "flow_3", "•flow_4"]
        now = [line for line in tui.lines if "flow_" in line]
        assert [tui.lines.index(line) for line in now[:1]] == [tui.lines.index(line) for line in lines[:1]]
        assert "flow_99" in tui.cursor_line
        await tui.press("r")
        await tui.until(lambda: shown(tui) == ["•flow_4", "•flow_2", "flow_1", "flow_99"])
        assert "flow_99" in tui.cursor_line


async def test_without_the_right_to_list_it_says_what_to_do_instead() -> None:
    stand_in = a_stand_in()
    stand_in.script(reply.refusal(62103, "no right"), to="flowInstances.search")
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("The runs cannot be listed: ", "Paste or type an id above.", "f3 finds runs")
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "startTime")


async def test_an_empty_list_says_what_is_not_in_it() -> None:
    stand_in = a_stand_in()
    stand_in.script(*[reply.success({"flowInsts": [], "count": 0})] * 2, to="flowInstances.search")
    async with running(to(stand_in), size=(100, 24), overview=OVERVIEW) as tui:
        await tui.reads("No scheduled run was planned in the last 24h", 'overview = "7d"', "ctrl+t shows")


async def test_a_list_that_fails_later_keeps_the_rows_and_says_so() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await is_read(tui)
        stand_in.script(reply.refusal(62103, "no right"), to="flowInstances.search")
        await tui.press("down", "r")
        await tui.reads("not refreshed", CAUSE)


async def test_as_a_view_it_has_the_focus() -> None:
    start = Start(Locations.of_user(), demo=True, view_name="overview")
    async with running(start=start, overview=OVERVIEW) as tui:
        await is_read(tui)
        assert "--view overview" in tui.text
        assert "wind_daily_report" in tui.cursor_line
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError")


async def test_a_profile_can_turn_it_off() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), overview="off") as tui:
        await tui.reads("Nothing opened yet.", "connected to")
        await tui.settles()
        assert stand_in.request_count(*LISTS) == 0
        assert "ctrl+t" not in tui.text


async def test_the_demo_tried_from_the_form_opens_on_it() -> None:
    async with running(start=unconfigured(), overview=OVERVIEW) as tui:
        await tui.comes_to("SetupScreen")
        await tui.press("f8")
        await tui.comes_to("LookupScreen", CAUSE)


async def test_the_demo_shows_a_newcomer_round_for_the_first_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "TOUR_S", 2.0)
    start = Start(Locations.of_user(), demo=True, program="enos-tui --demo")
    async with running(start=start, overview=OVERVIEW) as tui:
        assert "⏎ Why  ↓ List  ^t Examples  f3 Find  ^p Commands" in tui.lines[-1]
        await tui.until(lambda: "↓ List  ⏎ Why" in tui.lines[-1], "the end of the tour")


async def test_the_round_names_keys_that_work_where_the_focus_is() -> None:
    start = Start(Locations.of_user(), demo=True, program="enos-tui --demo")
    async with running(start=start, overview=OVERVIEW) as tui:
        await tui.press("down")
        await tui.until(lambda: "⏎ Open x Why l Log b Before ^t Examples" in tui.lines[-1])
        assert tui.lines[-1].count("Why") == 1
        await tui.press("1")
        await tui.reads("Favourites, searches and history")
        assert "⏎ Why" not in tui.lines[-1], "it opens what is typed"
        await tui.press("escape")
        await tui.until(lambda: "⏎ Why  ↓ List" in tui.lines[-1])


async def test_the_demo_opens_on_the_morning_after() -> None:
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await tui.reads("3 failed, 2 running, 2 waiting, 30 succeeded", "late: usually takes 6 m")
        await tui.reads("KeyError: 'ActivePower_avg'", "Read timed out", "HiveException")
        assert tui.text.count("late: ") == 1


_QUICK = """
import sys
from tui_app.screens import overview
overview.REFRESH_S = 0.2
from tui_app.cli.main import main
sys.exit(main([]))
"""
"""The program with a refresh every 0.2 s in place of each minute."""


@pytest.mark.parametrize("colours", [{}, {"COLORTERM": "truecolor"}], ids=["256", "24 bit"])
def test_a_start_with_the_overview_sends_at_most_8_kilobytes(colours: dict[str, str]) -> None:
    with a_gateway(datetime.now(UTC)) as served:
        with Terminal(PROGRAM, environment(served.base_url) | colours, TOP) as terminal:
            terminal.wait_for("wind_daily_report", CAUSE, "connected to 127.0.0.1", "Read timed out")
            terminal.wait_for_rest(0.1)
            assert len(terminal.sent) <= MOST_BYTES_OF_A_START
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
        assert served.stand_in.request_count(*LISTS) == 1


def wait_for_lists_alone(terminal: Terminal, stand_in: StandIn) -> None:
    """Wait until two lists come with no other question between them: the reasons are in, and drawn."""

    def two_more() -> int:
        listed = stand_in.request_count(*LISTS)
        terminal.wait_until(lambda: stand_in.request_count(*LISTS) >= listed + 2, "two lists")
        return len(stand_in.calls) - stand_in.request_count(*LISTS)

    others = two_more()
    while (now := two_more()) != others:
        others = now
    terminal.wait_for_rest(0.1)


@pytest.mark.parametrize("size", [(80, 24), (160, 40)], ids=["80x24", "160x40"])
def test_a_refresh_without_news_sends_nothing(size: tuple[int, int]) -> None:
    with a_gateway(datetime.now(UTC)) as served:
        argv = [sys.executable, "-c", _QUICK]
        with Terminal(argv, environment(served.base_url), TOP, size) as terminal:
            terminal.wait_for("wind_daily_report", CAUSE, "connected to 127.0.0.1", "Read timed out")
            stand_in = served.stand_in
            wait_for_lists_alone(terminal, stand_in)
            sent, listed = len(terminal.sent), stand_in.request_count(*LISTS)
            terminal.wait_until(lambda: stand_in.request_count(*LISTS) >= listed + 4, "four lists more")
            terminal.wait_for_rest(0.05)
            assert terminal.sent[sent:] == b""
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
