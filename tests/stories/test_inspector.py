"""The JSON inspector: runMode on a full screen, and the whole answer."""

import json

import pytest
from textual.widgets import OptionList

from tests.harness import SAMPLE, TODAY, Tui, a_stand_in, running, to
from tui_app.demo import reply
from tui_app.demo.reply import Reply
from tui_app.widgets.json_inspector import JsonInspector

NESTED = f"900507-{TODAY}"


def inspector(tui: Tui) -> JsonInspector:
    return tui.screen.query_one(JsonInspector)


async def copied(tui: Tui, what: str) -> str:
    """Copy a row of the copy menu and return the clipboard."""
    await tui.press("y")
    await tui.comes_to("ChooseScreen", what)
    rows = [str(option.prompt) for option in tui.screen.query_one(OptionList).options]
    (place,) = [number for number, row in enumerate(rows) if row.startswith(what + "  ")]
    before = len(tui.toasts)
    await tui.press(*["j"] * place, "enter")
    await tui.until(lambda: tui.kind != "ChooseScreen" and len(tui.toasts) > before)
    return tui.app.clipboard


async def test_run_mode_folds_unfolds_and_goes_to_a_level() -> None:
    async with running(open_text=NESTED) as tui:
        await tui.comes_to("TaskScreen", "JSON in string")
        await tui.press("i")
        await tui.comes_to("JsonScreen", "runMode of json_in_strings", ".data.runMode")
        await tui.press("minus")
        assert len(inspector(tui).lines.order) == 9, "runMode and its eight keys"
        await tui.press("2")
        by_two_levels = len(inspector(tui).lines.order)
        await tui.press("plus")
        assert len(inspector(tui).lines.order) > by_two_levels > 9
        await tui.press("left")
        assert len(inspector(tui).lines.order) == 1
        await tui.press("enter")
        assert len(inspector(tui).lines.order) > by_two_levels
        await tui.press("end", "h")
        assert inspector(tui).cursor, "h goes to the row around, not all the way"


async def test_search_unfolds_matches_and_the_title_is_their_path() -> None:
    async with running(open_text=NESTED) as tui:
        await tui.comes_to("TaskScreen", "JSON in string")
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        await tui.press("minus", "slash")
        await tui.type("backoff")
        await tui.reads("backoff_s", "1/4")
        await tui.press("enter", "n", "n")
        await tui.reads("3/4")
        await tui.press("N")
        await tui.reads("2/4", "fromjson")
        assert tui.cursor_line.startswith("▸ backoff_s [3 items]")
        await tui.press("escape", "escape")
        await tui.comes_to("TaskScreen")


async def test_one_key_changes_between_raw_text_and_tree() -> None:
    async with running(open_text=f"900508-{TODAY}") as tui:
        await tui.comes_to("TaskScreen", "spelling_matters")
        await tui.press("i")
        await tui.comes_to("JsonScreen", "123456789012345678901234567890")
        await tui.press("v")
        await tui.reads(
            "exactly as received", '"cpu": 0.60, "cpu": 1.50, "memory": 1E0', "\\u98ce\\u673a\\/data"
        )
        await tui.press("v")
        await tui.reads("▾ runMode")


async def test_malformed_json_is_shown_raw_with_the_place_of_the_error() -> None:
    async with running(open_text=f"900505-{TODAY}") as tui:
        await tui.comes_to("TaskScreen", "cut_off", "runMode is not JSON")
        await tui.press("i")
        await tui.comes_to("JsonScreen", "runMode is not JSON", '{"taskMode":1')
        await tui.press("v")
        await tui.notifies("only the raw text")


async def test_the_copy_menu_gives_value_key_path_and_the_whole_text() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "cpu 0.6")
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        await tui.move_to("cpu 0.6")
        assert await copied(tui, "value") == "0.6"
        assert await copied(tui, "key") == "cpu"
        assert await copied(tui, "jq path") == ".data.runMode|fromjson|.cpu"
        whole = await copied(tui, "all of it as received")
        assert json.loads(whole)["cpu"] == 0.6
        await tui.press("y")
        await tui.comes_to("ChooseScreen")
        await tui.press("escape")
        await tui.comes_to("JsonScreen")
        assert tui.app.clipboard == whole


async def test_the_copy_menu_of_a_record_offers_ids_names_and_command_line() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.move_to("taskId")
        assert await copied(tui, "value of taskId") == "118979"
        assert await copied(tui, "task instance id") == SAMPLE
        assert await copied(tui, "command line") == f"enos-tui {SAMPLE}"
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")
        assert await copied(tui, "id of this row") == SAMPLE


async def test_the_whole_answer_opens_too() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("J")
        await tui.comes_to("JsonScreen", f"answer about {SAMPLE}", "code 0", '"OK"')
        await tui.press("escape", "u")
        await tui.comes_to("FlowScreen", "5 tasks")
        await tui.press("J")
        await tui.comes_to("JsonScreen", "answer about 8435-2021020211")


async def test_without_an_answer_each_key_says_why_it_does_nothing() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "no right to see that")
        for key in ("i", "u", "f", "e", "right_square_bracket"):
            before = len(tui.toasts)
            await tui.press(key)
            await tui.until(lambda: len(tui.toasts) > before, f"a reason why {key} does nothing")  # noqa: B023
        assert set(tui.toasts) == {"There is no answer: r tries again."}
        await tui.press("y")
        await tui.notifies("There is no answer to copy yet")


@pytest.mark.parametrize(
    ("body", "said", "seen"),
    [
        (b'{"code":62103,"msg":"no","data":{"odd":1}}', "no right to see that", "odd 1"),
        (b"<html>\x1b[31mSign in</html>", "The answer is a web page", "<html>\\x1b[31mSign in</html>"),
        (b'{"code":0,"data":"' + b"x" * 30, "The answer is not JSON", '{"code":0,"data":"xxxxxxxxxx'),
        (b'{"code":0,"data":' + b"[" * 300 + b"]" * 300 + b"}", "nested too deeply", "data [1 item]"),
        (b'{"code":0,"data":[42]}', "no record where one belongs", "0 42"),
    ],
)
async def test_an_unreadable_answer_can_be_inspected(body: bytes, said: str, seen: str) -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(*[Reply(200, {"content-type": "application/json"}, body)] * 2, to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", said, "J raw answer")
        await tui.press("J")
        await tui.comes_to("JsonScreen", f"raw answer for {SAMPLE}", seen)
