from collections.abc import Callable

import pytest

from tui_app.models.status import (
    Group,
    Status,
    blocks_downstream,
    has_failed,
    has_succeeded,
    is_active,
    is_unfinished,
)

DOCUMENTED = {
    -1: "FAIL",
    0: "INIT",
    1: "SUCCESS",
    2: "RUNNING",
    3: "SUSPEND",
    4: "INTERNAL_ERROR",
    5: "WAIT",
    6: "READY",
    7: "TIMEOUT",
    8: "CANCEL",
    9: "RERUN",
    10: "SKIP",
}


@pytest.mark.parametrize(("code", "name"), DOCUMENTED.items())
def test_every_documented_state_is_known_by_number_and_by_name(code: int, name: str) -> None:
    assert Status.of(code) == Status.of(name) == Status.of(str(code), name) == Status(code, name)
    assert Status.of(code).group is not Group.UNKNOWN


@pytest.mark.parametrize(
    ("value", "name", "status"),
    [
        (42, None, Status(42, "UNKNOWN")),
        (42, "ODD", Status(42, "ODD")),
        ("1.0", None, Status(1, "SUCCESS")),
        (" success ", None, Status(1, "SUCCESS")),
        ("KILLED", None, Status(None, "KILLED")),
        (-1, "odd\u2028\x85\x1f", Status(-1, "ODD\u2028\x85\x1f")),
        (None, None, Status(None, "UNKNOWN")),
        (True, None, Status(None, "UNKNOWN")),
        (1, "FAIL", Status(1, "FAIL")),
        (float("nan"), None, Status(None, "UNKNOWN")),
        ("9" * 5000, None, Status(None, "9" * 5000)),
    ],
)
def test_what_is_not_in_the_table_keeps_what_came(value: object, name: object, status: Status) -> None:
    assert Status.of(value, name) == status


@pytest.mark.parametrize(
    ("predicate", "codes"),
    [
        (has_failed, {-1, 4, 7}),
        (blocks_downstream, {-1, 4, 7, 8}),
        (has_succeeded, {1}),
        (is_active, {2, 9}),
        (is_unfinished, {0, 2, 3, 5, 6, 9}),
    ],
)
def test_each_predicate_holds_for_exactly_its_states(
    predicate: Callable[[Status | None], bool], codes: set[int]
) -> None:
    assert {code for code in DOCUMENTED if predicate(Status.of(code))} == codes
    assert not predicate(None)


def test_a_state_is_told_by_glyph_word_and_number() -> None:
    assert str(Status.of(-1)) == "✗ FAIL (-1)"
    assert str(Status.of("ODD")) == "? ODD"


@pytest.mark.parametrize(
    ("code", "name", "shown"),
    [
        (-1, "SUCCESS", "✗ SUCCESS (-1 is FAIL)"),
        (1, "FAIL", "✓ FAIL (1 is SUCCESS)"),
        (42, "FAIL", "? FAIL (42 is not documented)"),
    ],
)
def test_a_number_and_a_name_that_differ_are_both_shown(code: int, name: str, shown: str) -> None:
    assert Status.of(code, name).is_contradictory
    assert str(Status.of(code, name)) == shown


@pytest.mark.parametrize("status", [Status.of(-1), Status.of("FAIL"), Status.of(42), Status.of(1, "成功")])
def test_only_a_documented_name_can_contradict_a_number(status: Status) -> None:
    assert not status.is_contradictory


def test_glyphs_tell_the_groups_apart_in_both_sets() -> None:
    states = [Status.of(code) for code in (1, -1, 2, 0, 8)]
    assert len({state.glyph for state in states}) == len({state.ascii_glyph for state in states}) == 5
    assert all(state.ascii_glyph.isascii() for state in states)
