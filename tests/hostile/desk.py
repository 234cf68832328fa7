"""One explorer over the real client, and all that the screens make of its answers below the widgets."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from datetime import timedelta, timezone
from functools import partial
from typing import TypeVar

import httpx
from pydantic import TypeAdapter

from tests.api.doubles import token
from tests.harness import NOW, SAMPLE, SAMPLE_FLOW
from tests.hostile.shapes import Shape
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError
from tui_app.api.gateway import FlowQuery
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.logic import record_fields, sanitize, summary
from tui_app.logic.export import to_csv, to_json
from tui_app.logic.graph import captions, nodes
from tui_app.logic.graph.dag import Dag
from tui_app.logic.graph.folding import fold
from tui_app.logic.graph.gantt import Axis, Bar, TaskRun, bar
from tui_app.logic.instance_rows import SORT_KEYS, counts, row_of
from tui_app.logic.jsontree import rows as json_rows
from tui_app.logic.jsontree.document import JsonFault, parse, to_text
from tui_app.logic.jsontree.jq_path import path_of
from tui_app.logic.jsontree.source import JsonSource, RawText, answer_of, run_mode_of
from tui_app.logic.logs.errors import errors_in
from tui_app.logic.logs.text import LogText
from tui_app.logic.redact import Redactor
from tui_app.logic.runs import headline, history_stats
from tui_app.logic.runs.comparison import compare
from tui_app.logic.sort_and_filter import Arrangement
from tui_app.logic.time_slicing import at_once
from tui_app.logic.watching import is_over
from tui_app.logic.why import page as why_page
from tui_app.logic.why.explanation import excerpt
from tui_app.logic.why.explanation_json import as_values
from tui_app.logic.why.sentence import headline_of
from tui_app.logic.why.ticket import LIMIT, Facts, size_of, ticket
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Found, LogLookup, TaskLookup
from tui_app.models.profile import Profile
from tui_app.models.saved_rows import Entry
from tui_app.services.explorer import Explorer
from tui_app.services.why import explain
from tui_app.widgets.graph.layout import GraphLayout

Made = TypeVar("Made")
_FRAMES = 60
ENTRIES = TypeAdapter(Entry)
ZONE = timezone(timedelta(hours=8))
TASK, FLOW = TaskInstanceId(SAMPLE), FlowInstanceId(SAMPLE_FLOW)


class Desk:
    """Asks one question after the other; the shape is the answer to all of them."""

    def __init__(self) -> None:
        self.shape = Shape("task", 200, b"")
        profile = Profile.of("desk", DEMO_PROFILE_FIELDS)
        self._gateway = HttpGateway(
            profile, transport=httpx.MockTransport(self._answer), clock=lambda: NOW, sleep=_at_once
        )
        self.before: dict[type[Found], Found] = {}
        """The last answer of either kind, to compare the next one with."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/apim-token-service/"):
            return token()
        shape = self.shape
        return httpx.Response(shape.status, headers=shape.headers, stream=_Body(shape.body))

    async def read(self, shape: Shape) -> list[str]:
        """Ask, and draw all that can be drawn of the answer: lines, or the error's sentence.

        Raises:
            Exception: whatever a screen would have ended with.
        """
        self.shape = shape
        explorer = Explorer(self._gateway, lambda: NOW)
        explorer.server_zone = ZONE
        try:
            match shape.kind:
                case "task":
                    return [line async for line in self._found(explorer, await explorer.task(TASK))]
                case "flow":
                    return [line async for line in self._found(explorer, await explorer.flow(FLOW))]
                case "log":
                    return list(_log(await explorer.log(TASK)))
                case _:
                    rows = await explorer.listing.page(FlowQuery(0, 1))
                    return [line for row in rows for line in _listed(row)]
        except GatewayError as error:
            assert str(error)
            return [str(error), error.hint, *_raw(JsonSource("received", error.received))]

    async def _found(self, explorer: Explorer, found: Found) -> AsyncIterator[str]:
        for line in _far_down(lambda: list(_lines(found)), _FRAMES):
            yield line
        async with aclosing(explain(explorer, found.id)) as steps:
            async for so_far in steps:
                for row in why_page.rows(so_far, ZONE, NOW, why_page.WhyKeys("enter", "l"), True):
                    yield f"{row.label} {row.text} {row.remark}"
                yield str(as_values(so_far, ZONE, NOW)["sentence"])
                facts = Facts(so_far, "desk", "enos-tui", "a note", ZONE, NOW, Redactor())
                text = ticket(facts)
                assert size_of(text) <= LIMIT
                for line in text.split("\n"):
                    yield line
        before = self.before.setdefault(type(found), found)
        for with_same in (False, True):
            compared = _far_down(partial(compare, before, found, ZONE, NOW, with_same=with_same), _FRAMES)
            for line in compared.text().splitlines():
                yield line
        self.before[type(found)] = found

    async def aclose(self) -> None:
        await self._gateway.aclose()


def _listed(row: FlowInstance) -> Iterator[str]:
    yield sanitize.one_line(headline.flow_headline(row))
    yield sanitize.one_line(str(row.state))


async def _at_once(seconds: float) -> None:
    """Waits for nothing."""


class _Body(httpx.AsyncByteStream):
    """A body as it comes from a socket: packed as its headers say."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


def _far_down(make: Callable[[], Made], frames: int) -> Made:
    """Do something as far down the stack as a screen does, where less of the interpreter's limit is left."""
    return _far_down(make, frames - 1) if frames else make()


def _raw(source: JsonSource) -> Iterator[str]:
    """Both views of a text: every line of the raw one, every row of the tree."""
    raw = RawText.of(source.text or "")
    assert bool(raw.lines) == bool(source.text), "the raw view is lost"
    yield from raw.lines
    try:
        rows = json_rows.build(parse(source.text or "null"))
    except JsonFault as fault:
        yield sanitize.one_line(str(fault))
        yield from RawText.of(source.text or "", fault).lines
        return
    for index in range(0, len(rows), max(1, len(rows) // 5)):
        path = path_of(rows, index, source.prefix, source.is_embedded)
        yield sanitize.one_line(path.text or path.reason)
    yield from map(sanitize.one_line, to_text(rows[0].value).split("\n"))


def _lines(found: Found) -> Iterator[str]:
    """Header, fields, answer, history, table of many, the run among others, the summary."""
    is_task = isinstance(found, TaskLookup)
    record = found.task if isinstance(found, TaskLookup) else found.flow
    groups = record_fields.TASK_GROUPS if is_task else record_fields.FLOW_GROUPS
    elsewhere = {"runMode" if is_task else "graph": "in a pane of its own"}
    for row in record_fields.rows(groups, found.record, ZONE, NOW, elsewhere):
        yield f"{row.label} {row.value} {row.note}"
    yield from _raw(answer_of(found))
    yield sanitize.one_line(headline_of(found, ZONE, NOW))
    for ascii_only in (False, True):
        yield from summary.summary(found, "desk", ZONE, NOW, ascii_only=ascii_only)
    entry = Entry.of(found, "desk")
    assert ENTRIES.validate_json(ENTRIES.dump_json(entry)) == entry
    many = [row_of(found)] * 2
    yield from to_csv(many, Redactor()).splitlines()
    yield from to_json(many, Redactor()).splitlines()
    for column in SORT_KEYS:
        Arrangement(SORT_KEYS, by=column).sort(many)
    yield sanitize.one_line(counts(many))
    run = history_stats.run_of(found.id, record, ZONE, NOW)
    yield from map(sanitize.one_line, history_stats.verdict(run, [run] * 4, False))
    is_over(found)
    if isinstance(found, TaskLookup):
        yield from _raw(run_mode_of(found))
        yield from _text_of_bar(found)
    else:
        yield from _pictures(found)


def _text_of_bar(found: TaskLookup) -> Iterator[str]:
    one = bar(TaskRun.of(found.task), NOW.replace(tzinfo=None))
    yield sanitize.one_line(TaskRun.of(found.task).lasted)
    if isinstance(one, Bar):
        axis = Axis.over([one], 60)
        assert axis is not None
        yield axis.ticks()
        axis.stretch(one)
    else:
        yield sanitize.one_line(one)


def _pictures(found: FlowLookup) -> Iterator[str]:
    """The table, the graph, the timeline of a workflow's tasks."""
    dag = Dag.of(found.flow.graph)
    yield captions.tasks_in_words(found.flow.graph, dag.nodes, "J")
    yield captions.graph_in_words(dag)
    pieces = fold(dag, lambda place: dag.nodes[place].state)
    for chosen in (pieces, list(range(len(dag)))):
        graph_layout = at_once(GraphLayout.of(dag, dag.failed() | dag.held_up(), chosen, "+", 80, 20))
        yield from graph_layout.labels
        for piece in chosen:
            yield from map(sanitize.one_line, captions.about(dag, piece, {}, "enter"))
    for node in nodes.in_order(found.flow.graph) if found.flow.graph else ():
        yield f"{nodes.node_name(node)} {sanitize.one_line(f'{node.instance_id} {node.state}')}"


def _log(found: LogLookup) -> Iterator[str]:
    text = at_once(LogText.read(found.log))
    lines = text[:]
    yield from lines
    for error in errors_in(lines).errors:
        yield error.summary
    yield from excerpt(found.log).lines
    yield from _raw(JsonSource("answer", found.answer.text))
