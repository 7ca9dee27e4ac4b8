"""Who made which point, whose answer is quoted, and who stands where."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.grading import Grade, PointState
from bot.interview.podium import WORTH_QUOTING, Entry, best_to_quote, in_order, podium, who_made
from tests.interview.making import NOW, SECOND, graded


def entry(member_id: int, grade: Grade | int, *, position: int = 0, quotable: bool = True, counts: bool = True, late=0):
    return Entry(
        origin_id=member_id * 100 + position,
        round_id=1,
        position=position,
        member_id=member_id,
        body="words",
        sure=None,
        quotable=quotable,
        grade=Grade(grade) if isinstance(grade, int) else grade,
        counts=counts,
        written_at=NOW + late * SECOND,
    )


def test_the_best_is_first_and_of_equals_the_earlier():
    entries = [entry(1, 50), entry(2, 80, late=5), entry(3, 80, late=2)]
    assert [one.member_id for one in in_order(entries)] == [3, 2, 1]


def test_what_does_not_count_is_worth_nothing():
    entries = [entry(1, 100, counts=False), entry(2, 10)]
    assert [one.member_id for one in in_order(entries)] == [2, 1]
    assert [(place.member_id, place.average) for place in podium(entries, 1)] == [(2, 10), (1, 0)]


def test_the_best_answer_is_quoted_only_with_its_writers_consent():
    entries = [entry(1, 90, quotable=False), entry(2, 70), entry(3, 60)]
    assert best_to_quote(entries).member_id == 2
    assert best_to_quote(entries[:1]) is None


def test_a_poor_answer_or_a_copy_is_not_quoted():
    assert best_to_quote([entry(1, WORTH_QUOTING - 1)]) is None
    assert best_to_quote([entry(1, 100, counts=False)]) is None
    assert best_to_quote([]) is None


def test_who_made_a_point():
    entries = [entry(1, graded(40, 1.0, 0.0)), entry(2, graded(90, 1.0, 0.5)), entry(3, graded(0, 0.0, 0.0))]
    assert who_made(entries, "p0", PointState.MADE) == [2, 1]
    assert who_made(entries, "p1", PointState.PARTIAL) == [2]
    assert who_made(entries, "p1", PointState.MADE) == []
    assert who_made(entries, "unknown", PointState.MADE) == []


def test_a_question_without_an_answer_counts_as_zero():
    entries = [entry(1, 80, position=0), entry(2, 50, position=0), entry(2, 50, position=1)]
    places = podium(entries, 2)
    assert [(p.rank, p.member_id, p.average, p.answered) for p in places] == [(1, 2, 50, 2), (2, 1, 40, 1)]


def test_equal_means_share_a_place_and_the_next_one_is_left_out():
    entries = [entry(1, 60), entry(2, 60), entry(3, 10)]
    assert [(p.rank, p.member_id) for p in podium(entries, 1)] == [(1, 1), (1, 2), (3, 3)]


def test_nobody():
    assert podium([], 3) == []


ENTRIES = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(0, 3)), st.tuples(st.integers(0, 100), st.booleans()), max_size=24
)


@given(answers=ENTRIES, seed=st.integers(0, 1000))
def test_a_podium_does_not_depend_on_the_order_of_the_answers(answers, seed):
    entries = [entry(m, mark, position=p, counts=counts) for (m, p), (mark, counts) in answers.items()]
    shuffled = list(entries)
    Random(seed).shuffle(shuffled)
    places = podium(entries, 4)
    assert podium(shuffled, 4) == places
    assert sorted(place.member_id for place in places) == sorted({member for member, _ in answers})
    assert all(0 <= place.average <= 100 for place in places)
    for better, worse in pairwise(places):
        assert (better.rank == worse.rank) == (better.average == worse.average)
        assert better.average >= worse.average
