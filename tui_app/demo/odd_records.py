"""One task for every odd form a record or its envelope can have, and for every refusal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from . import reply
from .reply import Reply
from .runs import FlowRun, Record
from .showcase import Showcase, chained, exhibit

FLOW_ID = 900600


def odd_records(now: datetime) -> Showcase:
    """The scene; its workflow was started by hand, hence the 14 digits."""
    flows = {FLOW_ID: _flow}
    return Showcase(
        now.replace(second=0), flows, lambda task_id: task_id // 100 * 100, age=timedelta(hours=5), digits=14
    )


def _flow(suffix: str, trigger: datetime) -> FlowRun:
    disguised = [(n, name, {"disguise": form}) for n, (name, form) in _DISGUISES.items()]
    changed = [(n, name, changes) for n, (name, changes) in _CHANGES.items()]
    refused = [(n, name, {"refusal": answer}) for n, (name, answer) in _REFUSALS.items()]
    tasks = tuple(
        exhibit(FLOW_ID + number, FLOW_ID, suffix, trigger, name, **changes)
        for number, name, changes in sorted([*disguised, *changed, *refused], key=lambda row: row[0])
    )
    return chained(FLOW_ID, "record_forms", tasks, suffix, trigger, scheduling=0)


def _with(**fields: Any) -> Callable[[Record], Record]:
    return lambda record: record | fields


def _mistyped(record: Record) -> Record:
    return record | {
        "taskName": 42,
        "status": "1",
        "runNum": "two",
        "recallNum": 1.0,
        "recallLimit": "3",
        "type": {"code": 3},
        "startTime": 1764000000000,
        "endTime": ["2026-01-05 08:01:42"],
        "isTimeout": "no",
        "timeout": "five minutes",
        "cmd": ["echo", "hi"],
    }


def _mixed_zones(record: Record) -> Record:
    """Planned in GMT+8, run in UTC, as in one of the vendor's samples: it seems to start before its time."""
    earlier = {key: _shifted(record[key]) for key in ("startTime", "endTime")}
    return record | earlier


def _shifted(text: str) -> str:
    return f"{datetime.fromisoformat(text) - timedelta(hours=8):%Y-%m-%d %H:%M:%S}"


_HOSTILE_TEXT = (
    "\x1b]52;c;cm0gLXJmIC8=\x07\x1b[2J\x1b[31m[red]not red[/red]\x9b1mC1\u202eixil\u2066\u200b\x00\r"
)
_LONG_NAME = "华北区域第三风电场二期工程升压站侧功率预测与限电损失联合核算任务👩‍🔧" * 4 + "Z̷̛a̴l̸g̵o"
_LONG_CMD = "#!/bin/bash\nset -euo pipefail\n" + "\n".join(
    f"\tspark-submit --master yarn --class com.example.Step{n:02d} --conf spark.day=$1 step_{n:02d}.jar"
    for n in range(1, 61)
)

_DISGUISES: dict[int, tuple[str, Callable[[Record], Any]]] = {
    1: ("data_is_list_of_one", lambda record: [record]),
    2: ("data_is_empty_list", lambda record: []),
    3: ("data_is_null", lambda record: None),
    6: ("extra_fields", _with(queue="root.batch", host="worker-07", exitCode=0, tags=["a", {"b": None}])),
    7: ("missing_fields", lambda record: {k: record[k] for k in ("instanceId", "status", "cmd")}),
    8: ("mistyped_fields", _mistyped),
    9: ("all_null", lambda record: dict.fromkeys(record)),
    11: ("zones_differ", _mixed_zones),
    12: (
        "other_time_forms",
        lambda r: r | {"startTime": f"{r['startTime']}.0", "endTime": f"{r['endTime'].replace(' ', 'T')}Z"},
    ),
    13: ("ends_before_it_starts", lambda r: r | {"startTime": r["endTime"], "endTime": r["startTime"]}),
    17: ("data_is_empty_text", lambda record: ""),
    18: ("data_is_list_of_two", lambda record: [record, record | {"runNum": 2}]),
    19: ("lone_surrogate", _with(taskName="half \ud83c a pair", doAs="\ufffd")),
}

_CHANGES: dict[int, tuple[str, dict[str, Any]]] = {
    4: ("envelope_2_0", {"envelope": "2.0"}),
    5: ("with_request_id", {"envelope": "2.1 with requestId"}),
    10: ("success_without_end", {"end": None}),
    14: (f"hostile {_HOSTILE_TEXT}", {"cmd": f"echo '{_HOSTILE_TEXT}'\n\techo [bold]x[/bold] {{0}}"}),
    15: (_LONG_NAME, {}),
    16: ("long_cmd", {"cmd": _LONG_CMD}),
    20: ("no_log_as_62109", {"log_reply": reply.refusal(62109, "No log found")}),
}

_REFUSALS: dict[int, tuple[str, Reply]] = {
    21: ("foreign_user", reply.refusal(62101, "userId does not exist or does not match orgId")),
    22: ("no_privilege", reply.refusal(62103, "User has no privilege")),
    23: ("internal_error", reply.refusal(62109, "Internal server exception")),
    24: ("it_has_no_log", reply.refusal(62109, "It has no log.")),
    25: ("unknown_code", reply.refusal(62777, "[red]something new[/red]\x1b[31m")),
    26: ("proxy_is_down", reply.html(503, "Service Temporarily Unavailable")),
    27: ("rate_limit", reply.too_many_requests("1")),
    28: ("login_page", reply.html(200, "Sign in")),
    29: ("empty_body", Reply(200, {"content-type": "application/json"})),
    30: (
        "cut_off_body",
        Reply(200, {"content-type": "application/json"}, b'{"code":0,"msg":"OK","data":{"ins'),
    ),
    31: ("always_rejected", reply.unauthorized()),
    32: ("address_not_allowed", reply.kong(403, "Your IP address is not allowed")),
    33: ("wants_other_token", reply.apim_status(4012)),
}
