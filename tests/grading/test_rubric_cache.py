"""Rubrics are held for a while, whichever thread asks for them."""

from concurrent.futures import ThreadPoolExecutor

from bot.bank import Misconception, Point, Question, load_bank
from bot.grading import grade, prepare
from bot.grading.rubric import RUBRICS, RubricCache


def question(number: int) -> Question:
    return Question(
        id=f"q{number}", ask="Why?", answer="So it is.", points=(Point(id="a", say=f"Because of {number}."),)
    )


def test_the_least_recently_used_goes_first():
    cache = RubricCache(2)
    one, two, three = (question(number) for number in range(3))
    first = cache.get(one)
    cache.get(two)
    assert cache.get(one) is first
    cache.get(three)
    assert len(cache) == 2
    assert cache.get(one) is first


def test_many_threads_at_once():
    """What one thread takes out, another may be looking for."""
    cache, questions = RubricCache(2), [question(number) for number in range(6)]

    def ask(seed: int) -> bool:
        return all(cache.get(one).question is one for _ in range(40) for one in questions[seed % 6 :] + questions)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(16)))
    assert len(cache) <= 2 + 8


def test_all_questions_that_come_with_the_bot_are_held_at_once():
    assert len(load_bank([])) <= RUBRICS._kept


def test_nothing_is_left_to_compile_after_preparing():
    one = question(1).model_copy(
        update={"misconceptions": (Misconception(say="It is magic.", match=("magic does it",), correct="It is not."),)}
    )
    grade(one, "No idea.")
    prepare(one)
    ready = set(vars(RUBRICS.get(one)))
    assert "table" in ready
    for answer in ("Because of 1, as everybody knows.", "Magic does it. So it is."):
        grade(one, answer)
    assert set(vars(RUBRICS.get(one))) == ready
