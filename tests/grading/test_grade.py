import os
import subprocess
import sys

import pytest

from bot.grading import LENIENT, STRICT, PointState, dumps, grade, grade_again, is_copy, loads

GOOD = (
    "You use session like a dict. The data lives in a signed cookie in the browser, signed with the secret key, "
    "so the user can read it but not change it. It is not encrypted."
)


def states(result):
    return {point.id: point.state for point in result.points}


def test_the_model_answer_gets_full_marks(sessions, plain):
    assert grade(sessions, sessions.answer).mark >= 95
    assert grade(plain, plain.answer).mark >= 98


def test_a_good_answer_makes_its_points_with_its_own_words(sessions):
    result = grade(sessions, GOOD)
    assert states(result)["signed-cookie"] is PointState.MADE
    assert states(result)["server-side"] is PointState.MISSED
    assert 60 <= result.mark < 100
    for point in result.points:
        for span in point.evidence:
            assert GOOD[span.start : span.end] == span.text
            assert not span.later


@pytest.mark.parametrize("text", ["", "  \n", "I don't know", "no idea, sorry", "idk", "???", "🙂", "not sure tbh"])
def test_nothing_said_earns_nothing(sessions, plain, text):
    assert grade(sessions, text).mark == 0
    assert grade(plain, text).mark == 0


def test_the_question_again_earns_nothing(sessions, plain):
    assert grade(sessions, sessions.ask).mark == 0
    assert grade(plain, plain.ask).mark == 0


def test_another_questions_answer_does_not_pass(sessions, plain):
    assert grade(sessions, plain.answer).mark < 20
    assert grade(plain, sessions.answer).mark < 40


def test_a_false_claim_is_named_and_limits_the_mark(sessions):
    right = grade(sessions, GOOD)
    wrong = grade(
        sessions,
        "You use session like a dict. It needs a secret key. "
        "Flask stores the session data in a file on the server by default.",
    )
    assert [m.say for m in wrong.misconceptions] == [sessions.misconceptions[1].say]
    assert wrong.mark < right.mark
    assert wrong.mark <= 52
    assert wrong.reasons[-1].code == "false-claim"


def test_a_misconception_that_is_denied_is_not_made(sessions):
    text = "Flask does not store the session data in a file on the server, it is in a signed cookie."
    assert grade(sessions, text).misconceptions == ()


def test_a_correction_withdraws_the_claim_before_it(sessions):
    text = (
        "Flask stores the session data in a file on the server. Wait, no: it travels in a signed cookie, "
        "signed with the secret key."
    )
    assert grade(sessions, text).misconceptions == ()


def test_a_bare_list_of_terms_does_not_pass(sessions):
    result = grade(
        sessions, "session, dict, cookie, signed, secret key, browser, encrypted, Flask-Session, redis, server"
    )
    assert result.mark <= 25


def test_whole_words_only(sessions):
    assert grade(sessions, "It prefers addictions, designed secretly; the rest of the Flasks keys.").mark < 35


def test_a_word_of_the_dictionary_is_no_slip_for_another():
    from bot.bank.model import Point, Question

    question = Question(
        id="tuple",
        ask="What is a tuple?",
        answer="A tuple is an immutable sequence.",
        points=(Point(id="immutable", say="It is immutable.", accept=("immutable",)),),
    )
    assert grade(question, "it is immutable").mark > 50
    assert grade(question, "it is imutable").mark > 50
    assert grade(question, "it is mutable").points[0].state is not PointState.MADE


def test_an_unknown_word_is_asked_about_and_costs_nothing(sessions):
    result = grade(sessions, "The data is in a signed cokie in the browser.")
    assert [(u.word, u.suggestion) for u in result.unknown] == [("cokie", "cookie")]
    assert result.mark == grade(sessions, "The data is in a signed cookie in the browser.").mark


def test_code_is_read(sessions):
    text = "app.secret_key = os.environ['KEY']\n\nsession['user_id'] = user.id"
    result = grade(sessions, text)
    assert states(result)["dict"] is not PointState.MISSED
    assert states(result)["secret-key"] is not PointState.MISSED


def test_profiles_are_ordered(sessions):
    text = "It is a signed cookie in the browser and works like a dict."
    assert grade(sessions, text, profile=STRICT).mark <= grade(sessions, text).mark
    assert grade(sessions, text).mark <= grade(sessions, text, profile=LENIENT).mark


def test_a_later_text_earns_half_of_what_was_missing(sessions):
    first = grade(sessions, "It is a signed cookie in the browser.")
    later = "For large data use Flask-Session with redis, it keeps the data on the server."
    second = grade_again(sessions, first, later)
    before = {p.id: p for p in first.points}["server-side"]
    after = {p.id: p for p in second.points}["server-side"]
    alone = {p.id: p for p in grade(sessions, later).points}["server-side"]
    assert after.credit == pytest.approx(before.credit + (alone.credit - before.credit) / 2, abs=1e-4)
    assert second.mark > first.mark
    spans = [span for span in after.evidence if span.later]
    assert spans
    assert all(later[span.start : span.end] == span.text for span in spans)
    assert "second-try" in [r.code for r in second.reasons]


def test_a_later_text_never_lowers_the_mark(sessions):
    first = grade(sessions, GOOD)
    assert grade_again(sessions, first, "The session data is encrypted.").mark >= first.mark
    assert grade_again(sessions, first, "").mark == first.mark


def test_grades_are_kept_as_text(sessions, plain):
    for result in (grade(sessions, GOOD), grade(plain, "Threads wait for a lock forever."), grade(sessions, "")):
        assert loads(dumps(result)) == result
        assert dumps(loads(dumps(result))) == dumps(result)


def test_what_is_not_a_grade_is_refused():
    with pytest.raises(ValueError, match="validation error"):
        loads('{"mark": "much"}')


def test_copies_are_told(sessions):
    assert is_copy(sessions, sessions.answer)
    assert is_copy(sessions, sessions.answer.upper().replace(",", ""))
    assert not is_copy(sessions, GOOD)
    assert not is_copy(sessions, "signed cookie")


def test_without_points_the_key_phrases_of_the_answer_are_the_points(plain):
    result = grade(plain, "Two threads each hold a lock and wait for one another, none can continue.")
    assert result.mark >= 50
    assert result.points
    assert all(point.say in plain.answer for point in result.points)
    assert any(point.state is PointState.MADE for point in result.points)


def test_the_best_of_several_model_answers_counts(plain):
    more = plain.model_copy(update={"further_answers": ("A standstill: a circle of processes blocks itself.",)})
    text = "A standstill, a circle of processes that blocks itself."
    assert grade(more, text).mark > grade(plain, text).mark + 30


def test_grades_do_not_depend_on_the_hash_seed():
    code = (
        "from bot.bank.model import *; from bot.grading import *;"
        "q=Question(id='a',ask='What is a cookie?',answer='A small text that the browser keeps and sends.',"
        "points=(Point(id='x',say='The browser stores a small text',accept=('kept by the client',"
        "'sent with each request')),),"
        "misconceptions=(Misconception(say='It is a program',match=('a cookie is a program',),correct='It is text'),));"
        "print(dumps(grade(q,'A cookie is a smal text stored in the browser, not a program, sent with evry request')))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1
