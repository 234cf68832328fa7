"""Keys that come in together, as over a slow line: each acts on the screen that the one before opened."""

import asyncio
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from textual import events
from textual.widgets import Input

from tests.harness import SAMPLE, Tui, running
from tests.idle import TIMEOUT_S
from tui_app.terminal import key_queue
from tui_app.widgets.id_input import IdInput

NAMED = {"enter", "escape", "down", "home", "end", "tab"}


def at_once(tui: Tui, *typed: str) -> None:
    """Type keys and texts before the first of them is handled."""
    for text in typed:
        for key in [text] if text in NAMED else text:
            tui.app.post_message(events.Key(key, None if key in NAMED else key))


async def soon(condition: Callable[[], bool]) -> None:
    """Wait for a condition without the pilot, which would wait for every widget."""
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


async def test_a_log_key_typed_with_the_id_opens_the_log() -> None:
    async with running() as tui:
        at_once(tui, SAMPLE, "enter", "l")
        await tui.comes_to("LogScreen", SAMPLE)
        await tui.press("escape")
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        assert tui.screen.query_one(IdInput).value == SAMPLE


async def test_keys_typed_together_write_and_copy_a_ticket() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        at_once(tui, "T", "enter")
        await tui.comes_to("TicketScreen")
        await tui.until(lambda: SAMPLE in tui.app.clipboard)


async def test_keys_typed_together_go_to_the_workflow_and_the_next_task() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        at_once(tui, "u")
        await tui.comes_to("FlowScreen", "5 tasks")
        at_once(tui, "down", "enter", "i", "down", "down", "y")
        await tui.comes_to("ChooseScreen", "jq path")
        assert [type(screen).__name__ for screen in tui.app.screen_stack[-3:]] == [
            "TaskScreen",
            "JsonScreen",
            "ChooseScreen",
        ]


async def test_letters_keep_their_order() -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(300))
    async with running() as tui:
        at_once(tui, text)
        await tui.until(lambda: len(tui.screen.query_one(IdInput).value) >= len(text))
        assert tui.screen.query_one(IdInput).value == text


async def test_a_paste_waits_for_the_keys_before_it() -> None:
    async with running() as tui:
        at_once(tui, "abc")
        tui.app.post_message(events.Paste("no id"))
        at_once(tui, "d")
        await tui.until(lambda: tui.screen.query_one(IdInput).value == "abcno idd")


@pytest.mark.parametrize("goes_away", [True, False])
async def test_a_blocked_widget_does_not_block_the_keyboard(
    goes_away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_queue, "_TIMEOUT_S", 3600.0 if goes_away else 0.05)
    async with running() as tui:
        silent, box = Input(), tui.screen.query_one(IdInput)
        await tui.screen.mount(silent)
        silent.focus()
        await tui.pilot.pause()
        with monkeypatch.context() as patch:
            taken = Mock(return_value=True)
            patch.setattr(silent, "post_message", taken)
            at_once(tui, "x")
            await soon(lambda: taken.called)
            if not goes_away:
                box.focus()
                at_once(tui, "y")
                await soon(lambda: box.value == "y")
        if goes_away:
            await silent.remove()
            box.focus()
            at_once(tui, "y")
            await tui.until(lambda: box.value == "y")
