"""Every row of the table of rules is tested by its own examples."""

from pathlib import Path

import pytest

from tui_app.logic.logs.line_prefix import take_apart
from tui_app.logic.logs.line_role import RULES, judge_message, shape_of
from tui_app.logic.logs.rule import Role, Rule

EXAMPLES = [(rule, line) for rule in RULES for line in rule.examples]
OTHERS = [(rule, line) for rule in RULES for line in rule.others]


def rule_of(line: str) -> Rule | None:
    lowered = line.lower()
    return next(
        (rule for rule in RULES if any(needle in lowered for needle in rule.needles) and rule.search(line)),
        None,
    )


@pytest.mark.parametrize(
    ("rule", "line"), EXAMPLES, ids=lambda value: str(getattr(value, "name", value))[:50]
)
def test_an_example_is_of_its_own_rule(rule: Rule, line: str) -> None:
    assert rule_of(line) is rule


@pytest.mark.parametrize(("rule", "line"), OTHERS, ids=lambda value: str(getattr(value, "name", value))[:50])
def test_a_counter_example_is_not_of_the_rule(rule: Rule, line: str) -> None:
    assert not rule.search(line)


def test_every_rule_has_an_example_and_names_are_unique() -> None:
    assert all(rule.examples for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_word_has_a_letter_by_which_it_is_searched() -> None:
    others = [rule for rule in RULES if rule.role is not Role.HARMLESS]
    words = [word for rule in others for word in rule.needles]
    assert [word for word in words if not any(letter.isalpha() for letter in word)] == []


def test_numbers_that_a_shape_leaves_out_change_no_verdict() -> None:
    logs = sorted(Path(__file__).parent.glob("*/*.log"))
    lines = {line for log in logs for line in log.read_text(encoding="utf-8").splitlines()}
    lines |= {line for _, line in (*EXAMPLES, *OTHERS)}
    taken = [take_apart(line) for line in sorted(lines)]
    shaped = [line for line in taken if shape_of(line.named) != line.named]
    assert len(shaped) > 100
    for line in shaped:
        verdict = judge_message(line.named, tagged=line.tagged)
        assert judge_message(shape_of(line.named), tagged=shape_of(line.tagged)) == verdict, line.named


@pytest.mark.parametrize(("one", "other"), [("ORA-00001: x", "ORA-06512: x"), ("error 0", "error 7")])
def test_a_number_that_a_rule_reads_stays_in_the_shape(one: str, other: str) -> None:
    assert shape_of(one) != shape_of(other)
