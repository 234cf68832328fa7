"""Keys that are not accepted for one id are not tried with a thousand."""

import pytest

from tests.harness import NOW
from tests.services.scripted import ScriptedGateway
from tui_app.api.errors import BadCredentials, ClockError, GatewayError, NotFound, NotPermitted
from tui_app.models.ids import TaskInstanceId
from tui_app.services.concurrency import gather
from tui_app.services.explorer import Explorer
from tui_app.services.find_many import MOST_IN_VAIN, id_finder

IDS = [TaskInstanceId(f"{number}-2021020211") for number in range(20)]


async def answers(*outcomes: GatewayError) -> tuple[list[GatewayError], int]:
    gateway = ScriptedGateway(*outcomes)
    given = [answer async for _, answer in gather(IDS, id_finder(Explorer(gateway, lambda: NOW)), at_most=1)]
    return [answer for answer in given if isinstance(answer, GatewayError)], len(gateway.asked)


@pytest.mark.parametrize("error", [BadCredentials("unknown key"), ClockError("an hour off")])
async def test_a_refusal_that_holds_for_all_is_asked_for_once(error: GatewayError) -> None:
    assert await answers(error) == ([error] * len(IDS), 1)


async def test_a_refusal_for_one_instance_says_nothing_of_the_others() -> None:
    errors = [NotPermitted(f"no right to {number}") for number in range(len(IDS))]
    assert await answers(*errors) == (errors, len(IDS))


async def test_a_list_of_ids_that_are_not_there_soon_costs_one_question_each() -> None:
    outcomes = [NotFound("no") for _ in range(len(IDS) + MOST_IN_VAIN)]
    refused, asked = await answers(*outcomes)
    assert len(refused) == len(IDS)
    assert asked == len(IDS) + MOST_IN_VAIN
