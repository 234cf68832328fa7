"""Loading, ready, failed; odd answers; small and changing terminals."""

import pytest
from httpcore._backends.anyio import AnyIOStream
from textual.app import ComposeResult

from tests.harness import LAST_NIGHT, NOW, SAMPLE, TODAY, Tui, a_stand_in, running, to
from tests.stand_in import serve
from tui_app.api.client import HttpGateway
from tui_app.demo import reply
from tui_app.demo.stamps import suffix
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile
from tui_app.screens import base_query
from tui_app.screens.base_query import Failed, QueryScreen, Ready
from tui_app.screens.lookup import LookupScreen
from tui_app.screens.task import TaskScreen
from tui_app.widgets.instance_header import HeaderContent, InstanceHeader

BY_HAND = suffix(NOW.replace(second=0), 14)


def state(tui: Tui) -> object:
    assert isinstance(tui.screen, QueryScreen)
    return tui.screen.state


async def test_a_screen_is_loading_then_ready_or_failed_never_both() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "startTime")
        assert state(tui) == Ready()
        stand_in.script(reply.refusal(62109, "x"), to="taskInstances.get")
        await tui.press("r")
        await tui.until(lambda: isinstance(state(tui), Failed))
        await tui.press("r")
        await tui.until(lambda: state(tui) == Ready())
        assert "not refreshed" not in tui.text


async def test_a_quick_equal_answer_draws_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base_query, "QUIET_S", 3600)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime", "cpu 0.6")
        said: list[object] = []
        tui.app.watch(
            tui.screen.query_one(InstanceHeader), "heading", lambda now: said.append(now), init=False
        )
        before, asked = tui.text, stand_in.request_count("taskInstances", "get")
        await tui.press("r")
        await tui.until(
            lambda: stand_in.request_count("taskInstances", "get") == asked + 1 and state(tui) == Ready()
        )
        await tui.pilot.pause()
        assert (said, tui.text) == ([], before)


async def test_every_odd_record_opens_or_shows_an_error() -> None:
    tries_again = {26, 27}  # told of in the stories; they take their time
    async with running() as tui:
        for number in sorted({*range(1, 34)} - tries_again):
            await tui.paste(f"taskInstId=9006{number:02d}-{BY_HAND}")
            await tui.comes_to("TaskScreen", f"9006{number:02d}-{BY_HAND}")
            await tui.until(lambda: state(tui) == Ready() or isinstance(state(tui), Failed))
            shown = "runMode" if state(tui) == Ready() else "r try again · escape back"
            await tui.reads(shown)
            await tui.press("escape")
            await tui.comes_to("LookupScreen")


async def test_the_smallest_window_breaks_no_screen() -> None:
    async with running(open_text=f"900103-{LAST_NIGHT}", size=(60, 16)) as tui:
        await tui.until(lambda: tui.kind == "TaskScreen" and state(tui) == Ready())
        for key, kind in (
            ("l", "LogScreen"),
            ("i", "JsonScreen"),
            ("u", "FlowScreen"),
            ("F", "LookupScreen"),
        ):
            await tui.press(key)
            await tui.comes_to(kind)
            await tui.press("end", "pageup", "question_mark")
            await tui.comes_to("HelpScreen")
            await tui.press("escape", "escape")
            await tui.comes_to("TaskScreen")


async def test_a_resize_keeps_the_row_of_the_cursor_in_view() -> None:
    async with running(open_text=f"900103-{LAST_NIGHT}", size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.move_to("cmd")
        for size in ((60, 16), (140, 40), (80, 24)):
            await tui.pilot.resize_terminal(*size)
            await tui.until(lambda: any(line.lstrip().startswith("cmd") for line in tui.lines))


async def test_an_unreadable_graph_is_reported_beside_the_record() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(
            reply.success({"flowName": "odd", "status": 77, "graph": "{not json", "extra": 1}),
            to="flowInstances.get",
        )
        await tui.paste("flowInstId=8435-2021020211")
        await tui.comes_to("FlowScreen", "odd", "77", "or one this program cannot read")
        await tui.press("enter")
        await tui.press("l")
        await tui.notifies("Only a task has a log")


async def test_a_workflow_of_two_thousand_tasks_opens() -> None:
    async with running(open_text=f"flowInstId=900900-{TODAY}") as tui:
        await tui.comes_to("FlowScreen", "2,000 tasks")
        await tui.press("end")
        await tui.reads(f"911999-{TODAY}")


async def test_an_update_of_a_removed_screen_is_no_fault() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        stack = tui.app.screen_stack
        (lookup,) = [screen for screen in stack if isinstance(screen, LookupScreen)]
        (task,) = [screen for screen in stack if isinstance(screen, TaskScreen)]
    assert not lookup.query("*")
    lookup.update_saved()
    task.update_heading()


async def test_the_request_is_sent_before_the_widgets_are_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[str] = []
    send, compose = AnyIOStream.write, TaskScreen.compose_panes

    async def noted_send(stream: AnyIOStream, buffer: bytes, **more: float | None) -> None:
        if b"/taskInstances?" in buffer:
            happened.append("sent")
        await send(stream, buffer, **more)

    def noted_compose(screen: TaskScreen) -> ComposeResult:
        happened.append("made")
        return compose(screen)

    monkeypatch.setattr(AnyIOStream, "write", noted_send)
    monkeypatch.setattr(TaskScreen, "compose_panes", noted_compose)
    with serve(a_stand_in()) as served:
        profile = Profile.of("test", DEMO_PROFILE_FIELDS | {"gateway": served.base_url})
        async with running(lambda on_retry: HttpGateway(profile, clock=lambda: NOW)) as tui:
            await tui.comes_to("LookupScreen", "connected to")
            await tui.paste(SAMPLE)
            await tui.comes_to("TaskScreen", "startTime")
    assert happened == ["sent", "made"]
    assert (served.connections, served.stand_in.request_count("taskInstances", "get")) == (1, 1)


async def test_an_answer_before_the_widgets_shows_no_loading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[HeaderContent] = []
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        monkeypatch.setattr(InstanceHeader, "watch_heading", lambda header, now: drawn.append(now))
        await tui.press("i")
        await tui.comes_to("JsonScreen", ".data.runMode")
        assert all("Loading" not in heading.second for heading in drawn)


async def test_a_removed_screen_draws_nothing_when_the_connection_is_up() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        screen = tui.screen
        assert isinstance(screen, TaskScreen)
        leaving = tui.app.pop_screen()
        screen.redraw()
        await leaving
        screen.redraw()
        await tui.comes_to("LookupScreen")
