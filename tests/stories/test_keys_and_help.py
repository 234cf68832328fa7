"""Every documented key is bound, listed in the help, and does what it says."""

from collections.abc import AsyncIterator

import pytest
from textual import events
from textual.command import CommandPalette
from textual.containers import VerticalScroll
from textual.screen import Screen

from tests.harness import SAMPLE, SAMPLE_FLOW, Tui, running
from tui_app.commands.table import COMMANDS
from tui_app.widgets.lines.view import LineView

# As the keys are promised: key, what it does, and the screens on which it does it.
EVERYWHERE = ("LookupScreen", "TaskScreen", "FlowScreen", "LogScreen", "JsonScreen")
PROMISED = [
    ("enter", {"choose", "toggle-fold"}, ("LookupScreen", "TaskScreen", "FlowScreen", "JsonScreen")),
    ("escape", {"back"}, EVERYWHERE),
    ("g", {"go-to-id"}, EVERYWHERE),
    ("f", {"toggle-favourite"}, ("LookupScreen", "TaskScreen", "FlowScreen")),
    ("F", {"open-favourites"}, EVERYWHERE),
    ("H", {"open-history"}, EVERYWHERE),
    ("u", {"open-parent"}, ("TaskScreen",)),
    ("i", {"open-inspector"}, ("TaskScreen",)),
    ("J", {"open-answer"}, ("TaskScreen", "FlowScreen")),
    ("l", {"open-log"}, ("TaskScreen", "FlowScreen")),
    ("left_square_bracket", {"previous-sibling"}, ("TaskScreen",)),
    ("right_square_bracket", {"next-sibling"}, ("TaskScreen",)),
    ("r", {"refresh"}, ("TaskScreen", "FlowScreen", "LogScreen")),
    ("y", {"copy"}, EVERYWHERE),
    ("slash", {"search"}, EVERYWHERE),
    ("n", {"next-match"}, EVERYWHERE),
    ("N", {"previous-match"}, EVERYWHERE),
    ("question_mark", {"help"}, EVERYWHERE),
    ("f1", {"help"}, EVERYWHERE),
    ("q", {"quit"}, EVERYWHERE),
    ("ctrl+q", {"quit-anywhere"}, EVERYWHERE),
    ("j", {"line-down"}, EVERYWHERE),
    ("k", {"line-up"}, EVERYWHERE),
    ("down", {"line-down"}, EVERYWHERE),
    ("up", {"line-up"}, EVERYWHERE),
    ("home", {"go-first"}, EVERYWHERE),
    ("end", {"go-last"}, EVERYWHERE),
    ("pageup", {"page-up"}, EVERYWHERE),
    ("pagedown", {"page-down"}, EVERYWHERE),
    ("plus", {"unfold-all"}, ("JsonScreen",)),
    ("minus", {"fold-all"}, ("JsonScreen",)),
    ("v", {"toggle-raw"}, ("JsonScreen",)),
    ("w", {"toggle-wrap"}, ("LogScreen",)),
    *((str(level), {f"fold-to-level-{level}"}, ("JsonScreen",)) for level in range(1, 10)),
]


def binding_of(screen: Screen[object], key: str) -> str | None:
    """The command of a key on the current screen, None for none."""
    active = screen.active_bindings.get(key)
    return active.binding.id if active is not None and active.enabled else None


async def every_screen(tui: Tui) -> AsyncIterator[str]:
    """Walk from a task's screen to every other kind and back, yielding at each."""
    await tui.comes_to("TaskScreen", "startTime")
    yield "TaskScreen"
    for key, kind in {"H": "LookupScreen", "u": "FlowScreen", "l": "LogScreen", "i": "JsonScreen"}.items():
        await tui.press(key)
        await tui.comes_to(kind)
        await tui.until(lambda: isinstance(tui.app.focused, LineView))
        yield kind
        await tui.press("escape")
        await tui.comes_to("TaskScreen")


async def test_every_documented_key_is_bound() -> None:
    async with running(open_text=SAMPLE) as tui:
        async for kind in every_screen(tui):
            for key, commands, kinds in PROMISED:
                if kind in kinds:
                    assert binding_of(tui.screen, key) in commands, f"{key} on {kind}"


def test_every_command_has_a_key_a_label_and_a_sentence() -> None:
    for command in COMMANDS.values():
        assert command.key
        assert command.label
        assert command.help[-1] in ".?", command.id


def test_no_documented_key_has_two_commands_on_one_screen() -> None:
    for kind in EVERYWHERE:
        keys = [key for key, _, kinds in PROMISED if kind in kinds]
        assert len(keys) == len(set(keys))


async def test_help_names_every_key_in_force_and_closes() -> None:
    closings = iter(["escape", "question_mark", "q", "f1", "escape"])
    async with running(open_text=SAMPLE, size=(80, 120)) as tui:
        async for kind in every_screen(tui):
            in_force = {
                COMMANDS[active.binding.id].help
                for active in tui.screen.active_bindings.values()
                if active.binding.id in COMMANDS and active.enabled
            }
            assert len(in_force) > 15
            await tui.press("question_mark")
            await tui.comes_to("HelpScreen", "Keys of this screen")
            assert {sentence for sentence in in_force if sentence not in tui.text} == set()
            await tui.press(next(closings))
            await tui.comes_to(kind)


async def test_a_help_longer_than_the_screen_scrolls() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("question_mark")
        await tui.comes_to("HelpScreen")
        quit_line = "Quit the program, wherever you are."
        assert quit_line not in tui.text
        assert "escape closes" in tui.text
        table = tui.screen.query_one(VerticalScroll)
        page, last = table.size.height, table.max_scroll_y
        assert page < last < 2 * page
        for typed_at_once, row in (
            (("pagedown", "pagedown"), last),
            (("home", "pagedown"), page),
            (("end",), last),
            (("pageup", "home"), 0),
        ):
            for key in typed_at_once:
                tui.app.post_message(events.Key(key, None))
            await tui.settles()
            assert table.scroll_y == row, typed_at_once
        await tui.press(*["pagedown"] * 6)
        await tui.reads(quit_line, "escape closes")


async def test_the_palette_finds_a_command_by_its_name_and_runs_it() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("ctrl+p")
        await tui.until(lambda: isinstance(tui.screen, CommandPalette))
        await tui.type("flow instance this task")
        await tui.reads("Open the flow instance this task ran in.")
        await tui.press("down", "enter")
        await tui.comes_to("FlowScreen", SAMPLE_FLOW)


async def test_letters_are_text_in_the_input_where_f1_helps_and_ctrl_q_quits() -> None:
    async with running() as tui:
        await tui.comes_to("LookupScreen")
        await tui.type("q?")
        await tui.reads("q?")
        await tui.press("f1")
        await tui.comes_to("HelpScreen")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "q?")
        assert tui.app.return_code is None
        await tui.press("ctrl+q")
        await tui.until(lambda: tui.app.return_code == 0)


async def test_down_moves_into_the_list_where_q_quits() -> None:
    async with running() as tui:
        await tui.comes_to("LookupScreen", "Examples")
        await tui.press("down", "q")
        await tui.until(lambda: tui.app.return_code == 0)


@pytest.mark.parametrize("way", ["question_mark", "y", "e", "slash"])
async def test_ctrl_q_quits_even_from_a_dialog(way: str) -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press(way, "ctrl+q")
        await tui.until(lambda: tui.app.return_code == 0)


async def test_escape_on_the_first_screen_does_not_leave_the_program() -> None:
    async with running() as tui:
        await tui.comes_to("LookupScreen")
        await tui.press("escape")
        await tui.notifies("ctrl+q quits")
        assert tui.kind == "LookupScreen"


async def test_ctrl_c_says_once_how_to_quit_even_in_a_dialog() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("ctrl+c", "question_mark", "ctrl+c")
        await tui.comes_to("HelpScreen")
        assert tui.toasts.count("ctrl+q quits the program.") == 1
        assert tui.app.return_code is None
