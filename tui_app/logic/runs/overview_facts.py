"""A row of the overview as a page: what the list says of a run that has not failed."""

from ..why.page_row import WhyRow
from .overview import OverviewRow
from .run_facts import RunFacts, facts_page


def fact_rows(row: OverviewRow) -> list[WhyRow]:
    """The page of a row, from the list alone."""
    lead = row.lead
    return facts_page(RunFacts.of(lead), f"{row.summary}; of {lead.instance_id}:" if row.inner else row.late)
