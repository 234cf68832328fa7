"""The overview on the first screen: lists the runs, reads the reasons of failures, refreshes quietly."""

import asyncio
from contextlib import aclosing, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.timer import Timer

from ..commands.table import FIND_FLOWS, REFRESH, TOGGLE_GROUP, TOGGLE_SAVED, bindings
from ..logic import sanitize
from ..logic.text import plural
from ..messages import OverviewMoved
from ..services.combined_overview import CombinedOverview
from ..services.session import Session
from .base import BaseScreen

if TYPE_CHECKING:
    from ..widgets.lines.prompt import FilterBar
    from ..widgets.list_with_preview import ListWithPreview, PreviewPage
    from ..widgets.overview_table import OverviewTable

REFRESH_S = 60.0
"""Seconds between two lists, while the terminal has the focus and no other screen is on top."""

ZONE_S = 0.3
"""Seconds that the first list waits for the server's zone."""

_OF_OVERVIEW = frozenset(one.action for one in (REFRESH, TOGGLE_GROUP, TOGGLE_SAVED))


class OverviewScreen(BaseScreen):
    """A screen with a table of the last hours' runs, which `mount_overview` adds."""

    BINDINGS = bindings(REFRESH, TOGGLE_GROUP)

    overview_table: "OverviewTable | None" = None
    """The table; None until it is mounted."""

    def __init__(
        self, session: Session, has_overview: bool, overviews: CombinedOverview | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.overviews = overviews or CombinedOverview([session])
        """The runs of the session's profile, or of all profiles."""
        self.has_overview = has_overview
        """Whether the screen shows an overview."""
        self._listed_at: datetime | None = None
        self._timer: Timer | None = None
        self._filter_bar: FilterBar | None = None
        self._with_preview: ListWithPreview | None = None
        self._has_listed = asyncio.Event()
        self.has_connected = asyncio.Event()
        """Set once the first attempt to connect has ended, after which the server's zone is known."""

    async def wait_until_loaded(self) -> None:
        """Wait until the first request has ended, if one is sent."""
        if self._listed_at is not None:
            await self._has_listed.wait()

    def update_overview_title(self) -> None:
        """Update what else says something about the overview."""

    async def mount_overview(self, after: str) -> None:
        """Add the table; what is listed already is drawn in it."""
        from ..widgets.lines.prompt import FilterBar
        from ..widgets.list_with_preview import ListWithPreview
        from ..widgets.overview_table import OverviewTable

        table = OverviewTable(is_of_all=self.overviews.is_of_all, id="overview")
        self._filter_bar = FilterBar()
        self._with_preview = ListWithPreview(table, table, self._preview_page, id="runs")
        await self.mount(self._with_preview, self._filter_bar, after=after)
        self.overview_table = table
        self.draw_overview()
        self.read_reasons()

    async def _preview_page(self) -> "PreviewPage | None":
        """The page of the row under the cursor; nothing is requested for it."""
        table = self.overview_table
        if table is None or not self.has_widgets or (row := table.current_row) is None:
            return None
        from ..logic.runs.run_facts import overview_row_page
        from ..logic.why.page_row import WhyRow
        from ..widgets.list_with_preview import PreviewPage, explanation_page

        overviews = self.overviews
        if not row.has_failed:
            rows = overview_row_page(row)
        elif (explanation := overviews.explanation_of(row.run_key)) is not None:
            rows = explanation_page(explanation, self.session.explorer.now())
        else:
            reason = overviews.reasons.get(row.run_key)
            rows = [WhyRow("note", reason.line if reason is not None else "Reading the reason…")]
        name = row.lead.flow_name or "(no name)"
        return PreviewPage(f"{name}  {row.lead.instance_id}", rows, row.profile)

    def _draw_preview(self) -> None:
        if self._with_preview is not None:
            self._with_preview.update_preview()

    def start_overview(self, lists_now: bool = True) -> None:
        """List the runs, now or when the screen is on top again, and as long as it is."""
        if not self.has_overview:
            return
        if self._timer is None:
            self._timer = self.set_interval(REFRESH_S, self._refresh_quietly)
            self.watch(self.app, "app_focus", self._follow_focus, init=False)
        if lists_now:
            self._list_runs()

    def resume_overview(self) -> None:
        """Go on after another screen was on top."""
        if self._timer is not None:
            self._timer.reset()
            self.overviews.forget_unread()
            if self._is_due:
                self._list_runs()
            else:
                self.draw_overview()
                self.read_reasons()

    def stop_overview(self) -> None:
        """Cancel what is pending; everything listed counts as seen."""
        for group in ("overview", "reasons"):
            self.workers.cancel_group(self, group)
        if self._timer is not None:
            self.overviews.mark_seen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the commands of the overview only where there is one."""
        return self.has_overview if action in _OF_OVERVIEW else super().check_action(action, parameters)

    def action_refresh(self) -> None:
        """List the runs again, and sort them anew."""
        self.overviews.forget_unread()
        self._list_runs(is_in_place=False)

    def action_toggle_group(self) -> None:
        """Unfold the row of many runs under the cursor, or fold it again."""
        if self.overview_table is None or not self.overview_table.toggle_group():
            self.refuse("Move to a row of many runs, or with the same error, first.")

    @property
    def has_filter(self) -> bool:
        """Whether the overview is filtered, or a filter is being typed."""
        return self._filter_bar is not None and self._filter_bar.is_open

    def close_filter(self) -> bool:
        """Show all runs again; False where there is no filter."""
        return self._filter_bar is not None and self._filter_bar.close()

    def on_sortable_list_arranged(self, event: "OverviewTable.Arranged") -> None:
        """Show the order and the filter; other failures may be in view."""
        event.stop()
        self.update_overview_title()
        self.read_reasons()

    @property
    def _is_due(self) -> bool:
        """Whether the last list is old."""
        now = self.session.explorer.now()
        return self._listed_at is None or (now - self._listed_at).total_seconds() >= REFRESH_S

    def _follow_focus(self, has_focus: bool) -> None:
        """List again where that was not done meanwhile; what is listed is seen when the user goes."""
        if not has_focus:
            self.overviews.mark_seen()
        elif self._is_due:
            self._refresh_quietly()

    def _refresh_quietly(self) -> None:
        """List again, unless the screen is hidden or the last request is still pending."""
        if self.app.screen is self and self.app.app_focus and not self._is_working("overview"):
            self._list_runs()

    @work(exclusive=True, group="overview")
    async def _list_runs(self, is_in_place: bool = True) -> None:
        self._listed_at = self.session.explorer.now()
        try:
            async with aclosing(self.overviews.load()) as steps:
                async for _ in steps:
                    if self.session.explorer.server_zone is None:
                        # What is late has a line of its own, and would move all rows below it.
                        with suppress(TimeoutError):
                            await asyncio.wait_for(self.has_connected.wait(), ZONE_S)
                    self.draw_overview(is_in_place)
                    self.read_reasons()
        finally:
            self._has_listed.set()

    @on(OverviewMoved)
    def read_reasons(self) -> None:
        """Read the reasons of the failures in view, unless that is going on."""
        if not self._is_working("reasons"):
            self._read_reasons()

    def _is_working(self, group: str) -> bool:
        """Whether a worker of a group has not ended."""
        return any(one.group == group and one.node is self and not one.is_finished for one in self.workers)

    @work(group="reasons")
    async def _read_reasons(self) -> None:
        overviews, table = self.overviews, self.overview_table
        while table is not None and self.has_widgets and self.app.screen is self:
            known = overviews.reasons
            wanted = [run for run in table.failed_in_view if (run[0], run[1].text) not in known]
            if not wanted:
                break
            async with aclosing(overviews.read_reasons(wanted)) as answers:
                async for run, reason in answers:
                    table.set_reason(run, reason)
                    if table.current_row is not None and table.current_row.run_key == run:
                        self._draw_preview()
            # Rows with the same error become one, and others come into view.
            self.draw_overview()

    def draw_overview(self, is_in_place: bool = True) -> None:
        """Draw what is known; rows keep their places while the table has the focus."""
        table = self.overview_table
        if table is not None and self.has_widgets:
            from ..widgets.overview_table import OverviewContent

            overviews = self.overviews
            content = OverviewContent(
                overviews.listings,
                self.session.explorer.now(),
                overviews.reasons,
                overviews.new_failures(),
                (*overviews.sentences, *overviews.inconsistencies),
                self._sentences(),
            )
            table.set_content(content, is_in_place and table.has_focus)
            self._draw_preview()
        self.update_overview_title()

    def overview_title(self) -> Content:
        """The span, the order, the counts of what is shown, and whether that is old or not everything."""
        overviews, table = self.overviews, self.overview_table
        title = Content.styled(overviews.title, "bold")
        # The first frame must not wait for the import of what lists the runs.
        if self._listed_at is None or not (listings := overviews.listings):
            return title
        from ..logic.runs.overview import counts_in_words

        flows = [flow for listing in listings for flow in listing.flows]
        count = len(flows)
        if table is not None and (order := table.arrangement.in_words()):
            title += Content.styled(f" {order}", "bold")
        new = len(overviews.new_failures())
        notes = [f"• {new} new" if new else ""]
        if table is not None and (words := table.arrangement.text.strip()):
            flows = [row.lead for row in table.matching]
            shown = f"{len(flows):,} of {plural(count, 'run')} with {sanitize.one_line(words)}"
            unread = table.unread_count
            shown += f", {plural(unread, 'failure')} not read yet" if unread else ""
            title += Content.styled(f"  {shown}", "bold $text-warning")
        first, *rest = (counts_in_words(flows) or ("" if count else "no scheduled run")).split(", ")
        notes += rest
        if overviews.has_more:
            notes.append(f"only the latest {count:,} listed")
        if overviews.errors and not overviews.is_of_all:
            notes.insert(0, "not refreshed")
        style = "bold $text-error" if first.endswith(" failed") and first[0].isdigit() else ""
        tail = Content.styled("".join(f", {note}" for note in notes if note), "$text-muted")
        return title + "  " + Content.styled(sanitize.one_line(first), style) + tail

    def _sentences(self) -> tuple[str, ...]:
        """The lines to show in place of rows: what is the matter, and what to do instead."""
        keys = (
            f"Paste or type an id above. {TOGGLE_SAVED.key_name} shows favourites, searches and history.",
            f"{FIND_FLOWS.key.split(',')[-1]} finds runs by name, status, time or owner.",
        )
        overviews = self.overviews
        if overviews.is_of_all:
            is_whole = overviews.listings and not list(overviews.sentences)
            return ("Nothing failed, and nothing is late.",) if is_whole else ()
        if (error := overviews.errors.get("")) is not None:
            hint = (error.hint,) if error.hint else ()
            return (f"The runs cannot be listed: {error}", *hint, "", *keys)
        if not overviews.listings:
            return ("Loading…",)
        span = self.session.overview.span
        return (
            f"No scheduled run was planned in the last {span}. Runs started by hand are not listed here.",
            'A longer span is listed with overview = "7d" in the profile.',
            "",
            *keys,
        )
