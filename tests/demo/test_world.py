import json
from datetime import UTC, datetime, timedelta, timezone
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.stand_in.gateway import StandIn
from tests.stand_in.signing import Caller
from tui_app.demo.nightly import NIGHTS
from tui_app.demo.runs import STATUS_NAMES, FlowRun
from tui_app.demo.tour import examples
from tui_app.demo.world import World

NIGHT = "2026112200"
HOUR = "2026112301"
SERVER_ZONE = timezone(timedelta(hours=8))


@pytest.fixture
def world(now: datetime) -> World:
    return World(now)


def found(run: FlowRun | None) -> FlowRun:
    assert run is not None
    return run


def answers(world: World, at: datetime) -> str:
    """Everything the world has to say, the logs too long for a test's patience aside."""
    said: list[Any] = []
    for flow in world.flows(at):
        said.append(flow.data())
        said += [(task.data(), task.log and task.log()) for task in flow.tasks[:50]]
    return json.dumps(said)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SERVER_ZONE)


def test_the_same_moment_makes_the_same_world(now: datetime) -> None:
    elsewhere = now.astimezone(SERVER_ZONE)
    assert answers(World(now), now) == answers(World(elsewhere), elsewhere)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, 1, tzinfo=SERVER_ZONE),
    ],
    ids=str,
)
def test_every_id_of_the_tour_opens_whatever_the_day(now: datetime) -> None:
    caller = Caller(StandIn(World(now), lambda: int(now.timestamp() * 1000)))
    codes = {
        example.id: (caller.task if example.kind == "task" else caller.flow)(example.id)["code"]
        for example in examples(now)
    }
    forbidden = [id_ for id_, code in codes.items() if code == 62103]
    assert [id_.partition("-")[0] for id_ in forbidden] == ["900622"]
    assert set(codes.values()) == {0, 62103}
    assert 10 <= len(codes) <= 15


def test_every_listed_run_can_be_opened_and_so_can_its_tasks(world: World, now: datetime) -> None:
    for listed in world.flows(now):
        flow = found(world.flow(listed.instance_id, now))
        assert flow.data() == listed.data()
        for task in flow.tasks[-8:]:
            opened = world.task(task.instance_id, now)
            assert opened is not None
            assert opened.data() == task.data()


def test_edges_join_nodes_that_are_there_and_form_no_circle(world: World, now: datetime) -> None:
    for flow in world.flows(now):
        nodes = [f"t_{task.task_id}" for task in flow.tasks] + [f"f_{r.flow_id}" for r in flow.references]
        assert len(set(nodes)) == len(nodes)
        assert {node for edge in flow.edges for node in edge} <= set(nodes)
        order = TopologicalSorter[str]()
        for source, target in flow.edges:
            order.add(target, source)
        order.prepare()  # raises CycleError on a circle


def test_thirty_nights_end_with_last_night(world: World, now: datetime) -> None:
    nights = [flow for flow in world.flows(now) if flow.flow_id == 900100]
    assert len(nights) == NIGHTS == 30
    assert max(nights, key=lambda flow: flow.trigger).instance_id == f"900100-{NIGHT}"
    assert all(len(flow.tasks) == 8 for flow in nights)
    failed = [flow.suffix for flow in nights if flow.status == -1]
    assert failed == [NIGHT, "2026111300", "2026110500"]


def test_last_night_failed_upstream_of_the_task_with_the_alert(world: World, now: datetime) -> None:
    flow = found(world.flow(f"900100-{NIGHT}", now))
    states = {task.task_id: task.status_name for task in flow.tasks}
    assert states == {
        900101: "SUCCESS",
        900102: "SUCCESS",
        900103: "FAIL",
        900104: "WAIT",
        900105: "WAIT",
        900106: "INIT",
        900107: "SUCCESS",
        900108: "INIT",
    }
    by_id = {task.task_id: task.data() for task in flow.tasks}
    failed, alerting = by_id[900103], by_id[900106]
    assert (alerting["alert"], alerting["startTime"], alerting["endTime"]) == (True, None, None)
    assert (failed["recallNum"], failed["recallLimit"], failed["runNum"]) == (3, 3, 1)
    assert now - moment(failed["endTime"]) == timedelta(minutes=12)


def test_earlier_failures_were_stopped_in_the_morning(world: World, now: datetime) -> None:
    flow = found(world.flow("900100-2026111300", now))
    states = {task.task_id: task.status_name for task in flow.tasks}
    assert [states[task_id] for task_id in (900104, 900105, 900106, 900108)] == [
        "FAIL",
        "SUCCESS",
        "CANCEL",
        "CANCEL",
    ]


def test_the_graph_has_a_diamond_and_a_reference_that_can_be_followed(world: World, now: datetime) -> None:
    graph = json.loads(found(world.flow(f"900100-{NIGHT}", now)).data()["graph"])
    edges = {(edge["source"], edge["target"]) for edge in graph["relations"]}
    assert {
        ("t_900103", "t_900104"),
        ("t_900103", "t_900105"),
        ("t_900104", "t_900106"),
        ("t_900105", "t_900106"),
        ("f_900200", "t_900103"),
    } <= edges
    assert graph["flows"][0]["status"] == "NONE"
    assert found(world.flow(graph["flows"][0]["flowInstId"], now)).status == 1


def test_tasks_start_after_what_they_wait_for_and_nothing_lies_in_the_future(
    world: World, now: datetime
) -> None:
    for flow in world.flows(now):
        if flow.flow_id != 900100:
            continue
        tasks = {f"t_{task.task_id}": task for task in flow.tasks}
        for source, target in flow.edges:
            start, end = tasks[target].start, tasks[source].end if source in tasks else None
            assert start is None or end is None or flow.trigger < end < start < now


def test_nights_differ_in_how_long_they_take(world: World, now: datetime) -> None:
    nights = [flow for flow in world.flows(now) if flow.flow_id == 900100]
    for place in (1, 2, 3):
        runs = [flow.tasks[place] for flow in nights]
        took = {run.end - run.start for run in runs if run.start and run.end}
        assert len(took) > 20


@pytest.mark.parametrize(
    ("task_id", "tries", "telling"),
    [
        (f"900103-{NIGHT}", 4, "KeyError: 'ActivePower_avg'"),
        ("900104-2026111300", 4, "return code 2 from org.apache.hadoop.hive.ql.exec.mr.MapRedTask"),
        ("900108-2026110500", 4, "exit code 137"),
        ("900102-2026111800", 2, "Communications link failure"),
        (f"900101-{NIGHT}", 1, "source check passed"),
    ],
)
def test_a_log_tells_every_try(caller: Caller, task_id: str, tries: int, telling: str) -> None:
    log = caller.log(task_id)["data"]["log"]
    assert log.count(f"instance:\t{task_id}\n") == tries
    assert telling in log
    assert "{day}" not in log
    assert not any(line.startswith("@") for line in log.splitlines())


def test_the_lines_of_a_log_keep_to_the_times_of_the_record(caller: Caller) -> None:
    log = caller.log(f"900103-{NIGHT}")["data"]["log"]
    stamps = [line[:19] for line in log.splitlines() if line.startswith("2026-")]
    assert stamps == sorted(stamps)
    assert stamps[0] == "2026-11-23 01:06:30"
    assert log.endswith("2026-11-23 01:18:00,000 process exited with code 1\n")


def test_the_log_of_the_sample_has_the_documented_head(caller: Caller) -> None:
    ruler = "=" * 60
    assert caller.log("118979-2021020211")["data"]["log"] == (
        f"{ruler}\nrun  num:\t1\ninstance:\t118979-2021020211\ncmdline:\techo hi\nsubmitter:\tyourDoAs\n"
        f"current time:\tTue Feb 02 11:35:24 UTC 2021\n{ruler}\nhi\n"
    )


def test_the_samples_siblings_open(world: World, now: datetime) -> None:
    flow = found(world.flow("8435-2021020211", now))
    opened = [world.task(task.instance_id, now) for task in flow.tasks]
    assert [task.status for task in opened if task] == [1] * 5
    assert all(task and task.end and task.start and flow.end and task.end <= flow.end for task in opened)


def test_a_running_task_gets_on_while_it_is_watched(world: World, now: datetime) -> None:
    later = [world.task(f"900302-{HOUR}", now + timedelta(minutes=minutes)) for minutes in (0, 2, 4)]
    assert [task.status_name for task in later if task] == ["RUNNING", "RUNNING", "SUCCESS"]
    assert [task.data()["endTime"] is None for task in later if task] == [True, True, False]
    logs = [task.log() for task in later if task and task.log]
    assert logs[1].startswith(logs[0]) and logs[2].startswith(logs[1])
    assert len(logs[0]) < len(logs[1]) < len(logs[2])


def test_the_running_workflow_ends_with_its_last_task(world: World, now: datetime) -> None:
    states = []
    for seconds in (0, 241, 243, 281):
        flow = found(world.flow(f"900300-{HOUR}", now + timedelta(seconds=seconds)))
        states.append([flow.status_name] + [task.status_name for task in flow.tasks])
    assert states == [
        ["RUNNING", "SUCCESS", "RUNNING", "WAIT"],
        ["RUNNING", "SUCCESS", "SUCCESS", "WAIT"],
        ["RUNNING", "SUCCESS", "SUCCESS", "RUNNING"],
        ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"],
    ]


def test_there_is_a_task_in_every_state(caller: Caller) -> None:
    for code, name in STATUS_NAMES.items():
        record = caller.task(f"{900400 + code % 100}-202611230130")["data"]
        assert (record["status"], record["stsDesc"]) == (code, name)
    odd = [caller.task(f"9004{number}-202611230130")["data"] for number in (42, 43, 44)]
    assert [(r["status"], r["stsDesc"]) for r in odd] == [
        (42, "UNKNOWN"),
        ("RUNNING", "RUNNING"),
        ("1", "SUCCESS"),
    ]


@pytest.mark.parametrize("suffix", ["20261123", "2026112301", "202611230130", "20261123013000"])
def test_ids_come_in_four_lengths(caller: Caller, suffix: str) -> None:
    record = caller.task(f"900401-{suffix}")["data"]
    assert record["flowInstId"] == f"900490-{suffix}"
    assert record["triggerTime"][:10] == "2026-11-23"


def run_mode(caller: Caller, number: int) -> Any:
    return caller.task(f"{900500 + number}-{HOUR}")["data"]["runMode"]


def test_run_modes_come_in_every_form(caller: Caller) -> None:
    from_file, custom = json.loads(run_mode(caller, 1)), json.loads(run_mode(caller, 2))
    assert (from_file["taskMode"], from_file["keyType"], from_file["datasourceId"]) == (2, 1, 4711)
    assert (custom["taskMode"], custom["keyType"]) == (2, 2) and custom["content"]
    assert [run_mode(caller, number) for number in (3, 4)] == ["", None]
    with pytest.raises(json.JSONDecodeError):
        json.loads(run_mode(caller, 5))
    assert isinstance(run_mode(caller, 6), dict)


def test_json_lies_in_strings_in_strings(caller: Caller) -> None:
    keys = json.loads(json.loads(run_mode(caller, 7))["content"])
    options = json.loads(json.loads(keys[3]["settings"])["options"])
    assert options["retry"]["backoff_s"] == [1, 5, 25]


def test_a_run_mode_can_have_ninety_thousand_nodes(caller: Caller) -> None:
    text = run_mode(caller, 9)

    def nodes(value: Any) -> int:
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return 1 + sum(map(nodes, children))

    assert nodes(json.loads(text)) >= 90_000
    assert 780_000 < len(text.encode()) < 900_000


@pytest.mark.parametrize(
    ("number", "expected"), [(2, []), (3, None), (17, "")], ids=["empty list", "null", "empty text"]
)
def test_data_can_be_no_record_at_all(caller: Caller, number: int, expected: object) -> None:
    assert caller.task(f"{900600 + number}-{HOUR}")["data"] == expected


def test_data_can_be_a_list(caller: Caller) -> None:
    lists = [caller.task(f"{900600 + number}-{HOUR}")["data"] for number in (1, 18)]
    assert [[record["taskId"] for record in rows] for rows in lists] == [[900601], [900618, 900618]]


def test_envelopes_come_in_three_forms(caller: Caller) -> None:
    old, with_id = (caller.task(f"{900600 + number}-{HOUR}") for number in (4, 5))
    assert (old["status"], old["msg"], "code" in old) == (0, " Success", False)
    assert (with_id["code"], len(with_id["requestId"])) == (0, 36)


def test_hostile_text_arrives_as_it_is(caller: Caller) -> None:
    record = caller.task(f"900614-{HOUR}")["data"]
    for hostile in ("\x1b]52;", "\x9b", "[red]", "\u202e", "\x00"):
        assert hostile in record["taskName"]
        assert hostile in record["cmd"]
    assert caller.task(f"900619-{HOUR}")["data"]["taskName"] == "half \ud83c a pair"


def test_a_record_can_have_two_zones(caller: Caller) -> None:
    record = caller.task(f"900611-{HOUR}")["data"]
    assert moment(record["triggerTime"]) - moment(record["startTime"]) > timedelta(hours=7)
    flow = caller.flow("2438-201907261239")["data"]
    assert [flow[key] for key in ("triggerTime", "startTime", "timestamp", "calDt", "statusDesc")] == [
        "2019-07-26 20:39:00",
        "2019-07-26 12:39:37",
        "2019-07-26 12:38:30.0",
        "2019-07-25",
        "INIT",
    ]


def test_refusals_of_a_task_come_in_every_kind(caller: Caller) -> None:
    params = {"action": "get"}
    statuses = [
        caller.ask("GET", "taskInstances", params=params | {"taskInstId": f"{900600 + n}-{HOUR}"}).status
        for n in range(21, 34)
    ]
    assert statuses == [200, 200, 200, 200, 200, 503, 429, 200, 200, 200, 401, 403, 200]


def test_logs_come_in_every_form(caller: Caller) -> None:
    logs = {number: caller.log(f"{900700 + number}-{HOUR}")["data"]["log"] for number in range(1, 9)}
    assert logs[1] == ""
    assert len(logs[2]) == 1 << 20
    assert not logs[3].endswith("\n")
    assert "\x1b[1;31m" in logs[4]
    assert max(map(len, logs[5].split("\n"))) > 200_000
    assert "风机" in logs[6]
    assert "\x1b]52;" in logs[7] and "\r" in logs[7] and "\x00" in logs[7]
    assert "\r\n" in logs[8]


def graph(caller: Caller, flow_id: int) -> Any:
    return caller.flow(f"{flow_id}-{HOUR}")["data"]["graph"]


def test_graphs_come_in_every_form(caller: Caller) -> None:
    snake, mixed = json.loads(graph(caller, 900801)), json.loads(graph(caller, 900802))
    assert "task_inst_id" in snake["tasks"][0] and "do_as" in snake
    assert ["task_inst_id" in task for task in mixed["tasks"]] == [False, True, False]
    assert isinstance(graph(caller, 900803), dict)
    assert not any("status" in task for task in json.loads(graph(caller, 900804))["tasks"])
    assert json.loads(graph(caller, 900805))["tasks"] == []
    only_reference = json.loads(graph(caller, 900806))
    assert (only_reference["tasks"], only_reference["flows"][0]["status"]) == ([], "NONE")
    with pytest.raises(json.JSONDecodeError):
        json.loads(graph(caller, 900807))
    assert graph(caller, 900809) is None
    assert isinstance(json.loads(graph(caller, 900813)), str)


def test_a_workflow_can_have_two_thousand_tasks(caller: Caller) -> None:
    tasks = json.loads(graph(caller, 900900))["tasks"]
    assert len(tasks) == 2000
    assert caller.task(tasks[1234]["taskInstId"])["data"]["stsDesc"] == "FAIL"


@pytest.mark.parametrize("minutes", [0, 3, 11, 65, 300])
def test_a_task_runs_whenever_one_looks_and_comes_to_an_end(minutes: int, now: datetime) -> None:
    world = World(now)
    task_id = next(one.id for one in examples(now) if "runs while you watch" in one.what_it_shows)
    looks = [now + timedelta(minutes=minutes, seconds=step) for step in range(0, 11 * 60, 5)]
    states = [run.status_name for at in looks if (run := world.task(task_id, at)) is not None]
    assert len(states) == len(looks)
    assert {"RUNNING", "SUCCESS"} <= set(states)
    assert states.count("RUNNING") > len(states) * 0.7


def test_a_rerun_counts_and_begins_anew(now: datetime) -> None:
    world = World(now)
    first, later = (world.task(f"900302-{HOUR}", at) for at in (now, now + timedelta(minutes=25)))
    assert first is not None
    assert later is not None
    assert (first.run_num, first.instance_id) == (1, later.instance_id)
    assert later.run_num > 1
    assert later.start is not None
    assert first.start is not None
    assert later.start > first.start
