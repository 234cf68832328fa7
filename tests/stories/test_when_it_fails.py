"""Errors, retries, cancellation, and answers that come too late."""

import asyncio
import re

import httpx
import pytest

from tests.harness import NOW, SAMPLE, TODAY, Tui, a_stand_in, over, running, to
from tests.stand_in import refusals
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tui_app.demo import reply
from tui_app.demo.stamps import suffix

BY_HAND = suffix(NOW.replace(second=0), 14)


class Pauses:
    """Replaces the sleep between retries; each pause lasts until the test ends it."""

    def __init__(self) -> None:
        self.asleep: list[asyncio.Future[None]] = []
        """Every pause so far, cancelled ones too."""

    async def __call__(self, seconds: float) -> None:
        self.asleep.append(asyncio.get_running_loop().create_future())
        await self.asleep[-1]


class SlowTransport(httpx.AsyncBaseTransport):
    """Holds requests for task instances until the test releases them."""

    def __init__(self, stand_in: StandIn) -> None:
        self._onward = transport_to(stand_in)
        self.held: list[asyncio.Future[None]] = []
        """Every held request so far, cancelled ones too."""
        self.holds = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.holds and request.url.path.endswith("/taskInstances"):
            self.held.append(asyncio.get_running_loop().create_future())
            await self.held[-1]
        return await self._onward.handle_async_request(request)


def seconds_left(tui: Tui) -> int:
    """What the header counts down, 0 where it counts nothing; a busy machine may skip some of it."""
    counted = re.search(r"HTTP 429: try 2 of 4 in (\d) s", tui.text)
    return int(counted[1]) if counted else 0


REFUSALS = {
    "999-2021020211": ["999-2021020211 is neither a task instance nor a flow instance", "Check the id"],
    "taskInstId=999-2021020211": ["The server knows no such instance", "code 62102"],
    f"900622-{BY_HAND}": ["This user has no right to see that (code 62103", "grant this user"],
    f"900628-{BY_HAND}": ["no answer", "r try again · escape back"],
}


async def test_an_error_is_a_sentence_with_a_hint() -> None:
    async with running() as tui:
        for text, sentences in REFUSALS.items():
            await tui.paste(text)
            await tui.comes_to("TaskScreen", "no answer")
            said = " ".join(tui.text.split())
            assert [sentence for sentence in sentences if sentence not in said] == []
            await tui.press("escape")
            await tui.comes_to("LookupScreen")
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")


async def test_a_slow_refresh_is_shown_and_can_be_cancelled() -> None:
    slow = SlowTransport(a_stand_in())
    slow.holds = False
    async with running(over(slow), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime", "succeeded after")
        slow.holds = True
        await tui.press("r")
        await tui.reads("Refreshing…", "startTime")
        await tui.press("escape")
        await tui.reads("succeeded after", "startTime")
        assert slow.held[-1].cancelled()


async def test_a_failed_refresh_keeps_the_old_answer_and_says_why() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.is_connected()
        stand_in.script(reply.refusal(62109, "Internal server exception"), to="taskInstances.get")
        await tui.press("r")
        await tui.reads("not refreshed: loaded just now", "startTime", "cpu 0.6", "✓ SUCCESS (1)")
        await tui.reads("The server reports an internal error for this request", "r try again")
        await tui.press("r")
        await tui.until(lambda: "an internal error" not in tui.text)
        await tui.reads("succeeded after 2 m 43 s")
        assert "not refreshed" not in tui.text


async def test_a_failed_first_request_is_retried_by_one_key() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        stand_in.script(reply.refusal(62105, "locked"), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "The user's account is locked")
        await tui.press("r")
        await tui.reads("DataIntegration", "cpu 0.6")
        assert "locked" not in tui.text


async def test_retries_are_counted_on_screen_until_one_succeeds() -> None:
    stand_in, pauses = a_stand_in(), Pauses()
    async with running(to(stand_in, pauses)) as tui:
        await tui.is_connected()
        stand_in.script(
            reply.html(503, "Unavailable"), reply.html(502, "Bad Gateway"), to="taskInstances.get"
        )
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.reads("HTTP 503: try 2 of 4", "escape cancels")
        pauses.asleep[0].set_result(None)
        await tui.reads("HTTP 502: try 3 of 4")
        pauses.asleep[1].set_result(None)
        await tui.comes_to("TaskScreen", "DataIntegration", "succeeded after 2 m 43 s")
        assert "try" not in tui.lines[1]


async def test_escape_cancels_a_first_request_at_once() -> None:
    stand_in, pauses = a_stand_in(), Pauses()
    async with running(to(stand_in, pauses)) as tui:
        await tui.is_connected()
        stand_in.script(reply.html(503, "Unavailable"), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.reads("try 2 of 4")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        await tui.until(lambda: pauses.asleep[0].cancelled(), "the end of the question")
        assert stand_in.request_count("taskInstances") == 1


async def test_escape_cancels_a_refresh_at_once_and_keeps_the_answer() -> None:
    stand_in, pauses = a_stand_in(), Pauses()
    async with running(to(stand_in, pauses), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        await tui.is_connected()
        stand_in.script(reply.too_many_requests("7"), to="taskInstances.get")
        await tui.press("r")
        await tui.until(lambda: seconds_left(tui) > 0, "a count of seconds")
        first = seconds_left(tui)
        await tui.until(lambda: 0 < seconds_left(tui) < first <= 7, "a count that goes down")
        await tui.press("escape")
        await tui.reads("succeeded after 2 m 43 s", "startTime")
        assert tui.kind == "TaskScreen"
        assert pauses.asleep[0].cancelled()


async def test_a_second_request_cancels_the_first() -> None:
    slow = SlowTransport(a_stand_in())
    async with running(over(slow)) as tui:
        await tui.is_connected()
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "Loading… (escape cancels)")
        await tui.until(lambda: len(slow.held) == 1)
        await tui.press("r")
        await tui.until(lambda: len(slow.held) == 2 and slow.held[0].cancelled(), "one question, not two")
        slow.held[1].set_result(None)
        await tui.reads("DataIntegration", "cpu 0.6")


async def test_a_request_continues_silently_below_another_screen() -> None:
    slow = SlowTransport(a_stand_in())
    async with running(over(slow)) as tui:
        await tui.is_connected()
        await tui.paste(SAMPLE)
        await tui.until(lambda: len(slow.held) == 1)
        await tui.press("g")
        await tui.comes_to("LookupScreen")
        await tui.paste("flowInstId=8435-2021020211")
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")
        before = tui.text
        slow.held[0].set_result(None)
        await tui.until(lambda: len(tui.session.library.history) == 2, "the late answer in the history")
        assert tui.text == before
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "8435-2021020211")
        await tui.press("escape")
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")


async def test_a_connection_error_is_shown_on_the_first_screen() -> None:
    stand_in = a_stand_in()
    stand_in.script(refusals.token_refusal(1003, "secret error"), to="token")
    async with running(to(stand_in)) as tui:
        await tui.comes_to("LookupScreen", "not connected: The secret key does not fit the access key")
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")


async def test_quitting_during_a_retry_is_no_fault() -> None:
    stand_in, pauses = a_stand_in(), Pauses()
    async with running(to(stand_in, pauses)) as tui:
        await tui.is_connected()
        stand_in.script(reply.html(503, "Unavailable"), to="taskInstances.get")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.reads("try 2 of 4")
        await tui.press("q")
        await tui.until(lambda: tui.app.return_code == 0)
    assert pauses.asleep[0].cancelled()


@pytest.mark.parametrize("status", [401, 403, 404, 500])
async def test_a_gateway_that_refuses_everything_never_ends_the_program(status: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"message": "no"})

    async with running(over(httpx.MockTransport(answer))) as tui:
        await tui.comes_to("LookupScreen", "not connected")
        await tui.paste(f"900509-{TODAY}")
        await tui.comes_to("TaskScreen", "no answer", f"HTTP {status}")


async def test_a_connection_that_failed_is_tried_again_once_for_each_answer() -> None:
    onward, asked = transport_to(a_stand_in()), [0]

    async def zoneless(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/time"):
            asked[0] += 1
            return httpx.Response(404)
        return await onward.handle_async_request(request)

    async with running(over(httpx.MockTransport(zoneless))) as tui:
        await tui.comes_to("LookupScreen", "not connected")
        await tui.paste(f"taskInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "startTime")
        await tui.until(lambda: asked[0] == 2)
        await tui.press("r")
        await tui.until(lambda: asked[0] == 3)
        await tui.press("escape")
        await tui.comes_to("LookupScreen", "not connected")
        assert asked[0] == 3
