"""Every row of the table of secrets, by its own examples and by the texts of operators."""

import json
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_in_proportion
from tui_app.logic.redact import REDACTED, Redactor
from tui_app.logic.secrets.pattern_parts import SecretPattern
from tui_app.logic.secrets.patterns import PATTERNS

CASES = json.loads((Path(__file__).parents[2] / "cases" / "secrets.json").read_text())
EXAMPLES = [(pattern, *example) for pattern in PATTERNS for example in pattern.examples]
COUNTER_EXAMPLES = [(pattern, text) for pattern in PATTERNS for text in pattern.counter_examples]
redact = Redactor()


@pytest.mark.parametrize(
    ("pattern", "text", "secret"), EXAMPLES, ids=lambda part: getattr(part, "name", None)
)
def test_each_pattern_finds_its_examples_by_itself(pattern: SecretPattern, text: str, secret: str) -> None:
    found = [match for match in re.finditer(pattern.pattern, text, re.IGNORECASE) if secret in match[0]]
    assert found
    assert all(secret not in (match.groupdict().get("kept") or "") for match in found)


@pytest.mark.parametrize(
    ("pattern", "text", "secret"), EXAMPLES, ids=lambda part: getattr(part, "name", None)
)
def test_nothing_of_an_example_secret_is_left(pattern: SecretPattern, text: str, secret: str) -> None:
    shown = redact(f"before\n{text}\nafter")
    assert secret not in shown
    assert secret[:6] not in shown
    assert shown.startswith("before\n")
    assert shown.endswith("\nafter") or pattern.name == "private key block"


@pytest.mark.parametrize(("pattern", "text"), COUNTER_EXAMPLES, ids=lambda part: getattr(part, "name", None))
def test_counter_examples_stay_unchanged(pattern: SecretPattern, text: str) -> None:
    assert redact(text) == text, pattern.name


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_every_example_of_a_pattern_holds_one_of_its_words(pattern: SecretPattern) -> None:
    for text, _ in pattern.examples:
        assert not pattern.words or any(word in text.casefold() for word in pattern.words.split())


@pytest.mark.parametrize("case", CASES["redact"], ids=lambda case: case["text"])
def test_the_secrets_of_real_commands_are_taken_out(case: dict[str, str]) -> None:
    for text in (case["text"], f"+ {case['text']}", f"2026-11-22 00:07:02 INFO {case['text']} # x"):
        assert case["secret"] not in redact(text)
        assert REDACTED in redact(text)


@pytest.mark.parametrize("text", CASES["keep"])
def test_error_messages_stay(text: str) -> None:
    assert redact(text) == text
    assert (
        redact(f"2026-11-22 00:07:02 ERROR [main] {text}\n") == f"2026-11-22 00:07:02 ERROR [main] {text}\n"
    )


@given(st.sampled_from(EXAMPLES), st.text("Abcxyz0189!#%+.~", min_size=6, max_size=30).map("Q7q".__add__))
def test_another_secret_of_the_same_form_is_taken_out(
    example: tuple[SecretPattern, str, str], value: str
) -> None:
    _, text, secret = example
    if secret == "Abc12345":
        assert value[:6] not in redact(text.replace(secret, value))


@given(st.lists(st.sampled_from([text for _, text, _ in EXAMPLES]), max_size=4).map("\n".join))
def test_a_second_pass_over_any_examples_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


def pieces_of(pattern: SecretPattern) -> set[str]:
    return {word for text, _ in pattern.examples for word in (text[:12], *text.split())}


COMMON = frozenset(
    {
        "password ",
        "curl -u ",
        "echo ",
        "mysql ",
        "密码",
        "login a ",
        "a:",
        "1:",
        "-p",
        "'",
        " ",
        "\\'",
        "eyJ",
        "((",
    }
)


@pytest.mark.random
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_matching_takes_linear_time(pattern: SecretPattern, pytestconfig: pytest.Config) -> None:
    """Repeats pieces of the pattern's own examples; with --thorough those of all other patterns too."""
    others = PATTERNS if pytestconfig.getoption("thorough") > 1 else [pattern]
    compiled = re.compile(pattern.pattern, re.IGNORECASE)

    def replace(piece: str, size: int) -> None:
        compiled.sub("", piece * (size // len(piece)))

    for piece in sorted(COMMON.union(*map(pieces_of, others))):
        assert costs_in_proportion(partial(replace, piece), 8_000, free_s=0.003), piece
