"""An answer that contradicts its question is marked in words, by commands and on screen, and never kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults.scene import Scene
from tests.faults.table import README
from tests.faults.test_journeys import opened
from tests.harness import SAMPLE, SAMPLE_FLOW, running
from tui_app.api.retry import Deadlines
from tui_app.cli import connection
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.demo.reply import Reply

_HEAD = "=====\nrun  num:\t1\ninstance:\t104452-201908080322\n=====\n"
_PAGE = {"flowInsts": [{"instanceId": f"{n}-2026112100"} for n in range(900_100, 900_150)], "count": 99}


_FULL_PAGE = [{"instanceId": f"{n}-2026112100", "status": -1} for n in range(900_000, 900_500)]
_NEW_RUNS = [{"flowInsts": [*_FULL_PAGE[:499], {"instanceId": f"{n}-2026112100"}]} for n in range(20)]
_LISTED = {"instanceId": "900100-2026112100", "status": 1}
_REVERSED: dict[str, Any] = {"startTime": "2021-02-02 11:00:00", "endTime": "2021-02-02 10:00:00"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of the table."""

    name: str
    command: tuple[str, ...]
    sentence: str
    exit_code: int


def _tasks(times: int = 1, **fields: Any) -> Callable[[Scene], None]:
    return lambda scene: scene.stand_in.script(*[reply.success(fields)] * times, to="taskInstances.get")


def _flows(times: int = 1, **fields: Any) -> Callable[[Scene], None]:
    return lambda scene: scene.stand_in.script(*[reply.success(fields)] * times, to="flowInstances.get")


def _pages(*pages: dict[str, Any]) -> Callable[[Scene], None]:
    """The pages in their order; one alone for ever."""
    replies = list(map(reply.success, pages)) * (1 if pages[1:] else 9)
    return lambda scene: scene.stand_in.script(*replies, to="flowInstances.search")


def _says(data: bytes) -> Callable[[Scene], None]:
    """An envelope around some bytes; the gateway packs it."""

    def begin(scene: Scene) -> None:
        body = b'{"code":0,"msg":"OK","data":' + data + b"}"
        scene.stand_in.script(Reply(200, {}, body), to="taskInstances.get")

    return begin


def _failed_task(scene: Scene) -> None:
    scene.stand_in.script(reply.refusal(62109, "Internal server exception"), to="taskInstances.get")


CAUSES: dict[str, Callable[[Scene], None]] = {
    "another run of the task": _tasks(instanceId="118979-2021020210", taskName="wrong"),
    "another task": _tasks(instanceId="118980-2021020211", taskName="wrong"),
    "another flow instance": _flows(instanceId="8436-2021020211", flowName="wrong"),
    "another task, for a ticket": _tasks(instanceId="118980-2021020211", taskName="wrong"),
    "the id in another form": _tasks(instanceId="118979\u20132021020211"),
    "another node in the record": _tasks(instanceId=SAMPLE, taskId=118980),
    "two records": lambda scene: scene.stand_in.script(
        reply.success([{"instanceId": SAMPLE}, {"instanceId": "1-20210202", "taskName": "wrong"}]),
        to="taskInstances.get",
    ),
    "an end before the start": _tasks(instanceId=SAMPLE, **_REVERSED),
    "the same, for a ticket": _tasks(9, instanceId=SAMPLE, **_REVERSED),
    "an end in years to come": _tasks(9, instanceId=SAMPLE, status=-1, endTime="2031-01-01 00:00:00"),
    "a task that is its own workflow": _tasks(9, instanceId=SAMPLE, status=-1, flowInstId=SAMPLE),
    "a workflow that waits for itself": _flows(
        9,
        instanceId=SAMPLE_FLOW,
        status=-1,
        graph={
            "tasks": [{"taskInstId": SAMPLE, "nodeId": "t_1", "status": "FAIL"}],
            "flows": [{"flowInstId": SAMPLE_FLOW, "nodeId": "f_1", "status": "FAIL"}],
            "relations": [{"source": "f_1", "target": "t_1"}],
        },
    ),
    "another task, waited for": _tasks(instanceId="118980-2021020211", taskName="wrong"),
    "the log of another task": lambda scene: scene.stand_in.script(
        reply.success({"log": _HEAD}), to="taskInstances.getLog"
    ),
    "a flow in place of a task that failed": _failed_task,
    "20 million empty objects in 60 KiB": _says(b"[" + b"{}," * 20_000_000 + b"{}]"),
    "10 million empty objects": _says(b"[" + b"{}," * 10_000_000 + b"{}]"),
    "a million brackets": _says(b"[" * 1_000_000),
    "a number of a million digits": _says(b"1" * 1_000_000),
    "text of 80 MiB in memory": _says(b'"' + b"x" * 20_000_000 + "\U0001f600".encode() + b'"'),
    "a list page that repeats": _pages(_PAGE),
    "a page that repeats, in the overview": _pages({**_PAGE, "flowInsts": _FULL_PAGE}),
    "one new run a page": _pages(*_NEW_RUNS),
    "one new run a page, in the overview": _pages(*_NEW_RUNS),
    "a page of 20,000 rows": _pages(
        {"flowInsts": [{"instanceId": f"{n}-2026112100"} for n in range(20_000)], "count": 1_000_000}
    ),
    "one run twice in the overview": _pages({"flowInsts": [_LISTED, _LISTED]}),
    "a row of another year": _pages({"flowInsts": [_LISTED | {"triggerTime": "2020-01-01 00:00:00"}]}),
    "a row of another year, in the overview": _pages(
        {"flowInsts": [_LISTED | {"triggerTime": "2020-01-01 00:00:00"}]}
    ),
    "a row that was not searched for": _pages({"flowInsts": [{"instanceId": "1-20261121", "status": 1}]}),
}


def _rows() -> list[Answer]:
    section = (
        README.read_text(encoding="utf-8").partition("## Answers that contradict")[2].partition("\n## ")[0]
    )
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [Answer(name, (*command.split(),), said, int(code)) for name, _, command, said, code in cells]


ANSWERS = _rows()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_a_command_tells_the_contradiction_and_the_next_try_is_good(
    scene: Scene, answer: Answer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "gateway_for", lambda *args, **named: scene.gateway(Deadlines()))
    CAUSES[answer.name](scene)
    assert main([answer.command[0], "--demo", *answer.command[1:]]) == answer.exit_code
    printed = capsys.readouterr()
    assert answer.sentence in printed.out + printed.err
    assert "wrong" not in printed.out
    scene.stand_in.forget_script()
    assert main([answer.command[0], "--demo", *answer.command[1:]]) == 0
    printed = capsys.readouterr()
    assert answer.sentence not in printed.out + printed.err


async def test_the_screen_shows_and_keeps_nothing_of_another_instance(scene: Scene) -> None:
    async with opened(scene, "") as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        CAUSES["another task"](scene)
        await tui.press("r")
        await tui.reads("answered with another instance", "not refreshed", "DataIntegration")
        assert "wrong" not in tui.text
        await tui.press("r")
        await tui.until(lambda: "another instance" not in tui.text, "the good answer")
        CAUSES["another flow instance"](scene)
        await tui.paste(f"flow={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "the answer is for another id", "answered with another instance")
        for key in ("f", "e", "W"):
            await tui.press(key)
            await tui.notifies("answered with another instance: 8436-2021020211. r tries again.")
        CAUSES["another flow instance"](scene)
        await tui.press("J")
        await tui.comes_to("JsonScreen", "8436-2021020211")
        library = tui.session.library
        assert [entry.id for entry in library.history] == [SAMPLE]
        assert library.favourites == ()


async def test_a_flow_that_does_not_list_the_task_says_so_in_its_header(scene: Scene) -> None:
    async with opened(scene, "") as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        _flows(instanceId=SAMPLE_FLOW, flowName="f", graph={"tasks": [{"taskInstId": "1-20210202"}]})(scene)
        await tui.press("u")
        await tui.comes_to("FlowScreen", f"{SAMPLE_FLOW} does not list {SAMPLE}")
        await tui.press("r")
        await tui.until(lambda: "does not list" not in tui.text, "the good answer")


async def test_the_overview_says_in_full_how_its_list_contradicts_the_request(scene: Scene) -> None:
    CAUSES["one run twice in the overview"](scene)
    async with running(lambda _: scene.gateway(Deadlines()), overview="24h") as tui:
        await tui.is_connected()
        await tui.reads("The server lists an instance twice on one page.", "1 succeeded")
