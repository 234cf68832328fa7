"""One workflow for every odd form of a flow instance, and one of two thousand tasks.

The tasks of workflow 9008NN are 9008NN1 to 9008NN3; those of the big one, 900900, are 910000 to 911999.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from .reply import json_text
from .runs import FlowReference, FlowRun, Record
from .showcase import Builder, Showcase, chained, exhibit

BIG_FLOW_ID = 900900
BIG_FLOW_TASKS = 2000
DOCUMENTED_FLOW_ID = 2438
"""The workflow of the vendor's sample for Get Flow Instance, whose times are in two zones."""

_FIRST_BIG_TASK = 910_000


def odd_flows(now: datetime) -> Showcase:
    """The scene."""
    flows: Mapping[int, Builder] = {
        DOCUMENTED_FLOW_ID: _documented,
        BIG_FLOW_ID: _big,
        **{flow_id: _odd(flow_id) for flow_id in _FORMS},
    }
    return Showcase(now, flows, _flow_of, age=timedelta(days=3), digits=10)


def _flow_of(task_id: int) -> int:
    if _FIRST_BIG_TASK <= task_id < _FIRST_BIG_TASK + BIG_FLOW_TASKS:
        return BIG_FLOW_ID
    return DOCUMENTED_FLOW_ID if task_id in (104452, 104575) else task_id // 10


def _odd(flow_id: int) -> Builder:
    name, changes = _FORMS[flow_id]

    def build(suffix: str, trigger: datetime) -> FlowRun:
        names = () if flow_id in _WITHOUT_TASKS else ("first", "second 第二", "third")
        tasks = tuple(
            exhibit(flow_id * 10 + n, flow_id, suffix, trigger, task_name)
            for n, task_name in enumerate(names, 1)
        )
        return chained(flow_id, name, tasks, suffix, trigger, **changes)

    return build


@lru_cache(maxsize=2)
def _big(suffix: str, trigger: datetime) -> FlowRun:
    """Forty steps, each of them for fifty turbines."""
    tasks = tuple(
        exhibit(
            _FIRST_BIG_TASK + n,
            BIG_FLOW_ID,
            suffix,
            trigger,
            f"step_{n // 50 + 1:02d}_WTG{n % 50 + 1:03d}",
            status=-1 if n == 1234 else 1,
        )
        for n in range(BIG_FLOW_TASKS)
    )
    edges = tuple(
        (f"t_{_FIRST_BIG_TASK + n - 50}", f"t_{_FIRST_BIG_TASK + n}") for n in range(50, BIG_FLOW_TASKS)
    )
    changes = {"status": -1, "edges": edges, "end": trigger + timedelta(hours=2)}
    return chained(BIG_FLOW_ID, "全场逐机计算 per_turbine_steps", tasks, suffix, trigger, **changes)


def _documented(suffix: str, trigger: datetime) -> FlowRun:
    """As printed: INIT although it has ended, planned in GMT+8, started and ended in UTC."""
    fr = exhibit(104452, DOCUMENTED_FLOW_ID, suffix, trigger, "fr", cycle="mi", cmd='echo "uuu"')
    other = exhibit(104575, DOCUMENTED_FLOW_ID, suffix, trigger, "tt", cycle="mi", cmd='echo "uuu"')
    in_utc = {
        "startTime": _utc(trigger + timedelta(seconds=37)),
        "endTime": _utc(trigger + timedelta(seconds=52)),
        "timestamp": _utc(trigger - timedelta(seconds=30)) + ".0",
    }
    reference = FlowReference(flow_id=2809, name="21", instance_id="2809-20190812101300")
    return FlowRun(
        flow_id=DOCUMENTED_FLOW_ID,
        suffix=suffix,
        name="rew",
        cycle="mi",
        freq="0 1/1 * * * ? *",
        trigger=trigger,
        status=0,
        tasks=(fr, other),
        references=(reference,),
        edges=(("t_104452", "t_104575"), ("f_2809", "t_104452")),
        disguise=lambda record: record | in_utc,
    )


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _snake(value: Any) -> Any:
    """The same with every key in snake_case."""
    if isinstance(value, list):
        return [_snake(item) for item in value]
    if isinstance(value, dict):
        return {_snake_key(key): _snake(item) for key, item in value.items()}
    return value


def _snake_key(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


def _mixed(graph: Record) -> str:
    """Snake case outside and in every second task."""
    tasks = [_snake(task) if place % 2 else task for place, task in enumerate(graph["tasks"])]
    outside = _snake({key: value for key, value in graph.items() if key != "tasks"})
    return json_text(outside | {"tasks": tasks})


def _without_states(graph: Record) -> str:
    tasks = [{key: value for key, value in task.items() if key != "status"} for task in graph["tasks"]]
    return json_text(graph | {"tasks": tasks})


def _tangled(graph: Record) -> str:
    """A circle, a dangling edge, an edge twice, a task twice."""
    edges = graph["relations"]
    last, first = graph["tasks"][-1]["nodeId"], graph["tasks"][0]["nodeId"]
    odd = [edges[0] | {"source": last, "target": first}, edges[0] | {"target": "t_404"}, edges[0]]
    return json_text(graph | {"relations": edges + odd, "tasks": graph["tasks"] + graph["tasks"][:1]})


def _hostile(graph: Record) -> str:
    names = ("[red]x[/red]\x1b[31m", "\x1b]52;c;eA==\x07\u202egnp", "new\nline\ttab")
    tasks = [task | {"taskName": name} for task, name in zip(graph["tasks"], names, strict=True)]
    return json_text(graph | {"tasks": tasks, "owners": ";a;;b\x9b1m;"})


def _loosely_typed(graph: Record) -> Record:
    tasks = [task | {"taskId": int(task["taskId"]), "x": None, "status": 1} for task in graph["tasks"]]
    return graph | {"tasks": [*tasks, None, "t_1"], "relations": {"source": "t_1"}, "flows": None}


_WITHOUT_TASKS = {900805, 900806}
_REFERENCE = FlowReference(flow_id=8435, name="HourlyDataIntegration", instance_id="8435-2021020211")

_FORMS: dict[int, tuple[str, dict[str, Any]]] = {
    900801: ("graph_in_snake_case", {"graph_form": lambda graph: json_text(_snake(graph))}),
    900802: ("graph_keys_mixed", {"graph_form": _mixed}),
    900803: ("graph_is_an_object", {"graph_form": lambda graph: graph}),
    900804: ("tasks_without_status", {"graph_form": _without_states}),
    900805: ("no_tasks", {}),
    900806: ("reference_only", {"references": (_REFERENCE,)}),
    900807: ("graph_cut_off", {"graph_form": lambda graph: json_text(graph)[:200]}),
    900808: ("data_is_list_of_one", {"disguise": lambda record: [record]}),
    900809: ("graph_is_null", {"graph_form": lambda graph: None}),
    900810: ("envelope_2_0", {"envelope": "2.0"}),
    900811: ("data_is_empty_list", {"disguise": lambda record: []}),
    900812: ("data_is_null", {"disguise": lambda record: None}),
    900813: ("graph_is_text_in_text", {"graph_form": lambda graph: json_text(json_text(graph))}),
    900814: ("relations_tangled", {"graph_form": _tangled}),
    900815: ("hostile_names", {"graph_form": _hostile}),
    900816: ("loosely_typed", {"graph_form": _loosely_typed}),
}
