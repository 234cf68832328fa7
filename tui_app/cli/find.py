"""``enos-tui find``: flow instances by name, status, planned time and owner."""

import argparse
import sys

from ..logic import export, sanitize
from ..logic.flow_search import FlowSearch, InvalidSearch, hint_at, parse
from ..logic.instance_rows import MAX_ROWS, Row, flow_row
from ..logic.redact import Redactor
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId
from ..services.explorer import Explorer
from ..services.find_flows import find_flows, find_more
from ..store.errors import SettingsError
from .connection import connect, profile_of, server_zone
from .ids import search_of
from .output import is_ascii_only

_THERE_ARE_MORE = "These are the latest {:,}; there may be more: narrow the search."


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print what the words find; the exit code."""
    search = parse(search_of(given.texts))
    async with connect(profile_of(given), redact) as explorer, server_zone(explorer) as zone:
        await zone
        flows = await _all(explorer, search)
    rows = [flow_row(FlowInstanceId(flow.instance_id or ""), flow) for flow in flows]
    if given.json:
        print(export.to_json(rows, redact), end="")
    elif given.csv:
        print(export.to_csv(rows, redact), end="")
    else:
        for row, flow in zip(rows, flows, strict=True):
            print(_line(row, flow))
    if not rows:
        print(f"No flow instance found by {sanitize.one_line(search.in_words())}.", file=sys.stderr)
        if hint := hint_at(search):
            print(hint, file=sys.stderr)
    return 0


async def _all(explorer: Explorer, search: FlowSearch) -> list[FlowInstance]:
    """Every page, up to the most rows of a table."""
    try:
        findings = await find_flows(explorer, search)
    except InvalidSearch as error:
        raise SettingsError(str(error)) from error
    while findings.has_more and len(findings.rows) < MAX_ROWS:
        findings = await find_more(explorer, findings)
    for doubt in findings.inconsistencies:
        print(doubt, file=sys.stderr)
    if findings.has_more:
        print(_THERE_ARE_MORE.format(MAX_ROWS), file=sys.stderr)
    return list(findings.rows[:MAX_ROWS])


def _line(row: Row, flow: FlowInstance) -> str:
    state = flow.state
    glyph = state.ascii_glyph if is_ascii_only() else state.glyph
    code = f" ({state.code})" if state.code is not None else ""
    planned = sanitize.one_line(flow.trigger_time or "not planned")
    name = sanitize.one_line(row.name or "(no name)")
    shown = f"{glyph} {sanitize.one_line(state.name)}{code}"
    return f"{shown:16} {sanitize.one_line(row.id.text or '(no id)')}  {planned}  {name}"
