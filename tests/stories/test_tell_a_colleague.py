"""The ticket: two keys copy it, it is shown first, and it holds no secret."""

from pathlib import Path

import pytest

from tests.harness import LAST_NIGHT, TODAY, a_stand_in, running, to, without_prefetch
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.store.locations import Locations

ALERTED, CAUSE, FLOW = f"900106-{LAST_NIGHT}", f"900103-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"


async def test_two_keys_after_the_paste_copy_a_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    without_prefetch(monkeypatch)
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        await tui.paste(ALERTED)
        await tui.comes_to("TaskScreen", "not started")
        await tui.press("T", "enter")
        await tui.notifies("ticket, ")
        assert tui.kind == "TicketScreen"
        text = tui.app.clipboard
        assert text.startswith(
            "**◌ INIT (0)** `发布日报 publish_daily_report`\n清洗风机数据 clean_turbine_data failed"
        )
        for told in (
            ALERTED,
            CAUSE,
            FLOW,
            "KeyError: 'ActivePower_avg'",
            f"{ALERTED} --view why",
            "try 4 of 4",
        ):
            assert told in text
        assert len(text.encode()) <= 2048
        assert (stand_in.request_count("taskInstances"), stand_in.request_count("flowInstances")) == (3, 1)
        await tui.press("y")
        await tui.until(lambda: len(tui.toasts) == 2, "y copies it too")


async def test_the_copied_ticket_has_the_note_and_no_secrets() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={CAUSE}", size=(120, 50)) as tui:
        await tui.comes_to("TaskScreen", "FAIL")
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.type("ask li.na")
        await tui.press("enter")
        await tui.until(lambda: bool(tui.session.library.favourites))
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError")
        log = reply.success({"log": "ERROR login as root, password=hunter2\n"})
        stand_in.script(log, to="taskInstances.getLog")
        await tui.press("r")
        await tui.reads("hunter2")
        before = len(stand_in.calls)
        await tui.press("T")
        await tui.comes_to(
            "TicketScreen", "- note: ask li.na", "password=[redacted]", "of at most 2,048 bytes"
        )
        assert len(stand_in.calls) == before, "all of it was fetched a moment ago"
        await tui.press("enter")
        await tui.notifies("ticket, ")
        assert tui.app.clipboard.split("\n") == [tui.view.row_text(row) for row in range(tui.view.row_count)]
        assert "hunter2" not in tui.app.clipboard


async def test_a_flow_instance_has_a_ticket_too() -> None:
    async with running(open_text=f"flowInstId={FLOW}") as tui:
        await tui.comes_to("FlowScreen", "8 tasks")
        await tui.press("T")
        await tui.comes_to("TicketScreen", f"- flow instance: `{FLOW}`", CAUSE)
    start = Start(Locations.of_user(), demo=True, open_text=ALERTED, view_name="ticket")
    async with running(start=start) as tui:
        await tui.comes_to("TicketScreen", f"- task instance: `{ALERTED}`")
        assert tui.command.endswith("--view ticket")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_the_ticket_can_be_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(open_text=f"taskInstId={ALERTED}") as tui:
        await tui.comes_to("TaskScreen", "not started")
        await tui.press("T")
        await tui.comes_to("TicketScreen", "task instance")
        await tui.press("s")
        await tui.comes_to("SaveScreen", f"ticket-{ALERTED}.md")
        await tui.press("enter")
        await tui.notifies("ticket saved to")
    assert f"`{ALERTED}`" in (tmp_path / f"ticket-{ALERTED}.md").read_text(encoding="utf-8")


async def test_without_an_answer_there_is_nothing_to_copy() -> None:
    async with running(
        start=Start(Locations.of_user(), demo=True, open_text=f"900622-{TODAY}", view_name="ticket")
    ) as tui:
        await tui.comes_to("TicketScreen", "no right to see that")
        await tui.press("enter")
        await tui.notifies("There is nothing to copy")
        await tui.press("s")
        await tui.notifies("There is nothing to save")
        assert tui.app.clipboard == ""
