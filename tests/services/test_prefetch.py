"""The reason of a run, read before a key asks: what it says, and how few requests it takes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness import NOW as RECEIVED
from tests.services.workflows import CODES, Case, CaseGateway, Workflow, case
from tui_app.api.errors import Busy, NotFound, Refused
from tui_app.api.gateway import FlowQuery
from tui_app.logic.why.page import WhyKeys, plain_lines
from tui_app.logic.why.preview import Preview, in_one_line, preview_rows
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import Response
from tui_app.models.status import needs_reason
from tui_app.services.explorer import FRESH_S, HELD_S, Explorer
from tui_app.services.limited_gateway import LimitedGateway, LimitReached
from tui_app.services.prefetch import MOST_REQUESTS, Prefetch
from tui_app.services.why import explain

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
KEYS = WhyKeys("f5", "f6")
W = Workflow


class WithoutList(CaseGateway):
    """Refuses the list of flow instances."""

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        self.requests["list"] += 1
        raise Refused("You may not list.")


async def found_reason(known: Case, opened: str = "") -> tuple[Preview | None, CaseGateway, Explorer]:
    """The last that is known, the gateway, and the explorer with its cache."""
    gateway = WithoutList(known)
    explorer = Explorer(gateway, lambda: RECEIVED)
    found = await explorer.task(TaskInstanceId(opened or known.opened))
    gateway.requests.clear()
    search = Prefetch(explorer, found)
    reasons = [one async for one in search.run()]
    assert search.is_done
    return reasons[-1] if reasons else None, gateway, explorer


def line_of(reason: Preview | None) -> str:
    return "" if reason is None else in_one_line(reason, CHINA, NOW, "x")


def page_of(reason: Preview | None) -> str:
    return "" if reason is None else "\n".join(plain_lines(preview_rows(reason, CHINA, NOW, KEYS, "x")))


def at(minute: int) -> dict[str, str]:
    return {"startTime": f"2026-11-27 01:{minute:02}:00", "endTime": f"2026-11-27 01:{minute + 1:02}:00"}


def broken(name: str, message: str = "KeyError: 'site'") -> dict[str, str]:
    """The log of a task that failed."""
    return {W().id_of(name): f"Traceback (most recent call last):\n  File 'a.py', line 1\n{message}\n"}


def many_failures() -> Case:
    flow = W()
    for number, name in enumerate("abcde"):
        flow.add(name, "FAIL", **at(number)).edge(f"{name}z")
    return case(flow.id_of("z"), flow.add("z", "WAIT"))


def three_failures() -> Case:
    flow = W()
    for number, name in enumerate("cab"):
        flow.add(name, "FAIL", **at(number)).edge(f"{name}z")
    return case(flow.id_of("z"), flow.add("z", "WAIT"))


LINES: dict[str, tuple[Callable[[], Case], str, int]] = {
    "a failure with its own message": (
        lambda: case(W().id_of("a"), W().add("a", "FAIL"), logs=broken("a")),
        "KeyError: 'site'",
        4,
    ),
    "a failure upstream with its message": (
        lambda: case(W().id_of("b"), W().add("a", "FAIL").add("b", "WAIT").edge("ab"), logs=broken("a")),
        "task-a failed: KeyError: 'site'",
        4,
    ),
    "a failure whose log says nothing": (
        lambda: case(W().id_of("a"), W().add("a", "FAIL"), logs={W().id_of("a"): "one\ntwo\n"}),
        "no error in its log; near its end: two",
        4,
    ),
    "a failure whose log is empty": (
        lambda: case(W().id_of("a"), W().add("a", "FAIL"), logs={W().id_of("a"): ""}),
        "its log is empty",
        4,
    ),
    "a failure whose log cannot be read": (
        lambda: case(W().id_of("a"), W().add("a", "FAIL"), logs={}),
        f"The log of {W().id_of('a')} cannot be read: There is no log {W().id_of('a')}.",
        4,
    ),
    "a run that somebody cancelled": (
        lambda: case(W().id_of("a"), W().add("a", "CANCEL"), logs={W().id_of("a"): "one\n"}),
        "A person or the platform cancelled it; the record does not say who",
        4,
    ),
    "a run over its time limit": (
        lambda: case(W().id_of("a"), W().add("a", "TIMEOUT"), logs={W().id_of("a"): "one\n"}),
        "It ran longer than its time limit",
        4,
    ),
    "a wait for a run that is at work": (
        lambda: case(W().id_of("b"), W().add("a", "RUNNING").add("b", "WAIT").edge("ab")),
        "Nothing upstream has failed. It waits for task-a, running.",
        4,
    ),
    "a wait behind a suspended run": (
        lambda: case(W().id_of("b"), W().add("a", "SUSPEND").add("b", "WAIT").edge("ab")),
        "task-a is suspended: It goes on when somebody resumes it",
        4,
    ),
    "more first failures than may be read": (
        many_failures,
        "5 tasks upstream failed; x finds which one was first",
        1,
    ),
    "as many first failures as may be read, and no log": (
        three_failures,
        "task-c failed: x reads its log",
        4,
    ),
    "a workflow that cannot be read": (
        lambda: Case(W().id_of("a"), {}, W().add("a", "WAIT").records, {}),
        "Cannot tell what it waits for: 81-2026112701 cannot be read: There is no flow 81-2026112701.",
        1,
    ),
    "a name that would move the cursor": (
        lambda: case(
            W().id_of("b"),
            W().add("a", "FAIL", taskName="a\x1b[2J\u202e").add("b", "WAIT").edge("ab"),
            logs=broken("a", "KeyError: 'x\x1b[1A\u202e'"),
        ),
        r"task-a failed: KeyError: 'x\x1b[1A\u202e'",
        4,
    ),
}


@pytest.mark.parametrize("what", LINES)
async def test_the_reason_in_one_line_says_what_is_known_and_no_more(what: str) -> None:
    known, line, most = LINES[what]
    reason, gateway, _ = await found_reason(known())
    assert line_of(reason) == line
    assert sum(gateway.requests.values()) <= most <= MOST_REQUESTS


async def test_an_unfinished_explanation_is_no_claim_about_the_first_failure() -> None:
    reason, _, _ = await found_reason(many_failures())
    assert page_of(reason) == "5 tasks upstream failed; x finds which one was first"


@given(st.lists(st.sampled_from(sorted(CODES)), min_size=1, max_size=7), st.data())
async def test_never_more_requests_than_allowed_whatever_the_workflow(
    names: list[str], data: st.DataObject
) -> None:
    flow, letters = W(), "abcdefg"[: len(names)]
    for letter, name in zip(letters, names, strict=True):
        graph = data.draw(st.sampled_from([name, None, *CODES]))
        flow.add(letter, graph, name)
    pairs = data.draw(st.lists(st.sampled_from([a + b for a in letters for b in letters if a < b] or ["aa"])))
    known = case(flow.id_of(letters[-1]), flow.edge(*pairs))
    reason, gateway, _ = await found_reason(known)
    assert sum(gateway.requests.values()) <= MOST_REQUESTS
    page_of(reason), line_of(reason)


@pytest.mark.parametrize(
    ("name", "is_needed"),
    [(name, name not in ("SUCCESS", "RUNNING", "RERUN", "SKIP", "SUSPEND")) for name in CODES],
)
async def test_a_run_that_succeeded_or_is_at_work_needs_no_reason(name: str, is_needed: bool) -> None:
    known = case(W().id_of("a"), W().add("a", name))
    found = await Explorer(CaseGateway(known)).task(TaskInstanceId(known.opened))
    assert needs_reason(found.state) == is_needed


def nights(*statuses: str, log: str = "KeyError: 'site'\n", **latest: str) -> Case:
    """A daily task that failed on the last of several nights; the others, the latest first."""
    last = W().add("a", "FAIL", triggerTime="2026-11-27 01:00:00", **latest)
    known = case(last.id_of("a"), last, logs={last.id_of("a"): log})
    for back, status in enumerate(statuses, 1):
        flow = W(suffix=f"202611{27 - back}01")
        flow.add("a", status, triggerTime=f"2026-11-{27 - back} 01:00:00", cmd="run --fast")
        known.tasks |= flow.records
    return known


async def test_the_differences_from_the_last_success_are_one_sentence() -> None:
    reason, gateway, _ = await found_reason(nights("SUCCESS", cmd="run --slow"))
    assert reason is not None
    assert reason.difference == "Differs from the last success, 11-26: cmd run --fast → run --slow"
    assert reason.difference in page_of(reason).splitlines()
    assert gateway.requests == {"flow": 1, "log": 1, "task": 1, "list": 1}


async def test_a_success_that_is_too_far_back_is_not_claimed() -> None:
    reason, gateway, _ = await found_reason(nights("FAIL", "FAIL", "SUCCESS"))
    assert reason is not None
    assert reason.difference == "None of the 2 runs before succeeded either"
    assert gateway.requests == {"flow": 1, "task": 2, "log": 1 + 2}, (
        "of earlier runs only logs beyond the limit"
    )


async def test_a_failure_as_the_success_before_it_differs_in_nothing() -> None:
    reason, _, _ = await found_reason(nights("SUCCESS", cmd="run --fast"))
    assert reason is not None
    assert reason.difference == "Nothing but its end and its times differs from the last success, 11-26"


class AtATime(WithoutList):
    """Fails each request the first time."""

    def __init__(self, known: Case) -> None:
        super().__init__(known)
        self.refused: set[str] = set()

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        if flow_inst_id.text not in self.refused:
            self.refused.add(flow_inst_id.text)
            self.requests["flow"] += 1
            raise Busy("The gateway is busy.")
        return await super().get_flow_instance(flow_inst_id)


async def test_a_failed_request_is_reported_and_not_repeated() -> None:
    known = case(W().id_of("a"), W().add("a", "FAIL"), logs=broken("a"))
    gateway = AtATime(known)
    explorer = Explorer(gateway)
    found = await explorer.task(TaskInstanceId(known.opened))
    reasons = [one async for one in Prefetch(explorer, found).run()]
    assert gateway.requests["flow"] == 1
    assert "The gateway is busy." in page_of(reasons[-1])


async def test_what_was_read_is_not_asked_for_again_by_the_explanation() -> None:
    known = nights("SUCCESS")
    _, gateway, explorer = await found_reason(known)
    gateway.requests.clear()
    steps = [one async for one in explain(explorer, TaskInstanceId(known.opened))]
    assert steps[-1].is_complete
    assert not gateway.requests


async def test_a_search_that_begins_again_sends_no_more_than_were_left() -> None:
    known = three_failures()
    gateway = CaseGateway(known)
    explorer = Explorer(gateway)
    search = Prefetch(explorer, await explorer.task(TaskInstanceId(known.opened)))
    gateway.requests.clear()
    for _ in range(3):
        async for _ in search.run():
            break
    async for _ in search.run():
        pass
    assert sum(gateway.requests.values()) <= MOST_REQUESTS


async def test_a_limited_gateway_refuses_what_is_beyond_its_limit() -> None:
    known = case(W().id_of("a"), W().add("a", "FAIL"))
    gateway = CaseGateway(known)
    limited = LimitedGateway(gateway, 1)
    with pytest.raises(NotFound):
        await limited.get_task_instance(TaskInstanceId("1-2026112701"))
    with pytest.raises(LimitReached):
        await limited.get_flow_instance(FlowInstanceId(W().id))
    assert gateway.requests == {"task": 1}


@pytest.mark.parametrize(
    ("status", "age_s", "is_cached"),
    [
        ("FAIL", HELD_S - 1, True),
        ("FAIL", HELD_S + 1, False),
        ("WAIT", FRESH_S - 1, True),
        ("WAIT", FRESH_S + 1, False),
    ],
)
async def test_only_what_has_ended_is_shown_again_after_a_while(
    status: str, age_s: float, is_cached: bool
) -> None:
    known = case(W().id_of("a"), W().add("a", status))
    moment = [RECEIVED]
    gateway = CaseGateway(known)
    explorer = Explorer(gateway, lambda: moment[0])
    await explorer.through(LimitedGateway(gateway, 9)).task(TaskInstanceId(known.opened))
    moment[0] += timedelta(seconds=age_s)
    assert explorer.has_cached(TaskInstanceId(known.opened)) == is_cached
