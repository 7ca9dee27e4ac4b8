from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.bank import Bank, Level, parse_topic
from bot.interview import Confidence
from bot.interview.attempt import Attempt, Source
from bot.interview.progress import Calibration, Strength, Verdict, progress
from bot.interview.review import Review, schedule

NOW = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTIONS = "".join(
    f"  - id: {name}\n    ask: What is {name}?\n    answer: It is {name}.\n" for name in ("one", "two", "three")
)
BANK = Bank(
    [parse_topic(f"topic: {t}\ntitle: {t}\nquestions:\n{QUESTIONS}", Path(f"{t}.yaml")) for t in ("sky", "sea")]
)


def tried(mark=50, *, topic="sky", question="one", at=NOW, sure=None, number=1):
    return Attempt(
        1, None, topic, question, Level.MID, Source.INTERVIEW, number, 0, mark, counts=True, marked_at=at, sure=sure
    )


def look(*those, topic=None, zone=UTC, schedules=None, now=NOW):
    return progress(those, schedules or {}, BANK, topic=topic, zone=zone, now=now)


def test_nothing_comes_to_nothing():
    found = look()
    assert (found.answers, found.strengths, found.marks, found.calibration) == (0, (), (), ())
    assert (found.streak, found.longest_streak, found.due, found.next_due, found.surplus) == (0, 0, 0, None, None)


def test_a_topics_strength_is_the_mean_of_the_last_marks_the_weakest_first():
    found = look(
        tried(90),
        tried(20, at=NOW - DAY),
        tried(50, question="two"),
        tried(10, topic="sea"),
    )
    assert found.strengths == (Strength("sea", 10, 1, 3), Strength("sky", 70, 2, 3))


def test_within_one_topic_its_questions_are_looked_at():
    found = look(tried(90), tried(40, question="two"), tried(10, topic="sea"), topic="sky")
    assert found.strengths == (Strength("two", 40, 1, 1), Strength("one", 90, 1, 1))
    assert found.answers == 2


def test_what_left_the_bank_is_left_out():
    assert look(tried(question="gone"), tried(topic="gone")).answers == 0


def test_marks_are_those_of_ninety_days_oldest_first():
    found = look(tried(1), tried(2, at=NOW - 90 * DAY), tried(3, at=NOW - 91 * DAY))
    assert found.marks == ((NOW - 90 * DAY, 2), (NOW, 1))
    assert found.answers == 3


@pytest.mark.parametrize(
    ("ago", "streak", "longest"),
    [
        ([0], 1, 1),
        ([0, 1, 2], 3, 3),
        ([1, 2], 2, 2),
        ([2, 3, 4], 0, 3),
        ([0, 0, 1, 4, 5, 6, 7], 2, 4),
    ],
)
def test_a_streak_is_of_days_up_to_today_or_yesterday(ago, streak, longest):
    found = look(*(tried(at=NOW - days * DAY) for days in ago))
    assert (found.streak, found.longest_streak) == (streak, longest)


def test_days_are_those_of_the_members_zone_also_when_the_clocks_change():
    """In Berlin these three answers are of the 27th, the 28th and (after the clocks went forward) the 30th of March."""
    those = [
        tried(at=datetime(2026, 3, 27, 22, 30, tzinfo=UTC)),
        tried(at=datetime(2026, 3, 28, 22, 30, tzinfo=UTC)),
        tried(at=datetime(2026, 3, 29, 22, 30, tzinfo=UTC)),
    ]
    assert look(*those).streak == 3
    berlin = look(*those, zone=ZoneInfo("Europe/Berlin"))
    assert (berlin.streak, berlin.longest_streak) == (1, 2)


def test_calibration_compares_what_was_said_with_the_marks():
    found = look(
        tried(60, sure=Confidence.CERTAIN),
        tried(80, sure=Confidence.CERTAIN, number=2),
        tried(40, sure=Confidence.GUESSING, number=3),
        tried(0, number=4),
    )
    assert found.calibration == (Calibration(Confidence.GUESSING, 40, 1), Calibration(Confidence.CERTAIN, 70, 2))
    assert found.surplus == pytest.approx((25 * 2 - 15) / 3)


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        ({}, None),
        ({Confidence.GUESSING: 30, Confidence.CERTAIN: 90}, Verdict.FITS),
        ({Confidence.GUESSING: 20, Confidence.CERTAIN: 60}, Verdict.ABOVE),
        ({Confidence.GUESSING: 60, Confidence.CERTAIN: 95}, Verdict.BELOW),
        ({Confidence.GUESSING: 60, Confidence.CERTAIN: 60}, Verdict.APART),
    ],
)
def test_the_verdict_on_how_sure_one_is(marks, verdict):
    found = look(*(tried(mark, sure=sure, number=number) for number, (sure, mark) in enumerate(marks.items())))
    assert found.verdict is verdict


def test_what_is_due_and_when_the_next_comes_back():
    late, soon = (schedule([Review(10, own=True, at=NOW - days * DAY)]) for days in (9, 0))
    found = look(schedules={("sky", "one"): late, ("sea", "two"): soon, ("gone", "one"): late})
    assert (found.due, found.next_due) == (1, None)
    assert (look(schedules={("sea", "two"): soon}).next_due) == soon.due_at
    assert look(schedules={("sea", "two"): soon}, topic="sky").next_due is None


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100), st.sampled_from([None, *Confidence])), max_size=20),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_attempts_are_told_does_not_matter(rows, random):
    those = [
        replace(tried(mark, sure=sure, number=number), marked_at=NOW - days * DAY)
        for number, (days, mark, sure) in enumerate(rows)
    ]
    shuffled = list(those)
    random.shuffle(shuffled)
    assert look(*shuffled) == look(*those)
    found = look(*those)
    assert 0 <= found.streak <= found.longest_streak <= len(those)
