"""A row of the overview as a page: what the list says of a run that has not failed."""

from collections.abc import Iterator
from datetime import datetime, timezone

from .. import sanitize, times
from ..why.row import WhyRow
from .overview import OverviewRow


def fact_rows(row: OverviewRow, server: timezone | None, now: datetime) -> list[WhyRow]:
    """The page of a row, from the list alone.

    Args:
        row: the row.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    lead = row.lead
    state = sanitize.one_line(f"{lead.state.glyph} {lead.state.name}")
    answer = f"{row.summary}; of {lead.instance_id}:" if row.inner else row.late or state
    facts = [(label, text) for label, text in _facts(row, server, now) if text]
    return [
        WhyRow("answer", sanitize.one_line(answer)),
        *(WhyRow("field", sanitize.one_line(text), label) for label, text in facts),
    ]


def _facts(row: OverviewRow, server: timezone | None, now: datetime) -> Iterator[tuple[str, str]]:
    lead = row.lead
    yield "status", f"{lead.state.glyph} {lead.state.name}"
    yield "planned", lead.trigger_time or ""
    yield "started", lead.start_time or ""
    yield "ended", lead.end_time or ""
    lasted = times.duration_s(lead.start_time, lead.end_time)
    running = None if lead.end_time else times.age_s(lead.start_time, server, now)
    if lasted is not None:
        yield "took", times.duration_text(lasted)
    elif running is not None and not lead.state.is_final:
        yield "running", f"for {times.duration_text(running)}"
    yield "owner", ", ".join(filter(None, (lead.owner or "").split(";")))
