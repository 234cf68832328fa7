"""Every documented key is bound, listed in the help, and does what it says."""

from collections.abc import AsyncIterator

import pytest
from textual import events
from textual.command import CommandPalette
from textual.containers import VerticalScroll
from textual.screen import Screen

from tests.harness import SAMPLE, SAMPLE_FLOW, Tui, running
from tui_app.app.help import keys_of
from tui_app.commands.table import COMMANDS, GROUPS, OPEN_BEFORE, Group, command_of
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


HEADINGS = ["This screen", "Rows and lists", "Moving", "Everywhere"]


def headings(tui: Tui) -> list[tuple[int, int]]:
    """Line and column of each heading of the help, in the order of `HEADINGS`."""
    return [
        (number, line.index(title))
        for title in HEADINGS
        for number, line in enumerate(tui.lines)
        if title in line.replace("Keys of this screen", "")
    ]


@pytest.mark.parametrize(("columns", "starts"), [(80, 1), (119, 1), (120, 2), (200, 2)])
async def test_help_has_groups_in_two_columns_where_there_is_room(columns: int, starts: int) -> None:
    async with running(open_text=SAMPLE, size=(columns, 70)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("question_mark")
        await tui.comes_to("HelpScreen", *HEADINGS)
        found = headings(tui)
        assert len(found) == len(HEADINGS)
        assert len({column for _, column in found}) == starts
        assert found == sorted(found, key=lambda place: (place[1], place[0]))
        assert max(map(len, tui.lines)) <= columns


async def test_keys_on_a_row_stand_with_those_of_lists_not_of_the_screen() -> None:
    for opens, title in ((SAMPLE, "This screen"), (SAMPLE_FLOW, "Rows and lists")):
        async with running(open_text=f"{opens}", size=(80, 60)) as tui:
            await tui.comes_to("TaskScreen" if opens == SAMPLE else "FlowScreen")
            await tui.settles()
            help = keys_of(tui.app, tui.screen)
            (group,) = [one.title for one in help for row in one.rows if row.help == OPEN_BEFORE.help]
            assert group == title


async def test_typing_in_the_help_leaves_the_matching_keys_until_escape_clears_it() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("question_mark")
        await tui.comes_to("HelpScreen")
        await tui.settles()
        all_of_it = tui.text
        await tui.press("slash", *"PREV compare")
        await tui.reads("Keys of this screen: 1 of ", "Compare with the previous runs.")
        assert "Load again from the server." not in tui.text
        assert "Everywhere" not in tui.text
        await tui.press("escape")
        await tui.until(lambda: tui.text == all_of_it)
        await tui.press("escape")
        await tui.comes_to("TaskScreen")


async def test_keys_scroll_what_the_filter_of_the_help_leaves() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("question_mark")
        await tui.comes_to("HelpScreen")
        await tui.press("slash", "o", "pagedown")
        area = tui.screen.query_one(VerticalScroll)
        await tui.until(lambda: area.scroll_y > 0)
        await tui.press("enter", "home")
        await tui.until(lambda: area.scroll_y == 0)
        await tui.press("q")
        await tui.comes_to("TaskScreen")


async def test_a_help_without_a_match_says_so() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("question_mark", "slash", *"zzz")
        await tui.comes_to("HelpScreen", "No key does that.", "0 of ")


def test_no_command_is_in_two_groups() -> None:
    grouped = [command.id for commands in GROUPS.values() for command in commands]
    assert len(grouped) == len({*grouped})
    assert Group.SCREEN not in GROUPS


ABSENT = {
    *("line-down", "line-up", "go-first", "go-last", "page-down", "page-up", "scroll-left", "scroll-right"),
    *("go-downstream", "go-upstream", "go-right", "go-left"),
    *("next-field", "previous-field", "next-choice", "previous-choice", "focus-list"),
}
"""Commands that only move the cursor."""


async def test_the_palette_lists_every_command_in_force_that_does_more_than_move() -> None:
    listed, in_force = set(), set()
    async with running(open_text=SAMPLE) as tui:
        async for _ in every_screen(tui):
            sentences = {command.title for command in tui.app.get_system_commands(tui.screen)}
            for active in tui.screen.active_bindings.values():
                command = command_of(active.binding.id)
                if command is not None and active.enabled:
                    in_force.add(command.id)
                    if f"{active.binding.description}: {active.binding.tooltip}" in sentences:
                        listed.add(command.id)
    assert in_force - listed == ABSENT & in_force
    assert {"line-down", "go-last", "page-up", "scroll-right"} <= in_force
    assert {"open-log", "refresh", "copy", "next-match", "choose"} <= listed
