"""Glyphs can change while the program runs."""

from tests.harness import LAST_NIGHT, running
from tests.stories.test_looks import assert_ascii


async def test_an_open_screen_changes_to_ascii_and_back() -> None:
    async with running(open_text=f"900103-{LAST_NIGHT}") as tui:
        await tui.comes_to("TaskScreen", "startTime", "✗")
        before = tui.text
        assert not before.isascii()
        tui.app.appearance.set_ascii(True)
        await tui.until(lambda: tui.text.isascii(), "a screen in ASCII")
        await tui.reads("\\u")
        assert_ascii(tui)
        tui.app.appearance.set_ascii(False)
        await tui.until(lambda: tui.text == before, "the screen as it was")
