"""No toast covers the line that is read."""

import pytest
from textual.geometry import Region
from textual.widget import Widget

from tests.harness import LAST_NIGHT, Tui, running
from tui_app.app.explorer_app import ExplorerApp

FAILED = f"900103-{LAST_NIGHT}"


def toasts_of(tui: Tui) -> list[Region]:
    """The regions of the screen that toasts cover."""
    return [toast.region for toast in tui.screen.query("Toast") if toast.region]


async def shows_a_toast(tui: Tui, *keys: str) -> None:
    """Press keys and wait until a toast is on the screen."""
    await tui.press(*keys)
    await tui.until(lambda: bool(toasts_of(tui)), "a toast")
    await tui.settles()


def row_on_screen(tui: Tui) -> str:
    """The part of the screen that shows the row of the cursor, without the preview beside it."""
    row = tui.view.cursor_region
    assert row is not None
    strips = tui.screen._compositor.render_strips()[row.y : row.bottom]
    return "\n".join(strip.crop(row.x, row.right).text for strip in strips)


def assert_is_read(tui: Tui) -> None:
    """The row of the cursor is on the screen, and no toast on it."""
    assert tui.cursor_line[:20] in row_on_screen(tui)
    row = tui.view.cursor_region
    assert row is not None
    assert toasts_of(tui)
    assert not any(toast.overlaps(row) for toast in toasts_of(tui))


@pytest.fixture(autouse=True)
def toasts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no toast end before it is looked at."""
    monkeypatch.setattr(ExplorerApp, "NOTIFICATION_TIMEOUT", 600)


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        pytest.param((60, 16), marks=pytest.mark.thorough),
        pytest.param((200, 50), marks=pytest.mark.thorough),
    ],
)
@pytest.mark.parametrize("way", [("l", "end"), ("b", "end"), ("u", "end"), ("J", "end")])
async def test_a_toast_leaves_the_last_row_to_the_cursor(way: tuple[str, ...], size: tuple[int, int]) -> None:
    async with running(open_text=FAILED, size=size, draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        for key in way:
            await tui.press(key)
            await tui.settles()
        before = row_on_screen(tui)
        await shows_a_toast(tui, "M")
        assert row_on_screen(tui) == before
        assert_is_read(tui)


async def test_a_toast_gives_way_to_the_cursor_that_comes_there() -> None:
    async with running(open_text=FAILED, draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("l")
        await tui.comes_to("LogScreen")
        await tui.settles()
        await tui.press("home")
        await shows_a_toast(tui, "M")
        (below,) = toasts_of(tui)
        assert below.bottom == tui.app.size.height - 1, "above the footer"
        await tui.press("end")
        await tui.until(lambda: toasts_of(tui)[0].y < below.y)
        assert_is_read(tui)
        await tui.press("home")
        await tui.until(lambda: toasts_of(tui) == [below])
        assert_is_read(tui)


async def test_a_toast_leaves_the_text_that_is_typed_below_a_pane() -> None:
    async with running(open_text=FAILED, draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("l")
        await tui.comes_to("LogScreen")
        await tui.press("slash", "e")
        await shows_a_toast(tui, "f4")
        focused = tui.app.focused
        assert isinstance(focused, Widget)
        assert not any(toast.overlaps(focused.region) for toast in toasts_of(tui))


async def test_a_toast_leaves_the_filter_in_force() -> None:
    async with running(open_text=FAILED, size=(60, 16), draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("l")
        await tui.comes_to("LogScreen")
        await tui.press("ampersand", "K", "enter")
        await tui.settles()
        await shows_a_toast(tui, "M", "P")
        assert any(line.startswith("& K") for line in tui.lines)
        assert_is_read(tui)


async def test_a_toast_is_as_small_as_its_text() -> None:
    async with running(open_text=FAILED, draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        await shows_a_toast(tui, "M")
        (region,) = toasts_of(tui)
        assert region.height == 1
        assert region.width == len(tui.toasts[0]) + 3
