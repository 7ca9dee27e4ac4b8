from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from fsrs import Rating
from hypothesis import given

from bot.interview.review import LONGEST_DAYS, Review, rating, schedule

NOW = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
DAY = timedelta(days=1)
reviews = st.builds(
    Review, mark=st.integers(0, 100), own=st.booleans(), at=st.integers(0, 400).map(lambda days: NOW + days * DAY)
)


@pytest.mark.parametrize(
    ("mark", "own", "given_rating"),
    [
        (0, True, Rating.Again),
        (34, True, Rating.Again),
        (35, True, Rating.Hard),
        (59, True, Rating.Hard),
        (60, True, Rating.Good),
        (79, True, Rating.Good),
        (80, True, Rating.Easy),
        (100, True, Rating.Easy),
        (100, False, Rating.Hard),
        (60, False, Rating.Hard),
        (10, False, Rating.Again),
    ],
)
def test_the_rating_is_the_band_of_the_mark(mark, own, given_rating):
    assert rating(Review(mark, own, NOW)) is given_rating


def test_without_a_review_nothing_is_scheduled():
    assert schedule([]) is None


@pytest.mark.parametrize(("mark", "days"), [(10, 1), (50, 1), (70, 2), (90, 8)])
def test_a_first_answer_comes_back_sooner_the_worse_it_was(mark, days):
    due = schedule([Review(mark, True, NOW)])
    assert due.due_at == datetime(2026, 3, 4, tzinfo=UTC) + days * DAY
    assert (due.reviewed_at, due.mark) == (NOW, mark)


def test_two_good_answers_in_time_are_further_apart_than_one():
    first = schedule([Review(70, True, NOW)])
    second = schedule([Review(70, True, NOW), Review(70, True, first.due_at)])
    assert second.due_at - second.reviewed_at > 2 * (first.due_at - first.reviewed_at)
    assert second.stability > first.stability


def test_the_time_of_day_does_not_matter():
    """Whoever answers each evening, a little earlier each time, is not told to come back tomorrow."""
    late, early = schedule([Review(10, True, NOW)]), NOW + DAY - timedelta(hours=5)
    assert late.due_at <= early
    both = [Review(10, True, NOW), Review(70, True, early)]
    at_noon = [Review(one.mark, one.own, one.at.replace(hour=12)) for one in both]
    assert schedule(both).due_at == schedule(at_noon).due_at


@given(st.lists(reviews, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_reviews_are_told_does_not_matter(those, random):
    shuffled = list(those)
    random.shuffle(shuffled)
    assert schedule(shuffled) == schedule(those)


@given(st.lists(reviews, min_size=1, max_size=12))
def test_a_question_comes_back_at_the_beginning_of_a_day_to_come_within_a_year(those):
    due = schedule(those)
    assert due.reviewed_at == max(one.at for one in those)
    assert (due.due_at.hour, due.due_at.minute) == (0, 0)
    assert timedelta(0) < due.due_at - due.reviewed_at <= LONGEST_DAYS * DAY
    assert due.stability > 0
    assert 1 <= due.difficulty <= 10
