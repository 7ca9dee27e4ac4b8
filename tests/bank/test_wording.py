"""Phrases that say too little, points that nobody makes, and questions that ask the same."""

from pathlib import Path

import pytest

from bot.bank import Located, MarkedAnswers, Question, Topic, examine
from bot.bank.agreement import Sample, unearned
from bot.bank.stems import denies, inside, sentences, stems
from bot.bank.twins import twins
from bot.bank.wording import ModelAnswers, in_opposites, too_general

FILE = Path("birds.yaml")
BIRDS = ("robin", "wren", "swift", "crow")


def question(name: str, **changes) -> Question:
    fields = {
        "id": name,
        "ask": f"What does the {name} eat in {name} land?",
        "answer": f"The {name} eats {name} berries. It sings in the morning.",
        "points": [{"id": "food", "say": f"It eats {name} berries.", "accept": [f"{name} berries", f"{name} food"]}],
    }
    return Question.model_validate(fields | changes)


def topic(*questions: Question) -> Topic:
    return Topic(topic="birds", title="Birds", questions=questions)


def general(phrase: str, earned=lambda _text: frozenset({"song"}), overlaps=()) -> list:
    point = {"id": "song", "say": "It is heard early.", "accept": ["heard at dawn", phrase]}
    asked = question("robin", points=[point], overlaps=list(overlaps))
    birds = topic(asked, *map(question, BIRDS[1:]))
    return list(too_general(asked, ModelAnswers(birds), 3, earned))


def test_a_phrase_that_most_model_answers_hold():
    ((place, message),) = general("sings mornings")
    assert place == ("points", 0, "accept", 1)
    assert message == (
        '"sings mornings" is so general that the model answers of 3 other questions earn the point "song" by it '
        "(wren, swift, crow, …); add a word that only this point needs."
    )


@pytest.mark.parametrize("phrase", ["mornings it sings", "wren berries", "sings berries", "of the"])
def test_a_phrase_that_they_do_not_hold_in_one_sentence_and_in_order(phrase):
    assert general(phrase) == []


def test_answers_that_may_earn_it_and_those_that_do_not_are_not_counted():
    assert general("sings mornings", overlaps=["wren"]) == []
    assert general("sings mornings", earned=lambda text: frozenset({"song"} if "wren" in text else ())) == []


def opposed(phrase: str, claim: str, *earned: str) -> list:
    point = {"id": "song", "say": "Dawn is its time.", "accept": ["heard at dawn", phrase]}
    false = {"say": "It never sings by night.", "match": [claim], "correct": "It does."}
    return list(in_opposites(question("robin", points=[point], misconceptions=[false]), lambda _: frozenset(earned)))


def test_a_phrase_inside_a_false_claim():
    ((place, message),) = opposed("sings in the evening", "it sings only each evening", "song")
    assert place == ("points", 0, "accept", 1)
    assert message == (
        '"sings in the evening" stands inside the false claim "it sings only each evening", which earns the point '
        '"song" by it; put into the phrase what makes it true.'
    )


def test_a_false_claim_inside_a_phrase():
    ((_, message),) = opposed("sings in the evening and early", "sings in the evening", "song")
    assert '"sings in the evening and early" holds the false claim "sings in the evening"' in message


def test_what_is_marked_rightly_or_is_denied_is_left_alone():
    assert opposed("sings in the evening", "it sings only each evening") == []
    assert opposed("does not sing in the evening", "sings in the evening", "song") == []
    assert opposed("in the evening it sings", "sings in the evening", "song") == []


def answers(*marks: float) -> MarkedAnswers:
    return MarkedAnswers(topic="birds", answers=[{"question": "robin", "mark": m, "answer": "berries"} for m in marks])


def missing(earned: set[str], *marks: float) -> list:
    birds = Located(topic(question("robin")), FILE, {("questions", 0, "points", 0): 7})
    samples = dict.fromkeys(range(len(marks)), Sample(50, frozenset(earned)))
    return [(each.line, each.severity.value, each.message) for each in unearned(birds, answers(*marks), samples)]


def test_a_point_that_no_marked_answer_earns():
    assert missing(set(), 5, 3, 1, 1, 0) == [
        (7, "advice", ('None of the 5 marked answers earns the point "food"; add the words of those that make it, '
         "or drop the point if nobody thinks of it."))
    ]  # fmt: skip


def test_answers_that_prove_nothing_about_a_point():
    assert missing({"food"}, 5, 3, 1, 1, 0) == []
    assert missing(set(), 5, 3, 1, 1) == []
    assert missing(set(), 5, 2.5, 1, 1, 0) == []


RICH = [
    {"id": "winter", "say": "In winter it looks for seeds and fruit under hedges near houses."},
    {"id": "summer", "say": "In summer it hunts worms, spiders and beetles on open ground."},
]


def twin(*questions: Question) -> list[str]:
    return [finding.message for _, finding in twins([Located(topic(*questions), FILE, {("questions", 0): 4})])]


def test_two_questions_with_the_same_points():
    again = question("again", ask="Which food do robins take?", points=[*RICH])
    (message,) = twin(question("robin", points=RICH), question("wren"), again)
    assert message == (
        'The question "again" asks nearly the same as "robin" (line 4); ask for something else, or make one question '
        "of the two."
    )


def test_a_copy_however_short():
    one = question("robin", ask="Why?", answer="Because.", points=[])
    assert len(twin(one, one.model_copy(update={"id": "again"}))) == 1


def test_two_questions_that_are_put_alike():
    one = question("robin", ask="Where do young robins spend winter nights?", points=[])
    other = question("wren", ask="Where do the young robins spend their winter nights?", points=[])
    assert len(twin(one, other)) == 1
    assert twin(one, other.model_copy(update={"ask": "Where do old wrens spend summer days?"})) == []


def test_two_questions_of_two_topics():
    other = Topic(topic="food", title="Food", questions=(question("robin", points=RICH),))
    both = [
        Located(topic(question("robin", points=RICH)), FILE, {("questions", 0): 4}),
        Located(other, Path("food.yaml"), {}),
    ]
    ((place, finding),) = twins(both)
    assert (place, finding.file.name, finding.severity.value) == (1, "food.yaml", "advice")
    assert 'asks nearly the same as "birds/robin" (birds.yaml:4)' in finding.message


def test_the_doctor_tells_twins():
    same = topic(question("robin", points=RICH), question("robin", id="again", points=RICH))
    grade = lambda _question, _text: __import__("types").SimpleNamespace(mark=0, points=(), misconceptions=())  # noqa: E731
    assert any("nearly the same" in each.message for each in examine(Located(same, FILE, {}), grade=grade))


def test_stems():
    assert stems("The cookies are signed, and not encrypted.") == stems("cookie signs encryption")
    assert inside(("a", "c"), ("a", "b", "c"))
    assert not inside(("c", "a"), ("a", "b", "c"))
    assert not inside((), ("a",))
    assert sentences("One. Two!\n\nThree") == ["One.", "Two!", "Three"]
    assert denies("it isn't so")
    assert denies("without a doubt")
    assert not denies("it is another")
