"""From 160 columns on: the row under the cursor, explained beside the list without a request of its own."""

import pytest

from tests.harness import LAST_NIGHT, Tui, a_stand_in, running, running_for_real, to
from tests.stand_in import Served
from tests.stories import test_all_profiles
from tests.stories.test_overview import LISTS
from tui_app.models.profile import OVERVIEW
from tui_app.services.overview import MOST_REQUESTS
from tui_app.widgets import list_with_preview

WIDE = (160, 40)
plants = test_all_profiles.plants


def previewed(tui: Tui) -> str:
    """The text of the preview on screen."""
    pane = tui.view_named("preview")
    return "\n".join(pane.row_text(index) for index in range(pane.row_count))


async def is_read(tui: Tui) -> None:
    await tui.reads("KeyError", "Read timed out", "HiveException")
    await tui.settles()


async def test_it_shows_the_chain_and_the_decisive_lines_and_asks_for_nothing_more() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), size=WIDE, overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.until(lambda: "power = frame" in previewed(tui))
        assert f"900103-{LAST_NIGHT}" in previewed(tui)
        asked = [
            one for one in stand_in.calls if one.resource not in ("token", "time") and one.action != "search"
        ]
        assert len(asked) <= 3 * MOST_REQUESTS
        assert stand_in.request_count(*LISTS) == 1


async def test_it_follows_the_cursor_and_shows_of_a_good_run_what_the_list_says() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), size=WIDE, overview=OVERVIEW) as tui:
        await is_read(tui)
        sent = len(stand_in.calls)
        await tui.press("down", "down")
        await tui.until(lambda: "SocketTimeoutException" in previewed(tui))
        await tui.move_to("SUCCESS")
        await tui.until(lambda: "✓ SUCCESS" in previewed(tui) and "planned" in previewed(tui))
        assert "took" in previewed(tui)
        await tui.settles()
        assert len(stand_in.calls) == sent


async def test_it_waits_until_the_cursor_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_with_preview, "REST_S", 3_600.0)
    async with running(size=WIDE, overview=OVERVIEW) as tui:
        await is_read(tui)
        before = previewed(tui)
        await tui.press("down", "down", "down", "down")
        await tui.until(lambda: "wind_daily_report" not in tui.cursor_line)
        await tui.pilot.pause()
        assert previewed(tui) == before


async def test_a_run_opens_from_it_and_a_narrow_window_has_none() -> None:
    async with running(size=WIDE, overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.until(lambda: "power = frame" in previewed(tui))
        await tui.press("down", "tab")
        assert tui.view is tui.view_named("preview")
        await tui.move_to("900103")
        await tui.press("enter")
        await tui.comes_to("TaskScreen", f"900103-{LAST_NIGHT}")
    async with running(size=(120, 36), overview=OVERVIEW) as tui:
        await is_read(tui)
        assert not tui.screen.query("#preview")


async def test_a_window_that_grows_gets_one_and_loses_it_when_it_shrinks() -> None:
    async with running(size=(100, 30), overview=OVERVIEW) as tui:
        await is_read(tui)
        await tui.pilot.resize_terminal(*WIDE)
        await tui.reads("power = frame")
        await tui.pilot.resize_terminal(100, 30)
        await tui.until(lambda: "power = frame" not in tui.text)


async def test_among_all_profiles_its_runs_are_opened_with_the_profile_of_the_row(
    plants: tuple[Served, Served],
) -> None:
    async with running_for_real(test_all_profiles.a_start(), size=WIDE) as tui:
        await test_all_profiles.are_listed(tui)
        await tui.press("down")
        await tui.move_to("north")
        await tui.settles()
        await tui.until(lambda: "cause" in previewed(tui))
        await tui.press("tab", "enter")
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        assert tui.session.profile_name == "north"
