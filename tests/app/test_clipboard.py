"""A row of the copy menu can be printed instead of copied, and is written to a file by a thread."""

import threading
from pathlib import Path

import pytest

from tests.harness import SAMPLE, running
from tui_app.messages import Copyable, OpenCopyMenu
from tui_app.store import files
from tui_app.store.locations import Locations


async def test_a_row_chosen_to_be_printed_is_written_outside_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []
    write = files.write_private

    def recording(path: Path, text: str) -> None:
        threads.append(threading.current_thread())
        write(path, text)

    monkeypatch.setattr(files, "write_private", recording)
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.press("y")
        await tui.comes_to("ChooseScreen", "P prints it")
        threads.clear()
        await tui.press("j", "P")
        await tui.notifies("also in")
        assert tui.kind == "TaskScreen"
        assert tui.app.clipboard == ""
    assert Locations.of_user().copied.read_text(encoding="utf-8") == SAMPLE
    assert threads
    assert threading.main_thread() not in threads


async def test_a_copied_name_holds_no_line_end_that_would_be_enter_in_a_shell() -> None:
    async with running() as tui:
        await tui.comes_to("LookupScreen")
        tui.app.post_message(OpenCopyMenu([Copyable("task name", "rm -rf /\r\nok\x1b", is_line=True)]))
        await tui.until(lambda: tui.app.clipboard != "")
        assert tui.app.clipboard == "rm -rf /\\r\\nok\\x1b"
