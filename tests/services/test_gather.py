import asyncio
from contextlib import aclosing

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_app.api.errors import GatewayError, NotFound
from tui_app.services.gather import gather


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 9))
async def test_each_is_asked_once_and_never_too_many_at_a_time(asked: list[int], at_most: int) -> None:
    open_now = most = 0

    async def ask(one: int) -> int:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0)
        open_now -= 1
        return one * 2

    answers = [pair async for pair in gather(asked, ask, at_most)]
    assert sorted(answers) == sorted((one, one * 2) for one in asked)
    assert most <= at_most


async def test_a_refusal_is_the_answer_for_its_own_question_only() -> None:
    async def ask(one: int) -> int:
        if one == 2:
            raise NotFound("no such instance")
        return one

    answers = {one: answer async for one, answer in gather([1, 2, 3], ask)}
    assert (answers[1], answers[3]) == (1, 3)
    assert isinstance(answers[2], GatewayError)


async def test_whoever_stops_listening_ends_the_open_questions() -> None:
    cancelled = []

    async def ask(one: int) -> int:
        if one == 0:
            return one
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(one)
            raise
        return one

    async with aclosing(gather(range(20), ask, at_most=4)) as answers:
        async for _ in answers:
            await asyncio.sleep(0)
            break
    assert sorted(cancelled) == [1, 2, 3, 4]
