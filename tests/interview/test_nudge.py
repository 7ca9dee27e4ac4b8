from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.interview.nudge import LATE, Nudge

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
DAY = timedelta(days=1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Australia/Lord_Howe")


def wished(hour: int, zone: str = "UTC", before: Nudge | None = None, now: datetime = NOW) -> Nudge:
    return Nudge.wished(1, hour, zone, before, now)


def test_the_first_comes_at_the_next_such_hour():
    assert wished(13).next_at == datetime(2026, 3, 4, 13, tzinfo=UTC)
    assert wished(12).next_at == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert wished(7, "America/New_York").next_at == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_at_its_hour_it_is_told_and_waits_for_the_next_day():
    tell, after = wished(13).after(NOW + timedelta(minutes=31), due=True)
    assert tell
    assert (after.told_at, after.next_at) == (NOW + timedelta(minutes=31), datetime(2026, 3, 5, 13, tzinfo=UTC))


def test_without_anything_due_it_only_waits():
    tell, after = wished(13).after(NOW + timedelta(minutes=31), due=False)
    assert not tell
    assert (after.told_at, after.next_at) == (None, datetime(2026, 3, 5, 13, tzinfo=UTC))


@pytest.mark.parametrize(("late", "told"), [(timedelta(0), True), (LATE, True), (LATE + timedelta(seconds=1), False)])
def test_after_an_absence_it_comes_a_little_late_or_not_at_all(late, told):
    one = wished(13)
    tell, after = one.after(one.next_at + late, due=True)
    assert tell is told
    assert after.next_at == one.next_at + DAY


def test_after_days_of_absence_todays_may_still_come():
    one = wished(13)
    tell, after = one.after(one.next_at + 3 * DAY + timedelta(minutes=5), due=True)
    assert tell
    assert after.next_at == one.next_at + 4 * DAY


def test_a_new_hour_does_not_bring_a_second_one_that_day():
    _, told = wished(13).after(NOW + timedelta(minutes=31), due=True)
    changed = wished(20, before=told, now=NOW + timedelta(hours=2))
    assert changed.next_at == datetime(2026, 3, 5, 20, tzinfo=UTC)
    assert changed.told_at == told.told_at


@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.lists(st.tuples(st.integers(1, 60 * 40), st.integers(0, 23) | st.none(), st.booleans()), max_size=40),
)
def test_whatever_is_changed_there_are_never_two_on_one_day(zone, hour, steps):
    """Time goes on in odd steps, over changes of the clocks as well; the hour is changed now and then."""
    now = datetime(2026, 3, 20, tzinfo=UTC)
    one = wished(hour, zone, now=now)
    told: list[date] = []
    for minutes, new_hour, due in steps:
        now += timedelta(minutes=minutes)
        if new_hour is not None:
            one = wished(new_hour, zone, one, now)
        if one.next_at <= now:
            tell, one = one.after(now, due=due)
            if tell:
                told.append(now.astimezone(ZoneInfo(zone)).date())
        assert one.next_at > now
    assert len(told) == len(set(told))
