"""When the question of the day is due, by the clocks of the world."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.daily import DAY, Plan, first_after, moment, plan

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
NINE = time(9)
LATE = timedelta(hours=6)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 28), utc(2026, 3, 28, 8)),
        (date(2026, 3, 29), utc(2026, 3, 29, 7)),
        (date(2026, 10, 24), utc(2026, 10, 24, 7)),
        (date(2026, 10, 25), utc(2026, 10, 25, 8)),
    ],
)
def test_nine_is_nine_before_and_after_the_clock_change(day, expected):
    assert moment(day, NINE, BERLIN) == expected


def test_a_time_that_does_not_exist_is_taken_by_the_clock_from_before_the_change():
    """On 29 March 2026 clocks in Berlin went from 02:00 to 03:00: 02:30 is 03:30."""
    when = moment(date(2026, 3, 29), time(2, 30), BERLIN)
    assert when == utc(2026, 3, 29, 1, 30)
    assert when.astimezone(BERLIN).time() == time(3, 30)


def test_of_a_time_that_comes_twice_the_first_is_meant():
    """On 25 October 2026 it is 02:30 in Berlin at 00:30 and again at 01:30 UTC."""
    assert moment(date(2026, 10, 25), time(2, 30), BERLIN) == utc(2026, 10, 25, 0, 30)


def test_after_the_first_of_two_equal_times_comes_the_next_day():
    first = utc(2026, 10, 25, 0, 30)
    assert first_after(first, time(2, 30), BERLIN) == utc(2026, 10, 26, 1, 30)


def test_the_next_time_is_later_than_now():
    assert first_after(utc(2026, 6, 1, 6, 59), NINE, BERLIN) == utc(2026, 6, 1, 7)
    assert first_after(utc(2026, 6, 1, 7), NINE, BERLIN) == utc(2026, 6, 2, 7)


def test_a_day_that_was_asked_is_not_asked_again():
    """Asked at nine, and then the time is set to noon: that is for tomorrow."""
    assert first_after(utc(2026, 6, 1, 8), time(12), BERLIN, after=date(2026, 6, 1)) == utc(2026, 6, 2, 10)


def test_nor_after_a_move_to_a_zone_where_it_is_still_yesterday():
    asked = date(2026, 6, 2)  # in Tokyo
    when = first_after(utc(2026, 6, 1, 23), NINE, NEW_YORK, after=asked)
    assert when == utc(2026, 6, 3, 13)


def test_in_time():
    due = utc(2026, 6, 1, 7)
    assert plan(due, due, NINE, BERLIN, LATE) == Plan(date(2026, 6, 1), utc(2026, 6, 2, 7))


def test_late_within_the_limit_it_is_asked_all_the_same():
    due = utc(2026, 6, 1, 7)
    assert plan(due, due + LATE, NINE, BERLIN, LATE).ask == date(2026, 6, 1)


def test_later_it_is_skipped_for_the_day():
    due = utc(2026, 6, 1, 7)
    assert plan(due, due + LATE + timedelta(seconds=1), NINE, BERLIN, LATE) == Plan(None, utc(2026, 6, 2, 7))


def test_after_days_away_only_the_present_day_can_be_asked():
    due = utc(2026, 6, 1, 7)
    assert plan(due, utc(2026, 6, 4, 9), NINE, BERLIN, LATE) == Plan(date(2026, 6, 4), utc(2026, 6, 5, 7))
    assert plan(due, utc(2026, 6, 4, 15), NINE, BERLIN, LATE) == Plan(None, utc(2026, 6, 5, 7))


def test_just_before_midnight_the_day_is_that_of_the_question():
    due = utc(2026, 6, 1, 21, 50)  # 23:50 in Berlin
    assert plan(due, due + timedelta(hours=1), time(23, 50), BERLIN, LATE).ask == date(2026, 6, 1)


def test_an_earlier_time_that_was_not_due_is_not_made_up_for():
    """The rules of a zone have changed: what was due is no time of the day any more."""
    due = utc(2026, 6, 1, 7, 30)
    assert plan(due, due, NINE, BERLIN, LATE) == Plan(None, utc(2026, 6, 2, 7))


ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
]


@given(
    zone=st.sampled_from(ZONES),
    at=st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    start=st.integers(0, 21 * 365 * 24 * 60).map(lambda minutes: utc(2009, 1, 1) + timedelta(minutes=minutes)),
    gaps=st.lists(st.timedeltas(timedelta(0), timedelta(days=3)), max_size=12),
)
def test_no_day_twice_and_none_left_out_while_the_bot_is_there(zone, at, start, gaps):
    """Looked at in arbitrary intervals, each day is asked at most once; looked at in time, each day is asked."""
    clock = ZoneInfo(zone)
    due = first_after(start, at, clock)
    asked: list[date] = []
    for gap in gaps:
        now = due + gap
        what = plan(due, now, at, clock, LATE)
        assert what.next_at > now
        assert what.next_at - now <= 2 * DAY + timedelta(hours=2)
        if what.ask is not None:
            asked.append(what.ask)
            assert moment(what.ask, at, clock) <= now <= moment(what.ask, at, clock) + LATE
        else:
            assert gap > LATE
        due = what.next_at
    assert asked == sorted(set(asked))
