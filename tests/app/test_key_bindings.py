"""Keys take effect at once, whether they are chosen before the start or while the program runs."""

from dataclasses import replace

from tests.harness import SAMPLE, Tui, running
from tests.stories.test_previous_runs import started
from tui_app.commands.table import COMMANDS, OPEN_LOG, command_of, has_own_keys

LETTER_TO_F6 = {"open-history": "f6"}
OTHER_LOG = {"open-log": "f6", "fold-to-level": "f7,f8"}


def keys_of(tui: Tui, command: str) -> list[str]:
    """Keys that give a command on the screen on top."""
    bindings = [active.binding for active in tui.screen.active_bindings.values()]
    return [binding.key for binding in bindings if command_of(binding.id) is COMMANDS[command]]


async def test_a_key_moved_from_a_letter_works_while_a_text_field_has_the_focus() -> None:
    async with running(start=replace(started("", ""), keys=LETTER_TO_F6)) as tui:
        await tui.comes_to("LookupScreen")
        await tui.press("f6")
        await tui.until(lambda: "--view history" in tui.text, "the history")


async def test_textuals_own_keymap_still_loses_that_key() -> None:
    """As long as this holds, `terminal.textual_private.rebind` is needed."""
    async with running() as tui:
        await tui.comes_to("LookupScreen")
        tui.app.set_keymap(LETTER_TO_F6)
        assert keys_of(tui, "open-history") == []


async def test_keys_can_be_replaced_while_a_screen_is_open() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime", "l Log")
        tui.app.keys.replace(OTHER_LOG)
        await tui.reads("f6 Log")
        assert OPEN_LOG.key_name == "f6"
        assert keys_of(tui, "open-log") == ["f6"]
        await tui.press("l", "f6")
        await tui.comes_to("LogScreen")
        await tui.press("escape")
        await tui.comes_to("TaskScreen")
        tui.app.keys.replace({})
        await tui.reads("l Log")
        assert not has_own_keys()
        assert keys_of(tui, "open-log") == ["l"]


async def test_a_screen_opened_later_has_the_keys_in_force() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        tui.app.keys.replace(OTHER_LOG)
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        assert keys_of(tui, "fold-to-level") == ["f7", "f8"]
        tui.app.keys.replace({})
        assert keys_of(tui, "fold-to-level") == list("123456789")


async def test_a_key_freed_by_a_pane_is_that_of_its_base_class_again() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        assert "enter" in keys_of(tui, "toggle-fold")
        assert keys_of(tui, "choose") == []
        tui.app.keys.replace({"toggle-fold": "f6"})
        assert keys_of(tui, "toggle-fold") == ["f6"]
        assert keys_of(tui, "choose") == ["enter"]
