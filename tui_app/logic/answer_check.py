"""Contradictions between a question and its answer, as sentences; foreign text in them is sanitized."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..models.flow_instance import FlowInstance
from ..models.ids import DASHES, InstanceId
from ..models.task_instance import TaskInstance
from . import sanitize
from .text import plural

_HEAD = re.compile(r"^run\s+num:[^\n]*\n(?:[^\n]*\n){0,3}?instance:[ \t]*(\S{1,60})[ \t]*\r?$", re.MULTILINE)
"""The head that the platform writes before a run's own output."""

_HEAD_WITHIN = 1 << 16
"""Characters of a log in which its head is searched."""

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


def task_inconsistencies(asked: InstanceId, task: TaskInstance) -> tuple[str, ...]:
    """Sentences on how the record of a task instance contradicts its id."""
    return _inconsistencies(asked, task.instance_id, "taskId", task.task_id)


def flow_inconsistencies(asked: InstanceId, flow: FlowInstance) -> tuple[str, ...]:
    """Sentences on how the record of a flow instance contradicts its id."""
    left_out = flow.graph.left_out if flow.graph else None
    many = f"{left_out:,} dependencies, too many to follow" if left_out else ""
    sentence = f"{asked} has {many}: none is shown or used." if many else ""
    return (*filter(None, [sentence]), *_inconsistencies(asked, flow.instance_id, "flowId", flow.flow_id))


def log_inconsistencies(asked: InstanceId, data: Any, log: str) -> tuple[str, ...]:
    """Sentences on how a log contradicts the task instance that was requested.

    Args:
        asked: the id of the request.
        data: the answer's object, or anything else.
        log: its text.
    """
    named = (data.get(key) for key in _ID_IN_LOG) if isinstance(data, Mapping) else ()
    heads = (head[1] for head in _HEAD.finditer(log, 0, _HEAD_WITHIN))
    said = next(
        (one for one in (*named, *heads) if isinstance(one, str) and other_instance(asked, one)), None
    )
    return () if said is None else (f"This is the log of {_shown(said)}, not of {asked}.",)


def page_inconsistencies(
    statuses: Collection[int], rows: Sequence[FlowInstance], fresh: int
) -> tuple[str, ...]:
    """Sentences on how a page of a list contradicts the search.

    Args:
        statuses: the status numbers that were requested; empty for all.
        rows: the page.
        fresh: number of rows that were not listed before. Runs that begin between two pages repeat a few.
    """
    ids = [row.instance_id for row in rows if row.instance_id]
    strays = sum(bool(statuses) and row.state.code not in statuses for row in rows)
    found = (
        "The server repeats a page, so there may be more than is listed." if rows and not fresh else "",
        "The server lists an instance twice on one page." if len(set(ids)) < len(ids) else "",
        f"{plural(strays, 'row')} with a status that was not searched for." if strays else "",
    )
    return tuple(filter(None, found))


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
    """The digits and the dash of an id, in whatever form it is spelled."""
    folded = unicodedata.normalize("NFKC", text[:200]).translate(DASHES)
    node, dash, suffix = folded.strip().partition("-")
    return f"{node.strip().removesuffix('.0').lstrip('0') or '0'}{dash}{suffix.strip()}"
