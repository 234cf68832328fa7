"""The log: reading, wrapping, searching; no log yet, and a log that was cut."""

from tests.harness import LAST_NIGHT, NOW, SAMPLE, TODAY, a_stand_in, running, to
from tui_app.demo import reply
from tui_app.demo.stamps import suffix

FAILED = f"900103-{LAST_NIGHT}"
LOGS = suffix(NOW, 8)


async def test_the_log_is_searched() -> None:
    async with running(open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        await tui.press("l")
        await tui.comes_to("LogScreen", "log of 清洗风机数据", FAILED, "characters")
        await tui.press("home", "slash")
        await tui.type("keyerror")
        await tui.reads("1/")
        count = tui.view_named("log").search_state.count
        assert count >= 4, "one for each try"
        await tui.press("enter", "n")
        await tui.reads(f"2/{count}")
        await tui.press("N", "N")
        await tui.reads(f"continued from the end {count}/{count}")
        await tui.press("n")
        await tui.reads(f"continued from the top 1/{count}")
        await tui.press("escape")
        await tui.until(lambda: f"1/{count}" not in tui.text)
        assert tui.kind == "LogScreen", "the first escape ends the search"
        await tui.press("escape")
        await tui.comes_to("TaskScreen", FAILED)


async def test_wrapping_can_be_changed() -> None:
    async with running(open_text=f"900705-{LOGS}") as tui:
        await tui.comes_to("TaskScreen", "very_long_line")
        await tui.press("l")
        await tui.comes_to("LogScreen", "next line")
        assert tui.view.lines.height > 1000
        await tui.press("w", "home")
        assert tui.view.lines.height == tui.view.row_count
        assert "start 0123" in tui.text
        await tui.press("right", "right")
        assert "start 0123" not in tui.text


async def test_a_missing_log_is_explained_and_escape_goes_back() -> None:
    async with running(open_text=f"900106-{LAST_NIGHT}") as tui:
        await tui.comes_to("TaskScreen", "not started")
        await tui.press("l")
        await tui.comes_to("LogScreen", "There is no log yet, or the id is wrong", "62102", "r try again")
        await tui.press("escape")
        await tui.comes_to("TaskScreen", "not started")


async def test_the_other_error_code_for_a_missing_log_is_explained_too() -> None:
    async with running(open_text=f"900620-{suffix(NOW, 14)}") as tui:
        await tui.comes_to("TaskScreen", "no_log_as_62109")
        await tui.press("l")
        await tui.comes_to("LogScreen", "There is no log yet", "62109")


async def test_a_log_opens_even_if_the_record_is_refused() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "no right to see that")
        await tui.press("l")
        await tui.comes_to("LogScreen", "characters")


async def test_the_header_says_in_words_that_a_log_is_cut() -> None:
    async with running(open_text=f"900702-{LOGS}") as tui:
        await tui.comes_to("TaskScreen", "one_mebibyte")
        await tui.press("l")
        await tui.comes_to("LogScreen", "cut (m: more) at 1,048,576 characters, which end is unknown")
        assert "★" not in tui.text


async def test_an_empty_log_says_so() -> None:
    async with running(open_text=f"900701-{LOGS}") as tui:
        await tui.comes_to("TaskScreen")
        await tui.press("l")
        await tui.comes_to("LogScreen", "the log is empty")


async def test_refresh_follows_a_growing_log() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId=900302-{TODAY}") as tui:
        await tui.is_connected()
        await tui.comes_to("TaskScreen", "RUNNING")
        stand_in.script(
            reply.success({"log": "".join(f"line {n}\n" for n in range(50))}), to="taskInstances.getLog"
        )
        await tui.press("l")
        await tui.comes_to("LogScreen", "line 50/50, 100%", "line 49")
        stand_in.script(
            reply.success({"log": "".join(f"line {n}\n" for n in range(60))}), to="taskInstances.getLog"
        )
        await tui.press("r")
        await tui.reads("line 60/60, 100%", "line 59")


async def test_a_typed_time_goes_to_the_first_line_at_or_after_it() -> None:
    stand_in = a_stand_in()
    lines = "".join(f"02:{minute:02}:30 INFO part {minute}\n" for minute in range(60))
    async with running(to(stand_in), open_text=f"taskInstId=900302-{TODAY}") as tui:
        await tui.is_connected()
        await tui.comes_to("TaskScreen", "RUNNING")
        stand_in.script(reply.success({"log": lines}), to="taskInstances.getLog")
        await tui.press("l")
        await tui.comes_to("LogScreen", "line 60/60")
        await tui.press("@")
        await tui.type("02:31")
        await tui.reads("line 32/60", "02:31:30 INFO part 31")
        await tui.press("enter", "escape")
        await tui.until(lambda: "@" not in tui.text)
        assert tui.kind == "LogScreen"
