"""The cause stands on the screen of a failed task before a key is pressed."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from tests.harness import LAST_NIGHT, SAMPLE, TODAY, Tui, a_stand_in, over, running, to
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tui_app.app.launch import Start
from tui_app.demo import reply
from tui_app.services.prefetch import MOST_REQUESTS
from tui_app.services.recurrence import MOST_LOGS
from tui_app.services.session import Session
from tui_app.store.locations import Locations

FAILED, WAITS, FLOW = f"900103-{LAST_NIGHT}", f"900106-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"
SIZES = [(60, 16), (80, 24), (99, 30), (100, 30), (120, 36), (200, 50)]


def sent(stand_in: StandIn) -> list[tuple[str, str]]:
    """What was requested after the first record: each resource with its action."""
    calls = [
        (call.resource, call.action) for call in stand_in.calls if call.resource not in ("token", "time")
    ]
    return calls[1:]


def logs(stand_in: StandIn) -> int:
    return stand_in.request_count("taskInstances", "getLog")


@pytest.mark.parametrize("size", SIZES)
async def test_the_second_line_names_the_cause_at_any_size(size: tuple[int, int]) -> None:
    async with running(open_text=FAILED, size=size) as tui:
        await tui.comes_to("TaskScreen", "FAIL (-1)")
        await tui.until(lambda: tui.lines[1].startswith(" KeyError: 'ActivePower_avg' · failed"))
        await tui.settles()
        has_pane = "Differs from the last success" in tui.text
        assert has_pane == (size[0] >= 100), "from 100 columns on in a pane"


async def test_a_run_that_waits_names_the_failure_upstream() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=WAITS, size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen", "INIT (0)")
        await tui.until(lambda: "clean_turbine_data failed: KeyError" in tui.lines[1])
        await tui.settles()
        await tui.reads("the cause", "this run", "Differs from the last success of")
        assert len(sent(stand_in)) <= MOST_REQUESTS


async def test_the_first_screenful_answers_what_when_how_long_how_often_and_why() -> None:
    async with running(open_text=FAILED) as tui:
        await tui.comes_to("TaskScreen", "✗ FAIL", "KeyError: 'ActivePower_avg'")
        await tui.reads("2026-11-23 07:06:28", "ran 11 m 32 s", "try 4 of 4", "python3 clean_turbine_data.py")
        labels = [line.split()[0] for line in tui.lines[3:12]]
        assert labels == [
            *("status", "reason", "triggerTime", "startTime", "endTime"),
            *("runNum", "recallNum", "recallLimit", "cmd"),
        ]


@pytest.mark.parametrize("task", [SAMPLE, f"900302-{TODAY}"], ids=["succeeded", "is at work"])
async def test_a_run_that_succeeded_or_is_at_work_costs_no_request(task: str) -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={task}", size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen")
        await tui.settles()
        assert sent(stand_in) == []
        assert "reason" not in tui.text
        assert " why" not in tui.lines


@pytest.mark.parametrize("key", ["x", "l", "u", "d"])
async def test_what_was_read_opens_without_a_request(key: str) -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={FAILED}") as tui:
        await tui.comes_to("TaskScreen", "KeyError")
        await tui.settles()
        before = sent(stand_in)
        assert len(before) <= MOST_REQUESTS
        await tui.press(key)
        screens = {"x": "WhyScreen", "l": "LogScreen", "u": "FlowScreen", "d": "ChangesScreen"}
        await tui.comes_to(screens[key])
        await tui.settles()
        assert sent(stand_in) == before
        await tui.press("r")
        await tui.until(lambda: len(sent(stand_in)) > len(before), "a refresh asks again")


async def test_a_refresh_reads_the_reason_again() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={FAILED}") as tui:
        await tui.comes_to("TaskScreen", "KeyError")
        await tui.settles()
        before, read = len(sent(stand_in)), logs(stand_in)
        await tui.press("r")
        await tui.until(lambda: logs(stand_in) > read, "the log again")
        await tui.settles()
        assert len(sent(stand_in)) <= before + 1 + MOST_REQUESTS + MOST_LOGS


async def test_a_profile_can_turn_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Session.__init__

    def without(session: Session, *args: object, **names: object) -> None:
        made(session, *args, **names)  # type: ignore[arg-type]
        session.prefetches = False

    monkeypatch.setattr(Session, "__init__", without)
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={FAILED}", size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen", "failed after 11 m 32 s")
        await tui.settles()
        assert sent(stand_in) == []
        assert "reason" not in tui.text
        await tui.press("x")
        await tui.comes_to("WhyScreen", "KeyError")


class Held(httpx.AsyncBaseTransport):
    """Answers a record and holds everything after it."""

    def __init__(self, stand_in: StandIn, is_held: Callable[[httpx.Request], bool]) -> None:
        self._onward, self._is_held = transport_to(stand_in), is_held
        self.held: list[asyncio.Future[None]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._is_held(request):
            self.held.append(asyncio.get_running_loop().create_future())
            await self.held[-1]
        return await self._onward.handle_async_request(request)


def of_flow(request: httpx.Request) -> bool:
    return bool(request.url.path.endswith("/flowInstances"))


def of_log(request: httpx.Request) -> bool:
    return bool(request.url.params.get("action") == "getLog")


async def test_the_record_is_drawn_while_the_reason_is_still_read() -> None:
    slow = Held(a_stand_in(), of_flow)
    async with running(over(slow), open_text=f"taskInstId={FAILED}", size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen", "ran 11 m 32 s", "reading…", "Reading the reason…")
        await tui.until(lambda: len(slow.held) == 1)
        slow.held[0].set_result(None)
        await tui.reads("KeyError: 'ActivePower_avg'")


@pytest.mark.parametrize("keys", [["escape"], ["l"], ["greater_than_sign", "escape"]])
async def test_leaving_the_screen_ends_the_requests(keys: list[str]) -> None:
    slow = Held(a_stand_in(), of_flow)
    async with running(over(slow), open_text=f"taskInstId={FAILED}") as tui:
        await tui.comes_to("TaskScreen", "ran 11 m 32 s")
        await tui.until(lambda: len(slow.held) == 1)
        await tui.press(*keys)
        await tui.until(slow.held[0].cancelled, "the request was given up")


async def test_back_on_the_screen_the_reading_goes_on() -> None:
    stand_in = a_stand_in()
    slow = Held(stand_in, of_log)
    async with running(over(slow), open_text=f"taskInstId={FAILED}") as tui:
        await tui.comes_to("TaskScreen", "ran 11 m 32 s")
        await tui.until(lambda: len(slow.held) == 1)
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        assert slow.held[0].cancelled()
        await tui.press("escape")
        await tui.comes_to("TaskScreen")
        await tui.until(lambda: len(slow.held) == 2)
        slow.held[1].set_result(None)
        await tui.reads("KeyError: 'ActivePower_avg'")
        assert stand_in.request_count("flowInstances", "get") == 1, "what was read is kept"


async def test_a_failed_request_is_told_and_not_repeated() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(120, 36)) as tui:
        await tui.is_connected()
        stand_in.script(*[reply.Reply(503)] * 9, to=FLOW)
        await tui.paste(f"taskInstId={FAILED}")
        await tui.comes_to("TaskScreen", "failed is not known", "HTTP 503")
        await tui.settles()
        assert stand_in.request_count("flowInstances", "get") == 1


LOG = "Traceback (most recent call last):\n  File 'a.py', line 3, in load\n{}\n"
OWN = "KeyError: 'ActivePower_avg'"


def fail_before(stand_in: StandIn, messages: dict[int, str]) -> None:
    """Let earlier nights of the task fail, each with a message."""
    for day in messages:
        task_id = f"900103-202611{day}00"
        record = {
            "instanceId": task_id,
            "taskName": "clean",
            "flowInstId": f"900100-202611{day}00",
            "cycle": "D",
            "status": -1,
            "stsDesc": "FAIL",
            "triggerTime": f"2026-11-{day + 2} 06:15:00",
        }
        stand_in.script(reply.success(record), to=task_id)
    answers = [reply.success({"log": LOG.format(message)}) for message in messages.values()]
    stand_in.script(None, *answers, to="taskInstances.getLog")


async def test_the_runs_of_the_same_error_are_named_and_marked() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(120, 36)) as tui:
        await tui.is_connected()
        fail_before(stand_in, {20: OWN, 19: "KeyError: 'other'", 18: OWN, 17: OWN})
        await tui.paste(f"taskInstId={FAILED}")
        await tui.comes_to("TaskScreen", "Same error as on 11-22")
        await tui.settles()
        assert logs(stand_in) <= 1 + MOST_LOGS
        await tui.press("x")
        await tui.comes_to("WhyScreen", "Same error as on 11-22")
        await tui.press("escape", "b")
        await tui.comes_to("PreviousRunsScreen", "Same error as on 11-20 and", "= same error")
        await tui.settles()
        marked = [line.split("~")[1].split()[0] for line in tui.lines if line.endswith(" =") and "~" in line]
        assert marked == ["900103-2026112000", "900103-2026111800"]
        assert logs(stand_in) <= 1 + MOST_LOGS


async def test_a_run_without_an_earlier_failure_reads_no_log_of_them() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=f"taskInstId={FAILED}") as tui:
        await tui.comes_to("TaskScreen", "KeyError")
        await tui.settles()
        assert logs(stand_in) == 1
        await tui.press("b")
        await tui.comes_to("PreviousRunsScreen", "First failure")
        await tui.settles()
        assert logs(stand_in) == 1


async def test_a_key_shows_the_fields_that_say_nothing_and_hides_them() -> None:
    async with running(open_text=SAMPLE, size=(120, 50)) as tui:
        await tui.comes_to("TaskScreen", "fields empty; a shows them")
        assert "resourceName" not in tui.text
        await tui.press("a")
        await tui.reads("resourceName", "fields empty; a hides them")
        await tui.press("end", "enter")
        await tui.reads("fields empty; a shows them")
        assert "resourceName" not in tui.text


async def test_rows_of_the_reason_open_what_they_name() -> None:
    async with running(open_text=f"taskInstId={WAITS}", size=(120, 36)) as tui:
        await tui.comes_to("TaskScreen", "the cause")
        await tui.settles()
        await tui.press("tab", "tab")
        await tui.move_to(FAILED)
        await tui.press("enter")
        await tui.comes_to("TaskScreen", FAILED)
        await tui.press("escape")
        await tui.move_to("KeyError")
        await tui.press("enter")
        await tui.comes_to("LogScreen", FAILED)


async def copy_of(tui: Tui, what: str) -> str:
    return await tui.copied(what)


async def test_a_reason_is_safe_to_draw_and_copied_without_secrets() -> None:
    stand_in = a_stand_in()
    message = "RuntimeError: no login with password=hunter2secret \x1b[2J\u202e"
    async with running(to(stand_in), size=(120, 36)) as tui:
        await tui.is_connected()
        stand_in.script(reply.success({"log": LOG.format(message)}), to="taskInstances.getLog")
        await tui.paste(f"taskInstId={FAILED}")
        await tui.comes_to("TaskScreen", r"\x1b[2J\u202e")
        await tui.settles()
        assert "\x1b" not in tui.text and "\u202e" not in tui.text
        assert "hunter2secret" not in await copy_of(tui, "reason")
        await tui.press("home", "down")
        assert "hunter2secret" not in await copy_of(tui, "value of reason")
        await tui.press("tab", "tab")
        await tui.move_to("RuntimeError")
        assert "hunter2secret" not in await copy_of(tui, "this line")


async def test_a_start_with_the_view_of_another_screen_reads_no_reason() -> None:
    stand_in = a_stand_in()
    start = Start(Locations.of_user(), demo=True, open_text=f"taskInstId={FAILED}", view_name="run-mode")
    async with running(to(stand_in), start=start) as tui:
        await tui.comes_to("JsonScreen")
        await tui.settles()
        assert sent(stand_in) == []
