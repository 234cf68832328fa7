"""Every row of the table of families is tested by its own examples."""

import pytest

from tui_app.logic.logs.family import Family
from tui_app.logic.logs.judge import FAMILIES

EXAMPLES = [(family, line) for family in FAMILIES for line in family.examples]
OTHERS = [(family, line) for family in FAMILIES for line in family.others]


def family_of(line: str) -> Family | None:
    lowered = line.lower()
    return next(
        (
            family
            for family in FAMILIES
            if any(needle in lowered for needle in family.needles) and family.regex.search(line)
        ),
        None,
    )


@pytest.mark.parametrize(
    ("family", "line"), EXAMPLES, ids=lambda value: str(getattr(value, "name", value))[:50]
)
def test_an_example_is_of_its_own_family(family: Family, line: str) -> None:
    assert family_of(line) is family


@pytest.mark.parametrize(
    ("family", "line"), OTHERS, ids=lambda value: str(getattr(value, "name", value))[:50]
)
def test_a_counter_example_is_not_of_the_family(family: Family, line: str) -> None:
    assert not family.regex.search(line)


def test_every_family_has_an_example_and_names_are_unique() -> None:
    assert all(family.examples for family in FAMILIES)
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
