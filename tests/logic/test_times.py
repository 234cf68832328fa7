from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic import times

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2021-02-02 19:35:24", "2021-02-02 19:38:07", 163),
        ("2019-07-26 12:38:30.0", "2019-07-26 12:38:31.5", 1.5),
        ("2021-02-02 19:38:07", "2021-02-02 19:35:24", -163),
        (None, "2021-02-02 19:38:07", None),
        ("", "2021-02-02 19:38:07", None),
        ("soon", "2021-02-02 19:38:07", None),
    ],
)
def test_a_duration_is_end_less_start(start: str | None, end: str | None, seconds: float | None) -> None:
    assert times.duration_s(start, end) == seconds


@pytest.mark.parametrize(
    ("planned", "start", "zone", "wait"),
    [
        ("2021-02-02 19:35:00", "2021-02-02 19:35:24", CHINA, 24),
        ("2019-07-26 20:39:00", "2019-07-26 12:39:37", CHINA, None),  # the vendor's sample 2438
        ("2019-07-26 12:39:00", "2019-07-26 20:39:37", CHINA, None),
        ("2021-02-02 19:35:00", "2021-02-02 19:35:24", None, None),
        ("2021-02-02 09:35:00", "2021-02-02 19:35:00", UTC, 36_000),
    ],
)
def test_a_waiting_time_needs_proof_that_the_zones_agree(
    planned: str, start: str, zone: timezone | None, wait: float | None
) -> None:
    assert times.wait_s(planned, start, zone) == wait


@given(st.integers(-12, 14).filter(bool), st.floats(0, 3599))
def test_a_mix_of_utc_and_server_time_is_never_taken_for_a_wait(hours: int, waited: float) -> None:
    zone = timezone(timedelta(hours=hours))
    planned = datetime(2026, 1, 15, 12, tzinfo=UTC)
    began = planned + timedelta(seconds=waited)
    in_utc, on_server = "%Y-%m-%d %H:%M:%S", zone
    mixed = began.astimezone(on_server).strftime(in_utc)
    assert times.wait_s(planned.strftime(in_utc), mixed, zone) is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("GMT+8", 8),
        ("GMT+08:30", 8.5),
        ("UTC", 0),
        ("gmt-5", -5),
        ("GMT+99", None),
        ("CST", None),
        (None, None),
    ],
)
def test_the_servers_zone_is_read_or_left_unknown(text: str | None, offset: float | None) -> None:
    zone = times.zone(text)
    assert (zone and zone.utcoffset(None)) == (None if offset is None else timedelta(hours=offset))


def test_an_age_counts_in_the_servers_zone_and_never_from_the_future() -> None:
    now = datetime(2021, 2, 2, 11, 50, 7, tzinfo=UTC)
    assert times.age_s("2021-02-02 19:38:07", CHINA, now) == 720
    assert times.age_s("2021-02-02 20:38:07", CHINA, now) is None
    assert times.age_s("2021-02-02 19:38:07", None, now) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.44, "0.4 s"),
        (45, "45 s"),
        (163, "2 m 43 s"),
        (3780, "1 h 03 m"),
        (187_200, "2 d 4 h"),
        (-5, "-5 s"),
    ],
)
def test_a_duration_has_at_most_two_units(seconds: float, text: str) -> None:
    assert times.duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        (3, "just now", "now"),
        (42, "42 seconds ago", "now"),
        (720, "12 minutes ago", "12m"),
        (3600, "1 hour ago", "1h"),
        (3 * 86_400, "3 days ago", "3d"),
        (5 * 365 * 86_400, "5 years ago", "5y"),
    ],
)
def test_an_age_has_one_unit(seconds: float, long: str, short: str) -> None:
    assert (times.ago(seconds), times.short_age(seconds)) == (long, short)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (CHINA, "GMT+8"),
        (UTC, "GMT"),
        (None, "zone unknown"),
        (timezone(timedelta(hours=-3, minutes=-30)), "GMT-3:30"),
    ],
)
def test_a_zone_is_named_as_the_server_names_it(zone: timezone | None, words: str) -> None:
    assert times.zone_in_words(zone) == words
