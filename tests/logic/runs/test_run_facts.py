"""What the list says of a run, as a page."""

from tests.logic.runs.test_overview import CHINA, FAIL, NOW, RUNNING, SUCCESS, WAIT, flow, minutes
from tui_app.logic.runs.overview import OverviewRow, overview_rows
from tui_app.logic.runs.run_facts import overview_row_page


def page(row: OverviewRow) -> dict[str, str]:
    return {one.label or one.kind: one.text for one in overview_row_page(row)}


def test_a_run_that_has_ended_says_how_long_it_took() -> None:
    said = page(OverviewRow((flow(1, SUCCESS, startTime="06:00:05", endTime="06:02:05"),)))
    assert (said["answer"], said["took"]) == ("✓ SUCCESS", "2 m 00 s")


def test_a_run_that_goes_on_says_since_when_and_a_late_one_why_it_is() -> None:
    said = page(OverviewRow((flow(1, RUNNING, startTime="07:00:00"),), late="late: usually takes 5 m"))
    assert said["answer"] == "late: usually takes 5 m"
    assert said["started"].endswith("07:00:00")
    assert "took" not in said


def test_what_the_list_leaves_out_has_no_line() -> None:
    assert set(page(OverviewRow((flow(1, WAIT),)))) == {"answer", "planned"}


def test_many_runs_have_their_counts_and_the_facts_of_the_one_that_commands_act_on() -> None:
    (row,) = overview_rows(minutes(1, *[SUCCESS] * 9, FAIL), CHINA, NOW)
    assert page(row)["answer"] == "10 runs, 1 failed, last failed; of 1-2026112300050900:"
