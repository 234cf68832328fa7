"""List Flow Instances: which runs a search body asks for, in which order, which page of them."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from .runs import FlowRun

_SORT_KEYS: dict[str, Callable[[FlowRun], datetime]] = {
    "start_time": lambda run: run.start or run.trigger,
    "create_time": lambda run: run.created,
    "update_time": lambda run: run.end or run.start or run.trigger,
    "trigger_time": lambda run: run.trigger,
    "end_time": lambda run: run.end or run.trigger,
}


class InvalidSearch(Exception):
    """The body cannot be honoured; the message is the server's."""


def found(
    runs: Sequence[FlowRun], body: bytes, first_page: int, spelling: str
) -> tuple[Sequence[FlowRun], int]:
    """The asked-for page and the number of runs on all pages.

    Args:
        runs: all there are.
        body: the JSON of the request.
        first_page: number of the first page, 0 or 1.
        spelling: of sort fields: ``snake_case``, ``camelCase`` or ``both``.

    Raises:
        InvalidSearch: a mandatory field is missing or a value is of no use.
    """
    try:
        query = json.loads(body)
        pages = query["pagination"]
        number, size = int(pages["pageNo"]) - first_page, int(pages["pageSize"])
        matching = [run for run in runs if _matches(run, query)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidSearch("Incorrect parameter.") from error
    if number < 0 or size < 1:
        raise InvalidSearch("Incorrect parameter.")
    for sorter in reversed(pages.get("sorters") or []):
        backwards = str(sorter.get("order", "ASC")).upper() == "DESC"
        matching.sort(key=_sort_key(str(sorter.get("field")), spelling), reverse=backwards)
    return matching[number * size : (number + 1) * size], len(matching)


def _matches(run: FlowRun, query: dict[str, Any]) -> bool:
    trigger_ms = int(run.trigger.timestamp()) * 1000
    expression = str(query.get("expression") or "").lower()
    owner = str(query["owner"])
    statuses = [int(part) for part in str(query["status"]).split(",") if part.strip()]
    return (
        run.scheduling == int(query["type"])
        and (expression in run.instance_id or expression in run.name.lower())
        and (not owner or owner in run.owner.split(";"))
        and int(query["fromTriggerTime"]) <= trigger_ms < int(query["toTriggerTime"])
        and (not statuses or run.status in statuses)
    )


def _sort_key(field: str, spelling: str) -> Callable[[FlowRun], datetime]:
    spellings = {name: key for name, key in _SORT_KEYS.items() if spelling != "camelCase"}
    if spelling != "snake_case":
        spellings |= {_camel(name): key for name, key in _SORT_KEYS.items()}
    if field not in spellings:
        raise InvalidSearch("The sorters field parameter is invalid")
    return spellings[field]


def _camel(name: str) -> str:
    first, _, rest = name.partition("_")
    return first + rest.capitalize()
