"""A run as a page: what a list or a record says of it, with times in place of ages that would grow."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...models.flow_instance import FlowInstance
from ...models.status import Status
from ...models.task_instance import TaskInstance
from .. import sanitize, times
from ..why.page_row import WhyRow
from .headline import tries_made
from .overview import OverviewRow


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts about one run; foreign text, as sent."""

    state: Status | None
    """The run state; None where the list has none."""

    planned: str | None = None
    started: str | None = None
    ended: str | None = None

    took_s: float | None = None
    """Seconds from start to end, negative where the record contradicts itself; None if unknown."""

    tries: str = ""
    """The current try and the maximum; empty for a workflow."""

    owner: str = ""
    """The owners, divided by semicolons."""

    ties: tuple[str, ...] = ()
    """Sentences about what it waits for and what needs it."""

    @classmethod
    def of(cls, record: TaskInstance | FlowInstance) -> "RunFacts":
        """The facts of a record."""
        took_s = times.duration_s(record.start_time, record.end_time)
        return cls(
            record.state,
            record.trigger_time,
            record.start_time,
            record.end_time,
            took_s,
            (tries_made(record) or "") if isinstance(record, TaskInstance) else "",
            (record.owner or "") if isinstance(record, FlowInstance) else "",
        )


def facts_page(facts: RunFacts, answer: str = "") -> list[WhyRow]:
    """The page of a run; `answer` is its first line, the status where it is empty."""
    state = f"{facts.state.glyph} {facts.state.name}" if facts.state is not None else "no status"
    fields = [("status", state if answer else ""), *_fields(facts)]
    return [
        WhyRow("answer", sanitize.one_line(answer or state)),
        *(WhyRow("field", sanitize.one_line(text), label) for label, text in fields if text),
        *(WhyRow("line", sanitize.one_line(text)) for text in facts.ties if text),
    ]


def overview_row_page(row: OverviewRow) -> list[WhyRow]:
    """The page of a row of the overview, from the list alone."""
    lead = row.lead
    return facts_page(RunFacts.of(lead), f"{row.summary}; of {lead.instance_id}:" if row.inner else row.late)


def _fields(facts: RunFacts) -> Iterator[tuple[str, str]]:
    yield "planned", facts.planned or ""
    yield "started", facts.started or ""
    yield "ended", facts.ended or ""
    is_sound = facts.took_s is not None and facts.took_s >= 0
    yield "took", times.duration_text(facts.took_s or 0) if is_sound else ""
    yield "try", facts.tries
    yield "owner", ", ".join(filter(None, facts.owner.split(";")))
