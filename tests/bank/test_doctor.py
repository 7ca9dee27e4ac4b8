"""Each ailment of a topic, one at a time, on its line."""

from pathlib import Path

import pytest

from bot.bank import Located, MarkedAnswers, Point, Question, Topic, examine, locate_parsed_topic
from bot.bank.trials import keywords, trials
from bot.errors import Severity
from tests.bank.phrase_grader import phrase_grade

HEALTHY = """\
topic: flask
title: Flask
questions:
  - id: sessions
    ask: Where is the session data kept?
    answer: It travels in a signed cookie. The client can read it.
    points:
      - id: signed
        say: It travels in a signed cookie.
        accept:
          - in a signed cookie
          - the signature is in the cookie
        ask: How is it kept safe?
      - id: readable
        say: The client can read it.
        accept: [client can read, the user sees what is in it]
        ask: Who can read it?
    misconceptions:
      - say: The session is stored on the server.
        match: [stored on the server]
        correct: It is in a cookie.
    sources: [https://example.org/sessions]
  - id: routing
    ask: How does a URL find its function?
    answer: The decorator adds a rule to the map, and the map is searched.
    points:
      - id: rule
        say: The decorator adds a rule to the map.
        accept: [adds a rule, puts a rule]
        ask: What does the decorator do?
      - id: search
        say: The map is searched.
        accept: [map is searched, looks it up in the map]
        ask: What happens then?
    sources: [https://example.org/routing]
"""


def found(text: str, grade=phrase_grade) -> list[tuple[int, str, str]]:
    topic = locate_parsed_topic(text, Path("flask.yaml"))
    return [(each.line, each.severity.value, each.message) for each in examine(topic, grade=grade)]


def changed(*pairs: tuple[str, str]) -> str:
    text = HEALTHY
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_healthy_topic_has_no_findings():
    assert found(HEALTHY) == []


def test_a_model_answer_that_misses_a_point():
    assert found(changed(("The client can read it.\n    points", "That is all.\n    points"))) == [
        (6, "error", "The model answer gets 50 of 100, at least 95 is expected; it does not make readable (missed).")
    ]


def test_a_model_answer_that_makes_a_false_claim():
    text = changed(
        ("The client can read it.\n    points", "The client can read it. Not stored on the server.\n    points")
    )
    assert found(text) == [
        (6, "error", ('The model answer makes the false claim "The session is stored on the server."; '
         "reword the answer or the phrases of the misconception."))
    ]  # fmt: skip


def test_further_answers_are_good_answers():
    further = "    further_answers:\n      - The user sees what is in it.\n      - Somewhere.\n      - It is stored on the server.\n"
    assert found(changed(("    points:\n", further + "    points:\n"))) == [
        (9, "error", "This answer gets 0 of 100, but it is meant to be as good as the model answer."),
        (10, "error", ('This answer makes the false claim "The session is stored on the server."; '
         "reword the answer or the phrases of the misconception.")),
    ]  # fmt: skip


def test_a_question_that_answers_itself():
    assert found(changed(("- in a signed cookie\n", "- in a signed cookie\n          - session data\n"))) == [
        (5, "error", "The question's own text gets 50 of 100, nothing is expected; make signed ask for more.")
    ]


def test_keywords_that_pass():
    text = changed(("accept: [adds a rule, puts a rule]", "accept: [adds a rule, decorator]"))
    assert found(text) == [
        (
            26,
            "error",
            "A bare list of the keywords gets 50 of 100 and passes; make the phrases of rule more particular.",
        )
    ]


def test_the_answer_to_another_question_that_passes():
    text = changed(("accept: [adds a rule,", "accept: [adds a rule, client can read,"))
    assert found(text) == [
        (23, "error", ('The model answer of the question "sessions" gets 50 of 100 and passes; '
         'make the phrases of rule more particular, or name it in "overlaps" if it rightly does.'))
    ]  # fmt: skip


def test_a_sentence_and_a_phrase_that_do_not_earn_their_point():
    def deaf(question, text):
        return phrase_grade(question, "" if text in {"puts a rule", "The client can read it."} else text)

    assert found(HEALTHY, deaf) == [
        (15, "error", '"The client can read it." alone does not earn its own point "readable" (missed); reword it.'),
        (29, "error", '"puts a rule" alone does not earn its own point "rule" (missed); reword it.'),
    ]


def test_a_false_claim_that_is_not_caught():
    assert found(changed(("match: [stored on the server]", "match: [kept on the server]"))) == [
        (19, "error", 'An answer that says just this is not caught; add a phrase to "match" that it holds.')
    ]


def test_a_false_claim_that_passes():
    text = changed(
        (
            "say: The session is stored on the server.",
            "say: In a signed cookie that a client can read, stored on the server.",
        ),
    )
    assert [each for each in found(text) if each[1] == "error"] == [
        (19, "error", "An answer that says just this gets 50 of 100 and passes; it earns signed, readable.")
    ]


def test_advice():
    text = changed(
        ("        ask: How is it kept safe?\n", ""),
        ("accept: [client can read, the user sees what is in it]", "accept: [client can read]"),
        ("        accept: [adds a rule, puts a rule]\n", ""),
        ("    sources: [https://example.org/routing]\n", ""),
    )
    assert found(text) == [
        (8, "advice", 'The point "signed" has no "ask"; add a follow-up for those who miss it.'),
        (13, "advice", 'The point "readable" has only one phrase in "accept"; add more ways to put it.'),
        (22, "advice", 'The question "routing" has no sources; name a page where people can read more.'),
        (26, "advice", 'The point "rule" has no phrase in "accept"; add more ways to put it.'),
    ]


def test_a_question_without_points_is_told_and_still_tried():
    text = "topic: t\ntitle: T\nquestions:\n  - {id: a, ask: Why is it so?, answer: Because of that., sources: ['https://x.org']}\n"
    assert found(text) == [
        (4, "advice", 'The question "a" has no points; write three to seven, to be marked by them.'),
        (4, "error", "The model answer gets 0 of 100, at least 95 is expected."),
    ]


def test_a_finding_without_known_lines_is_about_the_file():
    topic = locate_parsed_topic(changed(("        ask: Who can read it?\n", "")), Path("flask.yaml")).value
    [finding] = examine(Located(topic, Path("upload")), grade=phrase_grade)
    assert (finding.line, finding.severity) == (0, Severity.ADVICE)
    assert str(finding).startswith("upload: advice: The point")


def test_keywords_are_the_content_words_in_order_and_once():
    question = Question(
        id="a", ask="?", answer="no",
        points=(Point(id="p", say="The data is in a signed cookie.", accept=("Signed cookies", "session.permanent = True")),),
    )  # fmt: skip
    assert keywords(question) == "data, signed, cookie, cookies, session.permanent, True"
    assert keywords(Question(id="a", ask="?", answer="It is the WSGI server.")) == "WSGI, server"


def test_every_text_is_marked_once_and_counted():
    topic = locate_parsed_topic(HEALTHY, Path("flask.yaml"))
    answers = [{"question": "routing", "mark": 5, "answer": "x"}] * 3
    marked = Located(MarkedAnswers.model_validate({"topic": "flask", "answers": answers}), Path("answers"))
    steps: list[int] = []
    examine(topic, marked, grade=phrase_grade, step=lambda: steps.append(1))
    assert len(steps) == len(list(trials(topic.value))) + 3


@pytest.mark.parametrize("mark", [5, 6])
def test_a_mark_at_the_limit_counts_as_nothing(mark):
    def grade(question, text):
        return type("G", (), {"mark": mark, "points": (), "misconceptions": ()})()

    topic = Topic(
        topic="t", title="T", questions=(Question(id="a", ask="Why?", answer="So.", sources=("https://x.org",)),)
    )
    messages = [each.message for each in examine(Located(topic, Path("t.yaml")), grade=grade)]
    assert any("question's own text" in message for message in messages) is (mark > 5)
