"""Nothing is kept under an id that the answer does not bear, and no question is replaced silently."""

import pytest

from tests.harness import NOW
from tests.services.scripted import ScriptedGateway
from tui_app.api.errors import NotFound, ServerFault, WrongInstance
from tui_app.logic.flow_search import FlowSearch
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup
from tui_app.services.explorer import Explorer
from tui_app.services.find_flows import find_flows, find_more
from tui_app.services.why import explain

TASK, FLOW = TaskInstanceId("118979-2021020211"), FlowInstanceId("8435-2021020211")
OTHER = "118979-2021020210"


def explorer(gateway: ScriptedGateway) -> Explorer:
    return Explorer(gateway, lambda: NOW)


async def test_a_record_of_another_id_is_an_error_and_is_not_kept() -> None:
    asker = explorer(ScriptedGateway({"instanceId": OTHER}, {"instanceId": "1-20210202"}))
    for ask in (asker.task(TASK), asker.flow(FLOW)):
        with pytest.raises(WrongInstance) as caught:
            await ask
        assert caught.value.exit_code == 5
    assert [asker.seen_task(TASK.text), asker.seen_task(OTHER), asker.seen_flow(FLOW.text)] == [None] * 3


async def test_the_other_kind_is_not_tried_after_a_wrong_record() -> None:
    gateway = ScriptedGateway({"instanceId": OTHER})
    with pytest.raises(WrongInstance):
        await explorer(gateway).find(InstanceId(TASK.text))
    assert gateway.asked == [("task", TASK)]


@pytest.mark.parametrize("asked", [InstanceId(FLOW.text), TaskInstanceId(FLOW.text)])
async def test_an_answer_in_place_of_a_failed_question_says_so(asked: InstanceId) -> None:
    found = await explorer(ScriptedGateway(ServerFault("It broke."), {"flowName": "f"})).find(asked)
    assert isinstance(found, FlowLookup)
    assert found.inconsistencies == (
        "This is the flow instance; the question for a task instance failed: It broke.",
    )
    found = await explorer(ScriptedGateway(NotFound("none"), {"flowName": "f"})).find(asked)
    assert found.inconsistencies == ()


async def test_the_log_of_another_instance_explains_nothing() -> None:
    graph = {"tasks": [{"taskInstId": TASK.text, "nodeId": "t", "status": "FAIL"}], "relations": []}
    gateway = ScriptedGateway(
        {"instanceId": TASK.text, "status": -1, "flowInstId": FLOW.text},
        {"instanceId": FLOW.text, "status": -1, "graph": graph},
        {"log": f"run  num:\t1\ninstance:\t{OTHER}\n\nERROR wrong cause\n"},
    )
    last = [step async for step in explain(explorer(gateway), TASK)][-1]
    assert last.log is None
    assert f"This is the log of {OTHER}, not of {TASK}. It is not used" in last.notes[0]


async def test_a_page_that_repeats_ends_the_list_with_a_doubt() -> None:
    page = {"flowInsts": [{"instanceId": f"{n}-2026112100"} for n in range(50)], "count": 99}
    asker = explorer(ScriptedGateway(page, {"flowInsts": []}, page))
    found = await find_flows(asker, FlowSearch(types=(1,)))
    assert found.inconsistencies == ()
    again = await find_more(asker, found)
    assert (len(again.rows), again.has_more) == (50, False)
    assert again.inconsistencies == ("The server repeats a page, so there may be more than is listed.",)
