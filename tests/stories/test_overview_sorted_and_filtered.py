"""The overview as a list to work on: sorted and filtered by the keys of every list, and still truthful."""

from tests.harness import LAST_NIGHT, Tui, a_stand_in, running, to
from tests.stories.test_overview import CAUSE, LISTS, is_read, lists, row, shown
from tui_app.models.profile import OVERVIEW


def title(tui: Tui) -> str:
    """The line above the rows."""
    (line,) = [line for line in tui.lines if "Last 24h" in line]
    return line


async def refreshed(tui: Tui) -> None:
    """What the timer does each minute."""
    tui.screen._refresh_quietly()  # type: ignore[attr-defined]
    await tui.settles()


async def test_o_sorts_by_the_next_column_and_the_title_names_it() -> None:
    stand_in = a_stand_in()
    lists(stand_in, [row(3, 1, "05:00"), row(1, -1, "06:00"), row(2, 2, "07:10")])
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("1 failed")
        await tui.settles()
        assert shown(tui) == ["flow_1", "flow_2", "flow_99", "flow_3"]
        await tui.press("down", "o", "o")
        await tui.reads("Last 24h by planned")
        assert shown(tui) == ["flow_99", "flow_2", "flow_1", "flow_3"]
        await tui.press("o")
        await tui.reads("Last 24h by name")
        assert shown(tui) == ["flow_1", "flow_2", "flow_3", "flow_99"]
        await tui.press("O")
        await tui.reads("Last 24h by name, reversed")
        assert shown(tui) == ["flow_99", "flow_3", "flow_2", "flow_1"]
        assert "flow_1" in tui.cursor_line, "the cursor stays on its run"


async def test_a_filter_is_named_in_the_title_with_the_counts_of_what_it_leaves() -> None:
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await is_read(tui)
        whole = title(tui)
        await tui.press("down", "&")
        await tui.type("风电场日报")
        await tui.reads("of 37 runs with 风电场日报")
        rows = [line for line in tui.lines if line[1:2] in tuple("✗▶◌✓")]
        assert rows
        assert all("风电场日报" in line for line in rows)
        assert f"{len(rows)} of 37 runs" in title(tui)
        await tui.press("enter", "escape")
        await tui.until(lambda: title(tui) == whole)


async def test_a_filter_finds_the_words_of_a_reason_and_says_what_is_not_read() -> None:
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await tui.reads("KeyError", "Read timed out", "HiveException")
        await tui.settles()
        await tui.press("down", "&")
        await tui.type("keyerror fail")
        await tui.reads("1 of 37 runs with keyerror fail", "1 failed", CAUSE)
        assert "not read yet" not in tui.text
        await tui.press("enter", "x")
        await tui.comes_to("WhyScreen", "KeyError")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "1 of 37 runs with keyerror fail")


async def test_failed_finds_every_failure_whatever_the_server_calls_it() -> None:
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await tui.reads("3 failed")
        await tui.press("down", "&")
        await tui.type("failed")
        await tui.reads("3 of 37 runs with failed  3 failed", "TIMEOUT")


async def test_failures_that_no_request_has_read_are_counted_beside_a_filter() -> None:
    stand_in = a_stand_in()
    lists(stand_in, [row(number, -1, f"0{number % 7}:00") for number in range(1, 40)])
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("39 failed")
        await tui.settles()
        await tui.press("down", "&")
        await tui.type("KeyError")
        await tui.reads("0 of 40 runs with KeyError, ", "failures not read yet", "No run matches the filter")


async def test_a_folded_workflow_counts_only_the_runs_that_match() -> None:
    minutes = [row(7, -1 if minute == 30 else 1, f"05:{minute:02}") for minute in range(60)]
    stand_in = a_stand_in()
    lists(stand_in, minutes)
    async with running(to(stand_in), size=(120, 30), overview=OVERVIEW) as tui:
        await tui.reads("60 runs, 1 failed, last ok")
        await tui.settles()
        await tui.press("down", "&")
        await tui.type("05:3")
        await tui.reads("10 of 60 runs, 1 failed, last ok", "10 of 61 runs with 05:3  1 failed, 9 succeeded")
        await tui.type(" succ")
        await tui.reads("9 of 60 runs, last ok", "nothing failed, 9 succeeded")
        assert "FAIL" not in tui.text
        await tui.press("enter", "space")
        await tui.until(lambda: len(shown(tui)) == 10)
        await tui.press("escape")
        await tui.until(lambda: len(shown(tui)) == 62)


async def test_a_quiet_refresh_keeps_order_and_filter_and_moves_nothing() -> None:
    stand_in = a_stand_in()
    before = [row(1, 2, "06:00"), row(2, 2, "07:10"), row(31, 1, "05:00"), row(4, 1, "05:00")]
    after = [row(1, 2, "06:00"), row(2, -1, "07:10"), row(31, 1, "05:00"), row(3, 2, "07:20")]
    lists(stand_in, before, after, after)
    async with running(to(stand_in), overview=OVERVIEW) as tui:
        await tui.reads("2 running")
        await tui.press("down", "o", "o", "o", "O", "&")
        await tui.type("running")
        await tui.press("enter")
        await tui.until(lambda: shown(tui) == ["flow_2", "flow_1"])
        await refreshed(tui)
        assert shown(tui) == ["•flow_2", "flow_1", "flow_3"], "a run that has ended stays, as it is now"
        assert "✗ FAIL" in tui.text
        assert "2 of 5 runs with running" in title(tui)
        await tui.press("r")
        await tui.until(lambda: shown(tui) == ["flow_3", "flow_1"])
        assert "by name, reversed" in title(tui)


async def test_sorting_and_filtering_send_no_request_but_for_reasons_that_come_into_view() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(120, 36), overview=OVERVIEW) as tui:
        await tui.reads("KeyError", "Read timed out", "HiveException")
        await tui.settles()
        sent = len(stand_in.calls)
        await tui.press("down", "o", "o", "O", "&")
        await tui.type("succ")
        await tui.press("enter")
        await tui.settles()
        assert len(stand_in.calls) == sent
        assert stand_in.request_count(*LISTS) == 1


async def test_the_filter_gives_way_to_favourites_and_is_there_again_after_them() -> None:
    async with running(overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.press("down", "&")
        await tui.type(LAST_NIGHT)
        await tui.press("enter", "ctrl+t")
        await tui.reads("Examples in the demo")
        assert not [line for line in tui.lines if line.startswith("& ")]
        await tui.press("ctrl+t")
        await tui.reads(f"with {LAST_NIGHT}")
