"""The meaning of the values of a record: a note beside each, and whether the value is doubtful."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ..models.status import Status
from . import codes, cron, times

NOT_APPLICABLE = "applies to data integration only"


@dataclass(frozen=True, slots=True)
class Context:
    """The record and the environment of a value that gets a note."""

    record: Mapping[str, Any]
    server: timezone | None
    now: datetime
    elsewhere: Mapping[str, str]

    @property
    def state(self) -> Status:
        """The run state, from whichever of the two names the record has."""
        name = self.record.get("stsDesc", self.record.get("statusDesc"))
        return Status.of(self.record.get("status"), name)

    def text(self, key: str) -> str | None:
        """The value of a field that is text; None for any other."""
        value = self.record.get(key)
        return value if isinstance(value, str) else None


Note = Callable[[Any, Context], str | tuple[str, bool]]
"""Maps a value that is not null, empty or missing to its meaning; True marks a doubtful value."""


def code(explain: codes.Explain) -> Note:
    """The meaning of a number by one of the vendor's tables."""
    return lambda value, context: explain(value)


def status(name_key: str) -> Note:
    """The name of a status number; doubtful where the text sent in another field contradicts it."""

    def note(value: Any, context: Context) -> str | tuple[str, bool]:
        status = Status.of(value, context.record.get(name_key))
        documented = status.documented_name
        if documented is None:
            return codes.UNKNOWN, True
        if status.name != documented:
            return f"{documented} in the vendor's table, but {name_key} says {status.name}", True
        return f"{status.glyph} {documented}"

    return note


def moment(value: Any, context: Context) -> str | tuple[str, bool]:
    """A remark on a time that cannot be read."""
    return "" if times.read(str(value)) is not None else ("not a readable time", True)


def planned(value: Any, context: Context) -> str | tuple[str, bool]:
    """The zone of the times of the record."""
    if times.read(str(value)) is None:
        return moment(value, context)
    return f"planned; server in {times.zone_in_words(context.server)}"


def started(value: Any, context: Context) -> str | tuple[str, bool]:
    """The wait since the planned time."""
    if times.read(str(value)) is None:
        return moment(value, context)
    waited = times.duration_s(context.text("triggerTime"), str(value))
    if waited is None:
        return ""
    sure = times.wait_s(context.text("triggerTime"), str(value), context.server)
    if sure is not None:
        return f"{times.duration_text(sure)} after triggerTime"
    if waited < 0:
        return f"{times.duration_text(-waited)} before triggerTime: another zone?", True
    return "" if context.server is None else ("long wait, or another zone?", True)


def ended(value: Any, context: Context) -> str | tuple[str, bool]:
    """The duration since the start."""
    if times.read(str(value)) is None:
        return moment(value, context)
    lasted = times.duration_s(context.text("startTime"), str(value))
    if lasted is None:
        return "" if context.text("startTime") else ("ended without a start", True)
    if lasted < 0:
        return f"{times.duration_text(-lasted)} before startTime", True
    return f"ran {times.duration_text(lasted)}"


def created(value: Any, context: Context) -> str | tuple[str, bool]:
    """A remark on the time of creation."""
    if times.read(str(value)) is not None:
        ended = times.duration_s(context.text("endTime"), str(value))
        return ("created after endTime: doubtful", True) if ended is not None and ended > 0 else "created"
    return "created; zone ambiguous"


def retries(value: Any, context: Context) -> str:
    """The current try and the maximum; what the number counts where the maximum is not known."""
    limit = context.record.get("recallLimit")
    if type(value) is int and type(limit) is int and 0 <= value <= limit:
        return f"try {value + 1} of {limit + 1}"
    return "retries made so far"


def flag(yes: str, no: str) -> Note:
    """The meaning of true and of false."""
    return lambda value, context: {True: yes, False: no}.get(value, "") if isinstance(value, bool) else ""


def over_limit(value: Any, context: Context) -> str | tuple[str, bool]:
    """Whether the run took longer than it may; doubtful where the status says so and this does not."""
    if value is False and context.state.documented_name == "TIMEOUT":
        return "within its time limit, but the status is TIMEOUT", True
    return flag("over its time limit", "within its time limit")(value, context)


def resource(value: Any, context: Context) -> str | tuple[str, bool]:
    """Whether a resource is used; doubtful where one is named nevertheless."""
    is_named = any(context.text(key) for key in ("resourceName", "fileName"))
    if value is False and is_named:
        return "uses no resource, but one is named", True
    return flag("uses a resource", "uses no resource")(value, context)


def sync_type(value: Any, context: Context) -> str:
    """The kind of a data integration; other tasks have none."""
    task_type = context.record.get("type")
    if task_type not in (None, "") and not codes.is_data_integration(task_type):
        return NOT_APPLICABLE
    return codes.sync_type(value)


def cron_note(of: str) -> Note:
    """A cron in words."""

    def note(value: Any, context: Context) -> str:
        words = cron.in_words(value) if isinstance(value, str) else ""
        return f"{of}: {words}" if words else of

    return note


def _not_started(context: Context) -> str | tuple[str, bool]:
    name = context.state.documented_name
    if name in ("RUNNING", "SUCCESS"):
        return f"not started, but the status is {name}", True
    return "not started"


def _not_finished(context: Context) -> str | tuple[str, bool]:
    if context.state.is_final and context.text("startTime"):
        return f"not finished, but the status is {context.state.documented_name}", True
    return "not finished"


IF_NULL: Mapping[str, Callable[[Context], str | tuple[str, bool]]] = {
    "startTime": _not_started,
    "endTime": _not_finished,
}
"""The meaning of a field that was sent as null or empty."""

_NUMBER_FIELDS = frozenset(
    {"type", "syncType", "status", "runNum", "recallNum", "recallLimit", "recallInterval", "timeout", "ifPre"}
    | {"alertMode"}
)
_FLAG_FIELDS = frozenset({"isTimeout", "alert", "hasResourceBefore", "virtual", "hasEditPri", "hasReadPri"})
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_FLAGS = {"true": True, "false": False}


def typed(key: str, value: Any) -> tuple[Any, str]:
    """A value as its documented type, and the problem with the type that was sent; empty for none."""
    if key in _NUMBER_FIELDS:
        if isinstance(value, str):
            is_name = key == "status" and value.isidentifier()
            return value, "number as text" if _NUMBER.fullmatch(value) else "" if is_name else "not a number"
        return value, "not a number" if isinstance(value, bool | list | dict) else ""
    if key in _FLAG_FIELDS and not isinstance(value, bool):
        if isinstance(value, str) and value.lower() in _FLAGS:
            return _FLAGS[value.lower()], "flag as text"
        return value, "flag as a number" if value in (0, 1) else "neither true nor false"
    return value, ""


def fixed(text: str) -> Note:
    """The same note for every value."""
    return lambda value, context: text
