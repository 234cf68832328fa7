"""Records for programs: everything that was sent, opened, with the name of each status beside it."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui_app.api.envelope import decoded, flow_for_model, flow_record, task_for_model, task_record
from tui_app.logic.record_json import as_json
from tui_app.logic.safe_json import dumps
from tui_app.logic.time_slicing import at_once
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

NOW = datetime(2026, 11, 28, tzinfo=UTC)
FOREIGN = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def answered(body: str) -> Response:
    text, value = decoded(body.encode("utf-8", "surrogatepass"))
    return Response(body.encode("utf-8", "surrogatepass"), text, value.get("data"), NOW, 0.1)


def a_task(body: str) -> TaskLookup:
    answer = answered(body)
    record, path, _ = at_once(task_record(answer.data))
    task = TaskInstance.model_validate(task_for_model(record))
    return TaskLookup(TaskInstanceId("1-2026112100"), task, record, f".data{path}", answer)


def a_flow(body: str) -> FlowLookup:
    answer = answered(body)
    record, path, _ = at_once(flow_record(answer.data))
    flow = FlowInstance.model_validate(at_once(flow_for_model(record)))
    return FlowLookup(FlowInstanceId("1-2026112100"), flow, record, f".data{path}", answer)


def test_numbers_keep_their_spelling_down_to_the_running_mode() -> None:
    mode = json.dumps('{"cpu": 0.1000, "mem": 1E5, "zero": -0, "most": 1e999, "id": 12345678901234567890}')
    found = a_task(f'{{"code": 0, "data": {{"status": -1, "runMode": {mode}, "load": NaN}}}}')
    assert dumps(as_json(found)) == (
        '{"status": -1, "statusName": "FAIL", "runMode": {"cpu": 0.1000, "mem": 1E5, "zero": -0, '
        '"most": "1e999", "id": 12345678901234567890}, "load": "NaN"}'
    )


def test_a_record_is_found_wherever_it_is_wrapped() -> None:
    record = {"status": "2", "statusName": "theirs", "taskName": "风"}
    for data in (record, [record], json.dumps(record), [json.dumps(json.dumps(record))]):
        found = a_task(json.dumps({"code": 0, "data": data}))
        assert json.loads(dumps(as_json(found))) == record


def test_every_node_of_a_graph_has_the_name_of_its_status() -> None:
    graph = {
        "tasks": [{"status": "FAIL", "taskName": "a"}, {"taskName": "b"}, {"status": 1}, "c"],
        "flows": [{"status": None}],
        "relations": [{"status": "FAIL"}],
    }
    for sent in (graph, json.dumps(graph), [graph]):
        found = a_flow(json.dumps({"code": 0, "data": {"status": 1, "graph": sent}}))
        opened = json.loads(dumps(as_json(found)))
        opened = opened["graph"][0] if isinstance(sent, list) else opened["graph"]
        assert opened["tasks"] == [
            {"status": "FAIL", "statusName": "FAIL", "taskName": "a"},
            {"taskName": "b"},
            {"status": 1, "statusName": "SUCCESS"},
            "c",
        ]
        assert opened["flows"] == [{"status": None, "statusName": None}]
        assert opened["relations"] == graph["relations"]


@given(
    st.dictionaries(
        st.text(min_size=1) | st.sampled_from(["status", "graph", "runMode"]), FOREIGN, min_size=1
    )
)
def test_whatever_is_sent_is_valid_json_with_every_key(record: dict[str, Any]) -> None:
    found = a_flow(json.dumps({"code": 0, "data": record}))
    text = dumps(as_json(found))
    text.encode("utf-8")
    back = json.loads(text, parse_constant=lambda name: (_ for _ in ()).throw(AssertionError(name)))
    assert record.keys() <= back.keys()
    assert ("statusName" in back) == ("status" in record or "statusName" in record)
