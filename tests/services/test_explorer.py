"""What is asked for an id, in which order, and what is remembered for how long."""

from datetime import timedelta, timezone

import pytest

from tests.harness import NOW
from tests.services.scripted import ScriptedGateway
from tui_app.api.errors import BadReply, NotFound, NotPermitted, ServerFault
from tui_app.models.ids import DoubtfulId, FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, TaskLookup, kind_in_words
from tui_app.services.explorer import COLD_S, FRESH_S, Explorer

TASK, FLOW = TaskInstanceId("118979-2021020211"), FlowInstanceId("8435-2021020211")
ANY = InstanceId("118979-2021020211")


def explorer(gateway: ScriptedGateway, seconds: list[float] | None = None) -> Explorer:
    """An explorer whose clock stands `seconds[0]` after `NOW`."""
    passed = seconds if seconds is not None else [0.0]
    return Explorer(gateway, lambda: NOW + timedelta(seconds=passed[0]))


async def test_a_task_comes_with_its_record_and_the_place_of_it() -> None:
    gateway = ScriptedGateway([{"taskName": "a", "status": 1, "extra": [1]}])
    found = await explorer(gateway).task(TASK)
    assert (found.id, found.task.task_name, found.record_path) == (TASK, "a", ".data[0]")
    assert found.record == {"taskName": "a", "status": 1, "extra": [1]}


async def test_a_flow_comes_with_its_graph_opened() -> None:
    graph = '{"tasks": [{"taskInstId": "1-2021020211", "taskName": "a"}]}'
    found = await explorer(ScriptedGateway({"flowName": "f", "graph": graph})).flow(FLOW)
    assert found.flow.graph is not None
    assert found.record["graph"] == graph, "the record stays as it was sent"


async def test_a_young_answer_is_shown_again_and_an_old_one_is_asked_for() -> None:
    gateway, passed = ScriptedGateway({"taskName": "a"}, {"taskName": "b"}, {"taskName": "c"}), [0.0]
    asker = explorer(gateway, passed)
    first = await asker.task(TASK)
    passed[0] = FRESH_S - 0.1
    assert await asker.task(TASK) is first
    assert (await asker.task(TASK, fresh=True)).task.task_name == "b"
    passed[0] = FRESH_S
    assert (await asker.task(TASK)).task.task_name == "c"
    assert len(gateway.asked) == 3


async def test_an_answer_from_the_future_is_not_trusted_to_be_young() -> None:
    gateway, passed = ScriptedGateway({"taskName": "a"}, {"taskName": "b"}), [-60.0]
    asker = explorer(gateway, passed)
    await asker.task(TASK)
    assert (await asker.task(TASK)).task.task_name == "b"


async def test_a_failed_refresh_forgets_nothing() -> None:
    gateway = ScriptedGateway({"taskName": "a"}, BadReply("broken"))
    asker = explorer(gateway)
    kept = await asker.task(TASK)
    with pytest.raises(BadReply):
        await asker.task(TASK, fresh=True)
    assert asker.seen_task(TASK.text) is kept
    assert asker.seen_flow(TASK.text) is None
    assert asker.seen_task(None) is None


async def test_kinds_that_share_an_id_are_kept_apart() -> None:
    gateway = ScriptedGateway({"taskName": "a"}, {"flowName": "f"}, {"log": "text"})
    asker = explorer(gateway)
    assert isinstance(await asker.find(TASK), TaskLookup)
    assert isinstance(await asker.find(FlowInstanceId(TASK.text)), FlowLookup)
    assert (await asker.log(TASK)).log == "text"
    assert [question[0] for question in gateway.asked] == ["task", "flow", "log"]


async def test_an_id_of_unknown_kind_costs_one_question_where_it_is_a_task() -> None:
    gateway = ScriptedGateway({"taskName": "a"})
    assert isinstance(await explorer(gateway).find(ANY), TaskLookup)
    assert gateway.asked == [("task", TASK)]


@pytest.mark.parametrize("first", [NotFound("no", code=62102), ServerFault("fault", code=62109)])
async def test_an_id_of_unknown_kind_is_asked_for_as_a_flow_next(first: NotFound | ServerFault) -> None:
    gateway = ScriptedGateway(first, {"flowName": "f"})
    found = await explorer(gateway).find(ANY)
    assert isinstance(found, FlowLookup)
    assert found.id == FlowInstanceId(ANY.text)
    assert [question[0] for question in gateway.asked] == ["task", "flow"]


async def test_what_is_neither_is_said_to_be_neither() -> None:
    gateway = ScriptedGateway(NotFound("no task", code=62102), NotFound("no flow"))
    with pytest.raises(NotFound, match="neither a task instance nor a flow instance") as caught:
        await explorer(gateway).find(ANY)
    assert caught.value.code == 62102
    assert caught.value.hint


async def test_a_fault_of_the_server_is_not_taken_for_a_missing_instance() -> None:
    fault = ServerFault("an error of its own", code=62109)
    with pytest.raises(ServerFault) as caught:
        await explorer(ScriptedGateway(fault, NotFound("no flow"))).find(ANY)
    assert caught.value is fault


async def test_a_refusal_is_not_asked_around() -> None:
    gateway = ScriptedGateway(NotPermitted("no right"))
    with pytest.raises(NotPermitted):
        await explorer(gateway).find(ANY)
    assert len(gateway.asked) == 1


async def test_a_kind_of_the_programs_own_naming_is_not_asked_for_as_another() -> None:
    gateway = ScriptedGateway(NotFound("no"))
    with pytest.raises(NotFound):
        await explorer(gateway).find_as_named(TASK)
    assert gateway.asked == [("task", TASK)]


@pytest.mark.parametrize("first", [NotFound("no", code=62102), ServerFault("fault", code=62109)])
async def test_a_flow_instance_given_as_a_task_instance_is_found_and_marked(
    first: NotFound | ServerFault,
) -> None:
    gateway = ScriptedGateway(first, {"flowName": "f"})
    found = await explorer(gateway).find(TASK)
    assert isinstance(found, FlowLookup)
    assert found.is_other_kind
    assert kind_in_words(found) == "flow instance, given as a task instance"
    assert [question[0] for question in gateway.asked] == ["task", "flow"]


async def test_a_task_instance_given_as_a_flow_instance_is_found_and_marked() -> None:
    gateway = ScriptedGateway(NotFound("no flow"), {"taskName": "a"})
    asker = explorer(gateway)
    found = await asker.find(FlowInstanceId(TASK.text))
    assert isinstance(found, TaskLookup)
    assert found.is_other_kind
    assert not (await asker.find(TASK)).is_other_kind


async def test_an_id_of_neither_kind_is_refused_as_the_kind_it_was_given_as() -> None:
    first = NotFound("no task")
    with pytest.raises(NotFound) as caught:
        await explorer(ScriptedGateway(first, NotFound("no flow"))).find(TASK)
    assert caught.value is first


async def test_of_doubtful_readings_the_one_that_the_server_knows_opens() -> None:
    doubtful = DoubtfulId("1-2021020211", (InstanceId("2-2021020211"),))
    gateway = ScriptedGateway(NotFound("no"), NotFound("no"), {"taskName": "a"})
    assert (await explorer(gateway).find(doubtful)).id == TaskInstanceId("2-2021020211")
    gateway = ScriptedGateway(*[NotFound("no", code=62102) for _ in range(4)])
    with pytest.raises(NotFound, match="1-2021020211, 2-2021020211") as caught:
        await explorer(gateway).find(doubtful)
    assert caught.value.code == 62102


@pytest.mark.parametrize(
    ("data", "log"),
    [({"log": "a\nb"}, "a\nb"), ({"log": None}, ""), (None, ""), ("the text itself", "the text itself")],
)
async def test_a_log_is_read_in_every_form(data: dict[str, str] | str | None, log: str) -> None:
    assert (await explorer(ScriptedGateway(data)).log(TASK)).log == log


async def test_a_limit_is_named_to_the_server_only_where_it_is_not_the_servers_own() -> None:
    gateway = ScriptedGateway({"log": "a"}, {"log": "abc"})
    asker = explorer(gateway)
    await asker.log(TASK)
    cut = await asker.log(TASK, 3, fresh=True)
    assert gateway.asked == [("log", TASK, None), ("log", TASK, 3)]
    assert cut.is_cut


@pytest.mark.parametrize(
    ("data", "hours"), [({"timezone": "GMT+8"}, 8), ("GMT+08:00", 8), ({"timezone": "UTC"}, 0)]
)
async def test_the_servers_zone_is_asked_for_once(data: dict[str, str] | str, hours: int) -> None:
    gateway = ScriptedGateway(data)
    asker = explorer(gateway)
    for _ in range(2):
        zone = await asker.learn_zone()
        assert zone is not None
        assert zone.utcoffset(None) == timedelta(hours=hours)
    assert gateway.asked == [("zone",)]
    assert isinstance(asker.server_zone, timezone)


@pytest.mark.parametrize("data", [None, {}, {"timezone": 8}, {"timezone": "nonsense"}])
async def test_an_unreadable_zone_stays_unknown_and_is_asked_for_again(
    data: dict[str, object] | None,
) -> None:
    gateway = ScriptedGateway(data, {"timezone": "GMT+8"})
    asker = explorer(gateway)
    assert await asker.learn_zone() is None
    assert await asker.learn_zone() is not None


async def test_warming_up_connects_before_it_asks() -> None:
    gateway = ScriptedGateway({"timezone": "GMT+8"})
    await explorer(gateway).warm_up()
    assert gateway.asked == [("warm up",), ("zone",)]


async def test_a_connection_left_alone_is_warmed_again_by_the_smallest_question() -> None:
    gateway, passed = ScriptedGateway({"timezone": "GMT+8"}, 1, 2), [0.0]
    asker = explorer(gateway, passed)
    await asker.warm_up()
    await asker.keep_warm()
    assert gateway.asked == [("warm up",), ("zone",)]
    passed[0] = COLD_S + 1
    await asker.keep_warm()
    await asker.keep_warm()
    assert gateway.asked == [("warm up",), ("zone",), ("time",)]


async def test_the_memory_has_an_end() -> None:
    count = 250
    gateway = ScriptedGateway(*({"taskName": str(n)} for n in range(count)))
    gateway.received_at = NOW - timedelta(seconds=FRESH_S)
    asker = explorer(gateway)
    for number in range(count):
        await asker.task(TaskInstanceId(f"{number}-2021020211"))
    assert asker.seen_task("0-2021020211") is None
    assert asker.seen_task(f"{count - 1}-2021020211") is not None


async def test_the_memory_keeps_whatever_is_too_young_to_be_asked_for_again() -> None:
    gateway = ScriptedGateway(*({"taskName": str(n)} for n in range(300)))
    asker = explorer(gateway)
    ids = [TaskInstanceId(f"{number}-2021020211") for number in range(300)]
    for _ in range(2):
        for task_id in ids:
            await asker.task(task_id)
    assert len(gateway.asked) == 300


async def test_the_number_of_a_workflow_tells_the_kind_of_its_other_runs() -> None:
    gateway = ScriptedGateway(NotFound("no task"), {"flowName": "f"}, {"flowName": "f"}, {"taskName": "a"})
    asker = explorer(gateway)
    for suffix in ("2021020211", "2021020212"):
        assert isinstance(await asker.find(InstanceId(f"8-{suffix}")), FlowLookup)
    assert [question[0] for question in gateway.asked] == ["task", "flow", "flow"]
    await asker.find(ANY)
    assert gateway.asked[-1] == ("task", TASK)


async def test_a_number_that_a_workflow_shares_with_a_task_tells_nothing() -> None:
    gateway = ScriptedGateway({"flowName": "f"}, {"taskName": "a"}, {"taskName": "a"})
    asker = explorer(gateway)
    await asker.flow(FlowInstanceId("8-2021020211"))
    await asker.task(TaskInstanceId("8-2021020211"))
    assert isinstance(await asker.find(InstanceId("8-2021020212")), TaskLookup)


async def test_a_run_that_is_not_the_workflows_after_all_is_asked_for_as_a_task() -> None:
    gateway = ScriptedGateway({"flowName": "f"}, NotFound("no flow"), {"taskName": "a"})
    asker = explorer(gateway)
    await asker.flow(FlowInstanceId("8-2021020211"))
    assert isinstance(await asker.find(InstanceId("8-2021020212")), TaskLookup)
    assert [question[0] for question in gateway.asked] == ["flow", "flow", "task"]


async def test_the_cache_drops_the_oldest_answers_beyond_its_bytes_however_young() -> None:
    gateway = ScriptedGateway(*[{"taskName": "a"}] * 40)
    gateway.body = b"x" * (1 << 20)
    asker = explorer(gateway)
    ids = [TaskInstanceId(f"{n}-2021020211") for n in range(40)]
    for some_id in ids:
        await asker.task(some_id)
    kept = [asker.has_cached(some_id) for some_id in ids]
    assert kept == sorted(kept) and sum(kept) == 16


async def test_an_answer_larger_than_the_cache_is_kept_alone() -> None:
    gateway = ScriptedGateway({"taskName": "a"}, {"taskName": "b"})
    asker = explorer(gateway)
    await asker.flow(FLOW)
    gateway.body = b"x" * (30 << 20)
    found = await asker.task(TASK)
    assert await asker.task(TASK) is found and not asker.has_cached(FLOW)
