import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.redact import REDACTED, Redactor
from tui_app.logic.why.explanation import Explanation, excerpt
from tui_app.logic.why.root_cause import analyze
from tui_app.logic.why.ticket import LIMIT, Facts, cut, cut_around, size_of, ticket
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
ANSWER = Response(b"", "", None, NOW, 0.1)
HERE, CAUSE, FLOW = "3-2026112100", "1-2026112100", "9-2026112100"
COMMAND = f"enos-tui {HERE} --view why"


def a_task(task_id: str, **fields: Any) -> TaskLookup:
    task = TaskInstance.model_validate({"flowInstId": FLOW, "taskName": f"task {task_id}"} | fields)
    return TaskLookup(TaskInstanceId(task_id), task, {}, ".data", ANSWER)


def a_flow(steps: int = 3, **fields: Any) -> FlowInstance:
    """Tasks one after the other, the first of which failed."""
    tasks = [
        {
            "nodeId": n,
            "taskInstId": f"{n}-2026112100",
            "taskName": f"step {n}",
            "status": "FAIL" if n == 1 else "WAIT",
        }
        | fields
        for n in range(1, steps + 1)
    ]
    relations = [{"source": n, "target": n + 1} for n in range(1, steps)]
    return FlowInstance.model_validate(
        {"status": -1, "flowName": "a flow", "graph": {"tasks": tasks, "relations": relations}}
    )


def facts(why: Explanation, **changes: Any) -> Facts:
    usual: dict[str, Any] = {"profile": "prod", "command": COMMAND, "note": "", "server": CHINA, "now": NOW}
    return Facts(why, **{"redact": Redactor(), **usual, **changes})


def a_why(log: str = "KeyError: 'x'\n", steps: int = 3, **fields: Any) -> Explanation:
    found = a_task(f"{steps}-2026112100", status=5, **fields)
    cause = a_task(
        CAUSE,
        status=-1,
        startTime="2026-11-23 07:06:28",
        endTime="2026-11-23 07:18:00",
        recallNum=3,
        recallLimit=3,
        runNum=1,
    )
    analysis = analyze(found, {FLOW: a_flow(steps)}, {CAUSE: cause})
    return Explanation(found, analysis, excerpt(log), is_complete=True)


def test_a_ticket_tells_what_who_reads_it_needs() -> None:
    assert ticket(facts(a_why(), note="ask li.na")).split("\n") == [
        "**◌ WAIT (5)** `task 3-2026112100`",
        "step 1 failed after 11 m 32 s, on try 4 of 4, ended 2026-11-23 07:18:00 GMT+8, 2 steps upstream.",
        "",
        "- task instance: `3-2026112100`",
        "- flow instance: `9-2026112100`",
        "- times (server, GMT+8): not started",
        "- tries: number of tries not sent",
        "- profile: `prod`",
        "- written: 2026-11-23 07:30 GMT+8",
        "- note: ask li.na",
        "- open: `enos-tui 3-2026112100 --view why`",
        "",
        "From the cause down to what it holds up:",
        "",
        "- ✗ FAIL (-1) `1-2026112100` `step 1`",
        "- ◌ WAIT (5) `2-2026112100` `step 2`",
        "- ◌ WAIT (5) `3-2026112100` `step 3`",
        "- the cause: 2026-11-23 07:06:28 to 07:18:00 (11 m 32 s), try 4 of 4, run 1",
        "",
        "Log of `1-2026112100`, 1 of 1 lines:",
        "```text",
        "KeyError: 'x'",
        "```",
    ]


def test_a_flow_instance_has_a_ticket_too() -> None:
    flow = a_flow()
    found = FlowLookup(FlowInstanceId(FLOW), flow, {}, ".data", ANSWER)
    text = ticket(facts(Explanation(found, analyze(found, {FLOW: flow}), is_complete=True)))
    assert text.startswith("**✗ FAIL (-1)** `a flow`\nstep 1 is FAIL.")
    assert "- flow instance: `9-2026112100`" in text
    assert "task instance" not in text


def test_secrets_stand_nowhere_in_it() -> None:
    own = Redactor(["own-secret-value"])
    why = a_why("ERROR login token=abc123 failed\nown-secret-value\n", taskName="run --password hunter2")
    text = ticket(facts(why, note="key own-secret-value, https://u:hunter2@host/", redact=own))
    assert "hunter2" not in text
    assert "abc123" not in text
    assert "own-secret-value" not in text
    assert text.count("redacted") >= 5


def test_a_secret_is_taken_out_before_a_long_text_is_cut() -> None:
    long = "x" * 230 + " password=" + "S3cretS3cret" * 20
    assert "S3cret" not in ticket(facts(a_why(f"ERROR {long}\n"), note=long))


def test_foreign_text_is_no_markup() -> None:
    why = a_why("```\n# ERROR [x](y) <b>\n", taskName="`a` *b* <img> @all")
    text = ticket(facts(why, note="*b* <img> `c` [l](u) @all #1"))
    assert text.count("```") == 2
    assert "- note: \\*b\\* \\<img\\> \\`c\\` \\[l\\](u) \\@all \\#1" in text
    assert "`'a' *b* <img> @all`" in text


def test_a_long_way_keeps_both_ends() -> None:
    text = ticket(facts(a_why(steps=40)))
    assert "`1-2026112100` `step 1`" in text
    assert "`40-2026112100` `step 40`" in text
    assert "- … 28 more …" in text


def test_ten_ordinary_lines_of_a_log_have_room() -> None:
    log = "\n".join(f"2026-11-22 23:0{n}:00,000 ERROR    clean: turbine WTG{n} went wrong" for n in range(10))
    assert ticket(facts(a_why(log, steps=5))).count("went wrong") == 10


LONG = st.builds(str.__mul__, st.text(max_size=30), st.integers(1, 100))


@given(LONG, LONG, LONG, st.integers(2, 60))
def test_it_is_never_larger_than_a_form_takes_and_always_tells_the_ids(
    note: str, name: str, log: str, steps: int
) -> None:
    text = ticket(facts(a_why(log, steps, taskName=name), note=note))
    assert size_of(text) <= LIMIT
    assert COMMAND in text
    assert f"`{steps}-2026112100`" in text
    assert CAUSE in text
    assert text.count("```") in (0, 2)
    assert not [char for char in text.replace("\n", "") if unicodedata.category(char) in ("Cc", "Cf", "Cs")]


@given(st.text(), st.integers(3, 60))
def test_a_cut_text_fits_and_is_the_start_of_the_whole(text: str, most: int) -> None:
    short = cut(text, most)
    assert size_of(short) <= most
    assert short == text or text.startswith(re.sub("…$", "", short))


def test_redaction_is_told() -> None:
    assert REDACTED.strip("[]") in ticket(facts(a_why(), note="pwd: 12345"))


FRAMES = "".join(
    f'  File "/opt/jobs/{n}/module_with_a_long_name.py", line {n}, in step_{n}\n' for n in range(40)
)


def test_the_decisive_line_is_whole_whatever_else_is_long() -> None:
    cause = "com.example.JobException: table dwd_turbine_10m of the night is missing " + "x" * 700
    log = f"{FRAMES}ERROR {cause}\n"
    text = ticket(facts(a_why(log, steps=30, taskName="name " * 60), note="note " * 100))
    assert cause in text
    assert size_of(text) <= LIMIT


def test_a_decisive_line_that_is_too_long_is_cut_around_its_exception() -> None:
    log = f"ERROR {'SELECT col, ' * 200} java.sql.SQLException: ORA-00942: no such table {'y ' * 900}\n"
    text = ticket(facts(a_why(log)))
    assert "java.sql.SQLException: ORA-00942: no such table" in text
    assert LIMIT - 8 <= size_of(text) <= LIMIT


def test_two_kilobytes_are_used_where_there_is_enough_to_write() -> None:
    log = "\n".join(f"ERROR turbine WTG{n} went wrong: {'z' * 400}" for n in range(10))
    assert LIMIT - 20 <= size_of(ticket(facts(a_why(log)))) <= LIMIT


def test_no_time_in_it_is_relative() -> None:
    text = ticket(facts(a_why()))
    assert " ago" not in text
    assert "GMT+8" in text
    unknown = ticket(facts(a_why(), server=None))
    assert "times (server, zone unknown)" in unknown
    assert "- written: 2026-11-22 23:30 UTC" in unknown


def test_further_failures_are_named_with_their_end() -> None:
    tasks = [
        {"nodeId": n, "taskInstId": f"{n}-2026112100", "taskName": f"step {n}", "status": status}
        for n, status in ((1, "FAIL"), (2, "FAIL"), (3, "WAIT"), (4, "FAIL"))
    ]
    edges = [{"source": 1, "target": 3}, {"source": 2, "target": 3}]
    flow = FlowInstance.model_validate({"status": -1, "graph": {"tasks": tasks, "relations": edges}})
    records: dict[str, TaskLookup | str] = {
        f"{n}-2026112100": a_task(f"{n}-2026112100", status=-1, endTime=f"2026-11-23 07:0{n}:00")
        for n in (1, 2)
    }
    text = ticket(facts(Explanation(found := a_task(HERE, status=5), analyze(found, {FLOW: flow}, records))))
    assert "- also failed: `2-2026112100` `step 2`, ended 2026-11-23 07:02:00" in text
    assert "- failed too, but not waited for: `4-2026112100` `step 4`" in text


@given(st.text(max_size=200), st.integers(0, 200), st.integers(9, 120))
def test_a_text_cut_around_a_place_fits(text: str, at: int, most: int) -> None:
    assert size_of(cut_around(text, min(at, len(text)), most)) <= most
