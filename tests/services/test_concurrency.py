import asyncio
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness import NOW
from tests.services.scripted import ScriptedGateway
from tui_app.api.errors import BadCredentials, ClockError, GatewayError, NotFound, NotPermitted
from tui_app.models.ids import TaskInstanceId
from tui_app.services.concurrency import MOST_MISSES, gather, id_finder, in_order
from tui_app.services.explorer import Explorer

IDS = [TaskInstanceId(f"{number}-2021020211") for number in range(20)]


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


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 4))
async def test_answers_in_order_come_in_order_however_long_each_takes(waits: list[int], at_most: int) -> None:
    open_now = most = 0

    async def ask(place: int) -> int:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        for _ in range(waits[place]):
            await asyncio.sleep(0)
        open_now -= 1
        if waits[place] == 5:
            raise NotFound("no such instance")
        return place

    answers = [pair async for pair in in_order(range(len(waits)), ask, at_most)]
    assert [place for place, _ in answers] == list(range(len(waits)))
    assert all(isinstance(answer, NotFound) if waits[at] == 5 else answer == at for at, answer in answers)
    assert most <= at_most


async def test_an_answer_is_given_while_those_behind_it_are_open_and_they_are_few() -> None:
    begun = []

    async def ask(one: int) -> int:
        begun.append(one)
        if one == 1:
            await asyncio.Event().wait()
        return one

    async with aclosing(in_order(range(1000), ask, at_most=2)) as answers:
        assert await anext(answers) == (0, 0)
        late = asyncio.ensure_future(anext(answers))
        for _ in range(500):
            await asyncio.sleep(0)
        assert not late.done()
        late.cancel()
        await asyncio.gather(late, return_exceptions=True)
    assert 2 < len(begun) < 50


async def found_with(*outcomes: GatewayError) -> tuple[list[GatewayError], int]:
    gateway = ScriptedGateway(*outcomes)
    given = [answer async for _, answer in gather(IDS, id_finder(Explorer(gateway, lambda: NOW)), at_most=1)]
    return [answer for answer in given if isinstance(answer, GatewayError)], len(gateway.asked)


@pytest.mark.parametrize("error", [BadCredentials("unknown key"), ClockError("an hour off")])
async def test_a_refusal_that_holds_for_all_is_asked_for_once(error: GatewayError) -> None:
    assert await found_with(error) == ([error] * len(IDS), 1)


async def test_a_refusal_for_one_instance_says_nothing_of_the_others() -> None:
    errors = [NotPermitted(f"no right to {number}") for number in range(len(IDS))]
    assert await found_with(*errors) == (errors, len(IDS))


async def test_a_list_of_ids_that_are_not_there_soon_costs_one_question_each() -> None:
    outcomes = [NotFound("no") for _ in range(len(IDS) + MOST_MISSES)]
    refused, asked = await found_with(*outcomes)
    assert len(refused) == len(IDS)
    assert asked == len(IDS) + MOST_MISSES
