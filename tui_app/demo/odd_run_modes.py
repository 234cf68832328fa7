"""One task for every form that ``runMode`` takes, and for some that it should not."""

from datetime import datetime, timedelta
from typing import Any

from .reply import json_text
from .runs import FlowRun, Record, TaskRun, run_mode
from .showcase import Showcase, chained, exhibit

FLOW_ID = 900500

_TURBINES = ("WTG001", "WTG002", "WTG003", "风机-北区-04")


def odd_run_modes(now: datetime) -> Showcase:
    """The scene."""
    flows = {FLOW_ID: _flow}
    return Showcase(now, flows, lambda task_id: task_id // 100 * 100, age=timedelta(hours=3), digits=10)


def _flow(suffix: str, trigger: datetime) -> FlowRun:
    tasks = tuple(
        _task(FLOW_ID + number, name, form, suffix, trigger) for number, (name, form) in _FORMS.items()
    )
    return chained(FLOW_ID, "run_mode_forms", tasks, suffix, trigger)


def _task(task_id: int, name: str, form: Any, suffix: str, trigger: datetime) -> TaskRun:
    def with_form(record: Record) -> Record:
        return record | {"runMode": form() if callable(form) else form}

    return exhibit(task_id, FLOW_ID, suffix, trigger, name, disguise=with_form)


def _nested() -> str:
    """JSON in strings in strings in a string."""
    inner = json_text({"retry": {"times": 3, "backoff_s": [1, 5, 25]}, "note": "three strings deep, 三层"})
    middle = json_text({"plugin": "scada-reader", "options": inner, "columns": '["ts","power","wind_speed"]'})
    keys = json_text([{"key": turbine, "settings": middle} for turbine in _TURBINES])
    return run_mode(taskMode=2, maxParallel=4, keyType=2, content=keys)


def _huge() -> str:
    """Eighteen thousand objects of four values each: 90,000 nodes in some 800 KB."""
    names = ("WTG", "塔", "mast")
    rows = [
        {"k": f"{names[n % 3]}{n:05d}", "p": n * 7 % 3000, "v": n % 251 / 10, "ok": n % 17 != 0}
        for n in range(18_000)
    ]
    return run_mode(2.0, 4.0, taskMode=2, maxParallel=64, keyType=2, content=rows)


def _deep() -> str:
    levels = 300
    return '{"level":' * levels + "null" + "}" * levels


_HOSTILE = {
    "[red]markup[/red]": "[bold]not bold[/bold] [link=https://example.invalid]no link[/link]",
    "esc\x1b[31m": "\x1b]52;c;ZWNobyBoYWNrZWQ=\x07 \x1b[2J\x9b31m",
    "bidi": "abc\u202edcba\u2066 \u200b zero width",
    'quote " and \\ slash': "tab\there",
    "dotted.key with space": {"": "empty key", "风机.一": 1, "$ref": None, "-1": "looks like an index"},
    "emoji 👩‍🔧": "🌬️⚡",
}

_FORMS: dict[int, tuple[str, Any]] = {
    1: (
        "keys_from_file",
        run_mode(taskMode=2, maxParallel=8, keyType=1, datasourceId=4711, path="/data/keys/turbines.csv"),
    ),
    2: (
        "keys_from_content",
        run_mode(taskMode=2, maxParallel=4, keyType=2, content="\n".join(_TURBINES)),
    ),
    3: ("empty_text", ""),
    4: ("null", None),
    5: ("cut_off", run_mode()[:-30]),
    6: ("an_object_already", {"taskMode": 1, "cpu": 0.5, "memory": 1, "maxParallel": 0, "keyType": 0}),
    7: ("json_in_strings", _nested),
    8: (
        "spelling_matters",
        '{ "cpu": 0.60, "cpu": 1.50, "memory": 1E0, "datasourceId": 123456789012345678901234567890,\n'
        '  "path": "\\u98ce\\u673a\\/data", "content": "a\\ud83c\\udf2cb" }',
    ),
    9: ("huge", _huge),
    10: ("a_list", '[{"taskMode":1},{"taskMode":2}]'),
    11: ("unknown_keys", '{"taskMode":9,"cpu":"lots","gpu":1,"affinity":{"zone":null}}'),
    12: ("deep", _deep),
    13: ("hostile", json_text(_HOSTILE)),
    14: ("not_json", "single"),
    15: ("a_number", 1),
}
