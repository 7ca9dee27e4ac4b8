"""A point that a person has granted."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bank import with_phrasing
from bot.grading import Grade, PointState, grade, grade_again, grant, says_something

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ODD = "The browser keeps a sealed biscuit, and anybody may look inside. You use it like a dictionary."
TEXTS = st.sampled_from(
    [
        "",
        ODD,
        "I do not know.",
        "session, cookie, secret key, dict, redis",
        "The session data is encrypted and Flask stores it in a file on the server.",
        "The session works like a dict and lives in a signed cookie, not encrypted.",
    ]
)
POINTS = st.sampled_from(["dict", "signed-cookie", "secret-key", "server-side"])


def state(of: Grade, point: str) -> PointState:
    return next(each.state for each in of.points if each.id == point)


def test_a_granted_point_is_made_and_the_mark_says_so(sessions):
    before = grade(sessions, ODD)
    assert state(before, "signed-cookie") is not PointState.MADE
    after = grant(sessions, before, ODD, ["signed-cookie"])
    assert state(after, "signed-cookie") is PointState.MADE
    assert after.mark > before.mark
    (reason,) = [each for each in after.reasons if each.code == "appeal"]
    assert reason.change == after.mark - before.mark


def test_with_the_phrase_the_words_are_shown(sessions):
    taught = with_phrasing(sessions, "signed-cookie", "a sealed biscuit that anybody may look inside")
    after = grant(taught, grade(sessions, ODD), ODD, ["signed-cookie"])
    (point,) = [each for each in after.points if each.id == "signed-cookie"]
    assert any("sealed biscuit" in span.text for span in point.evidence)
    assert grade(taught, ODD).mark <= after.mark


def test_a_point_that_weighs_more_raises_more(sessions):
    before = grade(sessions, ODD)
    light, heavy = (grant(sessions, before, ODD, [point]).mark for point in ("server-side", "secret-key"))
    assert before.mark < light < heavy


def test_two_appeals_one_after_the_other_are_as_good_as_both_at_once(sessions):
    before = grade(sessions, ODD)
    both = grant(sessions, before, ODD, ["signed-cookie", "secret-key"])
    first = grant(sessions, before, ODD, ["signed-cookie"])
    second = grant(sessions, first, ODD, ["signed-cookie", "secret-key"])
    assert second.mark == both.mark
    (reason,) = [each for each in second.reasons if each.code == "appeal"]
    assert reason.change == both.mark - before.mark


def test_a_false_claim_goes_on_costing(sessions):
    text = f"{ODD} The session data is encrypted."
    before = grade(sessions, text)
    after = grant(sessions, before, text, ["signed-cookie"])
    assert before.misconceptions == after.misconceptions != ()
    assert before.mark < after.mark < grant(sessions, grade(sessions, ODD), ODD, ["signed-cookie"]).mark


def test_what_was_added_later_stays(sessions):
    first = grade(sessions, ODD)
    second = grade_again(sessions, first, "It needs a secret key: app.secret_key must be set.")
    assert second.mark > first.mark
    after = grant(sessions, second, ODD, ["signed-cookie"])
    credit = {each.id: each.credit for each in second.points}["secret-key"]
    assert {each.id: each.credit for each in after.points}["secret-key"] == credit
    assert after.mark > max(second.mark, grant(sessions, first, ODD, ["signed-cookie"]).mark)


def test_every_point_granted_is_full_marks(sessions):
    assert grant(sessions, grade(sessions, ODD), ODD, [point.id for point in sessions.points]).mark == 100


def test_a_question_without_points_is_marked_by_what_was_learnt(plain):
    text = "Everybody clutches what somebody else is craving, forever."
    before = grade(plain, text)
    after = grant(with_phrasing(plain, "", text), before, text, [])
    assert before.mark < 50 < after.mark


@CALM
@given(TEXTS, TEXTS, st.sets(POINTS))
def test_it_never_lowers_and_always_gives_what_was_granted(sessions, text, later, granted):
    before = grade_again(sessions, grade(sessions, text), later)
    after = grant(sessions, before, text, granted)
    assert before.mark <= after.mark <= 100
    if granted:
        assert all(state(after, point) is PointState.MADE for point in granted)
    credits_before = {each.id: each.credit for each in before.points}
    assert all(each.credit >= credits_before[each.id] for each in after.points)


@pytest.mark.parametrize(
    ("text", "telling"),
    [("", False), ("the of and", False), ("it is so", False), ("…", False), ("mutex", True), ("the mutex", True)],
)
def test_whether_there_is_anything_to_know_a_point_by(text, telling):
    assert says_something(text) is telling


@CALM
@given(
    TEXTS, POINTS, st.sampled_from(["a sealed biscuit that anybody may look inside", "hash browns on top", "sqlite"])
)
def test_what_one_member_taught_is_not_expected_of_others(sessions, text, point, phrase):
    """Even where a question knows few words."""
    sparse = sessions.model_copy(
        update={"points": tuple(one.model_copy(update={"accept": ()}) for one in sessions.points)}
    )
    for question in (sessions, sparse):
        assert grade(with_phrasing(question, point, phrase), text).mark >= grade(question, text).mark
        assert grade(with_phrasing(question, point, phrase), question.answer).mark >= 95
