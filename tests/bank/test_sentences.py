"""Every way to get a question file wrong, and the exact line and sentence that its author reads."""

from pathlib import Path

import pytest

from bot.bank import load_marked_answers, load_topic, parse_topic
from bot.errors import BankError

NAME = Path("flask.yaml")


def findings(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BankError) as caught:
        parse_topic(text, NAME)
    assert all(finding.file == NAME for finding in caught.value.findings)
    return [(finding.line, finding.message) for finding in caught.value.findings]


QUOTES = "put quotes around it"
WHOLE = "put quotes around the whole text."

VALUES = [
    ("no for a phrase", "- signed cookie", "- no", 13, f'YAML takes no for true or false here; {QUOTES}: "no".'),
    ("on for a phrase", "[stored on the server]", "[on, server]", 18,
     f'YAML takes on for true or false here; {QUOTES}: "on".'),
    ("Yes for a text", "say: The data travels in a signed cookie.", "say: Yes", 11,
     f'YAML takes Yes for true or false here; {QUOTES}: "Yes".'),
    ("a number for a phrase", "- signed cookie", "- 404", 13, f'YAML takes 404 for a number here; {QUOTES}: "404".'),
    ("a version for a phrase", "- signed cookie", "- 3.10", 13, f'YAML takes 3.10 for a number here; {QUOTES}: "3.10".'),
    ("a time for a phrase", "- signed cookie", "- 1:30", 13, f'YAML takes 1:30 for a number here; {QUOTES}: "1:30".'),
    ("not a number for a phrase", "- signed cookie", "- .nan", 13, f'YAML takes .nan for a number here; {QUOTES}: ".nan".'),
    ("a date for a title", "title: Flask", "title: 2024-01-31", 2,
     f'YAML takes 2024-01-31 for a date here; {QUOTES}: "2024-01-31".'),
    ("null for a phrase", "- signed cookie", "- null", 13, f'YAML takes null for nothing here; {QUOTES}: "null".'),
    ("no phrase after the dash", "- signed cookie", "-", 13,
     'This entry of "accept" is empty; write its text after the "- ", or remove the line.'),
    ("no text after the key", "ask: Where is the session data kept?", "ask:", 6,
     '"ask" is empty; write the question as the interviewer puts it.'),
    ("a blank text", "ask: Where is the session data kept?", 'ask: "  "', 6, '"ask" is empty; write some text.'),
    ("a blank phrase", "- signed cookie", '- ""', 13, 'Each phrase of "accept" must have some text.'),
    ("a phrase of one letter", "- signed cookie", "- g", 13,
     'Each phrase of "accept" must have at least 2 characters; "g" is too short.'),
    ("a phrase without end", "- signed cookie", "- " + 301 * "x", 13,
     'Each phrase of "accept" may have at most 300 characters; this has 301.'),
    ("a text without end", "title: Flask", "title: " + 4001 * "x", 2,
     '"title" may have at most 4,000 characters; this has 4,001.'),
    ("a colon in a phrase", "- signed cookie", "- kept: in a cookie", 13,
     f"YAML takes this for a key and its value, because of a colon or a brace; {WHOLE}"),
    ("braces for a text", "title: Flask", "title: {flask}", 2,
     f"YAML takes this for a key and its value, because of a colon or a brace; {WHOLE}"),
    ("brackets for a text", "title: Flask", "title: [flask]", 2,
     f'YAML takes this for a list, but "title" is one text; {WHOLE}'),
    ("brackets for a phrase", "- signed cookie", "- [signed]", 13,
     f'YAML takes this for a list, but each entry of "accept" is one text; {WHOLE}'),
    ("two braces for a text", "title: Flask", "title: {{ flask }}", 2,
     'A key must be a plain word; text that begins with "{" or "[" needs quotes.'),
    ("an alias for a phrase", "- signed cookie", "- *args", 13,
     '"*" begins a YAML alias here, which question files do not use; put quotes around the text.'),
    ("an anchor for a phrase", "- signed cookie", "- &cookie signed", 13,
     '"&" begins a YAML anchor here, which question files do not use; put quotes around the text.'),
    ("a tag for a phrase", "- signed cookie", "- !signed cookie", 13,
     '"!" begins a YAML tag here, which question files do not use; put quotes around the text.'),
    ("an object for a phrase", "- signed cookie", "- !!python/object/apply:os.system [ls]", 13,
     '"!" begins a YAML tag here, which question files do not use; put quotes around the text.'),
    ("a repeated key", "    level: mid", "    level: mid\n    id: b", 6,
     'The key "id" appears twice here (the first is on line 4); keep one of them.'),
    ("a misspelt key", "        weight: 3", "        wieght: 3", 10,
     'The point "signed-cookie" has the unknown key "wieght"; did you mean "weight"?'),
    ("an unheard-of key", "    level: mid", "    colour: red", 5,
     ('The question "sessions" has the unknown key "colour"; the keys are id, level, ask, answer, further_answers, '
     "points, misconceptions, heard, example, sources, overlaps.")),
    ("an unheard-of key in what was heard", "    level: mid", "    heard: {rigth: [so]}", 5,
     'This question has the unknown key "rigth"; did you mean "right"?'),
    ("no keys in what was heard", "    level: mid", "    heard: [so]", 5,
     '"heard" must have keys of its own, such as "right:".'),
    ("an unheard-of key at the top", "title: Flask", "title: Flask\nlanguage: en", 3,
     'This file has the unknown key "language"; the keys are topic, title, questions.'),
    ("a colon without a key", "        weight: 3", '        "": 3', 10, "There is a colon without a key in front of it."),
    ("no say", "        say: The data travels in a signed cookie.\n", "", 9,
     'The point "signed-cookie" has no "say"; add it: the point in one plain sentence.'),
    ("no id", "  - id: sessions\n    level", "  - level", 4,
     'This question has no "id"; add it: a short name of its own within the topic.'),
    ("no title", "title: Flask\n", "", 1, 'This file has no "title"; add it: the topic\'s name for people.'),
    ("no correction", "        correct: It is in a cookie.\n", "", 17,
     'This misconception has no "correct"; add it: the sentence that puts it right.'),
    ("a weight of nothing", "weight: 3", "weight: 0", 10,
     '"weight" must be a whole number from 1 to 10, without quotes; it is "0".'),
    ("a weight of more", "weight: 3", "weight: 11", 10,
     '"weight" must be a whole number from 1 to 10, without quotes; it is "11".'),
    ("a broken weight", "weight: 3", "weight: 2.5", 10,
     '"weight" must be a whole number from 1 to 10, without quotes; it is "2.5".'),
    ("a weight in quotes", "weight: 3", 'weight: "3"', 10,
     '"weight" must be a whole number from 1 to 10, without quotes; it is "3".'),
    ("a weight of yes", "weight: 3", "weight: yes", 10,
     '"weight" must be a whole number from 1 to 10, without quotes; it is "yes".'),
    ("an endless weight", "weight: 3", "weight: " + 5000 * "9", 10,
     f'"weight" must be a whole number from 1 to 10, without quotes; it is "{39 * "9"}…".'),
    ("no weight", "weight: 3", "weight:", 10, '"weight" must be a whole number from 1 to 10, without quotes.'),
    ("a misspelt level", "level: mid", "level: seniour", 5,
     '"level" must be one of junior, mid, senior; did you mean "senior"?'),
    ("an unheard-of level", "level: mid", "level: on", 5, '"level" must be one of junior, mid, senior.'),
    ("an example in no known language", "    sources:", "    example: {language: pyhton, code: print()}\n    sources:", 20,
     '"language" must be one of python, sql, shell; did you mean "python"?'),
    ("an example without code", "    sources:", "    example: {language: sql}\n    sources:", 20,
     'This example has no "code"; add it: lines that run by themselves.'),
    ("an id of two words", "id: signed-cookie", "id: Signed cookie!", 9,
     '"id" must be lower-case letters, digits and single hyphens; write "signed-cookie".'),
    ("an id of signs", "id: signed-cookie", "id: ¿?", 9,
     '"id" must be lower-case letters, digits and single hyphens; "¿?" is not.'),
    ("a long id", "id: signed-cookie", "id: " + 49 * "x", 9, '"id" may have at most 48 characters; this has 49.'),
    ("a source that is no address", "https://example.org/sessions", "the Flask docs", 20,
     'Each source of "sources" must be a web address that begins with http:// or https://; "the Flask docs" is not.'),
    ("a text for a list", "match: [stored on the server]", "match: stored on the server", 18,
     '"match" must be a list: write each entry on a line of its own, after "- ".'),
    ("no list after the key", "sources: [https://example.org/sessions]", "sources:", 20,
     '"sources" is empty; list its entries below it, or remove the key.'),
    ("an empty list", "match: [stored on the server]", "match: []", 18,
     '"match" is an empty list; give it at least one entry.'),
    ("a text for a point", "      - id: signed-cookie\n", "      - signed cookie\n      - id: signed-cookie\n", 9,
     'Each entry of "points" must have keys of its own, such as "id:".'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES]
)
def test_a_wrong_value_gets_one_sentence_on_its_line(topic_text, old, new, line, sentence):
    assert old in topic_text
    assert findings(topic_text.replace(old, new, 1)) == [(line, sentence)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty; it must have the keys topic, title, questions."),
        ("# to do\n\n", "The file is empty; it must have the keys topic, title, questions."),
        ("---\n", "The file is empty; it must have the keys topic, title, questions."),
    ],
)
def test_an_empty_file_is_about_no_line(text, sentence):
    assert findings(text) == [(0, sentence)]


@pytest.mark.parametrize("text", ["- id: sessions\n", "flask\n", "42\n", "'no'\n"])
def test_something_else_than_keys_at_the_top(text):
    assert findings(text) == [(1, 'The file must begin with keys, such as "topic:", at the start of the line.')]


def test_no_questions(topic_text):
    text = topic_text[: topic_text.index("questions:")] + "questions: []\n"
    assert findings(text) == [(3, '"questions" is an empty list; give it at least one entry.')]


def test_two_questions_of_one_id(topic_text):
    twice = topic_text + topic_text[topic_text.index("  - id") :]
    assert findings(twice) == [
        (21, 'Two questions of this topic have the id "sessions" (the first is on line 4); give each its own.')
    ]


def test_two_points_of_one_id(topic_text):
    start, end = topic_text.index("      - id"), topic_text.index("    misconceptions")
    assert findings(topic_text[:end] + topic_text[start:end] + topic_text[end:]) == [
        (16, 'Two points of this question have the id "signed-cookie" (the first is on line 9); give each its own.')
    ]


def test_everything_that_is_wrong_is_told_at_once_and_in_order(topic_text):
    text = (
        topic_text.replace("level: mid", "level: middle")
        .replace("weight: 3", "weight: 30")
        .replace("- kept in the cookie", "- off")
        .replace("https://", "")
    )
    assert [line for line, _ in findings(text)] == [5, 10, 14, 20]


def test_many_findings_are_counted_instead_of_listed(topic_text):
    found = findings(topic_text.replace("          - signed cookie\n", 250 * "          - no\n"))
    assert len(found) == 101
    assert found[-1] == (0, "There are 150 more findings; mend these first.")


ANSWERS = [
    ("mark: 4.5", "mark: 6", 4, '"mark" must be a number from 0 to 5, without quotes; it is "6".'),
    ("mark: 4.5", "mark: good", 4, '"mark" must be a number from 0 to 5, without quotes; it is "good".'),
    ("mark: 4.5", "mark: yes", 4, '"mark" must be a number from 0 to 5, without quotes; it is "yes".'),
    ("mark: 4.5", "mark: .inf", 4, '"mark" must be a number from 0 to 5, without quotes; it is ".inf".'),
    ("false_claim: true", "false_claim: 1", 11, '"false_claim" must be true or false, without quotes; it is "1".'),
    ("kind: good", "kind: very_good", 5,
     '"kind" must be lower-case letters, digits and single hyphens; write "very-good".'),
    ("answer: on the server", "answer: no", 12, 'YAML takes no for true or false here; put quotes around it: "no".'),
    ("    answer: on the server\n", "", 9, 'This marked answer has no "answer"; add it: the answer as it was typed.'),
    ("    mark: 0", "    marks: 0\n    mark: 0", 10, 'This marked answer has the unknown key "marks"; did you mean "mark"?'),
    ("answer: on the server", "answer: on the server\n    wrong: [in the server]", 13,
     '"in the server" does not stand in the answer; copy what is wrong letter by letter.'),
    ("false_claim: true\n    answer: on the server", "answer: on the server\n    wrong: [on the server]", 12,
     'This marked answer quotes what is wrong; add "false_claim: true", or remove "wrong".'),
    ("question: sessions\n    mark: 0", "question: sesions\n    mark: 0", 9,
     'The topic "flask" has no question "sesions"; did you mean "sessions"?'),
    ("question: sessions", "question: routing", 3,
     'The topic "flask" has no question "routing" (2 answers name it); add the question or remove its answers.'),
    ("topic: flask", "topic: django", 1,
     ('The topic is "django", but the file is called "flask.answers.yaml"; '
     "rename the file to django.answers.yaml, or change the topic.")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "sentence"), ANSWERS)
def test_wrong_marked_answers(folder, answers_text, old, new, line, sentence):
    path = folder / "flask.answers.yaml"
    path.write_text(answers_text.replace(old, new), encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_marked_answers(path, load_topic(folder / "flask.yaml"))
    assert [(finding.line, finding.message) for finding in caught.value.findings] == [(line, sentence)]
