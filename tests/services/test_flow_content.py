import json
import threading

import pytest

from tests.harness import NOW, SAMPLE_FLOW
from tests.services.scripted import ScriptedGateway
from tui_app.logic.flow_content import FlowContent
from tui_app.models.ids import FlowInstanceId
from tui_app.models.lookup import FlowLookup
from tui_app.services.explorer import Explorer
from tui_app.services.flow_content import content_of


def flow_of(tasks: int, failed: int) -> dict[str, object]:
    nodes = [
        {"taskInstId": f"{n}-2021020211", "nodeId": f"t_{n}", "status": "FAIL" if n == failed else "SUCCESS"}
        for n in range(tasks)
    ]
    edges = [{"source": f"t_{n}", "target": f"t_{n + 1}"} for n in range(tasks - 1)]
    graph = json.dumps({"tasks": nodes, "relations": edges})
    return {"instanceId": SAMPLE_FLOW, "status": -1, "graph": graph}


@pytest.mark.parametrize(("tasks", "is_in_thread"), [(10, False), (2_000, True)])
async def test_a_large_workflow_is_derived_in_a_thread(
    tasks: int, is_in_thread: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = list[int]()

    def of(found: FlowLookup) -> FlowContent:
        threads.append(threading.get_ident())
        return derived(found)

    derived = FlowContent.of
    monkeypatch.setattr(FlowContent, "of", of)
    explorer = Explorer(ScriptedGateway(flow_of(tasks, failed=7)), lambda: NOW)
    content = await content_of(await explorer.flow(FlowInstanceId(SAMPLE_FLOW)))
    assert (threads != [threading.get_ident()]) is is_in_thread
    assert content.first_failures == ["7-2021020211"]
    assert [task.text for task in content.tasks][:2] == ["7-2021020211", "0-2021020211"]
    assert len(content.nodes) == len(content.tasks) == len(content.dag) == tasks
