"""Rubrics are held for a while, whichever thread asks for them."""

from concurrent.futures import ThreadPoolExecutor

from bot.bank import Point, Question
from bot.grading.rubric import RubricCache


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
