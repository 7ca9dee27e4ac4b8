"""Hostile and mangled text: a topic or a ``BankError`` with lines that exist, and never anything else."""

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yaml.reader import Reader

from bot.bank import Topic, parse_topic, tree
from bot.errors import BankError
from tests.bank.conftest import TOPIC
from tests.hostile import FILES, HOURS

NAME = Path("flask.yaml")
LINES = TOPIC.splitlines(keepends=True)
TRAPS = ["no", "on", "~", "", "5", "1:30", "2024-01-31", ".inf", "@x", "`x`", "*x", "&x y", "!x", "%x", "- x", "? x", ": x",
         "{{ x }}", "[x", "{x", '"x', "'x", "| x", "> x", "\t", "---", "...", "# x", "x: y: z", "<<: *x", "=", "\x00",
         "\ud800", "\ufeff", "\x85", "\u2028", "0b_", "0x", "1__", "9" * 5000, "!!binary x", '"\\x"', "...\n%YAML 1.9\n---"]  # fmt: skip


def outcome(text: str) -> Topic | BankError:
    """What becomes of the text; the findings are checked on the way."""
    try:
        return parse_topic(text, NAME)
    except BankError as caught:
        error = caught
    count = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))  # what ends a line in YAML 1.1
    assert error.findings
    for finding in error.findings:
        assert 0 <= finding.line <= count
        assert finding.message.endswith((".", "?")), finding.message
        assert len(finding.message) < 400
    return error


@st.composite
def mangled(draw) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        if not lines:
            break
        match draw(st.sampled_from(["drop", "swap", "insert", "replace", "truncate", "indent"])):
            case "drop":
                del lines[at]
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "insert":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.sampled_from(TRAPS) | st.text(max_size=8)) + lines[at][column:]
            case "replace":
                head = lines[at].split(":")[0]
                lines[at] = f"{head}: {draw(st.sampled_from(TRAPS) | st.text(max_size=8))}\n"
            case "truncate":
                lines[at:] = [lines[at][: draw(st.integers(0, len(lines[at])))]]
            case "indent":
                lines[at] = draw(st.sampled_from([" ", "  ", "\t", "- "])) + lines[at]
    return "".join(lines)


@pytest.mark.hostile
@pytest.mark.timeout(HOURS)
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@settings(max_examples=FILES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=mangled())
def test_a_mangled_file_is_a_topic_or_a_bank_error(monkeypatch, loader, text):
    monkeypatch.setattr(tree, "_Loader", loader)
    outcome(text)


@settings(max_examples=300, deadline=None)
@given(text=st.text() | st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?,\n\t \\0", max_size=60))
def test_any_text_is_a_topic_or_a_bank_error(text):
    outcome(text)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_one_line_less_is_told_near_that_line(data):
    at = data.draw(st.integers(0, len(LINES) - 1))
    result = outcome("".join(LINES[:at] + LINES[at + 1 :]))
    if LINES[at].split(":")[0].strip() in {"topic", "title", "- say", "correct", "say", "answer"}:
        assert isinstance(result, BankError)


@settings(max_examples=200, deadline=None)
@given(phrase=st.text(min_size=2, max_size=60).filter(lambda text: len(text.strip()) > 1))
def test_a_phrase_that_yaml_itself_wrote_is_read_back(phrase):
    text = yaml.safe_dump(
        {"topic": "t", "title": "T", "questions": [{"id": "a", "ask": "b", "answer": "c", "points": [
            {"id": "p", "say": "s", "accept": [phrase]}]}]}, allow_unicode=False,
    )  # fmt: skip
    result = outcome(text)
    if isinstance(result, Topic):
        assert result.questions[0].points[0].accept == (phrase.strip(),)
    else:
        assert Reader.NON_PRINTABLE.search(phrase)


DEEP = "The lists and keys are nested too deeply here; a question is flat."
MANY = "The file holds more than 100,000 values; split it into several topics."
HOSTILE = {
    "nesting": ("[" * 1_000_000, DEEP),
    "nested keys": ("".join(" " * depth + "a:\n" for depth in range(1000)), DEEP),
    "nested dashes": ("- " * 500_000, DEEP),
    "values": ("- a\n" * 900_000, MANY),
    "values on one line": ("[" + "a," * 1_000_000, MANY),
    "length": ("#" * 4_000_001, "The file is longer than 4,000,000 characters; split it into several topics."),
    "nothing but zeros": ("\0" * 1_000_000, "There is an invisible character here (U+0000); delete it."),
    "tabs": ("\t\n" * 500_000, "There is a tab here; YAML wants spaces in front of a line, two for each step."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_and_gets_a_sentence(name):
    text, sentence = HOSTILE[name]
    begun = time.process_time()
    result = outcome(text)
    assert time.process_time() - begun < 5
    assert isinstance(result, BankError)
    assert result.findings[0].message == sentence


def test_aliases_are_never_followed():
    laughs = "a0: &a0 lol\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    begun = time.process_time()
    result = outcome(laughs)
    assert time.process_time() - begun < 1
    assert isinstance(result, BankError)
    assert any("YAML alias" in finding.message for finding in result.findings)
