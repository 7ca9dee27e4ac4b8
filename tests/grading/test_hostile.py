"""Whatever is written is marked: no exception, the same mark again, evidence that stands in the text, little time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading import dumps, grade, grade_again, grant, is_copy, loads, says_something
from tests.hostile import ANSWERS, HOSTILE, HOURS, trying

SECONDS = 5.0
"""Far more than any answer of 4,000 characters needs, and far less than any text that makes a step go quadratic."""


@pytest.fixture
def warm(plain, sessions) -> None:
    """The first grade of a process may compile the matcher, which takes longer than any text."""
    for question in (plain, sessions):
        grade_again(question, grade(question, question.answer), question.ask)


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@pytest.mark.usefixtures("warm")
@trying(ANSWERS)
@given(text=HOSTILE, with_points=st.booleans())
def test_it_is_marked(sessions, plain, text, with_points):
    question = sessions if with_points else plain
    begun = time.process_time()
    first = grade(question, text)
    again = grade_again(question, first, text)
    ids = {point.id for point in question.points[:1]}
    granted = grant(question, first, text, ids)
    is_copy(question, text)
    says_something(text)
    assert time.process_time() - begun < SECONDS
    assert 0 <= first.mark <= 100
    assert again.mark >= first.mark
    assert granted.mark >= first.mark
    for point in first.points:
        assert 0 <= point.credit <= 1
        assert all(text[found.start : found.end] == found.text for found in point.evidence)


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@trying(ANSWERS // 10)
@given(text=HOSTILE)
def test_its_grade_is_kept_and_is_the_same_again(sessions, text):
    one = grade(sessions, text.encode(errors="replace").decode())
    assert loads(dumps(one)) == one == grade(sessions, text.encode(errors="replace").decode())
