"""Waiting for runs: what is printed, the exit code, and when it ends."""

import asyncio
from typing import Any

import pytest

from tests.harness import NOW
from tests.journey import PROGRAM, TOP, a_gateway, environment
from tests.pty_terminal import Terminal
from tests.services.scripted import Outcome, ScriptedGateway
from tui_app.api.errors import GatewayError, NotFound, NotPermitted, Unreachable
from tui_app.cli.arguments import wait_parser
from tui_app.cli.main import main
from tui_app.cli.wait import wait
from tui_app.models.ids import InstanceId, TaskInstanceId
from tui_app.services.explorer import Explorer
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

A, B = TaskInstanceId("1-2026112223"), TaskInstanceId("2-2026112223")
RUNNING, SUCCESS, FAIL = ({"taskName": "a", "status": status} for status in (2, 1, -1))


class GatewayOfTwo(ScriptedGateway):
    """Answers each task by outcomes of its own; the last one stays."""

    def __init__(self, outcomes: dict[InstanceId, list[Outcome]]) -> None:
        super().__init__()
        self.by_id = outcomes

    def _answer(self, *question: Any) -> Any:
        outcomes = self.by_id[TaskInstanceId(str(question[1]))]
        self.outcomes.append(outcomes.pop(0) if len(outcomes) > 1 else outcomes[0])
        return super()._answer(*question)


async def waited(a: list[Outcome], b: list[Outcome], **how: Any) -> int:
    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    explorer = Explorer(GatewayOfTwo({A: a, B: b}), lambda: NOW)
    return await wait(explorer, [A, B], sleep=sleep, **how)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ([SUCCESS], [SUCCESS], 0),
        ([RUNNING, RUNNING, SUCCESS], [RUNNING, SUCCESS], 0),
        ([RUNNING, FAIL], [RUNNING, SUCCESS], 6),
        ([{"status": 8}], [SUCCESS], 6),
        ([{"status": 1, "stsDesc": "FAIL"}], [SUCCESS], 6),
        ([RUNNING, Unreachable("gone"), SUCCESS], [Unreachable("gone"), SUCCESS], 0),
        ([NotFound("no such instance")], [RUNNING, SUCCESS], 3),
        ([NotPermitted("no right")], [RUNNING, FAIL], 6),
        ([Unreachable("gone"), NotPermitted("no right")], [RUNNING, SUCCESS], 4),
    ],
)
async def test_the_exit_code_is_the_worst_of_all_runs(a: list[Outcome], b: list[Outcome], code: int) -> None:
    # An unlabelled id that is no task instance is asked for as a flow instance, too.
    if isinstance(a[0], NotFound):
        a = [a[0], NotFound("nor a flow instance")]
    assert await waited(a, b) == code


async def test_each_run_is_printed_once_when_it_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert await waited([RUNNING, SUCCESS], [FAIL]) == 6
    assert capsys.readouterr() == (f"{B}\tFAIL\ta\n{A}\tSUCCESS\ta\n", "")


@pytest.mark.parametrize(("first", "code"), [(SUCCESS, 0), (FAIL, 6)])
async def test_any_ends_with_the_first_that_is_over(first: dict[str, Any], code: int) -> None:
    assert await waited([RUNNING], [RUNNING, RUNNING, first], for_any=True) == code


async def test_a_time_that_is_up_is_said_of_what_is_still_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert await waited([RUNNING], [SUCCESS], timeout_s=0.05) == 7
    assert capsys.readouterr() == (f"{B}\tSUCCESS\ta\n", f"{A} is not over yet, and the time is up.\n")


async def test_a_failed_poll_is_said_once_while_it_lasts(capsys: pytest.CaptureFixture[str]) -> None:
    gone: list[GatewayError] = [Unreachable("gone") for _ in range(4)]
    assert await waited([RUNNING, *gone, SUCCESS], [SUCCESS]) == 0
    assert capsys.readouterr().err == f"{A}: gone\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("30m", 1800),
        ("2h", 7200),
        ("1h30m", 5400),
        ("1d", 86_400),
        ("1d2h3m4s", 93_784),
    ],
)
def test_a_time_is_read_in_days_hours_minutes_and_seconds(text: str, seconds: int) -> None:
    assert wait_parser().parse_args(["1", "--timeout", text]).timeout == seconds


@pytest.mark.parametrize("text", ["", "0", "0h", "h", "2 h", "-1", "1m1h", "²s", "9" * 30])
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(SystemExit):
        wait_parser().parse_args(["1", f"--timeout={text}"])


@pytest.mark.parametrize(
    ("argv", "code"), [(["118979-2021020211"], 0), (["118979-2021020211", "1-2021020211"], 3)]
)
def test_the_demo_is_waited_for_as_any_gateway(argv: list[str], code: int) -> None:
    assert main(["wait", "--demo", *argv]) == code


def test_a_terminal_is_notified_where_the_profile_asks_for_it() -> None:
    with a_gateway() as served:
        said = environment(served.base_url)
        write_private(Locations.of_user().config, '[profiles.p]\nnotify = "osc9"\n')
        command = [*PROGRAM, "wait", "118979-2021020211", "118980-2021020211"]
        with Terminal(command, said, TOP) as terminal:
            assert terminal.wait_for_exit() == 0
            assert terminal.sent.endswith(b"\x1b]9;enos-tui: succeeded: 118979-2021020211 and 1 more\x07")
