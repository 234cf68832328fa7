"""On the first screen the next id can be typed at once, wherever the focus is."""

from tests.harness import SAMPLE, SAMPLE_FLOW, running
from tui_app.widgets.id_input import IdInput


async def test_an_id_typed_over_the_list_goes_to_the_input() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type("zz")
        await tui.press("down")
        await tui.until(lambda: not isinstance(tui.app.focused, IdInput))
        await tui.type(SAMPLE)
        assert tui.screen.query_one(IdInput).value == SAMPLE
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "DataIntegration")


async def test_the_next_id_replaces_the_one_before() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type(SAMPLE)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", SAMPLE)
        assert tui.screen.query_one(IdInput).selected_text == SAMPLE
        await tui.type(SAMPLE_FLOW)
        assert tui.screen.query_one(IdInput).value == SAMPLE_FLOW


async def test_a_text_without_an_id_stays_as_it_is_to_be_corrected() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type("118979-202")
        await tui.press("enter")
        await tui.reads("There is no id in this text.")
        await tui.type("1020211")
        assert tui.screen.query_one(IdInput).value == SAMPLE


async def test_a_name_typed_on_the_first_screen_is_found_by_one_key() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type("wind_daily")
        await tui.press("enter")
        await tui.reads("f3 finds flow instances")
        await tui.press("f3")
        await tui.comes_to("FindScreen", "1 flow instance")
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "wind_daily")


async def test_an_id_that_is_typed_is_no_search() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type(SAMPLE)
        await tui.press("f3")
        await tui.comes_to("FindScreen", "No saved searches yet")


async def test_going_back_to_the_input_selects_what_stands_there() -> None:
    async with running() as tui:
        await tui.settles()
        await tui.type("1189")
        await tui.press("down", "slash")
        await tui.until(lambda: isinstance(tui.app.focused, IdInput))
        await tui.settles()
        assert tui.screen.query_one(IdInput).selected_text == "1189"
        await tui.type("7")
        assert tui.screen.query_one(IdInput).value == "7"
