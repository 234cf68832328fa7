"""When a followed log is asked for, when its task is asked about, and when it ends."""

from contextlib import aclosing

from tests.harness import NOW
from tests.services.scripted import Outcome, ScriptedGateway
from tui_app.api.errors import Busy, NoLog, Unreachable
from tui_app.models.ids import TaskInstanceId
from tui_app.services.explorer import Explorer
from tui_app.services.follow import FOLLOW_S, LONGEST_S, LogPoll, follow

TASK = TaskInstanceId("900302-2026112223")
RUNNING, SUCCESS = {"taskName": "a", "status": 2}, {"taskName": "a", "status": 1}


async def followed(
    *outcomes: Outcome, before: str = "", most: int = 99
) -> tuple[list[LogPoll], list[str], list[float]]:
    """The looks, the questions by name, and the pauses, until the task is over or `most` looks were taken."""
    gateway, pauses, looks = ScriptedGateway(*outcomes), [], []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    explorer = Explorer(gateway, lambda: NOW)
    async with aclosing(follow(explorer, TASK, before, lambda: 1000, sleep)) as following:
        async for look in following:
            looks.append(look)
            if len(looks) == most:
                break
    return looks, [str(question[0]) for question in gateway.asked], pauses


async def test_while_the_log_grows_nothing_else_is_asked() -> None:
    looks, asked, pauses = await followed("a", "ab", "abc", most=3)
    assert [look.found.log for look in looks if look.found] == ["a", "ab", "abc"]
    assert asked == ["log"] * 3
    assert pauses == [FOLLOW_S] * 2


async def test_a_log_that_stands_still_has_its_task_asked_about() -> None:
    looks, asked, _ = await followed("a", RUNNING, "b", before="a", most=2)
    assert asked == ["log", "task", "log"]
    assert [look.over for look in looks] == [None, None]


async def test_once_the_task_is_over_the_log_is_read_a_last_time() -> None:
    looks, asked, pauses = await followed("a", SUCCESS, "ab", before="a")
    assert asked == ["log", "task", "log"]
    assert [(look.found.log, look.over.name) for look in looks if look.found and look.over] == [
        ("ab", "SUCCESS")
    ]
    assert pauses == []


async def test_the_pause_grows_while_there_is_no_answer_and_shrinks_with_the_first() -> None:
    looks, _, pauses = await followed(*[Unreachable("gone")] * 6, "a", "b", most=8)
    assert pauses == [6, 12, 24, 48, LONGEST_S, LONGEST_S, FOLLOW_S]
    assert [str(look.error) for look in looks if look.error] == ["gone"] * 6


async def test_the_pause_a_gateway_asks_for_is_honoured() -> None:
    busy = Busy("busy")
    busy.pause_s = 90.0
    _, _, pauses = await followed(busy, "a", most=2)
    assert pauses == [90.0]


async def test_a_task_that_ended_without_a_log_is_not_waited_for() -> None:
    _, asked, _ = await followed(NoLog("none"), RUNNING, NoLog("none"), most=2)
    # The task's record is young enough for the second look.
    assert asked == ["log", "task", "log"]
    looks, _, _ = await followed(NoLog("none"), SUCCESS)
    assert [look.over.name for look in looks if look.over] == ["SUCCESS"]


async def test_a_task_that_may_not_be_seen_is_followed_all_the_same() -> None:
    looks, asked, _ = await followed("a", Unreachable("no"), "b", before="a", most=2)
    assert asked == ["log", "task", "log"]
    assert [look.error for look in looks] == [None, None]
