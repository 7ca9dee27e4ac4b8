"""Text that is not YAML: the line and the sentence, with libyaml and without."""

from pathlib import Path

import pytest
import yaml

from bot.bank import parse_topic, tree
from bot.errors import BankError

HEAD = "topic: flask\ntitle: Flask\nquestions:\n  - id: a\n"  # what follows begins on line 5
TAB = "There is a tab here; YAML wants spaces in front of a line, two for each step."
QUOTE = 'A text cannot begin with "{}" in YAML; put quotes around the whole text.'
WHOLE = "A text that begins with a quotation mark or a bracket must end with it; put quotes around the whole text."
COLON = 'There is a colon too many, or the line is indented too far; put quotes around a text that holds ": ".'
NO_COLON = "This line is neither a key with a colon nor part of the text above; check its indentation."
INDENTATION = "This line does not fit what stands above it; give all keys of one entry the same indentation."
NOTHING = 'A value is missing here, or the text begins with a sign that needs quotes, such as "[" or ",".'
LONG = "A long text begins on the next line: write nothing after the sign > or |."

CASES = [
    ("    ask: q\n\tanswer: x\n", 6, TAB),
    ("\task: q\n", 5, TAB),
    ("    ask: q\n    points:\n\t- id: x\n", 7, TAB),
    ("    answer: >\n\tlong text\n    ask: q\n", 6, TAB),
    ("    accept:\n      - @app.route\n", 6, QUOTE.format("@")),
    ("    accept:\n      - `g` is\n", 6, QUOTE.format("`")),
    ("    accept:\n      - %s is\n", 6, QUOTE.format("%")),
    ("    accept:\n      - & more\n", 6, QUOTE.format("&")),
    ("    accept:\n      - * more\n", 6, QUOTE.format("*")),
    ("    ask: What is this: a b: c\n", 5, COLON),
    ("    ask: q\n      answer: x\n", 6, COLON),
    ('    ask: "g" is what\n', 5, WHOLE),
    ("    ask: 'g' is what\n", 5, WHOLE),
    ('    accept:\n      - "g" is\n      - b\n', 6, WHOLE),
    ("    accept:\n      - [x] is\n", 6, WHOLE),
    ("    ask: 'don't\n    answer: x\n", 5, WHOLE),
    ('    ask: "what\n    answer: x\n', 5, "A quotation mark opens here and is never closed; close it at the end of the text."),
    ("    ask what\n    answer: x\n", 5, NO_COLON),
    ('    ask: "\\d digits"\n', 5, "Inside double quotes a backslash means something special; use single quotes instead."),
    ("    accept: - a\n      - b\n", 5, 'A list cannot begin here; put "- " on a line of its own, below its key.'),
    ("    accept: [a, b\n    answer: x\n", 5,
     'The list that "[" begins does not end; write "]" after its last entry, or one "- " a line.'),
    ("    accept: {a, b\n    answer: x\n", 5, 'What "{" begins does not end; put quotes around a text that begins with "{".'),
    (" ask: q\n", 5, INDENTATION),
    ("    accept:\n      - , and\n", 6, NOTHING),
    ("    accept:\n      - ] and\n", 6, NOTHING),
    ("    ask: > what\n      is it\n", 5, LONG),
    ("    accept:\n      - | or\n", 6, LONG),
    ("    ask: a\x07\n", 5, "There is an invisible character here (U+0007); delete it."),
    ("    ask: \ud800\n", 5, "There is an invisible character here (U+D800); delete it."),
    ("---\n", 5, 'A file holds one document; remove the line "---" and what does not belong to the first.'),
]  # fmt: skip


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(("rest", "line", "sentence"), CASES)
def test_a_slip_gets_its_line_and_a_sentence(monkeypatch, loader, rest, line, sentence):
    monkeypatch.setattr(tree, "_Loader", loader)
    with pytest.raises(BankError) as caught:
        parse_topic(HEAD + rest, Path("flask.yaml"))
    assert [(finding.line, finding.message) for finding in caught.value.findings] == [(line, sentence)]


def test_what_was_wrong_before_the_slip_is_told_too():
    with pytest.raises(BankError) as caught:
        parse_topic(HEAD + "    id: b\n    accept:\n      - *x\n    ask: a: b\n", Path("flask.yaml"))
    assert [finding.line for finding in caught.value.findings] == [5, 7, 8]


def test_an_escape_that_is_no_character_without_libyaml(monkeypatch):
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    with pytest.raises(BankError, match="This is not YAML"):
        parse_topic(HEAD + '    ask: "\\UFFFFFFFF"\n    answer: x\n', Path("flask.yaml"))


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\ud800"])
def test_an_escape_that_nobody_can_see_without_libyaml(monkeypatch, escape):
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    with pytest.raises(BankError, match="There is an invisible character here"):
        parse_topic(HEAD + f'    ask: "a{escape}"\n    answer: x\n', Path("flask.yaml"))
