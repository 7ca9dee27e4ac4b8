"""Files on a disk, good and bad."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bot
from bot.bank import (
    builtin_folder,
    load_bank,
    load_marked_answers,
    load_topic,
    locate_parsed_topic,
    locate_topic,
    parse_topic,
)
from bot.errors import BankError


def told(load, *arguments, **options) -> list[tuple[str, int, str]]:
    with pytest.raises(BankError) as caught:
        load(*arguments, **options)
    return [(finding.file.name, finding.line, finding.message) for finding in caught.value.findings]


def test_a_topic_is_read_as_it_was_written(folder):
    topic = load_topic(folder / "flask.yaml")
    [question] = topic.questions
    [point] = question.points
    assert (topic.topic, topic.title, question.id, question.level) == ("flask", "Flask", "sessions", "mid")
    assert (point.weight, point.accept, point.ask) == (3, ("signed cookie", "kept in the cookie"), "Who can read it?")
    assert question.misconceptions[0].match == ("stored on the server",)
    assert question.sources == ("https://example.org/sessions",)


def test_id_ask_and_answer_are_enough():
    topic = parse_topic("topic: t\ntitle: T\nquestions:\n  - {id: a, ask: why, answer: because}\n", Path("t.yaml"))
    assert (topic.questions[0].level, topic.questions[0].points) == ("mid", ())


def test_marked_answers_keep_every_space_and_line(folder):
    marked = load_marked_answers(folder / "flask.answers.yaml", load_topic(folder / "flask.yaml"))
    assert [answer.answer for answer in marked.answers] == ["in a cookie\n  that is signed", "on the server"]
    assert [(answer.mark, answer.kind, answer.false_claim) for answer in marked.answers] == [
        (4.5, "good", False),
        (0, None, True),
    ]


def test_quoted_and_quirky_texts_stay_texts():
    text = (
        "topic: t\ntitle: 'no'\nquestions:\n  - id: a\n    ask: \"404\"\n    answer: '@x'\n"
        "    points:\n      - {id: p, say: yes sir, accept: ['on', ==, <<, 1.2.3, 3 of 4, \"2024-01-31\"]}\n"
    )
    topic = parse_topic(text, Path("t.yaml"))
    assert topic.title == "no"
    assert topic.questions[0].points[0].accept == ("on", "==", "<<", "1.2.3", "3 of 4", "2024-01-31")


def test_lines_lead_back_to_the_file(folder, topic_text):
    topic = locate_topic(folder / "flask.yaml")
    source = topic_text.splitlines()
    phrase = topic.line("questions", 0, "points", 0, "accept", 1)
    assert source[phrase - 1].strip() == "- kept in the cookie"
    assert source[topic.line("questions", 0, "misconceptions", 0, "say") - 1].strip().startswith("- say")
    assert topic.line("questions", 0, "further_answers", 3) == topic.line("questions", 0) == 4


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_and_a_byte_order_mark_change_nothing(tmp_path, topic_text, ending):
    path = tmp_path / "flask.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + topic_text.replace("\n", ending).encode())
    assert load_topic(path) == parse_topic(topic_text, path)
    assert locate_topic(path).lines == locate_parsed_topic(topic_text, path).lines


def test_a_file_that_is_not_there(tmp_path):
    assert told(load_topic, tmp_path / "x.yaml") == [("x.yaml", 0, "There is no such file; check the name.")]


def test_a_folder_in_place_of_a_file(tmp_path):
    assert told(load_topic, tmp_path) == [(tmp_path.name, 0, "This is a folder; a question file was expected.")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in the file system")
def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "x.yaml")
    assert told(load_topic, tmp_path / "x.yaml") == [("x.yaml", 0, "This is not a file; a question file was expected.")]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(folder):
    (folder / "flask.yaml").chmod(0)
    sentence = "This file may not be read; check its permissions."
    assert told(load_topic, folder / "flask.yaml") == [("flask.yaml", 0, sentence)]


def test_a_file_that_the_system_refuses(folder, monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    sentence = "This file may not be read; check its permissions."
    assert told(load_topic, folder / "flask.yaml") == [("flask.yaml", 0, sentence)]


def test_a_file_that_is_not_utf_8(tmp_path, topic_text):
    path = tmp_path / "flask.yaml"
    path.write_bytes(topic_text.replace("Who can", "Qui, déjà,").encode("latin-1"))
    sentence = "The file is not saved as UTF-8: a letter on this line cannot be read; save the file as UTF-8."
    assert told(load_topic, path) == [("flask.yaml", 15, sentence)]
    path.write_bytes(topic_text.encode("utf-16"))
    assert told(load_topic, path) == [("flask.yaml", 1, "The file is saved as UTF-16; save it as UTF-8.")]


def test_a_file_is_called_like_its_topic(folder):
    path = (folder / "flask.yaml").rename(folder / "flsk.yaml")
    sentence = (
        'The topic is "flask", but the file is called "flsk.yaml"; rename the file to flask.yaml, or change the topic.'
    )
    assert told(load_topic, path) == [("flsk.yaml", 1, sentence)]
    assert parse_topic(path.read_text(encoding="utf-8"), Path("upload.yaml")).topic == "flask"


def test_a_bank_holds_all_topics_of_all_folders(folder, tmp_path_factory, topic_text):
    other = tmp_path_factory.mktemp("other")
    (other / "django.yaml").write_text(topic_text.replace("topic: flask", "topic: django"), encoding="utf-8")
    bank = load_bank([folder, other], builtin=False)
    assert list(bank.topics) == ["django", "flask"]
    assert len(bank) == 2
    assert bank.get("django", "sessions") is not None


def test_a_topic_in_two_files(folder, tmp_path_factory, topic_text):
    other = tmp_path_factory.mktemp("other")
    (other / "flask.yaml").write_text("# ours\n" + topic_text, encoding="utf-8")
    sentence = f'The topic "flask" is in {folder / "flask.yaml"} too; give this one another name.'
    assert told(load_bank, [folder, other], builtin=False) == [("flask.yaml", 2, sentence)]


def test_a_bank_tells_what_is_wrong_with_every_file(folder, topic_text):
    (folder / "django.yaml").write_text("topic: django\ntitle: 5\n", encoding="utf-8")
    (folder / "flask.yaml").write_text(topic_text.replace("weight: 3", "weight: x"), encoding="utf-8")
    found = told(load_bank, [folder, folder / "none"], builtin=False)
    assert [(name, line) for name, line, _ in found] == [
        ("django.yaml", 1),
        ("django.yaml", 2),
        ("flask.yaml", 10),
        ("none", 0),
    ]
    assert found[-1][2] == "There is no such folder; check the name."


def test_a_folder_without_questions(tmp_path):
    sentence = "There is no question file (<topic>.yaml) in this folder."
    assert told(load_bank, [tmp_path], builtin=False) == [(tmp_path.name, 0, sentence)]


def test_a_yml_file_is_not_passed_over(folder):
    (folder / "django.yml").touch()
    sentence = "Question files end in .yaml; rename this one."
    assert told(load_bank, [folder], builtin=False) == [("django.yml", 0, sentence)]


def test_the_builtin_questions_lie_beside_the_package_in_a_checkout():
    assert builtin_folder() == Path(bot.__file__).parents[1] / "questions"


def test_the_builtin_questions_lie_in_the_package_when_it_is_installed(tmp_path):
    package = tmp_path / "bot"
    package.mkdir()
    for name in ("__init__.py", "errors.py"):
        (package / name).write_bytes((Path(bot.__file__).parent / name).read_bytes())
    (package / "bank").mkdir()
    for source in (Path(bot.__file__).parent / "bank").glob("*.py"):
        (package / "bank" / source.name).write_bytes(source.read_bytes())
    (package / "questions").mkdir()
    program = "from bot.bank import builtin_folder; print(builtin_folder())"
    shown = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(shown.stdout.strip()) == (package / "questions").resolve()


def test_three_hundred_full_questions_load_in_two_seconds():
    phrases = "".join(f"          - the phrase with the number {number} in it\n" for number in range(20))
    points = "".join(
        f"      - id: p-{n}\n        say: Say it.\n        ask: Why?\n        accept:\n{phrases}" for n in range(6)
    )
    questions = "".join(f"  - id: q-{n}\n    ask: What?\n    answer: That.\n    points:\n{points}" for n in range(300))
    begun = time.process_time()
    topic = parse_topic("topic: t\ntitle: T\nquestions:\n" + questions, Path("t.yaml"))
    assert time.process_time() - begun < 2
    assert sum(len(point.accept) for question in topic.questions for point in question.points) == 36_000
