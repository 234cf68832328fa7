"""The overview after one fault that broke many workflows: one row, and no request more for it."""

from collections import Counter
from typing import Any

from tests.harness import NOW, Tui, running
from tests.services.workflows import CaseGateway, Workflow, case
from tui_app.api.gateway import FlowQuery
from tui_app.models.lookup import Response
from tui_app.models.profile import OVERVIEW
from tui_app.services.overview import MOST_REQUESTS

REFUSED = "psycopg2.OperationalError: connection to db-7 refused, port 5432, session {}"
TIMES = {"startTime": "2026-11-23 06:00:05", "endTime": "2026-11-23 06:05:00"}


class Night(CaseGateway):
    """Lists workflows of one task each that failed, and answers what is asked of them."""

    def __init__(self, *logs: str, succeeded: int = 1) -> None:
        """One failed workflow for each log, the latest planned first."""
        self.flows = [
            Workflow(number, "20261123060000").add("a", "FAIL", **TIMES)
            for number in range(10, 10 + len(logs))
        ]
        by_task = {flow.id_of("a"): log for flow, log in zip(self.flows, logs, strict=True)}
        super().__init__(case("", *self.flows, logs=by_task))
        self.good = [Workflow(number, "20261123060000", status=1) for number in range(90, 90 + succeeded)]
        self.listed = Counter[str]()

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        self.listed["lists"] += 1
        rows: list[dict[str, Any]] = [
            {
                "instanceId": flow.id,
                "flowId": flow.number,
                "flowName": f"flow_{flow.number}",
                "status": flow.status,
                "triggerTime": f"2026-11-23 07:{29 - place % 30:02}:00",
            }
            for place, flow in enumerate([*self.flows, *self.good])
        ]
        return Response(b"", "", {"flowInsts": rows, "count": len(rows)}, NOW, 0.1)


def names(tui: Tui) -> list[str]:
    """The names of the rows from above."""
    table = tui.view_named("overview")
    texts = [table.row_text(index) for index in range(table.row_count) if table.is_selectable(index)]
    return [" ".join(text[13:].split("  07:")[0].split()) for text in texts]


def refused(*numbers: int) -> list[str]:
    return [f"fine\n{REFUSED.format(number)}\n" for number in numbers]


async def test_runs_that_failed_of_one_error_are_one_row_that_unfolds() -> None:
    night = Night(*refused(71, 7234, 12), "KeyError: 'x'\n")
    async with running(lambda _: night, size=(100, 30), overview=OVERVIEW) as tui:
        await tui.reads("▸ flow_10  same error in 3 workflows", "4 failed, 1 succeeded")
        await tui.settles()
        assert names(tui) == ["▸ flow_10 same error in 3 workflows", "flow_13", "flow_90"]
        assert tui.text.count("connection to db-7 refused") == 1
        await tui.press("down", "space")
        await tui.until(lambda: names(tui)[1:4] == ["flow_10", "flow_11", "flow_12"])
        assert tui.text.count("connection to db-7 refused") == 4
        await tui.press("down", "down", "space")
        await tui.until(lambda: len(names(tui)) == 3)
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "10-20261123060000")


async def test_folding_takes_no_request_beyond_those_of_the_reasons() -> None:
    night = Night(*refused(*range(40, 60)))
    async with running(lambda _: night, size=(100, 30), overview=OVERVIEW) as tui:
        await tui.reads("same error in 20 workflows")
        await tui.settles()
        assert sum(night.requests.values()) == 20 * MOST_REQUESTS
        assert night.listed["lists"] == 1
        await tui.press("down", "space", "space", "o", "o", "O")
        await tui.settles()
        assert sum(night.requests.values()) == 20 * MOST_REQUESTS


async def test_nothing_folds_under_the_cursor_until_rows_are_sorted_anew() -> None:
    night = Night(*refused(1, 2), "KeyError: 'x'\n")
    late = night.flows.pop()
    night.flows.append(late)
    async with running(lambda _: night, size=(100, 30), overview=OVERVIEW) as tui:
        await tui.reads("same error in 2 workflows")
        await tui.settles()
        await tui.press("down", "down")
        assert "flow_12" in tui.cursor_line
        # A third workflow fails of the same error, and one of the two runs again.
        again = Workflow(20, "20261123060000").add("a", "FAIL", **TIMES)
        night.known.flows[again.id] = again.record()
        night.known.tasks |= again.records
        night.known.logs[again.id_of("a")] = refused(3)[0]
        night.flows.append(again)
        night.flows[1].status = 2
        tui.screen._refresh_quietly()  # type: ignore[attr-defined]  # what its timer does
        await tui.reads("flow_20")
        await tui.settles()
        assert names(tui)[:3] == ["▸ flow_10 same error in 1 run", "flow_12", "flow_90"]
        assert set(names(tui)[3:]) == {"flow_11", "flow_20"}
        assert "flow_12" in tui.cursor_line
        await tui.press("r")
        await tui.until(lambda: names(tui)[0] == "▸ flow_10 same error in 2 workflows")
        assert sorted(names(tui)[1:]) == ["flow_11", "flow_12", "flow_90"]


async def test_a_run_with_a_second_failure_of_its_own_keeps_its_row() -> None:
    night = Night(*refused(1, 2))
    two = Workflow(30, "20261123060000").add("a", "FAIL", **TIMES).add("b", "FAIL", **TIMES)
    night.known.flows[two.id] = two.record()
    night.known.tasks |= two.records
    night.known.logs[two.id_of("a")] = refused(3)[0]
    night.flows.append(two)
    async with running(lambda _: night, size=(100, 30), overview=OVERVIEW) as tui:
        await tui.reads("same error in 2 workflows", "flow_30")


async def test_a_filter_counts_the_rows_of_one_error_that_match() -> None:
    night = Night(*refused(1, 2, 3), "KeyError: 'x'\n")
    async with running(lambda _: night, size=(120, 30), overview=OVERVIEW) as tui:
        await tui.reads("same error in 3 workflows")
        await tui.settles()
        await tui.press("down", "&")
        await tui.type("refused !flow_11")
        await tui.reads("same error in 2 workflows", "2 of 5 runs with refused !flow_11  2 failed")
