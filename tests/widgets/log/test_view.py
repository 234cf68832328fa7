import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from tests.idle import until
from tui_app.logic.logs.decisive_line import Outcome
from tui_app.logic.time_slicing import Steps
from tui_app.widgets.log import pane as pane_module
from tui_app.widgets.log import view as view_module
from tui_app.widgets.log.pane import LogSummary
from tui_app.widgets.log.view import LogView


class LogApp(App[None]):
    CSS = "LogView { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.log_view = LogView()

    def compose(self) -> ComposeResult:
        yield self.log_view


def screen(view: LogView) -> list[str]:
    """The lines on screen without their margin."""
    return [view.render_line(y).text[3:].rstrip() for y in range(view.size.height)]


def numbered(count: int) -> str:
    return "".join(f"line {number}\n" for number in range(1, count + 1))


def step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log be a big one, and everything else have its turn after each step of its reading."""

    async def run(steps: Steps[None]) -> None:
        for _ in steps:
            await asyncio.sleep(0)

    monkeypatch.setattr(view_module, "_AT_ONCE", 1)
    monkeypatch.setattr(view_module, "run_in_slices", run)


async def meanwhile(
    pilot: Pilot[None], first: str, steps: int, act: Callable[[LogView], None], filter: str = ""
) -> LogView:
    """A log as it stands when it is read, with something done so many steps after it came."""
    view = LogView()
    await pilot.app.mount(view)
    view.set_filter(filter)
    view.set_text(first)
    for _ in range(steps):
        await asyncio.sleep(0)
    act(view)
    await until(pilot, lambda: not view.summary.is_reading)
    await view.remove()
    return view


async def test_a_log_opens_at_its_end() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(numbered(1000))
        await pilot.pause()
        assert screen(app.log_view)[-1] == "line 1000"
        await pilot.press("home")
        assert screen(app.log_view)[0] == "line 1"


async def test_who_reads_the_end_sees_the_new_end_and_who_reads_elsewhere_stays() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(numbered(100))
        await pilot.pause()
        app.log_view.set_text(numbered(200))
        await pilot.pause()
        assert screen(app.log_view)[-1] == "line 200"
        app.log_view.scroll_to_line(20)
        app.log_view.set_text(numbered(300))
        await pilot.pause()
        assert screen(app.log_view)[0] == "line 21"


async def test_colours_are_dropped_and_every_other_control_is_shown() -> None:
    app = LogApp()
    async with app.run_test(size=(60, 5)):
        app.log_view.set_text("\x1b[1;31mERROR\x1b[0m\tdisk\x1b[2J\u202e\r\n[bold]任务[/]\x07end")
        assert screen(app.log_view)[:2] == ["ERROR   disk\\x1b[2J\\u202e", "[bold]任务[/]\\x07end"]


async def test_long_lines_are_wrapped_until_the_key_says_otherwise() -> None:
    app = LogApp()
    async with app.run_test(size=(44, 5)) as pilot:
        app.log_view.set_text("short\n" + "x" * 100)
        await pilot.pause()
        assert screen(app.log_view)[:4] == ["short", "x" * 40, "x" * 40, "x" * 20]
        await pilot.press("w")
        assert screen(app.log_view)[:2] == ["short", "x" * 39 + "…"]


async def test_one_endless_line_opens_at_its_end_too() -> None:
    app = LogApp()
    async with app.run_test(size=(44, 5)) as pilot:
        app.log_view.set_text("任务" * 50_000 + "the end")
        await pilot.pause()
        assert screen(app.log_view)[-1].endswith("the end")
        assert app.log_view.lines.height == 5_001


async def test_an_empty_log_has_no_lines() -> None:
    app = LogApp()
    async with app.run_test(size=(41, 5)) as pilot:
        app.log_view.set_text("")
        await pilot.press("end", "down")
        assert (app.log_view.row_count, screen(app.log_view)) == (0, [""] * 5)


FAILED = (
    numbered(50)
    + """Traceback (most recent call last):
  File "a.py", line 3, in main
KeyError: 'power'
"""
    + numbered(20)
    + "process exited with exit code 1\n"
)


async def test_a_log_opens_at_its_decisive_error_with_all_of_it_in_view() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 7)) as pilot:
        app.log_view.set_text(FAILED)
        await pilot.pause()
        assert app.log_view.cursor == 52
        assert screen(app.log_view)[2:5] == [
            "Traceback (most recent call last):",
            '  File "a.py", line 3, in main',
            "KeyError: 'power'",
        ]
        assert app.log_view.summary == LogSummary(errors=2, number=1)


LONG_MESSAGE = (
    numbered(30)
    + "java.lang.IllegalStateException: plan refused\n"
    + "".join(f"  row {n} has no site\n" for n in range(1, 9))
    + "\tat com.acme.Day.main(Day.java:3)\n"
    + numbered(30)
)


async def test_every_way_to_the_decisive_error_shows_its_message_from_the_first_line() -> None:
    app = LogApp()
    async with app.run_test(size=(50, 6)) as pilot:
        app.log_view.set_text(LONG_MESSAGE)
        await pilot.pause()
        opened = screen(app.log_view)
        assert app.log_view.cursor == 30
        assert opened[0] == "java.lang.IllegalStateException: plan refused", "it is too long to be seen whole"
        for keys in (["home", "e"], ["end", "E"], ["end", "e"]):
            await pilot.press(*keys)
            assert (app.log_view.cursor, screen(app.log_view)) == (30, opened), keys


async def test_a_run_that_succeeded_opens_at_its_end_and_a_failed_one_at_its_last_words() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(FAILED, Outcome.SUCCEEDED)
        await pilot.pause()
        assert (app.log_view.cursor, app.log_view.decisive) == (73, None)
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(numbered(20) + "process exited with code 1\n", Outcome.FAILED)
        await pilot.pause()
        assert (app.log_view.cursor, app.log_view.decisive) == (19, None)


async def test_a_key_hides_consequences_from_the_steps_and_shows_them_again() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 7)) as pilot:
        app.log_view.set_text(FAILED)
        await pilot.press("c")
        assert app.log_view.summary == LogSummary(errors=1, hidden=1, number=1)
        await pilot.press("e")
        assert app.log_view.cursor == 52, "the only cause is the next one"
        await pilot.press("c", "e")
        assert (app.log_view.cursor, app.log_view.summary.hidden) == (73, 0)


async def test_keys_go_through_the_errors_and_round() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 7)) as pilot:
        app.log_view.set_text(FAILED)
        await pilot.press("e")
        assert (app.log_view.cursor, app.log_view.summary.number) == (73, 2)
        await pilot.press("e")
        assert (app.log_view.cursor, app.log_view.summary.number) == (52, 1)
        await pilot.press("home")
        assert app.log_view.summary == LogSummary(errors=2)
        await pilot.press("E")
        assert app.log_view.cursor == 73


async def test_the_scroll_bar_shows_where_the_errors_are() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.log_view.set_text(numbered(50) + "FATAL: one\n" + numbered(48) + "FATAL: two\n")
        await pilot.pause()
        bar = app.log_view.vertical_scrollbar
        marked = [
            y
            for y in range(10)
            if "=" in "".join(one.text for one in bar.render_lines(Region(0, y, 1, 1))[0])
        ]
        assert marked == [5, 9]


async def test_a_wrapped_line_goes_on_under_its_own_beginning() -> None:
    app = LogApp()
    async with app.run_test(size=(24, 5)) as pilot:
        app.log_view.set_text("    " + "x" * 30)
        await pilot.pause()
        assert screen(app.log_view)[:2] == ["    " + "x" * 16, "    " + "x" * 14]
        app.log_view.set_text(" " * 60 + "y")
        await pilot.pause()
        assert "y" in screen(app.log_view)[-2] + screen(app.log_view)[-1], "an endless indent is no indent"


async def test_the_line_that_says_what_an_error_is_has_a_sign_in_the_margin() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 9)) as pilot:
        app.log_view.set_text("begin\n2026-11-28 02:31:00 ERROR Load: no space left on device\nend")
        await pilot.pause()
        assert [app.log_view.render_line(y).text[:3] for y in range(4)] == ["   ", "▍✗ ", "▍  ", "   "]


async def test_line_numbers_take_their_room_and_give_it_back() -> None:
    app = LogApp()
    async with app.run_test(size=(23, 5)) as pilot:
        app.log_view.set_text("short\n" + "x" * 30)
        await pilot.press("number_sign")
        numbers = [app.log_view.render_line(y).text.rstrip() for y in range(3)]
        assert numbers == [" 1   short", "▍2   " + "x" * 17, "▍    " + "x" * 13]
        await pilot.press("number_sign")
        assert screen(app.log_view)[:2] == ["short", "x" * 19]


async def test_a_filter_keeps_the_place_and_search_and_errors_keep_to_what_it_shows() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 9)) as pilot:
        view = app.log_view
        view.set_text(FAILED)
        view.set_filter("exit code")
        await pilot.pause()
        assert list(view.shown_rows()) == [71, 72, 73]
        assert view.filter_remark == "71 of 74 lines hidden, 2 around"
        view.search("line")
        assert view.search_state.count == 2
        await pilot.press("e", "e")
        assert view.cursor == 73
        view.set_filter("")
        assert (view.cursor, view.filter_remark, len(view.shown_rows())) == (73, "", 74)
        assert view.search_state.count == 71


@pytest.mark.parametrize("is_wrapped", [True, False])
async def test_a_separator_stands_where_context_is_left_out(is_wrapped: bool) -> None:
    app = LogApp()
    async with app.run_test(size=(40, 14)) as pilot:
        view = app.log_view
        view.wrap = is_wrapped
        view.set_text(numbered(40))
        view.set_filter("line 20")
        view.set_filter("0")
        await pilot.press("Z")
        await pilot.pause()
        assert screen(view)[:8] == [
            "line 9",
            "line 10",
            "line 11",
            "── 7 lines ──",
            "line 19",
            "line 20",
            "line 21",
            "── 7 lines ──",
        ]
        assert view.filter_remark == "29 of 40 lines hidden, 1 around"
        await pilot.press("Z")
        assert screen(view)[:4] == ["line 10", "line 20", "line 30", "line 40"]
        await pilot.press("z", "z", "z")
        assert len(view.shown_rows()) == 36


async def test_a_search_finds_its_line_below_a_separator() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 3)) as pilot:
        view = app.log_view
        view.set_text(numbered(90))
        view.set_filter("0")
        await pilot.press("home")
        view.search("line 38")
        await pilot.pause()
        assert "line 38" in screen(view)
        assert view.cursor == 37


async def test_a_selection_grows_with_the_cursor_and_ends_with_its_key() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(numbered(10))
        await pilot.press("home", "v", "down", "down")
        assert (list(app.log_view.selected), app.log_view.summary.selected) == ([0, 1, 2], 3)
        backgrounds = [[*app.log_view.render_line(y)][-1].style for y in range(4)]
        assert backgrounds[0] == backgrounds[1] != backgrounds[3]
        await pilot.press("v")
        assert (list(app.log_view.selected), app.log_view.unselect()) == ([], False)


async def test_who_reads_above_is_told_how_many_lines_came_below() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text(numbered(100))
        await pilot.press("home")
        app.log_view.set_text(numbered(112))
        await pilot.pause()
        assert (screen(app.log_view)[0], app.log_view.summary.new_below) == ("line 1", 12)
        app.log_view.scroll_to_line(102)
        await pilot.pause()
        assert app.log_view.summary.new_below == 112 - 107
        await pilot.press("end")
        await pilot.pause()
        assert app.log_view.summary.new_below == 0


async def test_a_traceback_that_comes_in_two_parts_is_one_error() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)):
        at = FAILED.index("KeyError")
        app.log_view.set_text(FAILED[: at - 10])
        app.log_view.set_text(FAILED)
        assert [error.summary for error in app.log_view.errors] == [
            "KeyError: 'power'",
            "process exited with exit code 1",
        ]


async def test_lines_that_come_before_the_first_one_move_nobody() -> None:
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        tail = numbered(300)[-900:]
        app.log_view.set_text(tail)
        await pilot.press("home", "down", "down")
        before = screen(app.log_view)[1:]
        app.log_view.set_text(numbered(300))
        await pilot.pause()
        assert screen(app.log_view)[1:] == before
        assert app.log_view.row_text(app.log_view.cursor or 0) == before[1]


async def test_a_big_log_is_gone_through_between_keys_to_the_same_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (pane_module, view_module):
        monkeypatch.setattr(module, "_AT_ONCE", 10)
    app = LogApp()
    async with app.run_test(size=(41, 9)) as pilot:
        view = app.log_view
        view.set_text(FAILED)
        assert view.row_count == 0
        await until(pilot, lambda: view.summary == LogSummary(errors=2, number=1))
        assert view.cursor == 52
        view.search("line")
        await until(pilot, lambda: view.search_state.count == 71)
        view.set_filter("exit code")
        await until(pilot, lambda: len(view.shown_rows()) == 3 and view.search_state.count == 2)
        view.set_filter("")
        await until(pilot, lambda: len(view.shown_rows()) == 74)
        await pilot.resize_terminal(22, 9)
        await until(pilot, lambda: view.lines.height > 74 and view.lines.width == 18)
        view.set_text(FAILED + "FATAL: more\n")
        await until(pilot, lambda: view.summary.errors == 3)


@pytest.mark.parametrize(
    ("now", "lines", "errors"),
    [
        (FAILED + "FATAL: more\n", 75, 3),
        (numbered(3) + FAILED, 77, 2),
        (FAILED, 74, 2),
        (numbered(9), 9, 0),
    ],
    ids=["goes-on", "begins-earlier", "is-the-same", "is-another"],
)
async def test_what_comes_while_a_big_log_is_read_is_read_too(
    now: str, lines: int, errors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    step_by_step(monkeypatch)
    app = LogApp()
    async with app.run_test(size=(41, 9)) as pilot:
        for steps in range(12):
            view = await meanwhile(pilot, FAILED, steps, lambda view: view.set_text(now))
            assert (view.row_count, view.summary.errors, view.raw) == (lines, errors, now), steps


async def test_a_big_log_whose_beginning_is_dropped_while_it_is_read_is_kept_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step_by_step(monkeypatch)
    whole = numbered(2_000)
    app = LogApp()
    async with app.run_test(size=(41, 9)) as pilot:
        for steps in range(12):
            view = await meanwhile(pilot, whole[:-900], steps, lambda view: view.set_text(whole[900:]))
            assert (view.row_count, view.raw == whole) == (2_000, True), steps


async def test_who_moves_while_a_big_log_is_read_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    step_by_step(monkeypatch)
    app = LogApp()
    async with app.run_test(size=(41, 9)) as pilot:
        view = app.log_view
        view.set_text(numbered(5_000))
        await until(pilot, lambda: not view.summary.is_reading)
        view.set_text(numbered(9_000))
        for _ in range(5):
            await asyncio.sleep(0)
        view.action_go_first()
        assert view.row_count == 5_000, "it is being read"
        await until(pilot, lambda: not view.summary.is_reading)
        assert (view.cursor, screen(view)[0], view.row_count) == (0, "line 1", 9_000)


async def test_a_filter_typed_while_a_big_log_is_read_is_the_one_that_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step_by_step(monkeypatch)
    app = LogApp()
    async with app.run_test(size=(41, 9)) as pilot:
        for steps in range(5):
            view = await meanwhile(
                pilot, FAILED, steps, lambda view: view.set_filter("exit code"), filter="!nothing"
            )
            assert list(view.shown_rows()) == [71, 72, 73], steps


BARS = "".join(f"\r{done:3}% {'#' * (done // 10)}" for done in range(0, 101, 10))


async def test_a_bar_is_drawn_in_its_last_state_and_one_key_shows_all_that_came() -> None:
    app = LogApp()
    async with app.run_test(size=(30, 5)) as pilot:
        view = app.log_view
        view.set_text(f"{numbered(20)}{BARS}\nN\bNA\bAM\bME\bE\nend\n")
        await pilot.pause()
        assert screen(view)[2:] == ["100% ##########", "NAME", "end"]
        assert view.summary.redrawn == 2
        await pilot.press("up", "up", "V")
        assert view.summary.is_raw
        assert view.cursor == 20
        assert view.row_text(20) == BARS.replace("\r", "\\r")
        assert view.row_text(21) == "N\\x08NA\\x08AM\\x08ME\\x08E"
        assert any(line.startswith("\\r  0% \\r 10% #") for line in screen(view))
        await pilot.press("V")
        assert screen(view)[2:] == ["100% ##########", "NAME", "end"]
        assert view.cursor == 20
        assert view.received([20, 21]) == [BARS, "N\bNA\bAM\bME\bE"]


async def test_a_log_that_grows_stays_raw_and_its_errors_are_those_of_the_last_states() -> None:
    app = LogApp()
    async with app.run_test(size=(60, 5)) as pilot:
        view = app.log_view
        view.set_text(f"{BARS}\nERROR: one\n", Outcome.FAILED)
        await pilot.press("V")
        view.set_text(f"{BARS}\nERROR: one\n{BARS}ERROR: two\n 5%\r", Outcome.FAILED)
        await pilot.pause()
        assert view.row_text(2) == f"{BARS}ERROR: two".replace("\r", "\\r")
        assert [error.at for error in view.index.errors] == [1, 2]
        view.set_text(f"{BARS}\nERROR: one\n{BARS}ERROR: two\n 5%\r10%", Outcome.FAILED)
        assert view.row_text(3) == " 5%\\r10%"
        await pilot.press("V")
        assert view.row_text(3) == "10%"
        assert view.summary.redrawn == 3


async def test_a_log_without_such_lines_says_that_it_is_shown_as_received() -> None:
    said: list[str] = []

    class Heard(LogApp):
        def notify(self, message: str, **_: Any) -> None:
            said.append(message)

    app = Heard()
    async with app.run_test(size=(40, 5)) as pilot:
        app.log_view.set_text("one\r\ntwo\r\n")
        await pilot.press("V")
        assert said == ["Every line is shown as received: none moves the cursor back."]
        assert screen(app.log_view)[:2] == ["one", "two"]
        assert not app.log_view.summary.is_raw


@pytest.mark.parametrize("steps", range(1, 40, 6))
async def test_the_key_works_while_a_big_log_is_read(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    step_by_step(monkeypatch)
    app = LogApp()
    async with app.run_test(size=(40, 5)) as pilot:
        view = app.log_view
        view.set_text(f"{BARS}\n")
        await until(pilot, lambda: not view.summary.is_reading)
        view.set_text(f"{BARS}\n" * 40)
        for _ in range(steps):
            await asyncio.sleep(0)
        view.action_toggle_raw_lines()
        await until(pilot, lambda: not view.summary.is_reading and view.summary.is_raw)
        assert view.row_text(39) == BARS.replace("\r", "\\r")
        view.action_toggle_raw_lines()
        await until(pilot, lambda: not view.summary.is_reading and not view.summary.is_raw)
        assert view.row_text(39) == "100% ##########"
