"""Every fault on a screen of 80x24: told in full beside the old answer, and after it the work goes on."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from tests.faults.scene import Scene
from tests.faults.table import FAULTS, TOLD_OF_RECORDS, Fault
from tests.harness import LAST_NIGHT, SAMPLE, Tui, running
from tui_app.api.retry import Deadlines
from tui_app.app.launch import Start
from tui_app.screens.base_query import Failed, QueryScreen, Ready
from tui_app.store.locations import Locations

USUAL = Deadlines()
FAILED = f"900103-{LAST_NIGHT}"
BY_NAME = {fault.name: fault for fault in FAULTS}
OF_LOGS = [fault for fault in FAULTS if fault.is_of_log]


@asynccontextmanager
async def opened(
    scene: Scene, view: str, deadlines: Deadlines = USUAL, text: str = f"taskInstId={SAMPLE}"
) -> AsyncIterator[Tui]:
    start = Start(Locations.of_user(), scene.profile, open_text=text, view_name=view)
    async with running(lambda on_retry: scene.gateway(deadlines, on_retry), start=start) as tui:
        await tui.is_connected()
        await tui.until(lambda: state(tui) == Ready(), "the first answer")
        yield tui


def state(tui: Tui) -> object:
    return tui.screen.state if isinstance(tui.screen, QueryScreen) else None


def place_of(tui: Tui) -> str:
    """The row of the cursor, empty in a pane without one."""
    return tui.cursor_line if tui.view.cursor is not None else ""


def is_shown(tui: Tui, row: str) -> bool:
    text = tui.text
    return all(word in text for word in row.split())


async def tells(tui: Tui, scene: Scene, fault: Fault) -> None:
    """Sentence and hint are on screen in full, wherever their lines are broken."""
    whole = f"{fault.sentence.format(host=scene.host)} {fault.hint}"
    await tui.until(lambda: whole in " ".join(tui.text.split()), whole)


async def survives(tui: Tui, scene: Scene, fault: Fault, old: Iterable[str]) -> None:
    """One fault during a refresh, and the refresh after it."""
    kind, place = tui.kind, place_of(tui)
    fault.begin(scene)
    await tui.press("r")
    await tui.settles()
    if fault.sentence:
        await tui.until(lambda: isinstance(state(tui), Failed), f"the failure of {fault.name}")
        await tells(tui, scene, fault)
        assert "not refreshed" in tui.lines[1]
        assert [text for text in old if text not in tui.text] == []
        assert (tui.kind, place_of(tui)) == (kind, place)
        await tui.until(lambda: is_shown(tui, place), f"the row of the cursor, {place!r},")
    scene.heal()
    await tui.press("r")
    await tui.settles()
    await tui.until(lambda: state(tui) == Ready(), f"an answer after {fault.name}")
    await tui.until(lambda: "not refreshed" not in tui.text and "try again" not in tui.text)
    assert (tui.kind, place_of(tui)) == (kind, place)
    await tui.until(lambda: is_shown(tui, place), f"the row of the cursor, {place!r},")
    scene.rotate()


@pytest.mark.parametrize("deadlines", dict.fromkeys(fault.deadlines for fault in TOLD_OF_RECORDS), ids=str)
async def test_a_task_survives_every_fault(scene: Scene, deadlines: Deadlines) -> None:
    async with opened(scene, "", deadlines) as tui:
        await tui.comes_to("TaskScreen", "cpu 0.6")
        await tui.press(*["down"] * 9)
        for fault in TOLD_OF_RECORDS:
            if fault.deadlines == deadlines:
                await survives(tui, scene, fault, ["SUCCESS (1)"])


@pytest.mark.parametrize("fault", OF_LOGS, ids=lambda fault: fault.name)
async def test_a_log_survives_the_faults_that_are_its_own(scene: Scene, fault: Fault) -> None:
    async with opened(scene, "log") as tui:
        await tui.press("down", "down")
        await survives(tui, scene, fault, ["echo hi"])


OLD = {
    "log": "KeyError",
    "why": "KeyError",
    "before": "900103-2026112000",
    "changes": "6 differences",
    "graph": "publish_daily_report",
    "timeline": "publish_daily_report",
    "run-mode": "maxParallel",
    "answer": "recallNum",
    "ticket": "flow instance",
}
"""By view, something of the answer that is on screen at the start of it."""


@pytest.mark.parametrize("view", OLD)
async def test_every_view_keeps_what_it_shows_while_the_gateway_fails(scene: Scene, view: str) -> None:
    async with opened(scene, view, text=f"taskInstId={FAILED}") as tui:
        await tui.reads(OLD[view])
        if view != "log":  # which opens at its error
            await tui.press("down", "down")
        for name in ("reset mid-body", "429, a long pause"):
            await survives(tui, scene, BY_NAME[name], [OLD[view]])


async def test_a_workflow_keeps_the_row_of_the_cursor(scene: Scene) -> None:
    async with opened(scene, "", text=f"flowInstId=900100-{LAST_NIGHT}") as tui:
        await tui.move_to(FAILED)
        for name in ("TLS: expired", "503"):
            await survives(tui, scene, BY_NAME[name], ["8 tasks", "publish_daily_report"])


async def test_a_table_of_many_keeps_its_rows_and_says_once_and_in_full_what_is_wrong(scene: Scene) -> None:
    ids = [FAILED, f"900104-{LAST_NIGHT}", SAMPLE]
    start = Start(Locations.of_user(), scene.profile, open_text=" ".join(f"taskInstId={one}" for one in ids))
    async with running(lambda on_retry: scene.gateway(USUAL, on_retry), start=start) as tui:
        await tui.comes_to("InstanceTableScreen", "1 FAIL, 1 WAIT, 1 SUCCESS")
        await tui.press("down", "down")
        place = tui.cursor_line
        for name in ("TLS: wrong host", "401, Kong's words", "503"):
            fault = BY_NAME[name]
            fault.begin(scene)
            await tui.press("r")
            await tui.reads(
                "✗ FAIL (old)", "11 m 32 s", "✓ SUCCESS (old)", "3 not refreshed", "R tries again"
            )
            await tells(tui, scene, fault)
            assert tui.cursor_line.endswith("DataIntegration")
            scene.heal()
            await tui.press("R")
            await tui.until(lambda: "old" not in tui.text and "tries again" not in tui.text)
            assert tui.cursor_line == place
            scene.rotate()


@pytest.mark.parametrize("name", ["refused", "TLS: self-signed", "1003", "62102", "503"])
async def test_a_first_question_that_fails_is_told_in_full_and_asked_again_by_one_key(
    scene: Scene, name: str
) -> None:
    fault = BY_NAME[name]
    fault.begin(scene)
    start = Start(Locations.of_user(), scene.profile, open_text=f"taskInstId={SAMPLE}")
    async with running(lambda on_retry: scene.gateway(USUAL, on_retry), start=start) as tui:
        await tui.comes_to("TaskScreen", "no answer")
        await tells(tui, scene, fault)
        scene.heal()
        await tui.press("r")
        await tui.comes_to("TaskScreen", "succeeded after 2 m 43 s", "cpu 0.6")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "connected to gateway.test")
        assert "not connected" not in tui.text


@pytest.mark.parametrize("name", ["stalled headers", "stalled body"])
async def test_escape_ends_a_question_that_gets_no_answer(scene: Scene, name: str) -> None:
    async with opened(scene, "") as tui:
        BY_NAME[name].begin(scene)
        await tui.press("r")
        await tui.reads("Refreshing… (escape cancels)", "cpu 0.6")
        await tui.press("escape")
        await tui.comes_to("TaskScreen", "succeeded after 2 m 43 s", "cpu 0.6")
        scene.heal()
        await tui.press("r")
        await tui.settles()
        await tui.until(lambda: state(tui) == Ready(), "an answer")
