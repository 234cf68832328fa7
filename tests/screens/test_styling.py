"""How often a screen's widgets are styled while it opens: each time takes as long as drawing them."""

import pytest
from textual.dom import DOMNode

from tests.harness import SAMPLE, running


@pytest.mark.parametrize("width", [80, 120])
async def test_a_screen_is_styled_when_it_comes_and_when_it_is_filled(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[str] = []
    update = DOMNode.update_node_styles

    def counted(node: DOMNode, animate: bool = True) -> None:
        styled.append(type(node).__name__)
        update(node, animate)

    async with running(open_text=SAMPLE, size=(width, 24)) as tui:
        await tui.comes_to("TaskScreen", "identity")
        monkeypatch.setattr(DOMNode, "update_node_styles", counted)
        await tui.press("u")
        await tui.comes_to("FlowScreen", "5 tasks", "flowName")
        assert styled.count("FlowScreen") == 2
        assert tui.screen.has_class("-wide") is (width >= 100)
