"""A table of several ids: sort, filter, retry, save, open."""

import csv
import json
import stat
from pathlib import Path

import pytest

from tests.harness import LAST_NIGHT, SAMPLE, SAMPLE_FLOW, TODAY, Tui, a_stand_in, running, to
from tests.stand_in import refusals
from tests.stand_in.gateway import StandIn
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.models.ids import find_ids
from tui_app.services.concurrency import AT_MOST, MOST_MISSES
from tui_app.store.locations import Locations

FAILED, WAITING, NIGHT = f"900103-{LAST_NIGHT}", f"900104-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"
NOBODY = "1-2021020211"
FIVE = [SAMPLE, WAITING, FAILED, SAMPLE_FLOW, NOBODY]
ALL_ANSWERED = "1 FAIL, 1 WAIT, 2 SUCCESS, 1 without an answer"


def ids(tui: Tui) -> list[str]:
    """The ids of the rows, from top to bottom."""
    return [one.text for line in tui.lines[3:-1] for one in find_ids(line[11:38])]


async def the_five(tui: Tui) -> None:
    """Paste five ids and wait for all answers."""
    await tui.paste(f"failed: {', '.join(FIVE)} and {SAMPLE} again")
    await tui.comes_to("InstanceTableScreen", "5 instances", ALL_ANSWERED)


def questions(stand_in: StandIn) -> int:
    return stand_in.request_count("taskInstances", "get") + stand_in.request_count("flowInstances", "get")


async def test_pasted_ids_are_rows_in_their_order_each_once() -> None:
    async with running() as tui:
        await the_five(tui)
        assert ids(tui) == FIVE
        rows = {found[0].text: line for line in tui.lines if (found := find_ids(line[11:38]))}
        assert "✗ FAIL" in rows[FAILED] and "11 m 32 s" in rows[FAILED]
        assert "✓ SUCCESS" in rows[SAMPLE_FLOW] and "HourlyDataIntegration" in rows[SAMPLE_FLOW]
        assert "✗ no answer" in rows[NOBODY] and "neither a task instance nor" in rows[NOBODY]


async def test_escape_from_an_opened_row_restores_the_table() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await the_five(tui)
        asked = questions(stand_in)
        await tui.press("o", "ampersand", *"success", "enter", "down")
        await tui.reads("2 of 5", "▾status")
        before = tui.text
        assert SAMPLE_FLOW in tui.cursor_line
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "HourlyDataIntegration", "5 tasks")
        await tui.press("escape")
        await tui.comes_to("InstanceTableScreen")
        assert tui.text == before
        assert questions(stand_in) == asked, "what the table asked for a moment ago is not asked again"


async def test_an_id_of_known_kind_costs_one_request() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE_FLOW) as tui:
        await tui.comes_to("FlowScreen", "5 tasks")
        before = questions(stand_in)
        await tui.press("g")
        await tui.comes_to("LookupScreen")
        await tui.paste(f"{SAMPLE} flow={NIGHT} {SAMPLE_FLOW}")
        await tui.comes_to("InstanceTableScreen", "1 FAIL, 2 SUCCESS")
        assert questions(stand_in) == before + 2


async def test_rows_are_sorted_by_keys_and_clicks_in_both_orders() -> None:
    async with running() as tui:
        await the_five(tui)
        by_status = [FAILED, NOBODY, WAITING, SAMPLE, SAMPLE_FLOW]
        await tui.press("o")
        await tui.reads("▾status")
        assert ids(tui) == by_status
        await tui.press("O")
        await tui.reads("▴status")
        assert ids(tui) == [SAMPLE, SAMPLE_FLOW, WAITING, NOBODY, FAILED]
        await tui.press("o")
        await tui.reads("▾id")
        assert ids(tui) == [NOBODY, SAMPLE_FLOW, SAMPLE, FAILED, WAITING]
        await tui.press("o")
        await tui.reads("▾took")
        assert ids(tui)[:3] == [FAILED, SAMPLE_FLOW, SAMPLE]
        await tui.pilot.click("#columns > .title", offset=(5, 0))
        await tui.reads("▾status")
        assert ids(tui) == by_status
        await tui.pilot.click("#columns > .title", offset=(5, 0))
        await tui.reads("▴status")
        await tui.pilot.click("#columns > .title", offset=(70, 0))
        await tui.reads("▾name")
        assert ids(tui)[0] == SAMPLE


async def test_rows_are_filtered_by_words_of_any_column() -> None:
    async with running() as tui:
        await the_five(tui)
        await tui.press("ampersand", *"!success")
        await tui.reads("3 of 5")
        assert ids(tui) == [WAITING, FAILED, NOBODY]
        await tui.press(*" 9001")
        await tui.reads("2 of 5")
        assert ids(tui) == [WAITING, FAILED]
        await tui.press("enter", "escape")
        await tui.until(lambda: len(ids(tui)) == 5)
        await tui.press("ampersand", *"nothing like it")
        await tui.reads("0 of 5")
        await tui.press("enter", "enter", "escape")
        await tui.until(lambda: len(ids(tui)) == 5)
        assert tui.kind == "InstanceTableScreen"


async def test_only_rows_without_an_answer_are_retried() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        refused = reply.refusal(62103, "no privilege")
        stand_in.script(*[refused] * 3, to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE} taskInstId={WAITING} taskInstId={FAILED}")
        await tui.comes_to("InstanceTableScreen", "3 without an answer", "This user has no right to see that")
        before = questions(stand_in)
        stand_in.script(refused, to=FAILED)
        await tui.press("R")
        await tui.reads("1 without an answer")
        await tui.press("R")
        await tui.reads("1 FAIL, 1 WAIT, 1 SUCCESS")
        assert questions(stand_in) == before + 4
        await tui.press("R")
        await tui.notifies("Every row has an answer")
        await tui.press("r")
        await tui.until(lambda: questions(stand_in) == before + 7)


async def test_escape_stops_loading_and_a_key_loads_the_rest() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        pasted = [f"9001{task:02}-{LAST_NIGHT}" for task in range(1, 9)]
        pasted += [f"{number}-2021020211" for number in range(118977, 118982)]
        for one in pasted[2:10]:
            stand_in.script(reply.Reply(200, delay_s=60), to=one)
        await tui.paste(" ".join(f"taskInstId={one}" for one in pasted))
        await tui.comes_to("InstanceTableScreen", "2 of 13 answered (escape stops)")
        assert stand_in.request_count("taskInstances", "get") == 10, "at most 8 are in flight"
        await tui.press("r")
        await tui.notifies("Still loading")
        await tui.press("escape")
        await tui.reads("stopped, 11 not loaded, R loads them")
        await tui.press("R")
        await tui.until(lambda: "stopped" not in tui.text and "answered" not in tui.lines[1])
        assert stand_in.request_count("taskInstances", "get") == 21
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_new_rows_leave_the_cursor_on_its_row() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(*[reply.refusal(62103, "no privilege")] * 2, to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE} taskInstId={WAITING} taskInstId=118980-2021020211")
        await tui.comes_to("InstanceTableScreen", "1 SUCCESS, 2 without an answer")
        await tui.press("o", "end")
        assert "118980-2021020211" in tui.cursor_line
        await tui.press("R")
        await tui.reads("1 WAIT, 2 SUCCESS")
        assert ids(tui) == [WAITING, SAMPLE, "118980-2021020211"]
        assert "118980-2021020211" in tui.cursor_line


async def test_rows_are_saved_as_csv_and_json_without_overwriting_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running() as tui:
        await the_five(tui)
        await tui.press("o", "s")
        await tui.comes_to("SaveScreen", "5 rows", str(tmp_path)[:40], "enos-20261122-233000.csv")
        await tui.press("enter")
        await tui.notifies(f"saved to {tmp_path}/enos-20261122-233000.csv")
        saved = tmp_path / "enos-20261122-233000.csv"
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        table = list(csv.DictReader(saved.read_text("utf-8").splitlines()))
        assert [row["id"] for row in table] == [FAILED, NOBODY, WAITING, SAMPLE, SAMPLE_FLOW]
        names = ("status", "statusName", "durationSeconds")
        assert [table[0][name] for name in names] == ["-1", "FAIL", "692.0"]
        saved.write_text("precious")
        await tui.press("s", "enter")
        await tui.reads("exists already: enter again replaces it")
        assert saved.read_text() == "precious"
        await tui.press("enter")
        await tui.until(lambda: saved.read_text() != "precious")
        await tui.comes_to("InstanceTableScreen")
        await tui.press("ampersand", *"fail", "enter", "s", *["backspace"] * 24, *"x.json", "enter")
        await tui.until((tmp_path / "x.json").exists)
        await tui.comes_to("InstanceTableScreen")
        assert [row["id"] for row in json.loads((tmp_path / "x.json").read_text())] == [FAILED]
        await tui.press("s", *["backspace"] * 24, *"none/x", "enter")
        await tui.reads("cannot be written: No such file or directory.")
        await tui.press("escape")
        await tui.comes_to("InstanceTableScreen")


async def test_the_header_says_when_ids_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_app.screens.instance_table.MAX_ROWS", 3)
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.paste(" ".join(FIVE))
        await tui.comes_to("InstanceTableScreen", "the first 3 of 5 ids", "1 FAIL, 1 WAIT, 1 SUCCESS")
        assert ids(tui) == FIVE[:3]
        assert questions(stand_in) == 3


async def test_refused_keys_are_not_tried_for_every_row() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(*[reply.unauthorized()] * 200, to="api")
        stand_in.script(*[refusals.token_refusal(1003, "no")] * 200, to="token")
        await tui.paste(" ".join(f"taskInstId={number}-2021020211" for number in range(100)))
        await tui.comes_to("InstanceTableScreen", "100 without an answer")
        assert stand_in.request_count("taskInstances") <= 16


async def test_the_table_is_copied_as_shown() -> None:
    async with running() as tui:
        await the_five(tui)
        await tui.press("ampersand", *"9001", "enter", "o")
        assert await tui.copied("ids, one a line") == f"{FAILED}\n{WAITING}\n"
        assert len((await tui.copied("rows as CSV")).splitlines()) == 3
        assert [row["id"] for row in json.loads(await tui.copied("rows as JSON"))] == [FAILED, WAITING]
        assert await tui.copied("command line") == (
            f"enos-tui {SAMPLE} {WAITING} {FAILED} {SAMPLE_FLOW} {NOBODY}"
        )


async def test_a_single_id_can_be_opened_as_a_table() -> None:
    start = Start(Locations.of_user(), demo=True, open_text=SAMPLE, view_name="many")
    async with running(start=start) as tui:
        command = f"enos-tui {SAMPLE} --view many"
        await tui.comes_to("InstanceTableScreen", "1 instance  ", "1 SUCCESS", command)


async def test_a_thousand_rows_cost_hardly_more_than_one_request_each() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        numbers = range(900901, 901901)
        await tui.paste(" ".join(f"taskInstId={number}-{TODAY}" for number in numbers))
        await tui.comes_to("InstanceTableScreen", "1,000 instances")
        await tui.settles()
        assert questions(stand_in) <= 1_000 + MOST_MISSES + AT_MOST
        await tui.press("end")
        assert f"901900-{TODAY}" in tui.cursor_line
        await tui.press("ampersand", *"901899")
        await tui.reads("1 of 1,000")


async def test_a_row_is_watched_from_the_table() -> None:
    async with running() as tui:
        await the_five(tui)
        await tui.press("down", "W")
        await tui.notifies(f"Watching {WAITING}")
