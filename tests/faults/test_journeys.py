"""Every fault on a screen of 80x24: told in full beside the old answer, and after it the work goes on."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from tests.faults.scene import Scene
from tests.faults.table import FAULTS, Fault
from tests.harness import SAMPLE, Tui, running
from tui_app.api.retry import Deadlines
from tui_app.screens.asking import AskingScreen, Failed, Loading, Ready
from tui_app.start import Start
from tui_app.store.locations import Locations

BY_NAME = {fault.name: fault for fault in FAULTS}
OF_RECORDS = [fault for fault in FAULTS if not fault.is_of_log]
OF_EACH_KIND = [
    BY_NAME[name]
    for name in ("DNS: no such name", "reset mid-body", "401, not JSON", "429, a long pause", "503")
]


@asynccontextmanager
async def opened(
    scene: Scene, view: str, deadlines: Deadlines, text: str = f"taskInstId={SAMPLE}"
) -> AsyncIterator[Tui]:
    start = Start(Locations.of_user(), scene.profile, open_text=text, view_name=view)
    async with running(lambda on_retry: scene.gateway(deadlines, on_retry), start=start) as tui:
        await tui.is_connected()
        await tui.until(lambda: state(tui) == Ready(), "the first answer")
        yield tui


def state(tui: Tui) -> object:
    return tui.screen.state if isinstance(tui.screen, AskingScreen) else None


def said(text: str) -> str:
    """A text as it is on screen, wherever its lines are broken."""
    return " ".join(text.split())


async def survives(tui: Tui, scene: Scene, fault: Fault, old: Iterable[str]) -> None:
    """One fault during a refresh, and the refresh after it."""
    kind, place = tui.kind, tui.cursor_line
    fault.begin(scene)
    await tui.press("r")
    await tui.until(lambda: not isinstance(state(tui), Loading), "an end of the question")
    if fault.sentence:
        assert isinstance(state(tui), Failed), fault.name
        await tui.until(lambda: fault.sentence.format(host=scene.host) in said(tui.text), fault.sentence)
        await tui.until(lambda: fault.hint in said(tui.text), fault.hint)
        assert "not refreshed" in tui.lines[1]
        assert [text for text in old if text not in tui.text] == []
        assert (tui.kind, tui.cursor_line) == (kind, place)
        await tui.until(lambda: place in tui.text, f"the row of the cursor, {place!r},")
    scene.heal()
    await tui.press("r")
    await tui.until(lambda: state(tui) == Ready(), f"an answer after {fault.name}")
    await tui.until(lambda: "not refreshed" not in tui.text)
    assert (tui.kind, tui.cursor_line) == (kind, place)
    await tui.until(lambda: place in tui.text, f"the row of the cursor, {place!r},")
    scene.rotate()


@pytest.mark.parametrize("deadlines", {fault.deadlines for fault in OF_RECORDS}, ids=str)
async def test_a_task_survives_every_fault(scene: Scene, deadlines: Deadlines) -> None:
    async with opened(scene, "", deadlines) as tui:
        await tui.comes_to("TaskScreen", "cpu 0.6")
        await tui.press(*["down"] * 9)
        for fault in OF_RECORDS:
            if fault.deadlines == deadlines:
                await survives(tui, scene, fault, ["SUCCESS (1)"])
