"""Copying by keys and by mouse names the way of the text, and never claims that it arrived."""

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from tests.harness import SAMPLE, running
from tui_app.commands.table import PRINT_COPIED, TOGGLE_MOUSE
from tui_app.store.locations import Locations
from tui_app.widgets.footer import RELEASED
from tui_app.widgets.lines.view import LineView


async def test_the_toast_names_the_way_of_copying() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        assert await tui.copied("task instance id") == SAMPLE
        (said,) = (toast for toast in tui.toasts if "task instance id" in toast)
        assert "17 characters: sent to the terminal's clipboard (OSC 52)" in said
        assert f"Press {PRINT_COPIED.key_name} to print the text" in said
        assert "copied" not in said


async def test_without_a_clipboard_the_text_is_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(open_text=SAMPLE) as tui:
        monkeypatch.setenv("TERM", "linux")
        await tui.comes_to("TaskScreen", "startTime")
        assert await tui.copied("task instance id") == ""
        path = Locations.of_user().copied
        await tui.notifies(f"also in {path}")
        assert path.read_text() == SAMPLE


async def test_nothing_is_printed_before_something_is_copied() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press(PRINT_COPIED.key)
        await tui.notifies("Nothing copied yet: y copies.")


async def test_text_fields_copy_the_same_way() -> None:
    async with running() as tui:
        await tui.comes_to("LookupScreen")
        await tui.type("abc")
        tui.screen.query_one(Input).select_all()
        await tui.press("ctrl+c")
        await tui.notifies("selection, 3 characters: sent to the terminal's clipboard")
        assert tui.app.clipboard == "abc"


async def test_a_key_releases_and_captures_the_mouse() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        assert "Mouse released" not in tui.text
        await tui.press("M")
        await tui.reads("M Mouse released")
        await tui.notifies("M takes it back")
        assert tui.app.has_class(RELEASED)
        await tui.press("H")
        await tui.comes_to("LookupScreen", "Mouse released")
        await tui.press("escape")
        await tui.comes_to("TaskScreen")
        await tui.press("M")
        await tui.until(lambda: "Mouse released" not in tui.text)


async def test_a_drag_over_text_explains_selection_once() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        for _ in range(2):
            await tui.pilot.mouse_down(LineView, offset=(2, 2))
            await tui.pilot.mouse_up(LineView, offset=(9, 3))
        await tui.notifies(f"{TOGGLE_MOUSE.key_name} leaves the mouse to the terminal")
        assert sum("leaves the mouse" in toast for toast in tui.toasts) == 1


async def test_the_palette_has_every_level_to_unfold_to() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        await tui.until(lambda: isinstance(tui.app.focused, LineView))
        await tui.press("ctrl+p")
        await tui.until(lambda: isinstance(tui.screen, CommandPalette))
        await tui.type("level 7")
        await tui.reads("Level 7: Unfold down to level 7.")
