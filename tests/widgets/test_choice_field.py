"""A choice field selects values by keys and clicks, on as many lines as they need."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from tui_app.widgets.choice_field import ChoiceField
from tui_app.widgets.glyphs import ASCII_CLASS

NAMES = {-1: "FAIL", 0: "INIT", 1: "SUCCESS", 7: "超时"}


class ChoicesApp(App[None]):
    def compose(self) -> ComposeResult:
        yield ChoiceField(NAMES, id="choices")
        yield Input()


@pytest.fixture
def app() -> ChoicesApp:
    return ChoicesApp()


def lines(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def test_keys_move_and_select_and_the_order_stays_that_of_the_names(app: ChoicesApp) -> None:
    async with app.run_test(size=(80, 5)) as pilot:
        choices = app.query_one(ChoiceField)
        assert not choices.chosen
        await pilot.press(
            "left", "right", "right", "right", "right", "space", "left", "left", "left", "space"
        )
        assert choices.chosen == (-1, 7)
        assert lines(app)[0] == "● FAIL  ○ INIT  ○ SUCCESS  ● 超时"
        await pilot.press("space")
        assert choices.selected == {7}


async def test_values_wrap_and_a_click_toggles_the_value_below_it(app: ChoicesApp) -> None:
    async with app.run_test(size=(18, 8)) as pilot:
        await pilot.pause()
        assert lines(app)[:3] == ["○ FAIL  ○ INIT", "○ SUCCESS  ○ 超时", "▊▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▎"]
        await pilot.click(ChoiceField, offset=(11, 1))
        assert app.query_one(ChoiceField).chosen == (7,)
        await pilot.click(ChoiceField, offset=(9, 1))
        await pilot.click(ChoiceField, offset=(16, 0))
        assert app.query_one(ChoiceField).chosen == (7,), "gaps and ends are no values"
        await pilot.click(ChoiceField, offset=(0, 0))
        assert app.query_one(ChoiceField).chosen == (-1, 7)


async def test_only_a_focused_field_shows_its_cursor_and_marks_exist_in_ascii(app: ChoicesApp) -> None:
    async with app.run_test(size=(80, 5)) as pilot:
        app.add_class(ASCII_CLASS)
        await pilot.press("space")
        assert lines(app)[0].startswith("* FAIL  . INIT")
        choices = app.query_one(ChoiceField)
        assert any("reverse" in str(span.style) for span in choices.render().spans)
        await pilot.press("tab")
        await pilot.pause()
        assert not any("reverse" in str(span.style) for span in choices.render().spans)
