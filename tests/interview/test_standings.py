from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.bank import Level
from bot.interview.standings import LEVEL_WEIGHT, Period, attempt_counts

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "now", "start"),
    [
        (Period.WEEK, utc(2026, 3, 4, 12), utc(2026, 3, 2)),
        (Period.WEEK, utc(2026, 3, 2), utc(2026, 3, 2)),
        (Period.WEEK, utc(2026, 3, 1, 23, 59, 59, 999999), utc(2026, 2, 23)),
        (Period.WEEK, utc(2026, 1, 1, 8), utc(2025, 12, 29)),
        (Period.WEEK, utc(2024, 3, 1, 8), utc(2024, 2, 26)),
        (Period.MONTH, utc(2026, 3, 4, 12), utc(2026, 3, 1)),
        (Period.MONTH, utc(2026, 3, 1), utc(2026, 3, 1)),
        (Period.MONTH, utc(2024, 2, 29, 23, 59, 59, 999999), utc(2024, 2, 1)),
        (Period.MONTH, utc(2026, 1, 1), utc(2026, 1, 1)),
        (Period.ALL, utc(2026, 3, 4, 12), None),
    ],
)
def test_a_period_begins_at_midnight_utc(period, now, start):
    assert period.start(now) == start


@given(moments)
def test_a_week_begins_on_the_last_monday(now):
    start = Period.WEEK.start(now)
    assert start.weekday() == 0
    assert start <= now < start + 7 * DAY


@given(moments)
def test_a_month_begins_on_its_first(now):
    start = Period.MONTH.start(now)
    assert (start.year, start.month, start.day) == (now.year, now.month, 1)
    assert start <= now


@pytest.mark.parametrize(
    ("ago", "counts"),
    [
        (timedelta(0), False),
        (timedelta(hours=23, minutes=59), False),
        (DAY - timedelta(microseconds=1), False),
        (DAY, True),
        (timedelta(days=400), True),
    ],
)
def test_an_attempt_within_a_day_of_the_model_answer_does_not_count(ago, counts):
    assert attempt_counts(model_seen_at=NOW - ago, copied=False, now=NOW) is counts


def test_a_copy_never_counts():
    assert attempt_counts(model_seen_at=None, copied=False, now=NOW)
    assert not attempt_counts(model_seen_at=None, copied=True, now=NOW)
    assert not attempt_counts(model_seen_at=NOW - 9 * DAY, copied=True, now=NOW)


def test_every_level_has_its_weight_and_harder_is_worth_more():
    assert LEVEL_WEIGHT == {Level.JUNIOR: 1, Level.MID: 1.5, Level.SENIOR: 2}
