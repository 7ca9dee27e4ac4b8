"""Several processes find what one finds; a bound spares the marking of what can do no harm."""

import multiprocessing

import pytest

from bot.bank import check
from bot.bank.examination import cores
from bot.bank.loader import builtin_folder, load_topic
from bot.bank.trials import PASS, question_trials
from bot.cli.bound import most
from bot.grading import PROFILES, grade

BANK = builtin_folder()


def small(tmp_path, count: int):
    """A file of the first questions of a shipped one."""
    lines = (BANK / "python.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.startswith("  - id:")]
    (tmp_path / "python.yaml").write_text("".join(lines[: starts[count]]), encoding="utf-8")
    return tmp_path / "python.yaml"


@pytest.mark.slow
def test_several_processes_find_what_one_finds(tmp_path):
    path = small(tmp_path, 9)
    text = path.read_text(encoding="utf-8").replace("    points:", "    further_answers: [Nothing.]\n    points:")
    path.write_text(text, encoding="utf-8")
    told: list[tuple[int, int]] = []
    one = check([path], grade)
    several = check([path], grade, processes=2, progress=lambda done, total: told.append((done, total)))
    assert several == one
    assert sum("gets 0 of 100" in finding.message for finding in one.findings) == 9
    assert len(told) == one.questions == 9
    assert told[-1][0] == told[-1][1]


def test_a_system_without_processes(tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr("bot.bank.examination.get_context", refuse)
    path = small(tmp_path, 4)
    assert check([path], grade, processes=2) == check([path], grade)


def test_little_work_is_done_at_once(folder, monkeypatch):
    monkeypatch.setattr(multiprocessing, "Process", None)
    monkeypatch.setattr("bot.bank.examination.ProcessPoolExecutor", None)
    assert check([folder], grade, processes=8).files == 2


def test_cores():
    assert cores() >= 1


def test_texts_that_cannot_pass_are_not_marked(tmp_path):
    marked: list[str] = []

    def counted(question, text):
        marked.append(text)
        return grade(question, text)

    path = small(tmp_path, 4)
    whole = check([path], counted)
    every = len(marked)
    marked.clear()
    spared = check([path], counted, bound=lambda _question, _text: PASS - 1)
    assert spared == whole
    assert len(marked) == every - 4 * 3


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("name", ["flask", "sql"])
def test_no_mark_exceeds_its_bound(name, profile):
    topic = load_topic(BANK / f"{name}.yaml")
    spared = 0
    for number, question in enumerate(topic.questions[:6]):
        texts = [other.answer for other in topic.questions] + [t.text for t in question_trials(topic, number)][:40]
        for text in (*texts, "", "?", f"{question.ask} {question.answer}", "misspeled sesion cokies urlfor"):
            highest = most(question, text, profile)
            assert grade(question, text, profile=profile).mark <= highest <= 100
            spared += highest < PASS
    assert spared > 50


def test_no_mark_without_points_exceeds_its_bound():
    question = load_topic(BANK / "flask.yaml").questions[0].model_copy(update={"points": ()})
    assert most(question, "anything", PROFILES["normal"]) == 100
