"""The screen below the one on top costs nothing."""

import pytest
from textual._compositor import Compositor, LayoutUpdate

from tests.harness import SAMPLE, running


async def test_a_change_of_the_screen_below_does_not_draw_the_one_on_top(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    draw = Compositor.render_update

    def render_update(self: Compositor, *args: object, **options: object) -> object:
        update = draw(self, *args, **options)  # type: ignore[arg-type]
        drawn.append("all" if isinstance(update, LayoutUpdate) else "a part")
        return update

    async with running() as tui:
        await tui.type(SAMPLE)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "taskMode")
        await tui.settles()
        monkeypatch.setattr(Compositor, "render_update", render_update)
        below, top = tui.app.screen_stack[-2:]
        below.refresh()
        await tui.settles()
        await tui.press("down")
        await tui.until(lambda: bool(drawn), "a drawing")
        assert drawn[0] == "a part"
        assert not below.is_current
        assert top.is_current


async def test_the_screen_below_a_dialog_is_seen() -> None:
    async with running() as tui:
        await tui.press("f1")
        await tui.until(lambda: len(tui.app.screen_stack) > 1)
        below = tui.app.screen_stack[-2]
        assert below.is_current is (tui.screen.styles.background.a < 1)
