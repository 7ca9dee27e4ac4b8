"""What was learnt from appeals, in the questions and in their files."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import (
    Bank,
    MarkedAnswer,
    Point,
    Question,
    answers_file,
    builtin_folder,
    extended,
    load_marked_answers,
    objections,
    parse_topic,
    phrases_file,
    topic_file,
    with_phrasing,
    with_phrasings,
)
from tests.bank.conftest import TOPIC
from tests.bank.phrase_grader import phrase_grade

NAME = Path("flask.yaml")
WITH_TWO = TOPIC + "  - id: plain\n    ask: What is Flask?\n    answer: A small framework.\n"


def told(text: str, learnt: dict) -> dict:
    return yaml.safe_load(topic_file(text, learnt))


def test_a_phrase_joins_the_others_of_its_point():
    topic = parse_topic(WITH_TWO, NAME)
    taught = with_phrasings(topic, {("sessions", "signed-cookie"): ["sealed biscuit", "signed cookie"]})
    (point,) = taught.questions[0].points
    assert (point.accept, point.learnt) == (("signed cookie", "kept in the cookie"), ("sealed biscuit",))
    assert with_phrasings(taught, {("sessions", "signed-cookie"): ["sealed biscuit"]}) == taught
    assert taught.questions[1] is topic.questions[1]
    assert with_phrasing(topic.questions[0], "signed-cookie", "sealed biscuit") == taught.questions[0]


def test_a_question_without_points_learns_a_model_answer():
    topic = parse_topic(WITH_TWO, NAME)
    assert with_phrasing(topic.questions[1], "", "Tiny.").further_answers == ("Tiny.",)


@pytest.mark.parametrize("key", [("gone", "signed-cookie"), ("sessions", "gone"), ("sessions", "")])
def test_what_is_not_there_any_more_is_left_out(key):
    topic = parse_topic(TOPIC, NAME)
    assert with_phrasings(topic, {key: ["x y"]}) == topic
    assert topic_file(TOPIC, {key: ["x y"]}) == TOPIC


def test_a_builtin_topic_wins_over_one_of_a_servers_own():
    topic = parse_topic(TOPIC, NAME)
    mine = topic.model_copy(update={"title": "Mine"})
    assert extended(Bank([topic]), [mine], {}).topics["flask"] is topic


# -------------------------------------------------------------------- files


def test_a_file_about_which_nothing_was_learnt_is_given_back_as_it_is():
    assert topic_file(TOPIC, {}) == TOPIC


@pytest.mark.parametrize(
    "phrase", ["no", "404", "a: b", "# not a comment", '"quoted"', "it's", "- dash", "ä ☂", "x" * 300]
)
def test_any_phrase_comes_back_as_it_was(phrase):
    point = told(TOPIC, {("sessions", "signed-cookie"): [phrase]})["questions"][0]["points"][0]
    assert point["accept"] == ["signed cookie", "kept in the cookie"]
    assert point["learnt"] == [phrase]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=2, max_size=60))
def test_any_text_comes_back_as_it_was(text):
    phrase = " ".join(text.split())
    if len(phrase) < 2:
        return
    made = parse_topic(topic_file(TOPIC, {("sessions", "signed-cookie"): [phrase]}), NAME)
    assert made.questions[0].points[0].learnt == (phrase,)


def test_comments_order_and_line_ends_stay():
    text = TOPIC.replace("          - signed cookie", "          - signed cookie   # the usual one").replace(
        "\n", "\r\n"
    )
    made = topic_file(text, {("sessions", "signed-cookie"): ["sealed biscuit"]})
    assert [line.strip() for line in made.split("\r\n") if line not in text.split("\r\n")] == [
        "learnt:",
        '- "sealed biscuit"',
    ]
    assert "# the usual one" in made


@pytest.mark.parametrize("before", ["", "        learnt: []\n", "        learnt: [sealed with wax, x y]\n"])
def test_other_ways_to_write_the_phrases(before):
    text = TOPIC.replace("        ask: Who can read it?\n", before)
    made = parse_topic(topic_file(text, {("sessions", "signed-cookie"): ["sealed biscuit"]}), NAME)
    assert made.questions[0].points[0].learnt[-1] == "sealed biscuit"


def test_a_model_answer_that_was_learnt():
    assert told(WITH_TWO, {("plain", ""): ["Tiny,\nbut whole."]})["questions"][1]["further_answers"] == [
        "Tiny,\nbut whole."
    ]


def test_a_file_in_another_style_loses_at_most_its_comments():
    text = '{topic: flask, title: "Flask", questions: [{id: plain, ask: "Why?", answer: "So."}]}'
    made = parse_topic(topic_file(text, {("plain", ""): ["Thus."]}), NAME)
    assert made.questions[0].further_answers == ("Thus.",)


def test_the_builtin_files_come_back_whole():
    """In the style of our own files two lines more are all that changes."""
    text = (builtin_folder() / "http.yaml").read_text(encoding="utf-8")
    question = parse_topic(text, NAME).questions[2]
    made = topic_file(text, {(question.id, question.points[0].id): ["something new"]})
    assert [line.strip() for line in made.splitlines() if line not in text.splitlines()] == [
        "learnt:",
        '- "something new"',
    ]
    assert len(made.splitlines()) == len(text.splitlines()) + 2


def test_samples_are_marked_answers(tmp_path):
    answers = [
        MarkedAnswer(question="sessions", mark=4.25, answer="two\n  lines: - # 'quoted' \t", kind="appeal"),
        MarkedAnswer(question="sessions", mark=0, answer="no", false_claim=True),
    ]
    path = tmp_path / "flask.answers.yaml"
    path.write_text(answers_file("flask", answers), encoding="utf-8")
    assert list(load_marked_answers(path, parse_topic(TOPIC, NAME)).answers) == answers


def test_phrases_alone():
    made = yaml.safe_load(phrases_file("sky", {("a", "p"): ["x y"], ("a", ""): ["whole"]}))
    assert made == {"topic": "sky", "learnt": {"a": {"p": ["x y"], "further_answers": ["whole"]}}}


# -------------------------------------------------------------------- objections

SPACE = Question(
    id="space",
    ask="Why is space black?",
    answer="Nothing there scatters light.",
    points=(Point(id="nothing", say="Nothing there scatters light.", accept=("no air there",)),),
)


def against(phrase: str, foreign: tuple[str, ...] = ()) -> list[str]:
    topic = parse_topic(TOPIC, NAME).model_copy(update={"questions": (SPACE, parse_topic(WITH_TWO, NAME).questions[1])})
    return objections(topic, with_phrasing(SPACE, "nothing", phrase), "nothing", foreign, phrase_grade)


def test_a_fair_phrase():
    assert against("empty of gas", ("The sea is full of water.",)) == []


def test_a_phrase_that_another_models_answer_holds():
    (objection,) = against("small framework")
    assert 'The model answer of the question "plain" gets 100' in objection


def test_a_phrase_that_the_question_holds():
    assert any("question's own text gets 100" in one for one in against("space black"))


def test_a_phrase_that_answers_to_other_things_hold():
    (objection,) = against("full of water", ("The sea is full of water.",))
    assert objection == 'An answer to something else would earn the point too: "The sea is full of water."'


def test_what_was_wrong_before_is_not_the_phrases_fault():
    """The list of keywords passes with or without it."""
    lenient = lambda _question, text: phrase_grade(SPACE, text + " no air there")  # noqa: E731
    topic = parse_topic(TOPIC, NAME).model_copy(update={"questions": (SPACE,)})
    assert objections(topic, with_phrasing(SPACE, "nothing", "empty"), "nothing", ["sea"], lenient) == []
