"""The address of a run in the web console, from the template of a profile."""

import re
import string
from urllib.parse import quote

from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun

FLOW, TASK, ORG = "{flowInstId}", "{taskInstId}", "{orgId}"
PLACEHOLDERS = (FLOW, TASK, ORG)
_AS_IT_IS = "".join(char for char in string.punctuation if char not in '"<>\\\\^`{|}')
"""Characters beside letters and digits that an address may contain, percent signs too."""
_LONGEST = 2083
"""Most characters of a link's target that terminals follow."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def problem_of(template: str) -> str:
    """The reason why a text is no template, as the end of a sentence; empty where it is one."""
    if not re.match(r"https?://[\w.-]", template, re.A) or re.search(r"[\s\x00-\x1f\x7f]", template):
        return "must be an address that starts with https://"
    unknown = [one for one in _PLACEHOLDER.findall(template) if one not in PLACEHOLDERS]
    if unknown or not (FLOW in template or TASK in template):
        return f"must contain {FLOW} or {TASK}, and may contain {ORG}, but nothing else in braces"
    return ""


def console_link(template: str, org_id: str, run: ListedRun) -> str:
    """The address of a run; empty without a template, or where an id it needs is not known.

    The page of a workflow leaves ``{taskInstId}`` empty if the template has ``{flowInstId}`` too.
    """
    flow_id = run.id if isinstance(run.id, FlowInstanceId) else run.flow_id
    task_id = run.id if isinstance(run.id, TaskInstanceId) else None
    needed = flow_id if FLOW in template else task_id
    if not template or needed is None:
        return ""
    values = {
        FLOW: flow_id.text if flow_id else "",
        TASK: task_id.text if task_id else "",
        ORG: quote(org_id, safe=""),
    }
    return _PLACEHOLDER.sub(lambda found: values[found.group()], template)


def terminal_link(address: str) -> str:
    """An address as the target of a link in a terminal: printable ASCII only; empty where it is too long."""
    target = quote(address, safe=_AS_IT_IS)
    return target if len(target) <= _LONGEST else ""
