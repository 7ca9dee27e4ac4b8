"""Marks against people's marks."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.bank import Located, MarkedAnswers, Question, Topic
from bot.bank.agreement import compare

TOPIC = Topic(topic="t", title="T", questions=(Question(id="a", ask="?", answer="So."),))


def agreement(*pairs: tuple[float, int], question: str = "a"):
    """Compare samples of (a person's mark, ours)."""
    answers = [{"question": question, "mark": mark, "answer": str(ours)} for mark, ours in pairs]
    lines = {("answers",): 2, **{("answers", number): 3 + 4 * number for number in range(len(pairs))}}
    marked = Located(MarkedAnswers.model_validate({"topic": "t", "answers": answers}), Path("t.answers.yaml"), lines)
    return compare(TOPIC, marked, lambda _question, text: SimpleNamespace(mark=int(text)))


def test_perfect_agreement():
    result = agreement(*((mark / 2, 10 * mark) for mark in range(11)))
    assert result.correlation == pytest.approx(1)
    assert (result.topic, result.samples, result.findings) == ("t", 11, ())


def test_good_answers_that_fail_and_bad_ones_that_pass():
    result = agreement((4, 49), (4, 50), (3.75, 0), (1, 70), (1, 69), (1.25, 100))
    assert (result.missed_positives, result.missed_negatives) == (1, 1)
    assert [(each.line, each.severity.value, each.message) for each in result.findings] == [
        (3, "advice", "A person gave this answer 4 of 5, but it gets 49 of 100 and fails."),
        (15, "advice", "A person gave this answer 1 of 5, but it gets 70 of 100 and passes."),
    ]


def test_marks_that_do_not_follow_the_people():
    result = agreement(*((mark % 6, 50 + mark % 7) for mark in range(42)))
    assert result.correlation == pytest.approx(0, abs=0.01)
    assert result.findings[0].line == 2
    assert result.findings[0].severity == "error"
    assert result.findings[0].message == (
        "The marks agree too little with the 42 marked answers: their correlation is 0.00, at least 0.60 is expected."
    )


def test_one_mark_for_all_is_no_agreement():
    assert agreement(*((mark / 2, 55) for mark in range(11))).correlation == 0


@pytest.mark.parametrize("pairs", [[(5, 0), (0, 100)], [(3, mark) for mark in range(20)]])
def test_too_few_samples_or_people_who_mark_all_alike_say_nothing(pairs):
    assert agreement(*pairs).correlation is None


def test_answers_to_unknown_questions_are_left_out():
    assert agreement((5, 0), question="b").samples == 0
