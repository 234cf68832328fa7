"""Which runs lead the overview, which are one row, and what is counted."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_s
from tui_app.logic.runs.overview import (
    FOLD_FROM,
    OverviewRow,
    counts_in_words,
    lateness,
    overview_rows,
    state_counts,
    unfolded_rows,
    usual_duration_s,
    workflow_of,
)
from tui_app.logic.runs.overview_export import Night, as_lines, as_markdown, as_values
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.reason import Reason

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=CHINA).astimezone(UTC)
FAIL, INIT, SUCCESS, RUNNING, SUSPEND, WAIT, TIMEOUT, CANCEL = -1, 0, 1, 2, 3, 5, 7, 8


def flow(number: int, status: int | str, planned: str = "06:00", **others: Any) -> FlowInstance:
    """A run of a workflow; times are of one day."""
    suffix = f"2026112300{planned.replace(':', '')}00"
    sent = {"instanceId": f"{number}-{suffix}", "flowId": number, "flowName": f"flow_{number}"}
    times = {key: f"2026-11-23 {value}" for key, value in others.items()}
    return FlowInstance.model_validate(
        sent | {"status": status, "triggerTime": f"2026-11-23 {planned}:00"} | times
    )


def minutes(number: int, *statuses: int) -> list[FlowInstance]:
    """Runs of one workflow a minute apart, the earliest first; each took ten seconds."""
    return [
        flow(
            number,
            status,
            f"05:{minute:02}",
            startTime=f"05:{minute:02}:01",
            endTime=f"05:{minute:02}:11",
        )
        for minute, status in enumerate(statuses)
    ]


def names(rows: list[OverviewRow]) -> list[str]:
    return [f"{row.lead.flow_name} {row.lead.state.name}" for row in rows]


def test_failed_runs_lead_then_running_waiting_and_done() -> None:
    flows = [
        flow(number, status)
        for number, status in enumerate((SUCCESS, CANCEL, WAIT, RUNNING, TIMEOUT, FAIL, 42, SUSPEND))
    ]
    assert [row.lead.state.name for row in overview_rows(flows, CHINA, NOW)] == [
        *("FAIL", "TIMEOUT", "UNKNOWN", "RUNNING", "SUSPEND", "WAIT", "CANCEL", "SUCCESS")
    ]


def test_of_runs_in_one_state_the_latest_planned_leads() -> None:
    flows = [flow(1, FAIL, "04:00"), flow(2, FAIL, "06:30"), flow(3, FAIL, "05:00")]
    assert [row.lead.flow_name for row in overview_rows(flows, CHINA, NOW)] == ["flow_2", "flow_3", "flow_1"]


def test_many_runs_of_a_workflow_are_one_row_with_their_counts() -> None:
    (row,) = overview_rows(minutes(1, *[SUCCESS] * 20, FAIL, FAIL, *[SUCCESS] * 5), CHINA, NOW)
    assert row.summary == "27 runs, 2 failed, last ok"
    assert row.lead.trigger_time == "2026-11-23 05:21:00", "the latest failure"
    assert row.is_workflow
    assert row.has_failed


def test_a_few_runs_of_a_workflow_keep_a_row_each() -> None:
    assert len(overview_rows(minutes(1, *[SUCCESS] * (FOLD_FROM - 1)), CHINA, NOW)) == FOLD_FROM - 1
    assert len(overview_rows(minutes(1, *[SUCCESS] * FOLD_FROM), CHINA, NOW)) == 1


def test_an_unfolded_workflow_is_followed_by_its_runs() -> None:
    runs = minutes(1, *[SUCCESS] * 9)
    folded = overview_rows([*runs, flow(2, SUCCESS, "04:00")], CHINA, NOW)
    rows = unfolded_rows(folded, {("workflow", "", workflow_of(runs[0]))}, lambda inner: inner)
    assert [row.parent is not None for row in rows] == [False, *[True] * 9, False]
    assert rows[0].is_unfolded
    assert len({row.key for row in rows}) == len(rows)


def test_a_failure_that_a_success_followed_comes_after_one_that_stands() -> None:
    mended, standing = minutes(1, *[FAIL] * 8, SUCCESS), flow(2, FAIL, "01:00")
    assert names(overview_rows([*mended, standing], CHINA, NOW)) == ["flow_2 FAIL", "flow_1 FAIL"]


def test_a_run_that_has_not_started_long_after_its_plan_is_late() -> None:
    assert lateness(flow(1, WAIT, "07:00"), None, CHINA, NOW) == "late: planned, but not started"
    assert lateness(flow(1, WAIT, "07:25"), None, CHINA, NOW) == ""
    assert lateness(flow(1, WAIT, "07:00"), None, None, NOW) == "", "the zone of the plan is not known"
    assert lateness(flow(1, SUSPEND, "07:00"), None, CHINA, NOW) == ""


def test_a_run_is_late_by_what_its_workflow_usually_takes() -> None:
    usual_s = usual_duration_s(minutes(1, SUCCESS, SUCCESS, SUCCESS))
    assert usual_s == 10
    assert usual_duration_s(minutes(1, SUCCESS, SUCCESS, FAIL)) is None, "two runs make nothing usual"
    slow = flow(1, RUNNING, "07:00", startTime="07:00:05")
    assert lateness(slow, usual_s, CHINA, NOW) == "late: usually takes 10 s"
    assert lateness(slow, None, CHINA, NOW) == ""
    assert lateness(slow, usual_s, None, NOW) == ""
    in_utc = flow(1, RUNNING, "07:00", startTime="00:00:05")
    assert lateness(in_utc, usual_s, CHINA, NOW) == "", "plan and start are in different zones"


def test_ten_times_the_runs_cost_about_ten_times_as_much() -> None:
    few = [flow(1, RUNNING if n % 9 else SUCCESS, f"0{n % 7}:00", startTime="03:00:05") for n in range(200)]
    dear = cpu_s(lambda: overview_rows(few * 10, CHINA, NOW))
    assert dear < 40 * cpu_s(lambda: overview_rows(few, CHINA, NOW))


def test_counts_are_words_failed_first() -> None:
    flows = [
        flow(1, SUCCESS),
        flow(2, FAIL),
        flow(3, TIMEOUT),
        flow(4, INIT),
        flow(5, WAIT),
        flow(6, RUNNING),
    ]
    assert counts_in_words(flows) == "2 failed, 1 running, 2 waiting, 1 succeeded"
    assert counts_in_words([flow(1, SUCCESS)]) == "nothing failed, 1 succeeded"
    assert counts_in_words([]) == ""


@given(
    st.lists(
        st.builds(
            lambda number, status, some_id, name: FlowInstance.model_validate(
                {"instanceId": some_id or f"{number}-1", "flowId": number, "status": status, "flowName": name}
            ),
            st.integers(1, 3),
            st.one_of(st.integers(-2, 12), st.text(max_size=3), st.none()),
            st.one_of(st.none(), st.text(max_size=5)),
            st.text(),
        ),
        max_size=30,
    )
)
def test_every_run_is_in_one_row_and_counted_once_whatever_was_sent(flows: list[FlowInstance]) -> None:
    rows = overview_rows(flows, CHINA, NOW)
    assert sorted(id(run) for row in rows for run in row.runs) == sorted(map(id, flows))
    assert sum(state_counts(flows).values()) == len(flows)
    night = Night("prod", "24h", flows, rows, {})
    assert "\x1b" not in "\n".join([*as_lines(night), as_markdown(night)])


def a_night(*flows: FlowInstance, **reasons: Reason) -> Night:
    by_id = {flows[int(place[1:])].instance_id or "": reason for place, reason in reasons.items()}
    return Night("prod", "24h", flows, overview_rows(flows, CHINA, NOW), by_id)


def test_markdown_has_a_row_for_what_failed_and_escapes_foreign_text() -> None:
    why = Reason("no <b> | `x`", "load_*", "7-1", "2 of 4", True)
    text = as_markdown(a_night(flow(1, FAIL), flow(2, SUCCESS), r0=why))
    (row,) = [line for line in text.splitlines() if line.startswith("| ✗")]
    assert row.endswith(r"| 2 of 4 | load\_\*: no \<b\> \| \`x\` |")
    assert "Not failed: flow\\_2." in text


def test_values_hold_the_reason_of_a_row_and_null_where_none_is_known() -> None:
    values = as_values(
        a_night(flow(1, FAIL), flow(2, FAIL, "05:00"), r0=Reason("KeyError", "t", "7-1", "1 of 1"))
    )
    assert values["counts"] == {"failed": 2}
    assert [(row["reason"], row["taskId"], row["tries"]) for row in values["rows"]] == [
        ("KeyError", "7-1", "1 of 1"),
        (None, None, None),
    ]


def test_lines_put_the_reason_below_its_run() -> None:
    first, *lines = as_lines(a_night(flow(1, FAIL), flow(2, SUCCESS), r0=Reason("KeyError: 'x'", "clean")))
    assert first == "prod, scheduled runs of the last 24h: 1 failed, 1 succeeded"
    assert lines[1] == "    clean: KeyError: 'x'"
    assert len(lines) == 3
