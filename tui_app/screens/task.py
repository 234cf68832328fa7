"""One task instance: what happened, every field, and runMode."""

import asyncio
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.worker import Worker

from ..api.errors import GatewayError
from ..commands.table import (
    CHOOSE,
    NEXT_SIBLING,
    OPEN_INSPECTOR,
    OPEN_LOG,
    OPEN_PARENT,
    OPEN_WHY,
    PREVIOUS_SIBLING,
    TOGGLE_EMPTY,
    bindings,
)
from ..logic import record_fields
from ..logic.graph import nodes
from ..logic.jsontree.source import run_mode_of
from ..logic.record_fields import DetailRow
from ..logic.runs import headline
from ..logic.text import plural
from ..logic.why.page_row import WhyRow
from ..messages import Copyable, InstanceLoaded, OpenView
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from ..models.status import needs_reason
from ..models.view import View
from ..widgets.detail_pane import DetailPane
from ..widgets.instance_header import HeaderContent
from ..widgets.json_inspector import JsonInspector
from ..widgets.lines.view import LineView
from ..widgets.titled_pane import TitledPane
from ..widgets.why_pane import WhyPane
from .base_data import WIDE
from .base_instance import InstanceScreen

if TYPE_CHECKING:
    from ..logic.why.preview import Preview
    from ..services.prefetch import Prefetch


class TaskScreen(InstanceScreen[TaskLookup]):
    """Shows a task instance; an id of unknown kind may turn out to be a flow instance."""

    BINDINGS = bindings(OPEN_LOG, OPEN_PARENT, OPEN_INSPECTOR, NEXT_SIBLING, PREVIOUS_SIBLING, TOGGLE_EMPTY)
    CSS_PATH = "task.tcss"

    preview: var["Preview | None"] = var["Preview | None"](None, init=False)
    """The reason of the status as far as it was read; None before it, and where none is read."""

    _explained: TaskLookup | None = None
    """The answer whose reason is searched; None where it needs none."""
    _search: "Prefetch | None" = None
    """The search, once it has begun."""
    _reader: Worker[None] | None = None
    _is_fresh = False
    _reads_fresh = False
    _unfolds_reason = False
    _shows_empty = False

    def compose_panes(self) -> ComposeResult:
        """Yield fields, runMode and reason side by side, else fields and runMode stacked."""
        yield TitledPane(DetailPane(id="details"), "fields", id="details-pane")
        with Vertical(id="side"):
            yield TitledPane(JsonInspector(id="run-mode"), "runMode", id="run-mode-pane")
            yield TitledPane(WhyPane(id="reason"), "why", id="reason-pane")

    def on_mount(self) -> None:
        """Update the title of runMode when its cursor or focus moves."""
        for what in ("path", "has_focus"):
            self.watch(self.query_one(JsonInspector), what, self._update_path, init=False)

    async def load(self, fresh: bool) -> TaskLookup | None:
        """Load the task; if the id is that of a flow instance, open its screen instead."""
        found = await self.session.find(self.view.id, fresh=fresh)
        self._is_fresh = fresh
        self.notify_other_kind(found)
        if isinstance(found, FlowLookup):
            self.post_message(OpenView(View.of(found.id), instead=True))
            self.run_waiting(found)
            return None
        return found

    def show(self, answer: TaskLookup) -> None:
        """Fill the panes; the reason is read once they are on screen."""
        self._search_reason(answer)
        self._show_fields(answer)
        self._show_reason()
        self.query_one("#details-pane", TitledPane).heading = self._position(answer)
        self.query_one(JsonInspector).source = run_mode_of(answer)
        self.post_message(InstanceLoaded(answer, self.session.profile_name))

    def on_resize(self) -> None:
        """Update the place of runMode among the fields."""
        if self.answer is not None and self.query(DetailPane):
            self._show_fields(self.answer)

    def _show_fields(self, answer: TaskLookup) -> None:
        explorer = self.session.explorer
        place = "at right" if self.app.size.width >= WIDE else "below"
        elsewhere = {"runMode": f"Shown {place}; {OPEN_INSPECTOR.key_name} opens it"}
        pending = "not known" if self._is_search_done else "reading…"
        rows = record_fields.rows(
            record_fields.TASK_GROUPS,
            answer.record,
            explorer.server_zone,
            explorer.now(),
            elsewhere,
            reason="" if self._explained is None else self._reason_in_line() or pending,
            folds_empty=not self._shows_empty,
        )
        if count := record_fields.empty_count(record_fields.TASK_GROUPS, answer.record):
            toggle = "hides" if self._shows_empty else "shows"
            rows.append(
                DetailRow(
                    "fold", "", f"{plural(count, 'field')} empty; {TOGGLE_EMPTY.key_name} {toggle} them"
                )
            )
        self.query_one(DetailPane).set_rows(rows)

    def heading_for(self, answer: TaskLookup | None) -> HeaderContent:
        """Name, state, and what happened in one line."""
        if answer is None:
            return HeaderContent("task instance")
        task, explorer = answer.task, self.session.explorer
        return HeaderContent(
            task.task_name or "(no name)",
            task.state,
            headline.headline(task, explorer.server_zone, explorer.now()),
            reason=self._reason_in_line(),
            is_favourite=self.session.is_favourite(answer),
        )

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, then the task instance."""
        if self.answer is None:
            return []
        task, inspector, field = (
            self.answer.task,
            self.query_one(JsonInspector),
            self.query_one(DetailPane).current,
        )
        at_cursor = inspector.copyables() if inspector.has_focus else []
        if self.query_one(WhyPane).has_focus:
            at_cursor = [Copyable("this line", self.session.redact(self._reason_line()))]
        elif field is not None and not inspector.has_focus:
            # A reason quotes the log; what the server sent as a field is copied as it is.
            raw = self.session.redact(field.raw) if field.label == "reason" else field.raw
            at_cursor = [Copyable(f"value of {field.label}", raw)]
        return [
            *at_cursor,
            Copyable("reason", self.session.redact(self._reason_in_line())),
            Copyable("task instance id", self.answer.id.text, is_line=True),
            Copyable("task name", task.task_name or "", is_line=True),
            Copyable("flow instance id", task.flow_inst_id or "", is_line=True),
            Copyable("command (cmd)", record_fields.as_text(self.answer.record.get("cmd") or "")),
            Copyable("runMode as received", run_mode_of(self.answer).text or ""),
            *self.common_copyables(),
        ]

    def action_open_parent(self) -> None:
        """Open the flow instance."""
        self.when_loaded(self._open_parent)

    def action_open_log(self) -> None:
        """Open the log, which needs only the id."""
        self.open(self.view.task_id, "log")

    def action_open_inspector(self) -> None:
        """Open runMode on a full screen."""
        self.open_when_loaded("run-mode")

    def action_toggle_empty(self) -> None:
        """Show or hide the fields that say nothing."""
        if (answer := self.answer_or_refuse()) is not None:
            self._shows_empty = not self._shows_empty
            self._show_fields(answer)

    def action_next_sibling(self) -> None:
        """Go to the next task of the flow instance."""
        self._step(1)

    def action_previous_sibling(self) -> None:
        """Go to the previous task of the flow instance."""
        self._step(-1)

    # The reason.

    def on_screen_suspend(self) -> None:
        """Stop reading the reason while another screen is on top: it may read the same."""
        self.workers.cancel_group(self, "reason")

    def on_screen_resume(self) -> None:
        """Go on reading the reason."""
        self._start_reading()

    def _start_reading(self) -> None:
        """Read on, unless that is done already or another screen is on top."""
        is_reading = self._reader is not None and not self._reader.is_finished
        if self.is_current and self._explained is not None and not (self._is_search_done or is_reading):
            self._reader = self._read_reason()

    def _search_reason(self, answer: TaskLookup) -> None:
        """Begin a search for the reason, unless the state is unchanged and no refresh was requested."""
        before = self._explained
        if not (self.session.prefetches and needs_reason(answer.state)):
            self.workers.cancel_group(self, "reason")
            self._explained = self._search = self.preview = None
        elif before is None or self._is_fresh or before.state != answer.state:
            self.workers.cancel_group(self, "reason")
            self._explained, self._search, self._reader = answer, None, None
            self._reads_fresh = self._is_fresh
            # Not before the record is drawn: it never waits for the reason. A view that opens on top of it
            # reads for itself.
            if not self._waiting:
                self.call_after_refresh(self._start_reading)
        self._is_fresh = False
        self.set_class(self._explained is not None, "-explained")

    @work(exclusive=True, group="reason")
    async def _read_reason(self) -> None:
        """Read the reason in a worker, which ends with the screen."""
        if self._search is None and self._explained is not None:
            # What judges logs takes long to import, and the first record is drawn without it.
            await asyncio.to_thread(import_module, "..services.prefetch", __package__)
            from ..services.prefetch import Prefetch

            self._search = Prefetch(self.session.explorer, self._explained, self._reads_fresh)
        if self._search is not None:
            async with aclosing(self._search.run()) as steps:
                async for preview in steps:
                    self.preview = preview

    def watch_preview(self) -> None:
        """Draw what is known."""
        if self.preview is not None:
            self.session.compared[self.preview.explanation.found.id] = self.preview.compared
        if self._has_panes and self.answer is not None:
            self._show_fields(self.answer)
            self._show_reason()
            self.query_one("#details-pane", TitledPane).heading = self._position(self.answer)
            self.update_heading()

    def _reason_in_line(self) -> str:
        explorer = self.session.explorer
        if self.preview is None:
            return ""
        from ..logic.why.preview import in_one_line

        return in_one_line(self.preview, explorer.server_zone, explorer.now(), OPEN_WHY.key_name)

    @property
    def _is_search_done(self) -> bool:
        return self._search is not None and self._search.is_done

    def _show_reason(self) -> None:
        explorer = self.session.explorer
        if self.preview is None:
            rows = [WhyRow("note", "Reading the reason…")]
        else:
            from ..logic.why.page import WhyKeys
            from ..logic.why.preview import preview_rows

            keys = WhyKeys(CHOOSE.key_name, CHOOSE.key_name)
            zone, now = explorer.server_zone, explorer.now()
            rows = preview_rows(self.preview, zone, now, keys, OPEN_WHY.key_name, self._unfolds_reason)
        pane = self.query_one(WhyPane)
        pane.set_rows(rows)
        if not pane.has_focus:
            pane.scroll_to_line(0)

    def _reason_line(self) -> str:
        from ..logic.why.page import plain_lines

        row = self.query_one(WhyPane).current
        return "" if row is None else "".join(plain_lines([row])).strip()

    @on(LineView.Chosen, "#reason")
    def _open_reason_row(self, event: LineView.Chosen) -> None:
        event.stop()
        row = self.query_one(WhyPane).current
        if row is not None and row.kind == "fold":
            self._unfolds_reason = True
            self._show_reason()
        else:
            self.refuse("Nothing to open here.")

    # Siblings and fields.

    def _open_parent(self, found: Found) -> None:
        if isinstance(found, TaskLookup) and (parent := self._flow_id()) is not None:
            self.post_message(OpenView(View.of(parent), came_from=self.view.task_id))

    def _update_path(self) -> None:
        inspector = self.query_one(JsonInspector)
        path = inspector.path if inspector.has_focus else None
        self.query_one("#run-mode-pane", TitledPane).heading = path.text or path.reason if path else "runMode"

    @on(LineView.Chosen, "#details")
    def _open_id_in_field(self, event: LineView.Chosen) -> None:
        event.stop()
        field = self.query_one(DetailPane).current
        if field is not None and field.kind == "fold":
            self.action_toggle_empty()
        elif field is not None and field.label == "reason":
            self.action_open_why()
        elif field is not None and field.label == "flowInstId":
            self.action_open_parent()
        elif field is not None and field.label == "runMode":
            self.action_open_inspector()

    @work(exclusive=True, group="sibling")
    async def _step(self, step: int) -> None:
        """Replace this screen by that of the next (1) or previous (-1) task."""
        if (parent := self._flow_id()) is None:
            return
        try:
            flow = await self.session.explorer.flow(parent)
        except GatewayError as error:
            self.refuse(f"The flow instance cannot be loaded: {error}")
            return
        siblings = nodes.task_ids(flow.flow.graph)
        if self.view.id.text not in siblings:
            self.refuse(f"{parent} does not list this task, so the next one is unknown.")
            return
        index = siblings.index(self.view.id.text) + step
        if not 0 <= index < len(siblings):
            end = "last" if step > 0 else "first"
            self.refuse(f"This is the {end} of the {len(siblings)} tasks of {parent}.")
            return
        if (sibling := TaskInstanceId.of(siblings[index])) is not None:
            self.post_message(OpenView(View.of(sibling), instead=True))
        else:
            self.refuse(f"The next task has no usable id: {siblings[index]}")

    def _position(self, answer: TaskLookup) -> str:
        """The position among the tasks, if the flow instance is cached; else ``fields``."""
        flow = self.session.explorer.seen_flow(answer.task.flow_inst_id)
        siblings = nodes.task_ids(flow.flow.graph) if flow else []
        if flow is None or flow.flow.graph is None:
            return "fields"
        if answer.id.text not in siblings:
            return f"fields; {flow.id} does not list this task"
        return f"task {siblings.index(answer.id.text) + 1} of {len(siblings)} of {flow.id}"

    def _flow_id(self) -> FlowInstanceId | None:
        """The id of the flow instance; None, with a notification, if the record has none."""
        if (answer := self.answer_or_refuse()) is None:
            return None
        text = answer.task.flow_inst_id
        if (flow_id := FlowInstanceId.of(text)) is None:
            self.refuse(f"flowInstId is not an id: {text}" if text else "This record names no flow instance.")
        return flow_id
