import pytest
from pydantic import ValidationError

from bot.bank import Bank, Point, Question, Topic


def question(name: str, *points: Point) -> Question:
    return Question(id=name, ask="Why?", answer="Because.", points=points)


def test_ids_are_distinct_for_those_who_build_topics_without_a_file():
    with pytest.raises(ValidationError, match='two have the id "a"'):
        Topic(topic="t", title="T", questions=(question("a"), question("a")))
    with pytest.raises(ValidationError, match='two have the id "p"'):
        question("a", Point(id="p", say="one"), Point(id="p", say="two"))


def test_values_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        question("a").ask = "What?"


def test_a_bank_is_in_the_order_of_its_topics():
    bank = Bank(Topic(topic=name, title=name, questions=(question("a"), question("b"))) for name in ("z", "y"))
    assert [(topic.topic, each.id) for topic, each in bank] == [("y", "a"), ("y", "b"), ("z", "a"), ("z", "b")]
    assert len(bank) == 4
    assert bank.get("y", "c") is None
    assert bank.get("x", "a") is None
