"""The matcher's inner loops give the same grades as plain Python and as machine code."""

import importlib.util
import subprocess
import sys

import pytest

GRADES = """
import hashlib, sys
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
from bot.bank import builtin_folder, load_topic, load_marked_answers
from bot.grading import compiled, dumps, grade
assert (compiled.numba is None) == (sys.argv[1] == "plain")
topic = load_topic(builtin_folder() / "flask.yaml")
answers = load_marked_answers(builtin_folder() / "flask.answers.yaml", topic).answers
questions = {question.id: question for question in topic.questions}
for answer in answers[::9]:
    print(hashlib.sha256(dumps(grade(questions[answer.question], answer.answer)).encode()).hexdigest())
"""


def grades(how):
    command = [sys.executable, "-c", GRADES, how]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.split()


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed")
def test_compiled_or_not_the_grades_are_the_same():
    plain = grades("plain")
    assert len(set(plain)) > 50
    assert grades("compiled") == plain
