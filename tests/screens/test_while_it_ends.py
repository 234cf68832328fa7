"""Answers that arrive while the program removes its widgets, one by one, to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.harness import SAMPLE, Tui, running
from tui_app.screens.task import TaskScreen
from tui_app.widgets.detail_pane import DetailPane


@contextmanager
def ending(tui: Tui) -> Iterator[None]:
    """The app as it is once it has begun to end."""
    tui.app._running = False
    try:
        yield
    finally:
        tui.app._running = True


async def test_a_record_and_its_reason_are_not_drawn_on_widgets_that_are_gone() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.settles()
        screen = tui.screen
        assert isinstance(screen, TaskScreen) and screen.answer is not None
        await screen.query_one(DetailPane).remove()
        with ending(tui):
            screen.answer = replace(screen.answer)
            screen.watch_preview()
            screen.redraw()
