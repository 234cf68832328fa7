from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic import record_fields
from tui_app.logic.record_fields import DetailRow

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2021, 2, 2, 11, 50, 7, tzinfo=UTC)


def field(
    record: dict[str, Any], label: str, groups: record_fields.Groups = record_fields.TASK_GROUPS
) -> DetailRow:
    return next(row for row in record_fields.rows(groups, record, CHINA, NOW) if row.label == label)


def test_all_29_fields_are_listed_even_when_none_was_sent() -> None:
    rows = [
        row for row in record_fields.rows(record_fields.TASK_GROUPS, {}, CHINA, NOW) if row.kind == "field"
    ]
    assert len(rows) == 29
    assert {row.value for row in rows} == {record_fields.NOT_SENT}


def test_how_it_went_comes_first_and_the_reason_below_the_status() -> None:
    rows = record_fields.rows(record_fields.TASK_GROUPS, {"status": -1}, CHINA, NOW, reason="KeyError: 'a'")
    assert [row.label for row in rows[:10]] == [
        *("status", "reason", "triggerTime", "startTime", "endTime"),
        *("runNum", "recallNum", "recallLimit", "cmd", "flowInstId"),
    ]
    assert (rows[1].value, rows[1].raw) == ("KeyError: 'a'", "KeyError: 'a'")
    assert rows[10] == DetailRow("group", "identity", "")


def test_a_long_reason_is_cut_among_the_fields_and_copied_whole() -> None:
    (row,) = [
        row
        for row in record_fields.rows(record_fields.TASK_GROUPS, {}, CHINA, NOW, reason="x" * 900)
        if row.label == "reason"
    ]
    assert len(row.value) == 200
    assert row.raw == "x" * 900


EMPTY = {"freq": None, "doAs": "", "resourceName": None, "odd": None}
SAYING = {"status": 1, "type": 8, "endTime": None, "recallNum": 0, "alert": False, "queue": "root"}


def test_fields_that_say_nothing_are_left_out_and_counted() -> None:
    record = {**EMPTY, **SAYING, "syncType": 0}
    rows = record_fields.rows(record_fields.TASK_GROUPS, record, CHINA, NOW, folds_empty=True)
    assert {row.label for row in rows if row.kind == "field"} == set(SAYING)
    assert [row.label for row in rows if row.kind == "group"] == ["identity", "limits and flags", "other"]
    whole = [
        row
        for row in record_fields.rows(record_fields.TASK_GROUPS, record, CHINA, NOW)
        if row.kind == "field"
    ]
    assert record_fields.empty_count(record_fields.TASK_GROUPS, record) == len(whole) - len(SAYING)


@given(
    st.dictionaries(
        st.sampled_from([*EMPTY, *SAYING, "startTime", "syncType"]),
        st.none() | st.just("") | st.integers() | st.text(),
    )
)
def test_what_is_left_out_and_what_is_shown_is_everything(record: dict[str, Any]) -> None:
    shown, whole = (
        {
            row.label
            for row in record_fields.rows(record_fields.TASK_GROUPS, record, CHINA, NOW, folds_empty=folds)
            if row.kind == "field"
        }
        for folds in (True, False)
    )
    assert shown <= whole
    assert len(whole) - len(shown) == record_fields.empty_count(record_fields.TASK_GROUPS, record)


def test_a_very_long_name_of_a_field_is_cut() -> None:
    labels = [row.label for row in record_fields.rows(record_fields.TASK_GROUPS, {"k" * 5_000: 1}, None, NOW)]
    assert "k" * 200 + "…" in labels
    assert max(map(len, labels)) == 201


def test_undocumented_fields_are_listed_under_other() -> None:
    rows = record_fields.rows(
        record_fields.TASK_GROUPS, {"queue": "root.default", "nested": {"a": [1]}}, CHINA, NOW
    )
    titles = [row.label for row in rows]
    assert titles[titles.index("other") + 1 :] == ["queue", "nested"]
    assert rows[-1].value == '{"a": [1]}'


def test_values_shown_in_full_elsewhere_are_cut() -> None:
    record = {"runMode": '{"cpu": 0.6, "memory": 4.0}', "graph": "{}"}
    rows = record_fields.rows(
        record_fields.TASK_GROUPS, record, CHINA, NOW, {"runMode": "in a pane of its own, or f6"}
    )
    told = {row.label: (row.value, row.note, row.raw) for row in rows if row.label in record}
    assert told["runMode"] == ('{"cpu": 0.6, "memor…', "in a pane of its own, or f6", record["runMode"])
    assert told["graph"] == ("{}", "", "{}")


@pytest.mark.parametrize(
    ("record", "label", "note", "is_doubtful"),
    [
        ({"status": 1, "stsDesc": "SUCCESS"}, "status", "✓ SUCCESS", False),
        (
            {"status": 1, "stsDesc": "FAIL"},
            "status",
            "SUCCESS in the vendor's table, but stsDesc says FAIL",
            True,
        ),
        ({"status": 42}, "status", "not in the vendor's table", True),
        ({"type": 7}, "type", "data integration", False),
        ({"type": 99}, "type", "not in the vendor's table", False),
        ({"cycle": "mi"}, "cycle", "by minutes", False),
        ({"cycle": "M"}, "cycle", "monthly", False),
        (
            {"startTime": "2021-02-02 19:35:24", "triggerTime": "2021-02-02 19:35:00"},
            "startTime",
            "24 s after triggerTime",
            False,
        ),
        (
            {"startTime": "2019-07-26 12:39:37", "triggerTime": "2019-07-26 20:39:00"},
            "startTime",
            "7 h 59 m before triggerTime: another zone?",
            True,
        ),
        (
            {"startTime": "2021-02-02 19:35:24", "endTime": "2021-02-02 19:38:07"},
            "endTime",
            "ran 2 m 43 s",
            False,
        ),
        (
            {"startTime": "2021-02-02 19:38:07", "endTime": "2021-02-02 19:38:00"},
            "endTime",
            "7 s before startTime",
            True,
        ),
        ({"endTime": "2021-02-02 19:38:07"}, "endTime", "ended without a start", True),
        ({"endTime": "tomorrow"}, "endTime", "not a readable time", True),
        (
            {"timeStamp": "Tue Feb 02 17:35:00 CST 2021"},
            "timeStamp",
            "created; zone ambiguous",
            False,
        ),
        ({"isTimeout": False}, "isTimeout", "within its time limit", False),
        ({"isTimeout": "odd"}, "isTimeout", "neither true nor false", True),
        ({"isTimeout": "true"}, "isTimeout", "over its time limit; flag as text", True),
        ({"alert": 1}, "alert", "flag as a number", True),
        (
            {"isTimeout": False, "status": 7},
            "isTimeout",
            "within its time limit, but the status is TIMEOUT",
            True,
        ),
        ({"isTimeout": True, "status": 7}, "isTimeout", "over its time limit", False),
        ({"runNum": "2"}, "runNum", "each rerun adds one; number as text", True),
        ({"runNum": "1_000"}, "runNum", "not a number", True),
        ({"timeout": True}, "timeout", "not a number", True),
        ({"type": "7"}, "type", "data integration; number as text", True),
        ({"type": "1_0"}, "type", "not a number", True),
        ({"status": "1"}, "status", "✓ SUCCESS; number as text", True),
        ({"status": "SUCCESS"}, "status", "✓ SUCCESS", False),
        ({"taskId": "118979"}, "taskId", "", False),
        ({"syncType": 1, "type": 7}, "syncType", "data", False),
        ({"syncType": 0, "type": 3}, "syncType", "applies to data integration only", False),
        ({"syncType": 0}, "syncType", "file", False),
        (
            {"hasResourceBefore": False, "resourceName": "a.jar"},
            "hasResourceBefore",
            "uses no resource, but one is named",
            True,
        ),
        ({"hasResourceBefore": False, "fileName": ""}, "hasResourceBefore", "uses no resource", False),
        ({"freq": "0 35 * * * ? *"}, "freq", "cron of the node itself: every hour at :35", False),
        ({"freq": "now and then"}, "freq", "cron of the node itself", False),
        ({"ifPre": 1}, "ifPre", "others may depend on it", False),
    ],
)
def test_a_value_is_shown_as_sent_with_its_meaning(
    record: dict[str, Any], label: str, note: str, is_doubtful: bool
) -> None:
    row = field(record, label)
    assert row.value == record_fields.as_text(record[label])
    assert (row.note, row.is_doubtful) == (note, is_doubtful)


def test_a_command_of_several_lines_keeps_its_lines() -> None:
    rows = record_fields.rows(
        record_fields.TASK_GROUPS, {"cmd": "set -e\n\tpython run.py\necho \x1b[31mdone"}, CHINA, NOW
    )
    start = next(i for i, row in enumerate(rows) if row.label == "cmd")
    assert [row.value for row in rows[start : start + 3]] == [
        "set -e",
        "        python run.py",
        "echo \\x1b[31mdone",
    ]
    assert rows[start + 2].raw == "set -e\n\tpython run.py\necho \x1b[31mdone"


@pytest.mark.parametrize(
    ("record", "label", "note", "is_doubtful"),
    [
        ({"startTime": None, "status": 0}, "startTime", "not started", False),
        ({"startTime": "", "status": 10}, "startTime", "not started", False),
        ({"startTime": None, "status": 2}, "startTime", "not started, but the status is RUNNING", True),
        ({"endTime": None, "status": 2}, "endTime", "not finished", False),
        ({"endTime": None, "status": 8}, "endTime", "not finished", False),
        (
            {"endTime": None, "startTime": "2021-02-02 19:35:24", "status": 1},
            "endTime",
            "not finished, but the status is SUCCESS",
            True,
        ),
    ],
)
def test_a_null_time_means_not_started_or_not_finished(
    record: dict[str, Any], label: str, note: str, is_doubtful: bool
) -> None:
    row = field(record, label)
    assert row.value in ("null", '""')
    assert (row.note, row.is_doubtful) == (note, is_doubtful)


def test_null_and_empty_differ() -> None:
    assert (field({"freq": None}, "freq").value, field({"freq": ""}, "freq").value) == ("null", '""')


@given(
    st.dictionaries(
        st.text(max_size=6) | st.sampled_from(["cmd", "status", "endTime"]),
        st.none() | st.text() | st.floats(),
    )
)
def test_nothing_that_was_sent_is_dropped_and_nothing_drawn_is_active(record: dict[str, Any]) -> None:
    rows = record_fields.rows(record_fields.TASK_GROUPS, record, CHINA, NOW)
    raws = [row.raw for row in rows if row.kind == "field"]
    assert all(record_fields.as_text(value) in raws for value in record.values() if value is not None)
    drawn = "".join(row.label + row.value + row.note for row in rows)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in drawn)


def test_the_fields_of_a_flow_instance_have_groups_too() -> None:
    row = field({"alertMode": 3}, "alertMode", record_fields.FLOW_GROUPS)
    assert row.note == "e-mail and SMS"
    row = field({"freq": "0 0 2 * * ? *"}, "freq", record_fields.FLOW_GROUPS)
    assert row.note == "cron: at 02:00 every day"
    row = field({"statusDesc": "RUNNING", "startTime": None}, "startTime", record_fields.FLOW_GROUPS)
    assert row.note == "not started, but the status is RUNNING"


def test_a_huge_value_is_cut_where_it_is_drawn_and_kept_for_copies() -> None:
    record = {"cmd": "x" * 100_000, "odd": [{}] * 9_000, "few": [1, {"a": 2}]}
    by_label = {row.label: row for row in record_fields.rows(record_fields.TASK_GROUPS, record, None, NOW)}
    cmd = by_label["cmd"]
    assert (len(cmd.value), len(cmd.raw)) == (16_385, 100_000)
    assert cmd.note == "the first 16,384 of 100,000 characters"
    assert by_label["odd"].value == "(9,000 items)"
    assert by_label["few"].value == '[1, {"a": 2}]'


def test_a_record_of_very_many_fields_is_cut_in_words() -> None:
    rows = record_fields.rows(record_fields.TASK_GROUPS, {f"k{n}": n for n in range(3_000)}, None, NOW)
    assert rows[-1].label == "(2,000 more)"
    assert rows[-2].label == "k999"


class ReadThrough(dict[str, Any]):
    """A record that counts the fields that are looked at."""

    read = 0

    def __iter__(self) -> Iterator[str]:
        for key in super().__iter__():
            self.read += 1
            yield key

    def get(self, key: str, default: object = None) -> Any:
        self.read += 1
        return super().get(key, default)


def test_a_record_of_very_many_fields_is_not_read_to_its_end() -> None:
    record = ReadThrough({f"k{n}": n for n in range(50_000)})
    rows = record_fields.rows(record_fields.TASK_GROUPS, record, CHINA, NOW)
    assert rows[-1].label == "(49,000 more)"
    assert record_fields.empty_count(record_fields.TASK_GROUPS, record) == 29
    assert record.read < 10_000
