"""Opening a screen reads no styles and applies them once: either takes as long as drawing it."""

import pytest
from textual.dom import DOMNode

from tests.harness import SAMPLE, running


@pytest.mark.parametrize("width", [80, 120])
async def test_a_screen_is_styled_once_and_correctly(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    styled: list[str] = []
    update = DOMNode.update_node_styles

    def counted(node: DOMNode, animate: bool = True) -> None:
        styled.append(type(node).__name__)
        update(node, animate)

    async with running(open_text=SAMPLE, size=(width, 24)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        monkeypatch.setattr(DOMNode, "update_node_styles", counted)
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks", "flowName")
        assert "FlowScreen" not in styled  # but where each widget is made
        assert tui.screen.has_class("-wide") is (width >= 100)
        nodes = [tui.screen, *tui.screen.query()]
        looks = [node._css_styles.get_rules().copy() for node in nodes]
        update(tui.screen, animate=False)
        assert [node._css_styles.get_rules() for node in nodes] == looks


async def test_opening_a_screen_reads_no_stylesheet() -> None:
    async with running(open_text=SAMPLE, draws_toasts=True) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        sheet, rules = tui.app.stylesheet, tui.app.stylesheet.rules
        for key, screen in (
            ("l", "LogScreen"),
            ("x", "WhyScreen"),
            ("b", "PreviousRunsScreen"),
            ("d", "ChangesScreen"),
            ("i", "JsonScreen"),
            ("T", "TicketScreen"),
            ("S", "FindScreen"),
            ("y", "ChooseScreen"),
            ("e", "FavouriteNoteScreen"),
            ("question_mark", "HelpScreen"),
            ("u", "FlowScreen"),
        ):
            await tui.press(key)
            await tui.comes_to(screen)
            assert tui.app.stylesheet is sheet and sheet.rules is rules, screen
            if key != "u":
                await tui.press("escape")
                await tui.comes_to("TaskScreen")
