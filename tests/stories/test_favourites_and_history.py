"""Favourites and history, also of the session before."""

from collections.abc import Callable

import pytest
from textual.geometry import Region
from textual.screen import Screen

from tests.harness import SAMPLE, SAMPLE_FLOW, a_stand_in, running, to
from tui_app.store.locations import Locations


async def test_the_next_session_finds_a_favourite_with_note_and_tags() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("f")
        await tui.notifies(f"{SAMPLE} is a favourite")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen", SAMPLE, "DataIntegration")
        await tui.type("known good")
        await tui.press("tab")
        await tui.type("nightly,hive 风电")
        await tui.press("enter")
        await tui.comes_to("TaskScreen")
        await tui.until(lambda: tui.session.library.favourites[0].note == "known good")
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")
        await tui.press("tab", "f")
        await tui.notifies(f"{SAMPLE_FLOW} is a favourite")
    async with running(size=(120, 36)) as tui:
        await tui.comes_to("LookupScreen", "Favourites (2)", SAMPLE, SAMPLE_FLOW, "✓ SUCCESS")
        assert "DataIntegration  known good  #nightly  #hive  #风电" in tui.text
        await tui.press("down")
        await tui.move_to(SAMPLE)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")
        await tui.press("F")
        await tui.comes_to("LookupScreen", "favourites", "known good", "connected to")
        assert "Nothing opened" not in tui.text
        assert SAMPLE_FLOW in tui.cursor_line
        await tui.press("escape")
        await tui.comes_to("TaskScreen", "DataIntegration")


async def test_a_favourite_removed_by_mistake_returns_with_its_note() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.type("keep me")
        await tui.press("enter")
        await tui.until(lambda: bool(tui.session.library.favourites), "a note makes a favourite")
        await tui.press("f")
        await tui.notifies("no longer a favourite")
        await tui.until(lambda: not tui.session.library.favourites)
        await tui.press("f")
        await tui.until(lambda: bool(tui.session.library.favourites))
        assert tui.session.library.favourites[0].note == "keep me"


async def test_escape_discards_a_note() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.type("no")
        await tui.press("escape")
        await tui.comes_to("TaskScreen")
        assert tui.session.library.favourites == ()
        assert not Locations.of_user().favourites.exists()


async def test_letters_act_on_the_lists_and_the_input_filters_them() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")
        await tui.press("H")
        await tui.comes_to("LookupScreen", "history", "History (2)")
        assert tui.cursor_line.startswith(SAMPLE_FLOW), "the last opened comes first"
        await tui.press("f")
        await tui.notifies(f"{SAMPLE_FLOW} is a favourite")
        await tui.press("slash")
        await tui.type("datainteg")
        await tui.reads(SAMPLE, "History (2)")
        await tui.press("escape")
        await tui.type("118979")
        await tui.reads("History (1)")
        await tui.press("down", "enter")
        await tui.comes_to("TaskScreen", "DataIntegration")


async def test_the_history_is_saved_with_states_and_times() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.until(lambda: len(tui.session.library.history) == 1)
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "History (1)")
        await tui.press("down", "home")
        assert tui.cursor_line.split() == [SAMPLE, "✓", "SUCCESS,", "now", "DataIntegration"]
    async with running() as tui:
        await tui.comes_to("LookupScreen", "History (1)", SAMPLE)


async def test_an_unreadable_favourites_file_is_kept_with_a_notification() -> None:
    path = Locations.of_user().favourites
    path.parent.mkdir(parents=True)
    path.write_text("no JSON")
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("f")
        await tui.notifies("is a favourite")
        await tui.notifies("unreadable")
    assert len(list(path.parent.glob("favourites.unreadable-*"))) == 1


async def test_a_full_disk_is_reported_and_reading_continues() -> None:
    home = Locations.of_user().favourites.parent
    home.parent.mkdir(parents=True)
    home.write_text("a file where a folder should be")
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("f")
        await tui.until(lambda: any("favourites" in toast for toast in tui.toasts), "a toast")
        assert not any("is a favourite" in toast for toast in tui.toasts)
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")


async def test_a_letter_and_the_list_it_leaves_are_drawn_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[list[Region]] = []
    draw = Screen._compositor_refresh

    def noted(screen: Screen[object]) -> None:
        if regions := list(screen._compositor._dirty_regions):
            drawn.append(regions)
        draw(screen)

    async with running() as tui:
        await tui.comes_to("LookupScreen", "Examples in the demo", "connected to")
        await tui.type("l")
        monkeypatch.setattr(Screen, "_compositor_refresh", noted)

        def shows(pane: str) -> Callable[[list[Region]], bool]:
            here = tui.screen.query_one(pane).region
            return lambda regions: any(here.contains_region(region) for region in regions)

        for letter in "oad":
            drawn.clear()
            await tui.type(letter)
            await tui.until(lambda: any(map(shows("IdInput"), drawn)))
            assert shows("SavedList")(next(filter(shows("IdInput"), drawn)))


async def test_a_star_marks_the_row_under_the_cursor_and_moves_none() -> None:
    async with running(open_text=f"{SAMPLE}") as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks")
        await tui.settles()
        await tui.press("escape", "escape")
        await tui.comes_to("LookupScreen", "History (2)")
        await tui.press("down")
        await tui.until(lambda: tui.view_named("saved").has_focus)
        await tui.press("home", "down")
        await tui.until(lambda: SAMPLE in tui.cursor_line)
        for _ in range(2):
            await tui.press("f")
            await tui.until(lambda: tui.cursor_line.startswith(f"★ {SAMPLE}"))
            assert "History (2)" in tui.text
            await tui.press("f")
            await tui.until(lambda: tui.cursor_line.startswith(SAMPLE))
        await tui.press("f")
        await tui.until(lambda: tui.cursor_line.startswith("★"))
        await tui.press("enter")
        await tui.comes_to("TaskScreen")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "Favourites (1)", "History (1)")


async def test_the_history_says_when_a_state_was_seen_and_requests_it_again() -> None:
    running_task = "900302-2026112223"
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=running_task) as tui:
        await tui.comes_to("TaskScreen", "RUNNING (2)")
        await tui.press("H")
        await tui.comes_to("LookupScreen", "▶ RUNNING, now")
        asked = stand_in.request_count("taskInstances", "get")
        stand_in.clock_offset_ms = 5 * 60_000
        await tui.press("r")
        await tui.reads("✓ SUCCESS, now")
        await tui.notifies("1 run refreshed.")
        assert stand_in.request_count("taskInstances", "get") == asked + 1
        assert running_task in tui.cursor_line


async def test_what_was_opened_and_starred_is_not_said_to_be_unopened() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("f")
        await tui.notifies("is a favourite")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "Favourites (1)")
        assert "Nothing opened yet" not in tui.text
