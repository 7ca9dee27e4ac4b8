import pytest

TOPIC = """\
topic: flask
title: Flask
questions:
  - id: sessions
    level: mid
    ask: Where is the session data kept?
    answer: In a signed cookie, which the browser holds.
    points:
      - id: signed-cookie
        weight: 3
        say: The data travels in a signed cookie.
        accept:
          - signed cookie
          - kept in the cookie
        ask: Who can read it?
    misconceptions:
      - say: The session is stored on the server.
        match: [stored on the server]
        correct: It is in a cookie.
    sources: [https://example.org/sessions]
"""

ANSWERS = """\
topic: flask
answers:
  - question: sessions
    mark: 4.5
    kind: good
    answer: |-
      in a cookie
        that is signed
  - question: sessions
    mark: 0
    false_claim: true
    answer: on the server
"""


@pytest.fixture
def topic_text() -> str:
    """A topic file with nothing wrong in it."""
    return TOPIC


@pytest.fixture
def answers_text() -> str:
    """Its marked answers, with nothing wrong in them either."""
    return ANSWERS


@pytest.fixture
def folder(tmp_path):
    """A folder that holds both files."""
    (tmp_path / "flask.yaml").write_text(TOPIC, encoding="utf-8")
    (tmp_path / "flask.answers.yaml").write_text(ANSWERS, encoding="utf-8")
    return tmp_path
