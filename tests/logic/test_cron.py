"""A cron in words, for the forms that schedules have; silence for all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.cron import in_words

FORMS = {
    "0 35 * * * ? *": "every hour at :35",
    "0 0 * * * ?": "every hour at :00",
    "0 0,30 * * * ? *": "every hour at :00 and :30",
    "0 0 8-18 * * ? *": "every hour from 08:00 to 18:59 at :00",
    "0 15 0/2 * * ? *": "every 2 hours at :15",
    "0 0 3/6 * * ? *": "every 6 hours from hour 3 at :00",
    "0 1/1 * * * ? *": "every minute from minute 1",
    "0 * * * * ? *": "every minute",
    "0 0/5 * * * ? *": "every 5 minutes",
    "0 */15 * * * ? *": "every 15 minutes",
    "0 0/5 8-18 * * ? *": "every 5 minutes from 08:00 to 18:59",
    "0 0/7 * * * ? *": "every 7 minutes from minute 0",
    "0 0 0 * * ? *": "at 00:00 every day",
    "30 15 6 * * ? *": "at 06:15:30 every day",
    "0 0 8,12,20 * * ? *": "at 08:00, 12:00 and 20:00 every day",
    "0 15 6 ? * MON-FRI *": "at 06:15 on Monday to Friday",
    "0 15 6 ? * 2 *": "at 06:15 on Monday",
    "0 0 3 ? * MON,THU *": "at 03:00 on Monday and Thursday",
    "0 0 3 ? * 6#3 *": "at 03:00 on the 3rd Friday of the month",
    "0 0 3 ? * 6L *": "at 03:00 on the last Friday of the month",
    "0 0 0 1 * ? *": "at 00:00 on the 1st",
    "0 0 0 1,15 * ? *": "at 00:00 on the 1st and 15th",
    "0 0 0 L * ? *": "at 00:00 on the last day of the month",
    "0 0 0 15W * ? *": "at 00:00 on the weekday nearest to the 15th",
    "0 0 0 1/3 * ? *": "at 00:00 every 3 days from the 1st",
    "0 0 0 1 1/3 ? *": "at 00:00 on the 1st every 3 months from January",
    "0 0 0 1 JAN,JUL ? *": "at 00:00 on the 1st in January and July",
    "0 0 12 22 11 ? 2026": "at 12:00 on the 22nd in November in 2026",
}


@pytest.mark.parametrize(("cron", "words"), FORMS.items())
def test_common_crons_are_put_in_words(cron: str, words: str) -> None:
    assert in_words(cron) == words
    assert in_words(f" {cron.lower()} ") == words


@pytest.mark.parametrize(
    "cron",
    ["", "daily", "0 0 * * *", "0 0 25 * * ? *", "0 60 * * * ?", "* * * * * ?", "0 0 0 1 * MON *",
     "0 0 0 0 * ?", "0 0 0 32 * ?", "0 0 0 ? * 8", "0 0 0 ? * MOON", "0 0 0 1 13 ?", "0 0/0 * * * ?",
     "0 0 0 1 * ? 2026-2030", "0 0,5,10,15,20,25,30 1 * * ?", "0 0/99 * * * ?"],
)  # fmt: skip
def test_of_a_cron_that_is_not_surely_understood_nothing_is_said(cron: str) -> None:
    assert in_words(cron) == ""


@given(st.lists(st.text("0123456789*?/,-#LWMONFRI", min_size=1, max_size=6), max_size=8).map(" ".join))
def test_any_cron_can_be_read(cron: str) -> None:
    assert "None" not in in_words(cron)
    assert "  " not in in_words(cron)
