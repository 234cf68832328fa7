"""The comparison of a failure with the last success, one key away."""

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.harness import LAST_NIGHT, SAMPLE, a_stand_in, running, to, without_prefetch
from tests.stories.test_inspector import copied
from tests.stories.test_previous_runs import started
from tui_app.demo import reply

FAILED = f"900103-{LAST_NIGHT}"


async def test_one_key_compares_with_the_last_success(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.paste(FAILED)
        await tui.comes_to("TaskScreen", "runMode")
        await tui.press("d")
        await tui.comes_to(
            "ChangesScreen", "6 differences from 900103-2026112000, the last success (inferred)"
        )
        await tui.reads("✓ SUCCESS (1)", "✗ FAIL (-1)", "runMode.cpu", "V1.13", "V1.14")
        await tui.reads("-   --source hdfs:///ods/scada/raw", "+   --source hdfs:///ods/scada/10min")
        await tui.reads("Ran for 11 m 32 s (before: 2 m 14 s): 5.2x")
        await tui.reads("instanceId, flowInstId")
        assert tui.command == f"enos-tui {FAILED} --view changes"
        assert stand_in.request_count("taskInstances", "get") == 2
        assert stand_in.request_count("flowInstances") == 0


async def test_a_key_shows_equal_values() -> None:
    async with running(start=started(FAILED, "changes"), size=(80, 60)) as tui:
        await tui.comes_to("ChangesScreen", "6 differences")
        assert "equal values" not in tui.text
        await tui.press("a")
        await tui.reads("equal values", "  runMode.memory        4.0", "  taskId                900103")
        await tui.press("a")
        await tui.until(lambda: "equal values" not in tui.text)


async def test_another_run_is_chosen_by_its_id() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=started(FAILED, "changes")) as tui:
        await tui.comes_to("ChangesScreen", "6 differences")
        await tui.press("c")
        await tui.until(lambda: isinstance(tui.app.focused, Input))
        await tui.press("escape")
        await tui.until(lambda: not isinstance(tui.app.focused, Input))
        assert tui.kind == "ChangesScreen"
        await tui.press("c")
        await tui.type("900103")
        await tui.press("enter")
        await tui.notifies("This text contains no instance id.")
        await tui.type("-2026111000")
        await tui.press("enter")
        await tui.reads("6 differences", "900103-2026111000  succeeded")
        assert tui.command.endswith(f"{FAILED} 900103-2026111000 --view changes")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_two_ids_on_the_command_line_are_compared() -> None:
    async with running(start=started(f"{FAILED}\n900103-2026111000", "changes")) as tui:
        await tui.comes_to("ChangesScreen", "6 differences", "900103-2026111000  succeeded")


async def test_runs_of_different_kinds_are_not_compared() -> None:
    async with running(start=started(f"{FAILED}\nflow=900100-{LAST_NIGHT}", "changes")) as tui:
        await tui.comes_to("ChangesScreen", "cannot be compared", "c compares with another id.")
        await tui.press("s")
        await tui.notifies("There is no answer yet.")
        await tui.press("y")
        await tui.notifies("There is no answer to copy yet")


async def test_the_search_for_a_success_ends_with_a_reason() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=started(SAMPLE, "changes")) as tui:
        await tui.comes_to("ChangesScreen", "No earlier successful run found", "the 5 previous ids")
        await tui.reads("the 5 previous ids do not exist", "c compares with an id of your choice")
        assert stand_in.request_count("taskInstances", "get") == 1 + 5


async def test_the_search_for_a_success_skips_failures() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), start=started("900108-2026110500", "changes")) as tui:
        await tui.comes_to(
            "ChangesScreen", "no difference from 900108-2026110300, the last success, 2 back (inferred)"
        )
        assert stand_in.request_count("taskInstances", "get") == 3


async def test_after_an_error_r_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "runMode")
        await tui.is_connected()
        stand_in.script(reply.refusal(62103, "User has no privilege"), to="taskInstances.get")
        await tui.press("d")
        await tui.comes_to("ChangesScreen", "This user has no right to see that")
        await tui.press("r")
        await tui.reads("6 differences")


async def test_the_comparison_is_copied_and_saved_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(start=started(FAILED, "changes")) as tui:
        await tui.comes_to("ChangesScreen", "6 differences")
        text = await copied(tui, "the whole comparison")
        assert text.startswith(f"enos-tui {FAILED} 900103-2026112000 --view changes\n")
        assert "runMode.cpu: 1.0 → 2.0\n" in text
        await tui.press("s")
        await tui.comes_to("SaveScreen", "Save comparison as")
        await tui.press("enter")
        await tui.notifies("comparison saved to")
        written = tmp_path / f"changes-{FAILED}-2026112000.txt"
        assert written.read_text(encoding="utf-8") == text


async def test_the_list_of_runs_is_one_key_away() -> None:
    async with running(start=started(FAILED, "changes")) as tui:
        await tui.comes_to("ChangesScreen", "6 differences")
        await tui.press("b")
        await tui.comes_to("PreviousRunsScreen", "Compared with the 10 previous runs")
