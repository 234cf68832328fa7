"""When a watch asks, when it waits, and when it ends; the clock moves only as the test says."""

import asyncio
from datetime import datetime, timedelta

from tests.harness import NOW
from tests.services.scripted import Outcome, ScriptedGateway
from tui_app.api.errors import Busy, NotFound, Unreachable
from tui_app.logic.watching import FIRST_PAUSE_S, LONGEST_PAUSE_S
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import Response
from tui_app.services.explorer import Explorer
from tui_app.services.watch import Watcher, WatchState

TASK, FLOW = TaskInstanceId("900302-2026112223"), FlowInstanceId("900300-2026112223")
RUNNING, SUCCESS = {"taskName": "a", "status": 2}, {"taskName": "a", "status": 1}


class Scene:
    """A watcher, the gateway it asks, and a clock that sleepers wait for."""

    def __init__(self, *outcomes: Outcome, gateway: ScriptedGateway | None = None, at_most: int = 8) -> None:
        self.gateway = gateway or ScriptedGateway(*outcomes)
        self.time: datetime = NOW
        self.sleepers: list[tuple[datetime, asyncio.Future[None]]] = []
        self.explorer = Explorer(self.gateway, lambda: self.time)
        self.watcher = Watcher(self.explorer, self.sleep, at_most)
        self.told: list[WatchState] = []
        self.watcher.on_change = self.told.append

    async def sleep(self, seconds: float) -> None:
        due = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.time + timedelta(seconds=seconds), due))
        await due

    async def pass_s(self, seconds: float) -> None:
        """Let time pass, in one step, and everything that becomes due happen."""
        self.time += timedelta(seconds=seconds)
        self.gateway.received_at = self.time
        for due, sleeper in self.sleepers:
            if due <= self.time and not sleeper.done():
                sleeper.set_result(None)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    @property
    def asked(self) -> int:
        return len(self.gateway.asked)


class SlowGateway(ScriptedGateway):
    """Counts the questions that are open at once."""

    open = most = 0

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0)
        self.open -= 1
        return await super().get_task_instance(task_inst_id)


async def test_without_an_answer_at_hand_it_looks_at_once_then_every_ten_seconds_until_the_end() -> None:
    scene = Scene(RUNNING, RUNNING, SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    assert scene.asked == 1
    for asked in (1, 2):
        await scene.pass_s(FIRST_PAUSE_S - 1)
        assert scene.asked == asked
        await scene.pass_s(1)
        assert scene.asked == asked + 1
    await scene.pass_s(60)
    assert scene.asked == 3, "the end was the last look"
    assert [one.is_over for one in scene.told] == [False, False, True]
    assert scene.told[-1].next is None
    assert not scene.watcher.is_watching(TASK)
    assert scene.watcher.of(TASK) is scene.told[-1], "what is over stays in the list"


async def test_an_answer_at_hand_spares_the_first_look() -> None:
    scene = Scene(RUNNING, SUCCESS)
    found = await scene.explorer.task(TASK)
    scene.watcher.start(TASK, found)
    await scene.settle()
    assert scene.asked == 1
    assert scene.told[0].next == NOW + timedelta(seconds=FIRST_PAUSE_S)
    await scene.pass_s(FIRST_PAUSE_S)
    assert (scene.asked, scene.told[-1].is_over) == (2, True)


async def test_the_pause_doubles_with_every_failure_has_an_end_and_shrinks_again() -> None:
    failures = 7
    scene = Scene(*[Unreachable("no") for _ in range(failures)], RUNNING, SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    pauses = []
    for _ in range(failures):
        one = scene.told[-1]
        assert one.next is not None and one.last is not None and str(one.error) == "no"
        pauses.append((one.next - one.last).total_seconds())
        await scene.pass_s(pauses[-1])
    assert pauses == [20, 40, 80, 160, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    assert scene.told[-1].error is None
    await scene.pass_s(FIRST_PAUSE_S)
    assert scene.told[-1].is_over
    await scene.watcher.aclose()


async def test_a_pause_that_the_gateway_asks_for_is_honoured_even_on_coming_back() -> None:
    busy = Busy("slow down")
    busy.pause_s = 900.0
    scene = Scene(busy, SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    scene.watcher.pause()
    await scene.pass_s(600)
    scene.watcher.resume()
    await scene.settle()
    assert scene.asked == 1
    await scene.pass_s(300)
    assert scene.asked == 2


async def test_while_nobody_looks_nothing_is_asked_and_afterwards_once() -> None:
    scene = Scene(RUNNING, RUNNING, SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    scene.watcher.pause()
    for _ in range(5):
        await scene.pass_s(FIRST_PAUSE_S)
    assert scene.asked == 1
    scene.watcher.resume()
    await scene.settle()
    assert scene.asked == 2
    await scene.pass_s(FIRST_PAUSE_S)
    assert scene.asked == 3


async def test_coming_back_does_not_wait_out_a_pause_that_has_grown() -> None:
    scene = Scene(Unreachable("no"), Unreachable("no"), SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    await scene.pass_s(20)
    scene.watcher.pause()
    await scene.pass_s(15)
    scene.watcher.resume()
    await scene.settle()
    assert (scene.asked, scene.told[-1].is_over) == (3, True)


async def test_coming_back_after_a_blink_asks_nothing_ahead_of_time() -> None:
    scene = Scene(RUNNING, RUNNING)
    scene.watcher.start(TASK)
    await scene.settle()
    await scene.pass_s(5)
    scene.watcher.pause()
    scene.watcher.resume()
    await scene.settle()
    assert scene.asked == 1
    await scene.pass_s(5)
    assert scene.asked == 2
    await scene.watcher.aclose()


async def test_a_look_can_be_had_now_and_the_next_one_is_counted_from_it() -> None:
    scene = Scene(RUNNING, RUNNING, SUCCESS)
    scene.watcher.start(TASK)
    await scene.settle()
    await scene.pass_s(4)
    scene.watcher.poll_now(TASK)
    await scene.settle()
    assert scene.asked == 2
    await scene.pass_s(FIRST_PAUSE_S - 4)
    assert scene.asked == 2, "the look that was due before is not taken"
    await scene.pass_s(4)
    assert scene.asked == 3


async def test_a_failed_flow_whose_tasks_still_run_is_not_over() -> None:
    def flow(task: str) -> dict[str, object]:
        return {"flowName": "f", "status": -1, "graph": {"tasks": [{"taskInstId": "1-20", "status": task}]}}

    scene = Scene(flow("RUNNING"), flow("FAIL"))
    scene.watcher.start(FLOW)
    await scene.settle()
    assert not scene.told[-1].is_over
    await scene.pass_s(FIRST_PAUSE_S)
    assert scene.told[-1].is_over


async def test_an_id_of_unknown_kind_becomes_what_it_is() -> None:
    scene = Scene(NotFound("no task", code=62102), {"flowName": "f", "status": 2})
    scene.watcher.start(InstanceId(FLOW.text))
    await scene.settle()
    assert scene.told[-1].id == FLOW
    assert scene.watcher.is_watching(FLOW)
    assert not scene.watcher.is_watching(TaskInstanceId(FLOW.text)), "a task may have the same id"
    await scene.watcher.aclose()


async def test_never_more_questions_are_open_than_allowed() -> None:
    gateway = SlowGateway(*[RUNNING for _ in range(20)])
    scene = Scene(gateway=gateway, at_most=3)
    for number in range(20):
        scene.watcher.start(TaskInstanceId(f"{number}-2026112223"))
    for _ in range(5):
        await scene.settle()
    assert (scene.asked, gateway.most) == (20, 3)
    await scene.watcher.aclose()


async def test_what_is_stopped_is_asked_about_no_more_and_tells_nothing_more() -> None:
    scene = Scene(RUNNING, RUNNING)
    scene.watcher.start(TASK)
    scene.watcher.start(FLOW)
    await scene.settle()
    scene.watcher.stop(TASK)
    told = len(scene.told)
    assert [one.id for one in scene.watcher.watched] == [FLOW]
    await scene.watcher.aclose()
    await scene.pass_s(100)
    assert (scene.asked, len(scene.told), scene.watcher.watched) == (2, told, ())
    assert len(asyncio.all_tasks()) == 1, "nothing is left running"


async def test_starting_again_begins_anew() -> None:
    scene = Scene(SUCCESS, RUNNING)
    scene.watcher.start(TASK)
    await scene.settle()
    await scene.pass_s(60)
    scene.watcher.start(TASK)
    await scene.settle()
    assert [one.since for one in scene.watcher.watched] == [NOW + timedelta(seconds=60)]
    assert scene.watcher.is_watching(TASK)
    await scene.watcher.aclose()
