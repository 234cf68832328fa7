"""One task in every run state, in an unknown one, and with the state as text.

The last two digits of the task id are the status code, 99 standing for -1.
"""

from datetime import datetime, timedelta
from typing import Any

from .runs import STATUS_NAMES, FlowRun, TaskRun
from .showcase import Showcase, chained, exhibit

FLOW_ID = 900490

_FIRST_TASK = 900400

_NOT_BEGUN = {0, 5, 6, 8, 10}
_UNDER_WAY = {2, 3, 9}
_AS_TEXT: dict[int, tuple[int, str]] = {43: (2, "RUNNING"), 44: (1, "1")}


def statuses(now: datetime) -> Showcase:
    """The scene."""
    flows = {FLOW_ID: _flow}
    return Showcase(now, flows, _flow_of, age=timedelta(minutes=40), digits=12)


def _flow_of(task_id: int) -> int:
    return FLOW_ID if task_id // 100 == _FIRST_TASK // 100 else -1


def _flow(suffix: str, trigger: datetime) -> FlowRun:
    coded = (_task(_FIRST_TASK + code % 100, code, suffix, trigger) for code in (*STATUS_NAMES, 42))
    texts = (_task(_FIRST_TASK + n, code, suffix, trigger, text) for n, (code, text) in _AS_TEXT.items())
    tasks = (*coded, *texts)
    changes = {"cycle": "mi", "freq": "0 0/10 * * * ? *", "status": 2, "end": None}
    return chained(FLOW_ID, "every_status", tasks, suffix, trigger, **changes)


def _task(task_id: int, status: int, suffix: str, trigger: datetime, text: str = "") -> TaskRun:
    """A task in a state, which is sent as `text` where there is one."""
    changes: dict[str, Any] = {"status": status, "cycle": "mi", "is_timeout": status == 7}
    if status in _NOT_BEGUN:
        changes |= {"start": None, "end": None, "log": None}
    if status in _UNDER_WAY:
        changes |= {"end": None}
    if text:
        changes |= {"disguise": lambda record: record | {"status": text}}
    name = f"status_{text or STATUS_NAMES.get(status, status)}"
    return exhibit(task_id, FLOW_ID, suffix, trigger, name, **changes)
