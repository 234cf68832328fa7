"""Watches: the screen updates, the end is notified once, and nothing else moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tests.harness import NOW, SAMPLE, Tui, a_stand_in, running, to
from tests.stand_in.gateway import StandIn
from tui_app.app.explorer_app import ExplorerApp
from tui_app.demo import reply
from tui_app.services.explorer import Explorer
from tui_app.services.watch import Watcher
from tui_app.store.locations import Locations

TASK, FLOW, LATER = "900302-2026112223", "900300-2026112223", 5 * 60_000


class Scene:
    """An app on a stand-in gateway, with pauses that last until the test ends them."""

    tui: Tui

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self.pauses: list[tuple[float, asyncio.Future[None]]] = []
        self.written: list[str] = []
        self.bells = 0

    async def sleep(self, seconds: float) -> None:
        self.pauses.append((seconds, asyncio.get_running_loop().create_future()))
        await self.pauses[-1][1]

    async def rests(self) -> None:
        """Wait until a watch pauses."""
        await self.tui.until(lambda: any(not one.done() for _, one in self.pauses), "a pause")

    async def looks(self) -> None:
        """End every pause, and wait for the polls."""
        await self.rests()
        before, count = self.asked, sum(not one.done() for _, one in self.pauses)
        for _, one in self.pauses:
            if not one.done():
                one.set_result(None)
        await self.tui.until(lambda: self.asked >= before + count, "a look")
        await self.tui.pilot.pause()

    @property
    def asked(self) -> int:
        return len(self.stand_in.calls)

    @property
    def title(self) -> str:
        titles = [text for text in self.written if text.startswith("\x1b]2;")]
        return titles[-1][4:-1] if titles else ""


@asynccontextmanager
async def watching(open_text: str | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Scene]:
    stand_in = a_stand_in()
    with pytest.MonkeyPatch.context() as patch:
        scene = Scene(stand_in)

        def watcher(explorer: Explorer) -> Watcher:
            return Watcher(explorer, scene.sleep)

        def write(driver: HeadlessDriver, text: str) -> None:
            scene.written.append(text)

        def bell(app: ExplorerApp) -> None:
            scene.bells += 1

        patch.setattr("tui_app.services.watch.Watcher", watcher)
        patch.setattr(HeadlessDriver, "write", write)
        patch.setattr(ExplorerApp, "bell", bell)
        async with running(to(stand_in), open_text=open_text, size=size) as tui:
            scene.tui, scene.written = tui, []
            yield scene


async def test_a_watched_task_notifies_once_when_it_ends() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)", "aggregate_live")
        await tui.press("W")
        await tui.notifies(f"Watching {TASK}")
        await tui.reads("◉ 实时汇聚")
        assert scene.asked == scene.stand_in.request_count("time") + scene.stand_in.request_count("token") + 1
        await scene.rests()
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await tui.reads("SUCCESS (1)", "succeeded after")
        await tui.notifies("SUCCESS")
        assert "◉" not in tui.text
        assert scene.bells == 1
        assert scene.title == f"✓ SUCCESS {TASK} 实时汇聚 aggregate_live"
        assert scene.stand_in.request_count("taskInstances", "get") == 2
        await tui.press("W")
        await tui.notifies("It has already ended: SUCCESS.")
    assert scene.written[-1] == "\x1b[23;2t", "the window has its own title again"
    assert scene.written.count("\x1b[22;2t") == 1


async def test_a_profile_may_ask_for_a_notification_of_the_desktop() -> None:
    async with watching(TASK) as scene:
        await scene.tui.comes_to("TaskScreen", "RUNNING (2)", "aggregate_live")
        scene.tui.app.session.notify = "osc9"
        await scene.tui.press("W")
        await scene.rests()
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await scene.tui.notifies("SUCCESS")
        (sent,) = [text for text in scene.written if text.startswith("\x1b]9;")]
        assert sent.startswith("\x1b]9;enos-tui: ")
        assert TASK in sent


async def test_an_update_keeps_cursor_scroll_folds_and_search() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)", "cpu")
        await tui.press("W", "end", "up")
        details, cursor = tui.view, tui.cursor_line
        scroll = details.scroll_offset
        await tui.press("tab", "left", "slash")
        await tui.type("runmode")
        await tui.press("enter")
        await tui.reads("1/1", "▸ runMode")
        focused = tui.view
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await tui.reads("SUCCESS (1)", "1/1", "▸ runMode")
        assert tui.view is focused
        assert (details.scroll_offset, details.cursor is not None) == (scroll, True)
        assert details.row_text(details.cursor or 0).strip() == cursor
        assert scroll.y > 0


async def test_an_update_keeps_a_pane_scrolled_by_mouse() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)", "cpu")
        await tui.press("W")
        details = tui.view_named("details")
        details.scroll_to(y=9, animate=False, force=True)
        await tui.until(lambda: details.scroll_offset.y == 9)
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await tui.reads("SUCCESS (1)")
        assert details.scroll_offset.y == 9


async def test_nothing_is_drawn_while_nothing_changes() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)")
        await tui.press("W")
        await scene.rests()
        tui.app.clear_notifications()
        await tui.pilot.pause()
        drawn: list[object] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ExplorerApp, "_display", lambda app, screen, renderable: drawn.append(renderable))
            drawn.append("what the key and its toast have left")
            while drawn:
                drawn.clear()
                await tui.settles()
                for _ in range(5):
                    await tui.pilot.pause()
            for _ in range(3):
                await scene.looks()
            await scene.rests()
            await tui.pilot.pause()
        assert drawn == []
        assert scene.stand_in.request_count("taskInstances", "get") == 4


async def test_without_focus_watches_pause_and_then_poll_once() -> None:
    async with watching(FLOW) as scene:
        tui = scene.tui
        await tui.comes_to("FlowScreen", "RUNNING")
        await tui.press("tab", "W")
        await scene.rests()
        tui.app.app_focus = False
        await tui.pilot.pause()
        asked = scene.asked
        for _, pause in scene.pauses:
            pause.set_result(None)
        await tui.pilot.pause()
        assert scene.asked == asked
        scene.stand_in.clock_offset_ms = LATER
        tui.app.app_focus = True
        await tui.until(lambda: scene.asked == asked + 1)
        await tui.reads("SUCCESS (1)")
        await tui.until(lambda: scene.bells == 1)


async def test_errors_slow_down_polling_and_are_listed() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)")
        await tui.press("W")
        await scene.rests()
        scene.stand_in.script(reply.refusal(62109, "Internal server exception"), to="taskInstances.get")
        await scene.looks()
        await tui.until(lambda: [seconds for seconds, _ in scene.pauses] == [10.0, 20.0])
        assert "RUNNING (2)" in tui.text, "the screen keeps its answer"
        assert "problem" not in tui.text
        await tui.press("ctrl+w")
        await tui.comes_to(
            "WatchedScreen", TASK, "▶ RUNNING", "no answer: The server reports an internal error"
        )
        await tui.press("R")
        await tui.until(lambda: len(scene.pauses) == 3)
        assert scene.pauses[-1][0] == 10.0
        await tui.reads("1 watched, times in GMT+8")


async def test_the_list_of_watches_opens_polls_and_stops_one() -> None:
    async with watching(TASK, size=(120, 40)) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)")
        await tui.press("W", "u")
        await tui.comes_to("FlowScreen", "RUNNING")
        await tui.press("tab", "W", "ctrl+w")
        await tui.comes_to("WatchedScreen", "2 watched", TASK, FLOW, "hourly_rollup")
        assert "enos-tui - --view watched" in tui.text
        await tui.until(lambda: len(scene.pauses) == 2)
        asked = scene.asked
        await tui.press("down", "r")
        await tui.until(lambda: scene.asked == asked + 1)
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "◉")
        await tui.press("escape")
        await tui.comes_to("WatchedScreen")
        await tui.press("W")
        await tui.notifies(f"No longer watching {FLOW}")
        await tui.until(lambda: FLOW not in tui.text)
        await tui.press("escape")
        await tui.comes_to("FlowScreen")
        assert "◉" not in tui.text
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await tui.until(lambda: scene.bells == 1)
        await tui.press("ctrl+w")
        await tui.comes_to("WatchedScreen", "0 watched, 1 ended", "over")
        await tui.press("W")
        await tui.reads("Not watching anything")


async def test_a_history_entry_can_be_watched_unopened() -> None:
    async with watching(SAMPLE) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "SUCCESS (1)")
        await tui.press("H")
        await tui.comes_to("LookupScreen", "History (1)")
        await tui.press("W")
        await tui.until(lambda: scene.bells == 1, "what is over already is told as such")
        assert scene.stand_in.request_count("taskInstances", "get") == 1, "the answer is young enough"


async def test_leaving_ends_the_watches() -> None:
    async with watching(TASK) as scene:
        tui = scene.tui
        await tui.comes_to("TaskScreen", "RUNNING (2)")
        await tui.press("W")
        await scene.rests()
    assert all(one.cancelled() for _, one in scene.pauses)
    assert scene.written == [] or "\x1b[23;2t" not in scene.written


def test_the_demo_task_runs_now() -> None:
    assert f"{NOW:%Y%m%d%H}" == TASK.partition("-")[2]


async def test_a_watch_survives_the_end_of_the_program_and_is_taken_up_again() -> None:
    async with watching(TASK) as scene:
        await scene.tui.comes_to("TaskScreen", "RUNNING (2)")
        await scene.tui.press("W")
        await scene.rests()
        await scene.tui.settles()
        await scene.tui.press("q")
        await scene.tui.notifies("Still watching 1 instance")
        assert scene.tui.app.return_code is None
        await scene.tui.press("q")
        await scene.tui.until(lambda: scene.tui.app.return_code == 0)
    kept = Locations.of_user().watches
    assert TASK in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0, "nobody else may read it"
    async with watching() as scene:
        await scene.tui.notifies("Watching 1 instance as before")
        polled = scene.stand_in.request_count
        await scene.tui.until(lambda: polled("taskInstances", "get") == 1)
        await scene.rests()
        scene.stand_in.clock_offset_ms = LATER
        await scene.looks()
        await scene.tui.until(lambda: scene.bells == 1, "its end is reported")
        await scene.tui.settles()
    assert TASK not in kept.read_text(), "what has ended is not watched again"
    async with watching() as scene:
        await scene.tui.is_connected()
        await scene.tui.settles()
        assert scene.tui.session.watcher.watched == ()


async def test_ctrl_q_leaves_with_a_watch_running() -> None:
    async with watching(TASK) as scene:
        await scene.tui.comes_to("TaskScreen", "RUNNING (2)")
        await scene.tui.press("W", "ctrl+q")
        await scene.tui.until(lambda: scene.tui.app.return_code == 0)
