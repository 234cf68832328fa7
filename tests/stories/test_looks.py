"""Themes, glyphs and sizes, as chosen by the user or the terminal, on every screen."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pyte
import pytest
from textual.scrollbar import ScrollBar, ScrollBarRender

from tests.harness import (
    LAST_NIGHT,
    SAMPLE,
    SAMPLE_FLOW,
    TODAY,
    Tui,
    a_stand_in,
    running,
    to,
    without_prefetch,
)
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.models.preferences import AUTO, THEMES, Preferences
from tui_app.store.locations import Locations
from tui_app.store.preferences import read_preferences
from tui_app.terminal.capabilities import Terminal as Abilities

FAILED, ALERTED = f"900103-{LAST_NIGHT}", f"900106-{LAST_NIGHT}"
NAMES = [
    "plain",
    "风电场日报汇总",
    "e\u0301tude nai\u0308ve",
    "zalgo Z\u0351\u036b\u0343\u036a\u0302",
    "👨\u200d👩\u200d👧 👍🏽 ❤\ufe0f 1\ufe0f\u20e3 🇨🇳",
    "שלום \u202eעולם\u202c \u2066x",
    "कार्य தமிழ் ไทยน้ำ 각",
    "tab\tline\nzero\u200bwidth\ufeff",
]
"""Text that shifts columns if its width is measured wrongly."""

WAYS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "LookupScreen": (None, ()),
    "TaskScreen": (FAILED, ()),
    "FlowScreen": (FAILED, ("u",)),
    "graph": (FAILED, ("u", "w")),
    "timeline": (FAILED, ("u", "w", "w")),
    "LogScreen": (FAILED, ("l", "slash", *"error", "enter")),
    "WhyScreen": (ALERTED, ("x",)),
    "TicketScreen": (ALERTED, ("T",)),
    "PreviousRunsScreen": (FAILED, ("b",)),
    "ChangesScreen": (FAILED, ("d",)),
    "JsonScreen": (f"900507-{TODAY}", ("i", "plus")),
    "FindScreen": (None, ("f3", "down", "down", "space", "enter")),
    "HelpScreen": (FAILED, ("question_mark",)),
    "ChooseScreen": (FAILED, ("y",)),
    "FavouriteNoteScreen": (FAILED, ("e",)),
    "SaveScreen": (FAILED, ("l", "s")),
    "WatchedScreen": (FAILED, ("W", "ctrl+w")),
    "CommandPalette": (FAILED, ("ctrl+p",)),
    "InstanceTableScreen": (f"{FAILED} {ALERTED} 900622-{TODAY}", ("o",)),
}
"""By screen, an id to start with and the keys that open it."""


def start(open_text: str | None = None, *, theme: str = AUTO, signs: str = AUTO) -> Start:
    return Start(Locations.of_user(), demo=True, open_text=open_text, preferences=Preferences(theme, signs))


ESSENTIALS = {
    "TaskScreen": "startTime",
    "FlowScreen": "identity",
    "graph": "needed by",
    "timeline": "on the critical path",
    "FindScreen": "900100-",
    "HelpScreen": "escape closes",
    "FavouriteNoteScreen": "enter saves",
    "SaveScreen": "only you can read",
    "CommandPalette": "Search for commands",
    "InstanceTableScreen": "no answer",
}
"""By screen, the text that the smallest window must show; elsewhere the help key."""


async def go_to(tui: Tui, screen: str) -> None:
    """Open a screen and wait until it is fully drawn."""
    _, keys = WAYS[screen]
    await tui.is_connected()
    await tui.settles()
    for key in keys:
        await tui.press(key)
        await tui.settles()
    if screen in ("graph", "timeline"):
        await tui.comes_to("FlowScreen")
    else:
        await tui.comes_to(screen)


async def choose(tui: Tui, theme: str) -> None:
    await tui.press("f9")
    await tui.comes_to("ChooseScreen", "Theme", "contrast-dark")
    await tui.press("home", *["down"] * list(THEMES).index(theme), "enter")
    await tui.until(lambda: tui.kind != "ChooseScreen")


# Themes.


async def test_a_chosen_theme_is_drawn_at_once_and_saved(a_home_of_its_own: Path) -> None:
    async with running(start=start(FAILED)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        config = Locations.of_user().config
        before = tui.screen.styles.background
        await choose(tui, "contrast-light")
        assert tui.app.theme == "contrast-light"
        await tui.until(lambda: tui.screen.styles.background != before)
        await tui.notifies("The theme contrast-light is saved in config.toml.")
        assert config.read_text() == 'theme = "contrast-light"\n'
    async with running(start=replace(start(), preferences=read_preferences(config))) as tui:
        assert tui.app.theme == "contrast-light"
        await tui.press("f9")
        await tui.comes_to("ChooseScreen")
        await tui.press("enter")
        await tui.notifies("The theme contrast-light is saved")


async def test_auto_goes_back_to_what_suits_the_terminal() -> None:
    far = replace(start(theme="light"), terminal=Abilities("terminal"))
    async with running(start=far) as tui:
        assert tui.app.theme == "light"
        await choose(tui, "auto")
        await tui.until(lambda: tui.app.theme == "terminal")
        await tui.notifies("The theme auto is saved")


async def test_a_theme_that_cannot_be_saved_is_drawn() -> None:
    async with running(start=start()) as tui:
        config = Locations.of_user().config
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text("this is no TOML\n")
        await choose(tui, "dark")
        await tui.notifies("The theme stays until the program ends.")
        await tui.notifies("config.toml, line 1")
        assert config.read_text() == "this is no TOML\n"


async def test_without_any_key_of_its_own_the_palette_has_the_themes() -> None:
    async with running(open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("ctrl+p")
        await tui.type("theme")
        await tui.reads("Theme: Choose the colours; the choice is saved.")
        await tui.press("enter")
        await tui.comes_to("ChooseScreen", "terminal-light")


# Signs.


@pytest.mark.parametrize("screen", WAYS)
async def test_every_screen_works_in_the_smallest_window_and_in_ascii(screen: str) -> None:
    open_text, _ = WAYS[screen]
    async with running(start=start(open_text, signs="ascii"), size=(60, 16), draws_toasts=True) as tui:
        await go_to(tui, screen)
        assert ESSENTIALS.get(screen, "Help") in tui.text, tui.text
        assert_ascii(tui)
        await tui.pilot.resize_terminal(80, 24)
        await tui.until(lambda: len(tui.lines) == 24)
        assert_ascii(tui)


def assert_ascii(tui: Tui) -> None:
    """A question mark replaces a character without an ASCII form."""
    assert tui.text.isascii(), {char for char in tui.text if not char.isascii()}
    assert "?" not in re.sub(r"\? +Help|\?  f1|is this normal\?", "", tui.text), tui.text


async def test_in_ascii_the_keys_have_names_and_scroll_bars_whole_cells() -> None:
    async with running(start=start(signs="ascii")) as tui:
        await tui.reads("down List")
        assert set(ScrollBar.renderer.VERTICAL_BARS) == {" "}
    async with running(start=start(signs="unicode")) as tui:
        await tui.reads("↓ List")
        assert ScrollBar.renderer is ScrollBarRender


async def test_typed_text_is_ascii_on_screen_and_unchanged_in_the_note() -> None:
    async with running(start=start(FAILED, signs="ascii")) as tui:
        await tui.comes_to("TaskScreen", "\\u6e05\\u6d17")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.paste("夜 é")
        await tui.reads("?? ?")
        assert tui.text.isascii()
        await tui.press("enter")
        await tui.until(lambda: [entry.note for entry in tui.session.library.favourites] == ["夜 é"])


# Sizes.


async def test_a_small_window_shows_the_required_size_until_it_grows() -> None:
    async with running(open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        drawn = tui.text
        for small in ((59, 16), (60, 15), (20, 3), (1, 1), (50, 10)):
            await tui.pilot.resize_terminal(*small)
            await tui.until(lambda: tui.kind == "NoRoomScreen")
        await tui.reads("The window is 50x10; enos-tui needs 60x16.")
        await tui.press("l", "escape")
        assert tui.kind == "NoRoomScreen"
        await tui.pilot.resize_terminal(80, 24)
        await tui.comes_to("TaskScreen")
        await tui.until(lambda: tui.text == drawn)
        assert len(tui.app.screen_stack) == 2


async def test_a_small_window_covers_new_screens_too() -> None:
    async with running(open_text=FAILED, size=(40, 10)) as tui:
        await tui.comes_to("NoRoomScreen")
        await tui.until(lambda: [type(one).__name__ for one in tui.app.screen_stack].count("TaskScreen") == 1)
        await tui.until(lambda: tui.kind == "NoRoomScreen")
        await tui.pilot.resize_terminal(80, 24)
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "Examples in the demo")


# The mouse.


async def test_the_mouse_is_off_where_it_would_delay_the_escape_key() -> None:
    async with running(start=replace(start(), terminal=Abilities(can_follow_mouse=False))) as tui:
        await tui.reads("Mouse released")
        await tui.press("f4")
        await tui.notifies("The program has the mouse again.")


# Columns.


def assert_columns_hold(tui: Tui) -> None:
    """Widths by pyte, which measures as a terminal does."""
    for strip in tui.screen._compositor.render_strips():
        screen = pyte.Screen(strip.cell_length + 1, 1)
        stream, at = pyte.Stream(screen), 0
        for segment in strip:
            stream.feed(segment.text)
            at += segment.cell_length
            assert screen.cursor.x == at, f"{segment.text!r} in {strip.text!r}"


async def test_no_name_moves_a_column_of_a_workflow() -> None:
    stand_in = a_stand_in()
    tasks = [
        {"taskName": name, "taskInstId": f"{number}-2021020211", "nodeId": f"t{number}", "status": "FAIL"}
        for number, name in enumerate(NAMES, 1)
    ]
    edges = [{"source": f"t{number}", "target": f"t{number + 1}"} for number in range(1, len(NAMES))]
    flow = {
        "flowName": NAMES[4],
        "owner": ";".join(NAMES),
        "instanceId": SAMPLE_FLOW,
        "graph": json.dumps({"tasks": tasks, "relations": edges}),
    }
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.success(flow), to="flowInstances.get")
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "plain", "风电场日报汇总", "👨\\u200d")
        for _ in range(3):
            assert_columns_hold(tui)
            await tui.press("end", "right")
            assert_columns_hold(tui)
            await tui.press("left", "home", "w")
            await tui.pilot.pause()
        await tui.press("W")
        await tui.press("H")
        await tui.comes_to("LookupScreen", "👨\\u200d")
        assert_columns_hold(tui)
        await tui.press("escape", "ctrl+w")
        await tui.comes_to("WatchedScreen")
        assert_columns_hold(tui)


async def test_no_name_moves_a_column_of_a_record_a_document_or_a_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    record = {f"field{number}": name for number, name in enumerate(NAMES)} | {name: name for name in NAMES}
    task = {"taskName": NAMES[4], "status": -1, "runMode": json.dumps(record), "cmd": "\n".join(NAMES)}
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.success(task | record), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "👨\\u200d")
        for key in ("end", "y", "escape", "J", "end", "v", "end", "escape", "e", "escape"):
            await tui.press(key)
            await tui.pilot.pause()
            assert_columns_hold(tui)
        stand_in.script(reply.success({"log": "\n".join(NAMES * 9)}), to="taskInstances.getLog")
        await tui.press("l")
        await tui.comes_to("LogScreen", "zero\\u200bwidth")
        assert_columns_hold(tui)
        await tui.press("w", "right")
        assert_columns_hold(tui)


async def test_no_name_moves_a_column_of_a_table_of_many() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        ids = [f"{number}-2021020211" for number in range(1, len(NAMES) + 1)]
        for one, name in zip(ids, NAMES, strict=True):
            stand_in.script(reply.success({"taskName": name, "status": 1}), to=one)
        await tui.paste(" ".join(f"taskInstId={one}" for one in ids))
        await tui.comes_to("InstanceTableScreen", f"{len(NAMES)} instances", "风电场日报汇总")
        await tui.reads("👨\\u200d")
        assert_columns_hold(tui)


# A real terminal.


async def test_no_colour_and_no_other_character_than_ascii_reach_a_terminal_that_has_neither() -> None:
    said = environment() | {"NO_COLOR": "1", "LC_ALL": "C", "COLORTERM": "truecolor"}
    with Terminal([*PROGRAM, "--demo"], said, TOP) as terminal:
        terminal.wait_for("connected to", "monthly_report", "down List")
        terminal.press("ctrl+t")
        terminal.wait_for("Examples in the demo")
        terminal.press("down", "down", "down", "enter")
        terminal.wait_for("x FAIL (-1)", "\\u6e05\\u6d17", "startTime", "- runMode")
        terminal.press("u")
        terminal.wait_for("8 tasks", "flowName")
        terminal.press("w")
        terminal.wait_for("4 held up", "#x \\u6e05")
        terminal.press("y")
        terminal.wait_for("Copy", "+-----")
        terminal.press("escape", "ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert terminal.colours == set()
        assert terminal.sent.isascii()
        assert b"\x1b[7m" in terminal.sent, "the cursor is in reverse"
        terminal.assert_left_as_found()
