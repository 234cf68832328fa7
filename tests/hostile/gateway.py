"""A stand-in gateway whose every answer is hostile in every field, and state files that are no better."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.hostile.shapes import FLOW_KEYS, GRAPH_KEYS, NODE_KEYS, RELATION_KEYS, TASK_KEYS
from tests.hostile.texts import Author
from tests.stand_in.gateway import Call, StandIn
from tui_app.demo import reply
from tui_app.demo.handler import DemoGateway
from tui_app.demo.reply import Reply
from tui_app.demo.world import World

SUFFIX = "2026112100"
TASKS = tuple(f"{number}-{SUFFIX}" for number in (900001, 900002, 900003))
FLOW = f"8435-{SUFFIX}"
REFUSED = f"900009-{SUFFIX}"
FAILED, RUNNING = -1, 2

_TIMES = {"triggerTime": "2026-11-21 08:00:00", "startTime": "2026-11-21 08:00:05"}


def _now_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


class HostileGateway(StandIn):
    """A stand-in before the hostile service; it begins a text for every request."""

    def __init__(self, author: Author) -> None:
        super().__init__(World(datetime.now(UTC)), _now_ms)
        self.demo = _HostileService(self.world, _now_ms, author)
        self._author = author

    def _service(self, call: Call, path: str, params: Mapping[str, str]) -> Reply:
        same = sum((one.action, one.params) == (call.action, call.params) for one in self.calls)
        self._author.begin(f"{call.action} {sorted(call.params.items())} {same}")
        return super()._service(call, path, params)


class _HostileService(DemoGateway):
    """Knows three tasks of one workflow, refuses one id, and writes every text itself."""

    def __init__(self, world: World, now_ms: Callable[[], int], author: Author) -> None:
        super().__init__(world, now_ms)
        self._author = author

    def task(self, instance_id: str) -> Reply:
        if instance_id == REFUSED:
            return reply.refusal(62777, self._author.text("msg"))
        if instance_id not in TASKS:
            return reply.refusal(62102, self._author.text("msg"))
        fixed = {"instanceId": instance_id, "flowInstId": FLOW, "cycle": "D", "runMode": self._run_mode()}
        if instance_id == TASKS[2]:
            return reply.success(self._record(TASK_KEYS, fixed | _TIMES | {"status": RUNNING}))
        times = _TIMES if instance_id == TASKS[0] else {}
        return reply.success(self._record(TASK_KEYS, fixed | times | {"status": FAILED}))

    def log(self, instance_id: str, max_length: str) -> Reply:
        lines = [self._author.text("log") for _ in range(40)]
        lines[30] = f"ERROR {lines[30]}"
        return reply.success({"log": "\n".join([*lines, "x" * 100_000 + self._author.text("log")])})

    def flow(self, instance_id: str) -> Reply:
        return reply.success(self._flow_record() | {"last": "the end of it all"})

    def search(self, body: bytes) -> Reply:
        rows = [self._flow_record() | {"instanceId": f"{8435 + n}-{SUFFIX}"} for n in range(3)]
        return reply.success({"flowInsts": rows, "count": 3})

    def _record(self, keys: list[str], fixed: dict[str, Any]) -> dict[str, Any]:
        """Every key with a hostile text, but for those without which a screen has nothing to go on with."""
        record = {key: fixed[key] if key in fixed else self._author.text(key) for key in keys}
        return record | {self._author.text("aKey"): self._author.text("unheardOf")}

    def _run_mode(self) -> str:
        value, key = self._author.text("runModeValue"), self._author.text("runModeKey")
        return json.dumps({"cpu": 0.5, key: value, "content": json.dumps({key: [value, {key: value}]})})

    def _flow_record(self) -> dict[str, Any]:
        parameters = [{"key": self._author.text("parameter"), "value": self._author.text("parameter")}]
        texts = {"graph": json.dumps(self._graph()), "parameters": json.dumps(parameters)}
        fixed = {"instanceId": FLOW, "flowId": 8435, "status": FAILED, "cycle": "D", **_TIMES, **texts}
        return self._record(FLOW_KEYS, fixed)

    def _graph(self) -> dict[str, Any]:
        tasks = [self._node(at) for at in range(len(TASKS))]
        flows = [self._record([key for key in NODE_KEYS if not key.startswith("task")], {})]
        ends = [(tasks[at]["nodeId"], tasks[at + 1]["nodeId"]) for at in range(2)]
        ends.append((self._author.text("source"), tasks[0]["nodeId"]))
        ends.append((tasks[0]["nodeId"], self._author.text("target")))
        relations = [self._record(RELATION_KEYS, {"source": one, "target": other}) for one, other in ends]
        graph = {"tasks": tasks, "flows": flows, "relations": relations}
        return self._record(GRAPH_KEYS, graph)

    def _node(self, at: int) -> dict[str, Any]:
        status = ("FAIL", "FAIL", self._author.text("status"))[at]
        keys = [key for key in NODE_KEYS if not key.startswith("flow")]
        return self._record(keys, {"taskInstId": TASKS[at], "task_inst_id": TASKS[at], "status": status})


def write_state(home: Path, author: Author, profile: str) -> None:
    """Favourites, history and saved searches as another program could have written them."""
    author.has_halves = False
    seen = (datetime.now(UTC) - timedelta(hours=1)).isoformat()

    def entry(some_id: str) -> dict[str, Any]:
        status = {"code": 1, "name": author.text("stsDesc")}
        about = {"name": author.text("entry"), "note": author.text("note"), "tags": [author.text("tag")]}
        return {"id": some_id, "kind": "task", "profile": profile, "seen_at": seen, "status": status} | about

    kept = {"version": 1, "entries": [{**entry(some_id), "added_at": seen} for some_id in TASKS[:2]]}
    search = {
        "name": author.text("search"),
        "profile": profile,
        "words": author.text("words"),
        "saved_at": seen,
    }
    config, state = home / ".config" / "enos-tui", home / ".local" / "state" / "enos-tui"
    for path, document in (
        (config / "favourites.json", kept),
        (state / "history.json", {"version": 1, "entries": [entry(TASKS[2])]}),
        (config / "searches.json", {"version": 1, "entries": [search]}),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document))
    author.has_halves = True
