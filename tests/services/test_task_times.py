from contextlib import aclosing

from tests.harness import NOW
from tests.services.scripted import ScriptedGateway
from tui_app.api.errors import NotFound
from tui_app.logic.flow_content import tasks_by_urgency
from tui_app.models.flow_instance import TaskNode
from tui_app.models.ids import TaskInstanceId
from tui_app.models.status import Status
from tui_app.services.explorer import Explorer
from tui_app.services.task_times import TaskTimes

RAN = {"status": 1, "type": 3, "startTime": "2026-11-21 02:00:00", "endTime": "2026-11-21 02:01:00"}


def tasks(**states: str) -> dict[TaskInstanceId, Status | None]:
    """Tasks by letter; their ids are the letter's place in the alphabet."""
    return tasks_by_urgency(
        [
            TaskNode.model_validate({"taskInstId": f"{ord(name) - 96}-2026112100", "status": state})
            for name, state in states.items()
        ]
    )


def times_of(gateway: ScriptedGateway) -> TaskTimes:
    return TaskTimes(Explorer(gateway, lambda: NOW))


async def collect(times: TaskTimes, at_most: int = 99) -> list[str]:
    """Ids in the order of their answers, left off after some of them."""
    came: list[str] = []
    async with aclosing(times.collect()) as answers:
        async for task_id in answers:
            came.append(task_id.text)
            if len(came) == at_most:
                break
    return came


def asked(gateway: ScriptedGateway) -> list[str]:
    return [str(question[1]) for question in gateway.asked]


async def test_what_failed_is_asked_first_and_what_has_not_begun_last() -> None:
    gateway = ScriptedGateway(*[RAN] * 4)
    times = times_of(gateway)
    times.set_tasks(tasks(a="INIT", b="SUCCESS", c="FAIL", d="RUNNING"))
    await collect(times)
    assert asked(gateway) == ["3-2026112100", "4-2026112100", "2-2026112100", "1-2026112100"]
    assert times.left == 0
    assert times.runs["3-2026112100"].lasted == "1 m 00 s"


async def test_what_came_is_kept_when_the_asking_is_left_and_gone_on_from() -> None:
    gateway = ScriptedGateway(*[RAN] * 20)
    times = times_of(gateway)
    times.set_tasks(tasks(**{chr(97 + n): "SUCCESS" for n in range(20)}))
    first = await collect(times, 3)
    assert times.timings(False).left == times.left == 17
    assert times.timings(False).total == 20
    gateway.outcomes.extend([RAN] * 20)
    rest = await collect(times)
    assert len(first + rest) == len(set(first + rest)) == len(times.runs) == 20


async def test_a_refusal_is_a_reason_and_asked_again_alone() -> None:
    gateway = ScriptedGateway(RAN, NotFound("no such instance"), RAN)
    times = times_of(gateway)
    times.set_tasks(tasks(a="SUCCESS", b="SUCCESS"))
    await collect(times)
    assert times.reasons == {"2-2026112100": "no such instance"}
    times.set_tasks(tasks(a="SUCCESS", b="SUCCESS"))
    assert times.left == 0, "a refusal is an answer"
    times.retry()
    assert await collect(times) == ["2-2026112100"]
    assert times.reasons == {}


async def test_where_all_have_answered_all_are_asked_anew_past_the_memory() -> None:
    gateway = ScriptedGateway(RAN, RAN, RAN)
    times = times_of(gateway)
    times.set_tasks(tasks(a="SUCCESS"))
    await collect(times)
    times.set_tasks(tasks(a="SUCCESS"))
    assert times.left == 0
    times.retry()
    await collect(times)
    assert len(gateway.asked) == 2


async def test_a_task_whose_state_in_the_graph_has_changed_is_asked_again() -> None:
    times = times_of(ScriptedGateway(RAN))
    times.set_tasks(tasks(a="SUCCESS"))
    await collect(times)
    times.set_tasks(tasks(a="FAIL"))
    assert times.left == 1


async def test_a_task_without_a_usable_id_is_not_asked_about() -> None:
    times = times_of(ScriptedGateway())
    times.set_tasks(tasks_by_urgency([TaskNode(), TaskNode(task_inst_id="none")]))
    assert (times.left, await collect(times)) == (0, [])


async def test_no_more_than_a_thousand_records_are_requested_until_a_key_asks_for_more() -> None:
    gateway = ScriptedGateway(*[RAN] * 2_500)
    times = times_of(gateway)
    many = {TaskInstanceId(f"{n}-2026112100"): Status.of("SUCCESS") for n in range(2_500)}
    times.set_tasks(many)
    assert len(await collect(times, 9_999)) == 1_000
    assert (await collect(times), times.has_allowed, times.left) == ([], False, 1_500)
    times.set_tasks(many)
    assert not times.has_allowed, "a refresh of the workflow asks for none of them"
    for loaded in (1_000, 500):
        assert times.timings(False).next == loaded
        times.allow_more()
        assert len(await collect(times, 9_999)) == loaded
    assert len(gateway.asked) == 2_500
