"""Windows of planned times, [from, to) in milliseconds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness import NOW
from tui_app.logic.flow_search import InvalidSearch
from tui_app.logic.time_window import bounds_ms

CHINA = timezone(timedelta(hours=8))
HOUR = 3_600_000
NOW_MS = int(NOW.timestamp() * 1000)


def china_ms(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}+08:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "hours"), [("24h", 24), ("1d", 24), (" 2 w ", 336), ("90m", 1.5), ("0001h", 1)]
)
def test_so_long_up_to_now(text: str, hours: float) -> None:
    assert bounds_ms(text, None, NOW) == (NOW_MS - int(hours * HOUR), NOW_MS)


def test_days_are_whole_and_in_the_servers_zone() -> None:
    day = bounds_ms("2026-11-21", CHINA, NOW)
    assert day == (china_ms("2026-11-21T00:00:00"), china_ms("2026-11-22T00:00:00"))
    assert bounds_ms("2026-11-20..2026-11-21", CHINA, NOW) == (china_ms("2026-11-20T00:00:00"), day[1])


def test_moments_are_exact_and_an_open_end_is_now() -> None:
    assert bounds_ms("2026-11-20 22:00 .. 2026-11-21T06:30:05", CHINA, NOW) == (
        china_ms("2026-11-20T22:00:00"),
        china_ms("2026-11-21T06:30:05"),
    )
    assert bounds_ms("2026-11-20..", CHINA, NOW) == (china_ms("2026-11-20T00:00:00"), NOW_MS)


def test_a_moment_with_a_zone_of_its_own_needs_no_other() -> None:
    start, _ = bounds_ms("2026-11-20T00:00+00:00..", None, NOW)
    assert start == int(datetime(2026, 11, 20, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0h", "ends before it begins"),
        ("2026-11-21..2026-11-20", "ends before it begins"),
        ("2099-01-01..", "ends before it begins"),
        ("yesterday", "A window is 24h"),
        ("2026-11-21 22:00", "A window is 24h"),
        ("..2026-11-21", "not a time"),
        ("2026-13-01..", "not a time"),
        ("9999-12-31", "too far away"),
    ],
)
def test_an_invalid_window_is_explained(text: str, sentence: str) -> None:
    with pytest.raises(InvalidSearch, match=sentence):
        bounds_ms(text, CHINA, NOW)


def test_without_a_zone_only_relative_windows_are_accepted() -> None:
    with pytest.raises(InvalidSearch, match="time zone is unknown"):
        bounds_ms("2026-11-21", None, NOW)


@given(st.text(max_size=30))
def test_any_text_is_a_window_or_refused(text: str) -> None:
    try:
        begin, end = bounds_ms(text, CHINA, NOW)
    except InvalidSearch as error:
        assert str(error)
    else:
        assert begin < end
