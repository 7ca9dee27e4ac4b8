"""How long a mark takes, beside a similarity of rapidfuzz over the same texts. Measured, never asserted by time."""

from __future__ import annotations

import sys
from time import perf_counter

import pytest
from rapidfuzz import fuzz

from bot.bank import builtin_folder, load_marked_answers, load_topic
from bot.bank.model import Misconception, Point, Question
from bot.grading import grade

pytestmark = pytest.mark.bench

SUBJECTS = ("the cookie", "the server", "the session", "the secret key", "the browser", "the view", "the template")
VERBS = ("keeps", "signs", "reads", "sends", "renders", "checks", "registers")
OBJECTS = ("the user's data", "each request", "the form field", "the response", "a blueprint", "the error page")

SAYINGS = [f"{s} {v} {o}" for s in SUBJECTS for v in VERBS for o in OBJECTS]

QUESTION = Question(
    id="rich",
    ask="What happens between a request and its response?",
    answer=". ".join(SAYINGS[::29]),
    points=tuple(
        Point(id=f"p{i}", weight=i % 3 + 1, say=SAYINGS[i * 40], accept=tuple(SAYINGS[i * 40 + 1 : i * 40 + 21]))
        for i in range(7)
    ),
    misconceptions=tuple(
        Misconception(say=SAYINGS[i * 30 + 3], match=tuple(SAYINGS[i * 30 + 4 : i * 30 + 14]), correct="It is not so.")
        for i in range(8)
    ),
)
SHORT = (
    "When a browser asks for a page the server hands the request to the view, which reads the form field and checks the "
    "session. The session itself is a cookie that the secret key signs, so a user can read it but not change it. Then "
    "the view renders a template and sends the response, or an error page if something went wrong on the way."
)
LONG = (SHORT + " ") * 20


@pytest.mark.parametrize("text", [SHORT, LONG[:4000]], ids=["60-words", "4000-characters"])
def test_grade(benchmark, text):
    result = benchmark(grade, QUESTION, text)
    assert 0 <= result.mark <= 100


def cut(text, words):
    return " ".join(text.split()[:words])


@pytest.fixture(scope="module")
def shipped():
    """Marked answers of the shipped bank, cut to 60 words, with their questions, and long ones made of several."""
    topic = load_topic(builtin_folder() / "flask.yaml")
    answers = load_marked_answers(builtin_folder() / "flask.answers.yaml", topic).answers
    questions = {question.id: question for question in topic.questions}
    short = [(questions[a.question], cut(a.answer, 60)) for a in answers if len(a.answer.split()) >= 60]
    joined = {name: "\n\n".join(a.answer for a in answers if a.question == name) for name in questions}
    return short, [(questions[name], text[:4000]) for name, text in joined.items()]


@pytest.mark.parametrize("which", [0, 1], ids=["60-words", "4000-characters"])
def test_each_shipped_answer(benchmark, shipped, which):
    """The best of three runs of each answer; with -s, the 50th and 99th percentile are written to standard error."""
    for question, text in shipped[which]:
        grade(question, text)

    def best(question, text):
        times = []
        for _ in range(3):
            began = perf_counter()
            grade(question, text)
            times.append(perf_counter() - began)
        return min(times)

    times = sorted(1000 * best(*answer) for answer in shipped[which])
    p50, p99 = times[len(times) // 2], times[int(0.99 * len(times))]
    sys.stderr.write(f"\n{len(times)} answers: p50 {p50:.2f} ms, p99 {p99:.2f} ms\n")

    assert benchmark.pedantic(lambda: [grade(*answer).mark for answer in shipped[which]], rounds=1)


@pytest.mark.parametrize("text", [SHORT, LONG[:4000]], ids=["60-words", "4000-characters"])
def test_token_set_ratio(benchmark, text):
    sayings = [p for point in QUESTION.points for p in (point.say, *point.accept)]
    assert benchmark(lambda: max(fuzz.token_set_ratio(text, saying) for saying in sayings)) > 0


def test_a_large_bank_is_compiled_lazily_and_kept_within_bounds():
    from bot.grading.rubric import RubricCache

    cache = RubricCache(4)
    questions = [QUESTION.model_copy(update={"id": f"q{i}"}) for i in range(12)]
    for question in questions:
        assert cache.get(question).question is question
    assert len(cache) == 4
    assert cache.get(questions[-1]) is cache.get(questions[-1])
