"""Memory is flat over long nights: following, watching, refreshing, and screens that are opened and left.

A round is a number of polls or screens, not a time: the pauses between polls are left out. `--thorough 2`
makes few rounds; `--thorough 80` makes forty times as many: 4,800 polls of a log, 2,000 screens.
"""

import ctypes
import gc
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.harness import SAMPLE, SAMPLE_FLOW, Tui, over, running
from tui_app.models.ids import TaskInstanceId
from tui_app.services import follow

_MIB = 1 << 20
_WARM_UP, _ROUNDS = 3, 2
_MOST_MIB, _MOST_SHARE = 10, 0.05
_LOG = "2026-11-22 10:00:00 INFO a line of a log\n" * (_MIB // 41)


class Gateway:
    """Answers every request about a task that runs, and counts."""

    def __init__(self) -> None:
        self.counts = Counter[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One answer."""
        action = request.url.params.get("action", "token")
        params, path = request.url.params, request.url.path
        self.counts[action] += 1
        if action == "token":
            data: object = {"accessToken": "T0kenT0ken", "expire": 7200}
            return httpx.Response(200, json={"status": 0, "msg": "SUCCESS", "business": "b", "data": data})
        if action == "getLog":
            data = {"log": _LOG}
        elif action == "getTimeZone":
            data = {"timezone": "GMT+8"}
        elif path.endswith("/flowInstances"):
            task = {"taskInstId": SAMPLE, "nodeId": "t_1", "taskName": "night", "status": "RUNNING"}
            graph = {"tasks": [task], "relations": []}
            data = {"instanceId": params["flowInstId"], "flowName": "night", "status": 2, "graph": graph}
        else:
            data = {"instanceId": params["taskInstId"], "taskName": "night", "status": 2}
            data |= {"flowInstId": SAMPLE_FLOW, "runMode": '{"a": 1}'}
        return httpx.Response(200, json={"code": 0, "msg": "OK", "data": data})

    async def counts_to(self, tui: Tui, action: str, more: int) -> None:
        """Wait for some more requests."""
        most = self.counts[action] + more
        await tui.until(lambda: self.counts[action] >= most, f"{more} requests {action}")


async def follow_a_log(tui: Tui, gateway: Gateway) -> None:
    """Thirty polls of a log of a mebibyte that does not change."""
    if tui.kind != "LogScreen":
        await tui.press("l")
        await tui.comes_to("LogScreen", "INFO a line")
        await tui.press("t")
    await gateway.counts_to(tui, "getLog", 30)


async def watch_fifty_runs(tui: Tui, gateway: Gateway) -> None:
    """Polls of fifty runs that go on."""
    watcher = tui.session.watcher
    ids = [TaskInstanceId(f"{n}-2026112223") for n in range(1, 51)]
    for one in ids:
        if watcher.of(one) is None:
            watcher.start(one)
        watcher.poll_now(one)
    await gateway.counts_to(tui, "get", 50)
    await tui.settles()


async def refresh(tui: Tui, gateway: Gateway) -> None:
    """Twenty refreshes of a record."""
    for _ in range(20):
        await tui.press("r")
        await tui.settles()


async def open_and_leave_screens(tui: Tui, gateway: Gateway) -> None:
    """Twelve screens of four kinds."""
    for _ in range(3):
        for key, kind in (("l", "LogScreen"), ("u", "FlowScreen"), ("i", "JsonScreen"), ("J", "JsonScreen")):
            await tui.press(key)
            await tui.comes_to(kind)
            await tui.settles()
            await tui.press("escape")
            await tui.comes_to("TaskScreen")


@asynccontextmanager
async def long_night(gateway: Gateway) -> AsyncIterator[Tui]:
    """The app on a task that runs, with the garbage collector as the command line sets it."""
    threshold = gc.get_threshold()
    gc.disable()
    try:
        async with running(over(httpx.MockTransport(gateway)), open_text=f"taskInstId={SAMPLE}") as tui:
            await tui.comes_to("TaskScreen", "night")
            await tui.is_connected()
            await tui.until(gc.isenabled)
            yield tui
    finally:
        gc.set_threshold(*threshold)
        gc.enable()


def memory_mib() -> float:
    """Resident memory in MiB, free memory of the allocator given back first."""
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / _MIB


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and gives memory back as glibc does")
@pytest.mark.parametrize("go_round", [follow_a_log, watch_fifty_runs, refresh, open_and_leave_screens])
async def test_memory_is_flat(
    go_round: Callable[[Tui, Gateway], Awaitable[None]],
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follow, "FOLLOW_S", 0.001)
    monkeypatch.setattr(follow, "_SHARE", 0)
    gateway, figures = Gateway(), list[float]()
    async with long_night(gateway) as tui:
        rounds = _ROUNDS * pytestconfig.getoption("thorough")
        warm_up = max(_WARM_UP, rounds // 4)
        for _ in range(warm_up + rounds):
            await go_round(tui, gateway)
            figures.append(memory_mib())
    warm, end = figures[warm_up - 1], figures[-1]
    print(f"{go_round.__name__}: {warm:.1f} MiB after warm-up, {end:.1f} MiB after {len(figures)} rounds")
    assert end - warm < min(_MOST_MIB, _MOST_SHARE * warm), [round(one, 1) for one in figures]
