"""What lowers a mark besides the points, by name, and on the words of the answer."""

import pytest

from bot.bank.model import Heard
from bot.grading import PointState, grade, grade_again
from tests.grading.test_grade import GOOD

RIGHT = (
    "The cookie rides along with each request and Flask checks its signature with the secret key.",
    "Only the id goes to the browser when the content lives in Redis.",
    "Anybody can decode it, nobody can forge it.",
)
WRONG = (
    "The cookie is scrambled with the secret key, so that visitors cannot make out what it says.",
    "Flask writes a file for each visitor and hands out its number.",
    "The secret key goes to the browser, which signs the data.",
)
ASTRAY = "The browser signs the session cookie with the secret key, and visitors cannot make out what it says."


@pytest.fixture(scope="module")
def taught(sessions):
    """The question after it has heard some people who are right, and some who are wrong."""
    return sessions.model_copy(update={"heard": Heard(right=RIGHT, wrong=WRONG)})


def reasons(question, text):
    return {reason.code: reason for reason in grade(question, text).reasons}


def test_what_was_heard_as_wrong_is_held_against_an_answer(sessions, taught):
    assert grade(taught, ASTRAY).mark < grade(sessions, ASTRAY).mark
    assert "astray" in reasons(taught, ASTRAY)


def test_what_was_heard_as_right_is_held_for_it(sessions, taught):
    text = "Flask checks the signature of the cookie with the secret key, and nobody can forge it."
    assert grade(taught, text).mark > grade(sessions, text).mark


def test_what_was_heard_is_no_phrase_and_earns_no_point(sessions, taught):
    text = "Anybody can decode it, nobody can forge it."
    assert [point.credit for point in grade(taught, text).points] == [
        point.credit for point in grade(sessions, text).points
    ]


def test_a_vague_answer_loses_and_is_told_so(sessions):
    text = "You use session like a dict, it has to do with a signed cookie, and there is a secret key too."
    assert reasons(sessions, text)["vague"].change < 0


@pytest.mark.parametrize("text", [GOOD, ASTRAY, ASTRAY + " " + GOOD, "session cookie key " * 60])
def test_reasons_quote_the_answer(taught, text):
    for reason in grade(taught, text).reasons:
        for span in reason.evidence:
            assert text[span.start : span.end] == span.text


def test_no_sentence_is_quoted_twice(taught):
    for text in (GOOD, ASTRAY, GOOD + " " + ASTRAY, "The browser signs it. " + ASTRAY):
        quoted = [span for reason in grade(taught, text).reasons for span in reason.evidence]
        assert len(quoted) == len(set(quoted))


def test_a_false_claim_that_the_bank_does_not_list_is_quoted(taught):
    text = "Flask stores what visitors do in a file and hands out its number."
    assert grade(taught, text).misconceptions == ()
    assert [span.text for span in reasons(taught, text)["false-claim"].evidence] == [text.removesuffix(".")]


def test_a_long_sentence_is_cut_where_it_is_quoted(taught):
    text = "The browser signs the session cookie with the secret key and " + "so on and " * 200
    quoted = [span.text for reason in grade(taught, text).reasons for span in reason.evidence]
    assert quoted
    assert max(map(len, quoted)) < 300


def test_only_what_is_quoted_may_be_free(taught):
    for text in (GOOD, ASTRAY, GOOD + " " + ASTRAY, "Flask stores it in a file."):
        assert all(reason.change < 0 or reason.evidence for reason in grade(taught, text).reasons)


def test_a_contradicted_point_is_not_quoted_twice(sessions):
    result = grade(sessions, "You use session like a dict. The cookie does not need a secret key.")
    quoted = [span.text for reason in result.reasons if reason.code == "false-claim" for span in reason.evidence]
    assert [point.id for point in result.points if point.state is PointState.CONTRADICTED] == ["secret-key"]
    assert quoted == []


def test_a_false_claim_of_a_second_try_is_shown(taught):
    first = grade(taught, "You use session like a dict.")
    again = grade_again(taught, first, "Flask stores what visitors do in a file and hands out its number.")
    [span] = [span for reason in again.reasons if reason.code == "false-claim" for span in reason.evidence]
    assert span.later
