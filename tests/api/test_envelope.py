"""Bytes to data, envelopes, and the spellings editions differ in."""

import contextlib
import json
from typing import Any

import jq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_app.api import envelope
from tui_app.api.envelope import (
    Layer,
    decoded,
    envelope_status,
    flow_for_model,
    flow_record,
    task_for_model,
    task_record,
    unwrap_envelope,
    unwrapped,
)
from tui_app.api.errors import BadReply, Busy, GatewayError, NotFound, NotPermitted, ServerFault
from tui_app.api.operations import Operation
from tui_app.logic.time_slicing import at_once
from tui_app.models.flow_instance import FlowInstance, Graph, TaskNode
from tui_app.models.task_instance import TaskInstance

RECORD = {"instanceId": "118979-2021020211", "taskName": "风机"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["code", "status", "stauts", "msg", "data", "business", "apim_status", "graph", "tasks"]
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ('{"a": "风机"}'.encode(), None),
        ('{"a": "风机"}'.encode(), "iso-8859-1"),
        ('{"a": "风机"}'.encode(), "no-such-charset"),
        ('{"a": "风机"}'.encode("utf-8-sig"), "utf-8"),
        ('{"a": "风机"}'.encode("utf-16"), None),
        ('{"a": "风机"}'.encode("utf-32-le"), None),
        ('{"a": "风机"}'.encode("gbk"), "GBK"),
        ('{"a": "风机"}'.encode("gb18030"), "gb18030"),
    ],
)
def test_text_is_read_whatever_it_is_encoded_in(body: bytes, charset: str | None) -> None:
    assert decoded(body, charset) == ('{"a": "风机"}', {"a": "风机"})


def test_bytes_that_fit_no_charset_are_marked() -> None:
    assert decoded(b'{"a": "\xff"}')[1] == {"a": "\ufffd"}


def test_numbers_beyond_the_common_are_kept() -> None:
    digits = "9" * 5000
    value = decoded(f'{{"long": {digits}, "big": 123456789012345678901234567890, "inf": 1e999}}'.encode())[1]
    assert value["long"] == digits
    assert value["big"] == 123456789012345678901234567890
    assert value["inf"] == float("inf")
    assert str(decoded(b"[NaN]")[1][0]) == "nan"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b'{"a": tru', "not JSON (from character 6 on)"),
        (b"upstream connect error", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 201 + b"]" * 201, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_a_bad_reply(body: bytes, says: str) -> None:
    with pytest.raises(BadReply) as caught:
        decoded(body)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "envelope",
    [
        {"code": 0, "msg": "OK", "data": RECORD},
        {"code": 0, "msg": "OK", "requestId": "3f0d", "data": RECORD},
        {"code": "0", "data": RECORD},
        {"code": 0.0, "data": RECORD},
        {"status": 0, "msg": " Success", "data": RECORD},
        {"stauts": 0, "msg": "SUCCESS", "business": "apim-token-service", "data": RECORD},
        {"code": 0, "status": 500, "data": RECORD},
        {"code": None, "status": 0, "data": RECORD},
        {"code": 0, "apim_status": 0, "data": RECORD},
    ],
)
def test_success_is_a_zero_in_the_first_field_there_is(envelope: dict[str, Any]) -> None:
    assert unwrap_envelope(envelope, 200, Operation.TASK) == RECORD


def test_success_without_data_is_none() -> None:
    assert unwrap_envelope({"code": 0}, 200) is None


@pytest.mark.parametrize(
    ("body", "layer", "code"),
    [
        ({"apim_status": 4011, "apim_refreshtoken": "x"}, Layer.GATEWAY, 4011),
        ({"apim_status": "4012", "code": 0}, Layer.GATEWAY, 4012),
        ({"status": 1003, "msg": "no", "business": "apim-token-service"}, Layer.TOKEN_SERVICE, 1003),
        ({"status": 1003, "msg": "no"}, Layer.TOKEN_SERVICE, 1003),
        ({"stauts": 1203, "msg": "no", "business": "edge-iam"}, Layer.TOKEN_SERVICE, 1203),
        ({"code": 62102, "msg": "no", "data": None}, Layer.SERVICE, 62102),
        ({"code": 62102, "subMsg": "no"}, Layer.SERVICE, 62102),
        ({"code": 31404, "message": "no"}, Layer.SERVICE, 31404),
        ({"message": "Invalid authentication credentials"}, Layer.GATEWAY, None),
        ({"status": "UP", "msg": ""}, Layer.TOKEN_SERVICE, None),
        ({}, None, None),
        ([1], None, None),
        ("text", None, None),
        (None, None, None),
    ],
)
def test_three_error_shapes_are_told_apart_by_their_keys(
    body: object, layer: Layer | None, code: int | None
) -> None:
    said = envelope_status(body)
    assert (said.layer, said.code) == (layer, code)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"code": 62103, "msg": "no"}, 200, NotPermitted),
        ({"code": 62103, "msg": "no"}, 403, NotPermitted),
        ({"code": 62102, "msg": "no"}, 404, NotFound),
        ({"code": 62109}, 429, Busy),
        ({"code": 0, "data": {}}, 500, ServerFault),
        ({"message": "no Route matched"}, 404, GatewayError),
        ({"message": "odd"}, 200, BadReply),
        ({"timestamp": 1, "status": 500, "error": "Internal Server Error", "path": "/x"}, 500, ServerFault),
        ({"code": True}, 200, BadReply),
        ({"code": "SUCCESS"}, 200, BadReply),
        ({"data": RECORD}, 200, BadReply),
        ([RECORD], 200, BadReply),
        (7, 200, BadReply),
        (None, 502, ServerFault),
    ],
)
def test_a_failure_is_judged_by_body_and_status_together(
    body: object, status: int, kind: type[GatewayError]
) -> None:
    with pytest.raises(GatewayError) as caught:
        unwrap_envelope(body, status, Operation.TASK)
    assert type(caught.value) is kind
    assert caught.value.http_status == status


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"code": 77777}, "The service refuses"),
        ({"status": 77777, "msg": ""}, "The token service refuses"),
        ({"apim_status": 77777}, "The gateway refuses"),
    ],
)
def test_an_unknown_code_names_who_gave_it(body: object, says: str) -> None:
    with pytest.raises(GatewayError, match=says):
        unwrap_envelope(body, 200, Operation.TASK)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (RECORD, ""),
        ([RECORD], "[0]"),
        ([RECORD, {"instanceId": "2"}], "[0]"),
        (json.dumps(RECORD), "|fromjson"),
        (json.dumps(json.dumps([RECORD])), "|fromjson|fromjson[0]"),
        ([json.dumps(RECORD)], "[0]|fromjson"),
    ],
)
def test_a_record_is_found_and_its_jq_path_leads_there(data: Any, path: str) -> None:
    for find in (task_record, flow_record):
        record, suffix, count = at_once(find(data))
        assert count == (len(data) if isinstance(data, list) else 1)
        assert record == RECORD
        assert suffix == path
    assert jq.compile(f".data{path}").input_value({"data": data}).first() == RECORD
    assert jq.compile(f".data{path}.taskName").input_value({"data": data}).first() == "风机"


@pytest.mark.parametrize("data", [None, [], {}, "", [None], [{}], [""], "[]"])
def test_an_answer_without_a_record_means_not_found(data: Any) -> None:
    with pytest.raises(NotFound, match="task instance"):
        at_once(task_record(data))
    with pytest.raises(NotFound, match="flow instance"):
        at_once(flow_record(data))


@pytest.mark.parametrize("data", [7, True, "plain words", [7], [[RECORD]]])
def test_an_answer_with_something_else_is_a_bad_reply(data: Any) -> None:
    with pytest.raises(BadReply):
        at_once(task_record(data))


CAMEL = {
    "instId": "8435-2021020211",
    "tasks": [
        {"taskInstId": "1-20210202", "taskId": 1, "nodeId": "t_1", "taskName": "a_b", "status": "FAIL"}
    ],
    "flows": [{"flowId": "2809", "flowName": "x", "nodeId": "f_2809", "isVirtual": False, "flowInstId": "9"}],
    "relations": [{"source": "t_1", "target": "f_2809", "cycleGap": "D0", "rerun": True}],
}
SNAKE = {
    "inst_id": "8435-2021020211",
    "tasks": [
        {"task_inst_id": "1-20210202", "task_id": 1, "node_id": "t_1", "task_name": "a_b", "status": "FAIL"}
    ],
    "flows": [
        {"flow_id": "2809", "flow_name": "x", "node_id": "f_2809", "is_virtual": False, "flow_inst_id": "9"}
    ],
    "relations": [{"source": "t_1", "target": "f_2809", "cycle_gap": "D0", "rerun": True}],
}
MIXED = {**CAMEL, "flows": SNAKE["flows"], "relations": json.dumps(SNAKE["relations"])}
TWICE = {**CAMEL, "tasks": [json.dumps(task) for task in SNAKE["tasks"]]}


def read_flow(record: dict[str, Any]) -> dict[str, Any]:
    return at_once(flow_for_model(record))


@pytest.mark.parametrize("graph", [CAMEL, SNAKE, MIXED, TWICE])
@pytest.mark.parametrize(
    "wrap", [lambda g: g, json.dumps, lambda g: json.dumps(json.dumps(g)), lambda g: [g]]
)
def test_a_graph_is_opened_and_spelt_one_way_whatever_the_edition(graph: Any, wrap: Any) -> None:
    record = {"instanceId": "8435-2021020211", "graph": wrap(graph)}
    flow = FlowInstance.model_validate(read_flow(record))
    assert flow.graph == Graph.model_validate(CAMEL)
    assert flow.graph.tasks is not None and flow.graph.relations is not None
    assert flow.graph.tasks[0].task_inst_id == "1-20210202"
    assert flow.graph.relations[0].cycle_gap == "D0"
    assert record["graph"] == wrap(graph), "the record itself stays as sent"


@pytest.mark.parametrize(
    "graph", [None, "", "null", "{broken", 'a "quoted" word', 7, [], "[]", [1], "[" * 5000, True]
)
def test_a_graph_that_cannot_be_read_is_none(graph: Any) -> None:
    assert read_flow({"flowId": 1, "graph": graph}) == {"flowId": 1, "graph": None}


def test_of_two_spellings_the_first_with_something_in_it_counts() -> None:
    def name(node: dict[str, Any]) -> Any:
        return read_flow({"graph": {"tasks": [node]}})["graph"]["tasks"][0].task_name

    assert name({"taskName": "", "task_name": "b"}) == "b"
    assert name({"task_name": "a", "taskName": "b"}) == "a"
    assert name({"task_name": None, "taskName": None}) is None


def test_tasks_beyond_the_bound_are_left_out_and_counted_and_so_is_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(envelope, "_MOST_NODES", 2)
    nodes = [{"taskInstId": f"{n}-20210202", "nodeId": f"t_{n}"} for n in range(5)]
    sent = {"tasks": nodes, "flows": nodes[:3], "relations": [{"source": "t_0", "target": "t_4"}]}
    graph = at_once(flow_for_model({"graph": json.dumps(sent | {"nodesLeftOut": "many"})}))["graph"]
    assert [len(graph[part]) for part in ("tasks", "flows")] == [2, 2]
    assert (graph["nodesLeftOut"], graph["leftOut"], graph["relations"]) == (4, 1, None)
    few = at_once(flow_for_model({"graph": {"tasks": nodes[:2], "nodesLeftOut": 7}}))["graph"]
    assert few["nodesLeftOut"] is None


def test_a_name_in_a_graph_is_cut() -> None:
    graph = {"tasks": [{"taskName": "n" * 5_000}], "flows": [{"flow_name": "n" * 1_000}]}
    read = at_once(flow_for_model({"graph": graph}))["graph"]
    assert (len(read["tasks"][0].name), read["tasks"][0].name[-1]) == (1_001, "…")
    assert read["flows"][0].name == "n" * 1_000


def test_nodes_that_are_no_objects_are_left_out() -> None:
    graph = read_flow({"graph": {"tasks": [None, 7, "x", {"taskId": 1}], "flows": None}})["graph"]
    assert (graph["tasks"], graph["flows"]) == ([TaskNode(task_id="1")], [])


@pytest.mark.parametrize(
    ("sent", "read"), [(3381.0, "3381"), ("3381.0", "3381"), (3381, 3381), ("1-2", "1-2")]
)
def test_ids_lose_the_fraction_a_serialiser_gave_them(sent: Any, read: Any) -> None:
    assert task_for_model({"taskId": sent, "cpu": 3.0}) == {"taskId": read, "cpu": 3.0}
    flow = read_flow({"flowId": sent, "graph": {"id": sent, "tasks": [{"task_id": sent}]}})
    assert (flow["flowId"], flow["graph"]["id"]) == (read, read)
    assert flow["graph"]["tasks"] == [TaskNode(task_id=str(read))]
    assert TaskInstance.model_validate(task_for_model({"taskId": sent})).task_id == str(read)


def test_a_string_that_holds_no_container_stays_a_string() -> None:
    assert unwrapped("123") == "123"
    assert unwrapped("words") == "words"
    assert unwrapped('"\\"words\\""') == "words"


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gbk", "idna", "unicode_escape", "\x00"]))
def test_any_bytes_become_a_value_or_a_bad_reply(body: bytes, charset: str | None) -> None:
    with contextlib.suppress(BadReply):
        assert isinstance(decoded(body, charset)[0], str)


@settings(deadline=None)
@given(JSON, st.sampled_from([200, 204, 302, 400, 401, 403, 404, 429, 500, 503]))
def test_any_json_becomes_a_record_or_a_gateway_error(value: Any, status: int) -> None:
    text, again = decoded(json.dumps(value).encode())
    assert json.loads(text) == again or "NaN" in text
    try:
        data = unwrap_envelope(again, status, Operation.TASK)
        record, path, _ = at_once(task_record(data))
    except GatewayError as error:
        assert str(error).endswith(".")
        assert str(error).isprintable()
    else:
        assert status == 200
        TaskInstance.model_validate(task_for_model(record))
        assert path == "" or path[0] in "[|"


@settings(deadline=None)
@given(JSON)
def test_any_graph_is_opened_or_none(value: Any) -> None:
    for graph in (value, json.dumps(value)):
        read = read_flow({"graph": graph})
        assert read["graph"] is None or isinstance(read["graph"], dict)
        FlowInstance.model_validate(read)
