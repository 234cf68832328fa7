"""Contradictions between a question and its answer, as sentences; foreign text in them is sanitized."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ..models.flow_instance import FlowInstance
from ..models.ids import DASHES, InstanceId
from ..models.task_instance import TaskInstance
from . import sanitize, times
from .text import plural

_HEAD = re.compile(r"^run\s+num:[^\n]*\n(?:[^\n]*\n){0,3}?instance:[ \t]*(\S{1,60})[ \t]*\r?$", re.MULTILINE)
"""The head that the platform writes before a run's own output."""

_HEAD_WITHIN = 1 << 16
"""Characters of a log in which its head is searched."""

_MOST_AHEAD = timedelta(hours=15)
"""A server time without a zone can be so far from the same in UTC; the largest offset is 14 h."""

_SHOWN = 60
"""Characters of a foreign id in a sentence."""

_ID_IN_LOG = ("taskInstId", "instanceId", "task_inst_id", "instance_id")


def other_instance(asked: InstanceId, said: str | None) -> str:
    """A sentence about a record that is not the one requested; empty where it may be.

    A record without an id contradicts nothing. Spellings of one id are one id: see `spelled_otherwise`.
    """
    if not said or _plain(said) == _plain(asked.text):
        return ""
    plain = _plain(said)
    is_other_run = plain.partition("-")[0] == _plain(asked.node)
    what = "another run of it" if is_other_run else "another instance"
    return f"The server was asked for {asked} and answered with {what}: {_shown(said)}."


def spelled_otherwise(asked: InstanceId, said: str | None) -> str:
    """A sentence for an id that is the requested one in another form; empty for the same text or none."""
    if not said or said == asked.text or other_instance(asked, said):
        return ""
    return f"The server spells the id {asked} otherwise: {_shown(said)}."


def task_inconsistencies(asked: InstanceId, task: TaskInstance, received_at: datetime) -> tuple[str, ...]:
    """Sentences on how the record of a task instance contradicts its id, its workflow or the time."""
    is_own_parent = bool(task.flow_inst_id) and _plain(task.flow_inst_id or "") == _plain(asked.text)
    return (
        *_inconsistencies(asked, task.instance_id, "taskId", task.task_id),
        *filter(None, [f"{asked} names itself as its workflow." if is_own_parent else ""]),
        *_impossible_times(asked, task.start_time, task.end_time, received_at),
    )


def flow_inconsistencies(asked: InstanceId, flow: FlowInstance, received_at: datetime) -> tuple[str, ...]:
    """Sentences on how the record of a flow instance contradicts its id, itself or the time."""
    left_out = flow.graph.left_out if flow.graph else None
    left_out_nodes = flow.graph.nodes_left_out if flow.graph else None
    many = f"{left_out:,} dependencies, too many to follow" if left_out else ""
    found = (
        f"{asked} has {many}: none is shown or used." if many else "",
        f"{asked} has {left_out_nodes:,} more tasks: too many to show." if left_out_nodes else "",
        lists_itself(asked.text, flow),
    )
    return (
        *filter(None, found),
        *_inconsistencies(asked, flow.instance_id, "flowId", flow.flow_id),
        *_impossible_times(asked, flow.start_time, flow.end_time, received_at),
    )


def lists_itself(flow_id: str, flow: FlowInstance) -> str:
    """A sentence about a flow instance that is one of its own nodes; empty for any other."""
    nodes = (flow.graph.flows if flow.graph else None) or ()
    is_own_node = any(node.instance_id and _plain(node.instance_id) == _plain(flow_id) for node in nodes)
    return f"{flow_id} lists itself as one of its workflows: that is not followed." if is_own_node else ""


def further_records(count: int) -> str:
    """A sentence about an answer with more records than the one that is read; empty for one."""
    return f"The answer holds {count:,} records: only the first is shown." if count > 1 else ""


def _impossible_times(
    asked: InstanceId, start: str | None, end: str | None, received_at: datetime
) -> Iterator[str]:
    """Sentences on times that are impossible in any zone."""
    lasted = times.duration_s(start, end)
    if lasted is not None and lasted < 0:
        yield f"{asked} ends before it starts: {_shown(end or '')} and {_shown(start or '')}."
    for what, text in (("start", start), ("end", end)):
        moment = times.read(text)
        if moment is not None and moment.replace(tzinfo=UTC) - received_at > _MOST_AHEAD:
            yield f"The {what} of {asked} is in the future: {_shown(text or '')}."
            return


def log_inconsistencies(asked: InstanceId, data: Any, log: str) -> tuple[str, ...]:
    """Sentences on how a log contradicts the task instance that was requested.

    Args:
        data: the answer's object, or anything else.
    """
    named = (data.get(key) for key in _ID_IN_LOG) if isinstance(data, Mapping) else ()
    heads = (head[1] for head in _HEAD.finditer(log, 0, _HEAD_WITHIN))
    said = next(
        (one for one in (*named, *heads) if isinstance(one, str) and other_instance(asked, one)), None
    )
    return () if said is None else (f"This is the log of {_shown(said)}, not of {asked}.",)


def page_inconsistencies(
    statuses: Collection[int], span_ms: tuple[int, int], rows: Sequence[FlowInstance], is_repeated: bool
) -> tuple[str, ...]:
    """Sentences on how a page of a list contradicts the search.

    Args:
        statuses: the status numbers that were requested; empty for all.
        span_ms: the first and last planned time that were requested, epoch milliseconds.
        is_repeated: whether most rows were listed before. Runs that begin between two pages repeat a few.
    """
    ids = [row.instance_id for row in rows if row.instance_id]
    strays = sum(bool(statuses) and row.state.code not in statuses for row in rows)
    outside = sum(_is_outside(row.trigger_time, span_ms) for row in rows)
    found = (
        "The server repeats a page, so there may be more than is listed." if is_repeated else "",
        "The server lists an instance twice on one page." if len(set(ids)) < len(ids) else "",
        f"{plural(strays, 'row')} with a status that was not searched for." if strays else "",
        f"{plural(outside, 'row')} planned at a time that was not searched for." if outside else "",
    )
    return tuple(filter(None, found))


def _is_outside(planned: str | None, span_ms: tuple[int, int]) -> bool:
    """Whether a planned time is outside a span in every zone."""
    moment = times.read(planned)
    if moment is None:
        return False
    at_ms = moment.replace(tzinfo=UTC).timestamp() * 1000
    most_ms = _MOST_AHEAD.total_seconds() * 1000
    return not span_ms[0] - most_ms <= at_ms <= span_ms[1] + most_ms


def _inconsistencies(asked: InstanceId, said: str | None, key: str, node: str | None) -> tuple[str, ...]:
    is_other_node = bool(node) and _plain(node or "") != _plain(asked.node)
    found = (
        spelled_otherwise(asked, said),
        f"The {key} of {asked} contradicts its id: {_shown(node or '')}." if is_other_node else "",
    )
    return tuple(filter(None, found))


def _shown(text: str) -> str:
    plain = sanitize.one_line(text[:_SHOWN])
    return plain if len(text) <= _SHOWN else plain + "…"


def _plain(text: str) -> str:
    """The digits and the dash of an id, however it is spelled."""
    folded = unicodedata.normalize("NFKC", text[:200]).translate(DASHES)
    node, dash, suffix = folded.strip().partition("-")
    return f"{node.strip().removesuffix('.0').lstrip('0') or '0'}{dash}{suffix.strip()}"
