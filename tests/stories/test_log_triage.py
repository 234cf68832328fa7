"""The log as a tool: errors, filter, selection, copy, save, follow; a cut log."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from tests.harness import LAST_NIGHT, NOW, TODAY, Tui, a_stand_in, running, to
from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.demo.stamps import suffix
from tui_app.messages import OpenView
from tui_app.models.ids import TaskInstanceId
from tui_app.models.view import View
from tui_app.services import follow
from tui_app.store.locations import Locations

FAILED, RUNNING = f"900103-{LAST_NIGHT}", f"900302-{TODAY}"
BIG = f"900702-{suffix(NOW, 8)}"


def written(count: int, first: int = 0) -> reply.Reply:
    return reply.success({"log": "".join(f"line {number}\n" for number in range(first, count))})


def the_log_of(task_id: str) -> Start:
    return Start(Locations.of_user(), demo=True, open_text=task_id, view_name="log")


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_one_key_opens_the_log_at_its_error_with_one_request() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        await tui.press("l")
        await tui.comes_to("LogScreen", "(decisive): Python traceback", "characters")
        assert tui.cursor_line == "KeyError: 'ActivePower_avg'"
        assert "Traceback (most recent call last):" in tui.text
        assert stand_in.request_count("taskInstances", "getLog") == 1
        await tui.press("e")
        await tui.reads("error 8/8: exit code")
        await tui.press("e")
        await tui.reads("error 1/8")
        await tui.press("E")
        await tui.reads("error 8/8")
        assert stand_in.request_count("taskInstances", "getLog") == 1


async def test_the_command_line_opens_the_same_screen() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "(decisive): Python traceback")
        assert tui.command == f"enos-tui {FAILED} --view log"


async def test_a_log_without_an_error_opens_at_its_end_and_says_so() -> None:
    async with running(open_text=f"900101-{LAST_NIGHT}") as tui:
        await tui.comes_to("TaskScreen", "SUCCESS")
        await tui.press("l")
        await tui.comes_to("LogScreen", "no error found")
        assert tui.view.cursor == tui.view.row_count - 1
        await tui.press("e")
        await tui.notifies("No line here looks like an error")


async def test_a_filter_hides_lines_counts_them_and_goes_away() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "characters")
        count = tui.view.row_count
        await tui.press("ampersand")
        await tui.type("keyerror")
        await tui.reads("lines hidden")
        await tui.press("enter")
        assert "KeyError" in tui.cursor_line
        await tui.press("ampersand", "home", "exclamation_mark", "enter")
        await tui.until(lambda: "KeyError" not in tui.text.replace("!keyerror", ""))
        await tui.press("e", "e", "escape")
        await tui.until(lambda: "hidden" not in tui.text)
        assert (tui.kind, len(tui.view.shown_rows())) == ("LogScreen", count)


async def test_the_error_key_says_when_the_filter_hides_every_error() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "characters")
        await tui.press("ampersand")
        await tui.type("cmdline")
        await tui.press("enter", "e")
        await tui.notifies("The filter hides every error.")


async def test_the_title_counts_the_consequences_that_a_key_hides() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "(decisive)")
        await tui.press("c")
        await tui.reads("consequences and notices hidden")
        await tui.press("c")
        await tui.until(lambda: "notices hidden" not in tui.text)


async def test_a_cut_is_read_at_80_columns_while_consequences_are_hidden() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "(decisive)")
        end = "\n".join(tui.view.row_text(row) for row in range(tui.view.row_count))
    stand_in = a_stand_in()
    log = f"{'-' * 79}\n" * 20_000
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, reply.success({"log": f"{log[: 1_048_575 - len(end)]}\n{end}"}))
        await tui.reads("error 7/8 (decisive)", "cut (m: more) at")
        await tui.press("c")
        await tui.reads("error 4/4 (decisive)", "cut (m: more) at")


async def test_an_error_is_copied_with_its_context_and_a_selection_alone() -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "(decisive)")
        view = tui.view
        await tui.press("y")
        await tui.comes_to("ChooseScreen", "error with 10 lines", "whole log")
        await tui.press("enter")
        await tui.notifies("error with 10 lines, ")
        copied = tui.app.clipboard.split("\n")
        assert "Traceback (most recent call last):" in copied
        assert "process exited with code 1" in copied[-1]
        await tui.press("v", "up", "up")
        await tui.reads("3 lines selected, y copies")
        await tui.press("y")
        await tui.comes_to("ChooseScreen", "3 selected lines")
        await tui.press("enter")
        await tui.notifies("3 selected lines, ")
        row = view.cursor or 0
        assert tui.app.clipboard == "\n".join(view.row_text(one) for one in range(row, row + 3))
        await tui.press("escape")
        await tui.until(lambda: "selected" not in tui.lines[1])
        assert tui.kind == "LogScreen"


async def test_the_log_is_saved_and_no_file_is_lost(tmp_path: Path) -> None:
    path = tmp_path / f"{FAILED}.log"
    path.write_text("mine")
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "characters")
        await tui.press("s", "enter")
        await tui.comes_to("SaveScreen", "exists already")
        assert path.read_text() == "mine"
        await tui.press("enter")
        await tui.comes_to("LogScreen")
        await tui.notifies(f"{FAILED}.log")
    assert path.read_text().startswith("====")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_only_the_filtered_lines_are_saved(tmp_path: Path) -> None:
    async with running(start=the_log_of(FAILED)) as tui:
        await tui.comes_to("LogScreen", "characters")
        await tui.press("ampersand")
        await tui.type("exited with")
        await tui.press("enter", "s")
        await tui.comes_to("SaveScreen", "the lines the filter keeps")
        await tui.press("enter")
        await tui.comes_to("LogScreen")
    saved = (tmp_path / f"{FAILED}.log").read_text().splitlines()
    assert 0 < len(saved) <= 20
    assert any("exited with" in line for line in saved)


async def opened(tui: Tui, stand_in: StandIn, *replies: reply.Reply) -> None:
    """The log of the running task with scripted answers."""
    await tui.is_connected()
    stand_in.script(*replies, to="taskInstances.getLog")
    tui.app.post_message(OpenView(View.of(TaskInstanceId(RUNNING), "log")))
    await tui.until(lambda: tui.kind == "LogScreen")


@pytest.fixture
def one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Followed logs are polled once per start."""
    monkeypatch.setattr(follow, "FOLLOW_S", 1e6)
    monkeypatch.setattr(follow, "LONGEST_S", 1e6)


@pytest.mark.usefixtures("one_look")
async def test_a_followed_log_grows_without_moving_the_cursor() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, written(50))
        await tui.reads("line 49")
        await tui.press("home")
        stand_in.script(written(62), to="taskInstances.getLog")
        await tui.press("t")
        await tui.reads("following every", "12 new lines below", "line 0")
        await tui.press("end")
        await tui.reads("line 61")
        await tui.until(lambda: "new line" not in tui.text)
        await tui.press("t")
        await tui.until(lambda: "following" not in tui.text)
        stand_in.script(written(70), to="taskInstances.getLog")
        await tui.press("t")
        await tui.reads("line 69")
        assert (
            stand_in.request_count("taskInstances") == stand_in.request_count("taskInstances", "getLog") == 3
        )


@pytest.mark.usefixtures("one_look")
async def test_following_ends_with_the_task_and_its_last_lines() -> None:
    stand_in = a_stand_in()
    over = reply.success({"taskInstId": RUNNING, "status": 1})
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, written(50))
        await tui.reads("line 49")
        stand_in.script(written(50), written(51), to="taskInstances.getLog")
        stand_in.script(over, to="taskInstances.get")
        await tui.press("t")
        await tui.notifies("The task is over (SUCCESS)")
        await tui.reads("line 50")
        assert "following" not in tui.text
        assert stand_in.request_count("taskInstances") == 4
        await tui.press("t")
        await tui.notifies("nothing more will be written")
        assert stand_in.request_count("taskInstances") == 4


@pytest.mark.usefixtures("one_look")
async def test_a_missing_log_can_be_followed() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, reply.refusal(62102, "no log"))
        await tui.reads("There is no log yet")
        stand_in.script(reply.refusal(62102, "no log"), to="taskInstances.getLog")
        stand_in.script(reply.success({"taskInstId": RUNNING, "status": 2}), to="taskInstances.get")
        await tui.press("t")
        await tui.reads("following, no answer, next try in")
        await tui.press("t")
        stand_in.script(written(3), to="taskInstances.getLog")
        await tui.press("t")
        await tui.reads("line 2", "following every")
        assert "There is no log yet" not in tui.text


async def test_a_log_sends_no_requests_unless_it_is_followed() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, written(50))
        await tui.reads("line 49")
        assert stand_in.request_count("taskInstances") == 1


@pytest.mark.parametrize(("keeps", "missing"), [("head", "end"), ("tail", "beginning")])
async def test_more_of_a_cut_log_shows_which_end_was_missing(
    keeps: Literal["head", "tail"], missing: str
) -> None:
    stand_in = a_stand_in()
    stand_in.habits = Habits(log_keeps=keeps)
    async with running(to(stand_in), start=the_log_of(BIG)) as tui:
        await tui.comes_to("LogScreen", "cut (m: more) at 1,048,576 characters")
        await tui.settles()
        await tui.press("home", "pagedown")
        line = tui.cursor_line
        await tui.press("m")
        await tui.notifies(f"The {missing} of the log was missing")
        await tui.until(lambda: "cut (" not in tui.text)
        assert tui.cursor_line == line
        await tui.press("m")
        await tui.notifies("Nothing of this log is missing.")
        assert stand_in.request_count("taskInstances", "getLog") == 2


BARS = "".join(f"\r{done:3}%|{'#' * (done // 10):10}|" for done in range(0, 101, 10))


@pytest.mark.parametrize(
    ("name", "as_saved"),
    [
        ("bars.log", lambda log: log.replace("\x1b[31m", "").replace("\x07", "\\x07")),
        ("bars.raw", lambda log: log),
    ],
)
async def test_bars_stand_as_on_a_terminal_and_copies_and_saves_keep_all_that_came(
    name: str, as_saved: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stand_in = a_stand_in()
    log = f"\x1b[31mbegin\n{BARS}\nERROR: disk\bk full\r\n\x07"
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, reply.success({"log": log}))
        await tui.reads("2 lines as on a terminal (V)", "100%|##########|", "ERROR: disk full")
        await tui.press("home", "down", "y")
        await tui.comes_to("ChooseScreen", "line")
        await tui.press("enter")
        await tui.until(lambda: tui.app.clipboard == BARS.replace("\r", "\\r"))
        await tui.press("V")
        await tui.reads("2 lines as received (V)", "\\r  0%|", "ERROR: disk\\x08k full")
        await tui.press("V")
        await tui.reads("2 lines as on a terminal (V)")
        await tui.press("s")
        await tui.comes_to("SaveScreen", "Save log (.raw keeps every byte) as")
        await tui.press("ctrl+u")
        await tui.type(name)
        await tui.press("enter")
        await tui.comes_to("LogScreen")
        await tui.notifies(name)
    assert (tmp_path / name).read_bytes().decode() == as_saved(log)


async def test_where_nothing_moves_the_cursor_back_the_raw_form_is_refused() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await opened(tui, stand_in, written(9))
        await tui.reads("line 8")
        await tui.press("V")
        await tui.notifies("Every line is shown as received")
        assert "as on a terminal" not in tui.text
