"""A list of runs, and beside it what the session knows already of the run under its cursor."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from textual.widget import Widget

from ..commands.table import OPEN_WHY
from ..logic.runs.run_facts import RunFacts, facts_page
from ..logic.why.explanation import Explanation
from ..logic.why.page_row import WhyRow
from ..models.listed_run import ListedRun
from ..models.status import has_failed
from ..services.cached_run import cached_explanation, cached_record
from ..services.session import Session
from .list_with_preview import ListWithPreview, PreviewPage, explanation_page
from .run_list import RunList


class RunsWithPreview(ListWithPreview):
    """Shows of a failed run its reason, of another one its times; sends no request."""

    def __init__(
        self,
        beside: Widget,
        runs: RunList,
        session: Session,
        listed_facts: Callable[[], RunFacts | None],
        *,
        id: str | None = None,
    ) -> None:
        """Show no preview yet.

        Args:
            beside: the widget that the preview is beside, which holds the list or is the list.
            session: knows what was read, or those in use beside it do.
            listed_facts: gives what the list itself says of the run under the cursor.
        """
        super().__init__(beside, runs, self._page, id=id)
        self._runs, self._session, self._listed_facts = runs, session, listed_facts

    async def _page(self) -> PreviewPage | None:
        runs = self._runs
        if (run := runs.shown_run) is None:
            is_row = (
                runs.cursor is not None and runs.cursor < runs.row_count and runs.is_selectable(runs.cursor)
            )
            return PreviewPage(rows=[WhyRow("note", runs.no_run)]) if is_row else None
        named = (one for one in self._session.in_use if one.profile_name == run.profile)
        session, listed = next(named, self._session), self._listed_facts()
        explanation = None
        if has_failed(run.state):
            explanation = await cached_explanation(session, run, listed)
        found = cached_record(session, run, listed)
        facts = listed or RunFacts(run.state)
        if found is not None:
            facts = replace(RunFacts.of(found.model), ties=facts.ties)
        return PreviewPage(
            f"{run.name or '(no name)'}  {run.id}",
            known_rows(run, facts, explanation, session.explorer.now()),
            run.profile,
        )


def known_rows(
    run: ListedRun, facts: RunFacts, explanation: Explanation | None, now: datetime
) -> Sequence[WhyRow]:
    """The page of a run; where a failure's reason is not known, it names the key that reads it."""
    if not has_failed(run.state):
        return facts_page(facts)
    key = OPEN_WHY.key_name
    if explanation is None:
        return [*facts_page(facts), WhyRow("note", f"Its reason is not read yet; {key} reads it.")]
    page = explanation_page(explanation, now)
    if explanation.has_log_to_read and explanation.log is None and not explanation.problems:
        page.append(WhyRow("note", f"The log of its cause is not read yet; {key} reads it."))
    return page
