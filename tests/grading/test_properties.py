import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.grading import grade

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANSWERS = st.sampled_from(
    [
        "The session works like a dict and lives in a signed cookie, not encrypted.",
        "It's kept in the browser's cookie. The cookie is signed with the secret key.",
        "For large data use Flask-Session with redis, naïve caf\u00e9 users don't care.",
        "The session data is encrypted and Flask stores it in a file on the server.",
        "app.secret_key = 'x'; session['user_id'] = 1",
    ],
)


@CALM
@given(st.text(max_size=300))
def test_any_text_is_marked(sessions, plain, text):
    for question in (sessions, plain):
        result = grade(question, text)
        assert 0 <= result.mark <= 100
        for point in result.points:
            assert 0 <= point.credit <= 1
            assert all(text[e.start : e.end] == e.text for e in point.evidence)


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "session cookie " * 5_000, "\u0000\ud800", "(((((" * 9_000, "é" * 9_000]
)
def test_any_size_is_marked(sessions, plain, text):
    for question in (sessions, plain):
        assert 0 <= grade(question, text).mark <= 100


@CALM
@given(
    ANSWERS,
    st.sampled_from(
        [
            str.upper,
            str.lower,
            lambda t: unicodedata.normalize("NFD", t),
            lambda t: unicodedata.normalize("NFC", t),
            lambda t: t.replace("'", "\u2019"),
            lambda t: t.replace(" ", " \u200b"),
            lambda t: t.replace("c", "c\u200d"),
            lambda t: f"**{t}**",
            lambda t: f"> {t}",
            lambda t: f"```python\n{t}\n```",
            lambda t: f"```\n{t}\n```",
            lambda t: f"`{t}`",
            lambda t: f"{t} :)",
            lambda t: f"{t} \U0001f600",
            lambda t: f"{t} :tada:",
            lambda t: f"- {t}",
        ],
    ),
)
def test_dress_changes_nothing(sessions, plain, text, dress):
    for question in (sessions, plain):
        assert grade(question, dress(text)).mark == grade(question, text).mark


@CALM
@given(ANSWERS)
def test_the_questions_text_changes_nothing(sessions, plain, text):
    for question in (sessions, plain):
        mark = grade(question, text).mark
        assert grade(question, f"{question.ask} {text}").mark == mark
        assert grade(question, f"{text} {question.ask}").mark == mark


@CALM
@given(st.permutations(range(4)), st.integers(1, 3))
def test_one_more_right_point_never_lowers_the_mark(sessions, order, count):
    says = [sessions.points[i].say for i in order]
    fewer, more = " ".join(says[:count]), " ".join(says[: count + 1])
    assert grade(sessions, more).mark >= grade(sessions, fewer).mark - 1


@CALM
@given(ANSWERS, st.text(max_size=60))
def test_the_same_text_gets_the_same_grade(sessions, text, more):
    assert grade(sessions, text + more) == grade(sessions, text + more)
