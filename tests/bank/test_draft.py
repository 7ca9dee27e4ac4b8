"""A question appended to a file: it reads back as it was, and nothing else has moved."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import Question, builtin_folder, load_topic, parse_topic
from bot.bank.draft import WIDTH, add_question, appended, written
from bot.errors import BankError

FILE = Path("birds.yaml")
HEAD = "# Birds of the garden\ntopic: birds\ntitle: Birds\nquestions:\n"
OLD = "  # the first\n  - {id: wren, ask: Small?, answer: Yes.}  # kept\n"
ROBIN = Question(id="robin", ask="What colour is a robin?", answer="Red in front.\nBrown behind.")


def topic_of(text: str):
    return parse_topic(text, FILE)


def test_every_shipped_question_reads_back():
    for path in (builtin_folder() / "flask.yaml", builtin_folder() / "python.yaml"):
        for question in load_topic(path).questions:
            made = written(question)
            assert topic_of(HEAD + made).questions == (question,)


def test_long_texts_are_broken():
    long = "Robins sing in winter too, since both hold their ground. " * 6
    point = {"id": "song", "say": long, "accept": [long[:290]], "ask": long}
    made = written(Question(id="robin", ask=long, answer=f"{long}\n{long}", points=[point]))
    assert max(map(len, made.splitlines())) <= WIDTH
    assert topic_of(HEAD + made).questions[0].points[0].say == long.strip()


texts = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=2, max_size=150)


@given(
    st.lists(texts.map(lambda text: " ".join(text.split())).filter(lambda text: len(text) > 1), min_size=5, max_size=5)
)
def test_any_text_reads_back(some):
    ask, answer, say, accept, source = some
    point = {"id": "one", "weight": 2, "say": say, "accept": [accept], "ask": source}
    false = {"say": say, "match": [accept], "correct": answer}
    question = Question(id="any", ask=ask, answer=answer, points=[point], misconceptions=[false])
    assert topic_of(HEAD + written(question)).questions == (question,)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("margin", ["", "    "])
def test_the_rest_of_a_file_stays(end, margin):
    old = HEAD + OLD.replace("  - {id: wren, ask: Small?, answer: Yes.}", f"{margin}- id: wren\n{margin}  ask: Small?\n"
                             f"{margin}  answer: Yes.").rstrip("\n") + end  # fmt: skip
    made = appended(old, topic_of(old), ROBIN, FILE)
    assert made.startswith(old)
    assert topic_of(made).questions[1] == ROBIN


def test_a_file_keeps_its_line_ends(tmp_path):
    path = tmp_path / "birds.yaml"
    path.write_bytes((HEAD + OLD.replace("{id", "{id")).replace("\n", "\r\n").encode())
    located = add_question(tmp_path, "birds", "ignored", ROBIN)
    assert located.value.questions[1] == ROBIN
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert [each.name for each in tmp_path.iterdir()] == ["birds.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "topic: birds\nquestions:\n  - {id: wren, ask: Small?, answer: Yes.}\ntitle: Birds\n",
        "topic: birds\ntitle: Birds\nquestions: [{id: wren, ask: Small?, answer: Yes.}]\n",
    ],
)
def test_a_file_that_cannot_be_added_to(tmp_path, text):
    (tmp_path / "birds.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError, match="last key"):
        add_question(tmp_path, "birds", "Birds", ROBIN)
    assert (tmp_path / "birds.yaml").read_text(encoding="utf-8") == text
