"""What `hotseat check` is given, and the report that it gets."""

import json
from pathlib import Path

import pytest

from bot.bank import builtin_folder, check, findings_as_json, load_bank, load_marked_answers, load_topic
from bot.bank.loader import distinct
from bot.errors import Finding, Severity
from bot.grading import grade
from tests.bank.phrase_grader import phrase_grade


def summary(report) -> list[tuple[str, int, str]]:
    return [(each.file.name, each.line, each.severity.value) for each in report.findings]


@pytest.mark.parametrize("names", [["flask.yaml"], ["flask.answers.yaml"], ["flask.answers.yaml", "flask.yaml"], ["."]])
def test_a_topic_and_its_marked_answers_belong_together(folder, names):
    report = check([folder / name for name in names], phrase_grade)
    assert (report.files, report.questions, report.samples) == (2, 1, 2)
    assert report.agreements[0].topic == "flask"


def test_a_topic_without_marked_answers(folder):
    (folder / "flask.answers.yaml").unlink()
    report = check([folder], phrase_grade)
    assert (report.files, report.samples, report.agreements) == (1, 0, ())


def test_marked_answers_without_a_topic(folder):
    (folder / "flask.yaml").unlink()
    report = check([folder / "flask.answers.yaml"], phrase_grade)
    assert [(each.file.name, each.message) for each in report.findings] == [
        ("flask.yaml", "There is no such file; check the name.")
    ]
    assert check([folder], phrase_grade).findings == report.findings


def test_what_is_wrong_with_one_file_does_not_hide_the_others(folder, topic_text, answers_text):
    (folder / "django.yaml").write_text("topic: django\n\ttitle: x\n", encoding="utf-8")
    (folder / "flask.answers.yaml").write_text(answers_text.replace("mark: 0", "mark: 9"), encoding="utf-8")
    (folder / "flask.yaml").write_text(topic_text.replace("        ask: Who can read it?\n", ""), encoding="utf-8")
    report = check([folder, folder / "none.yaml"], phrase_grade)
    assert summary(report)[:3] == [
        ("django.yaml", 2, "error"),
        ("flask.answers.yaml", 10, "error"),
        ("none.yaml", 0, "error"),
    ]
    assert ("flask.yaml", 9, "advice") in summary(report)
    assert not report.ok


def test_advice_alone_is_no_failure(folder, topic_text):
    text = topic_text.replace("    sources: [https://example.org/sessions]\n", "")
    (folder / "flask.yaml").write_text(text, encoding="utf-8")
    (folder / "flask.answers.yaml").unlink()
    report = check([folder], phrase_grade)
    assert (report.ok, report.errors, report.advice) == (True, 0, 1)


def test_progress_is_told_to_the_end(folder):
    told: list[tuple[int, int]] = []
    check([folder], phrase_grade, progress=lambda done, total: told.append((done, total)))  # question by question
    assert told == [(9, 9)]


def test_one_file_spelt_in_two_ways_is_one_file(folder, monkeypatch):
    monkeypatch.chdir(folder)
    report = check([Path("flask.yaml"), folder / "flask.yaml", folder / ".." / folder.name], phrase_grade)
    assert (report.files, report.questions) == (2, 1)
    assert len(load_bank([Path(), folder], builtin=False)) == 1


def test_paths_keep_their_order(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    assert distinct([a, b, tmp_path / "b" / ".." / "a", b]) == [a, b]


def test_the_same_topic_in_two_folders(folder, tmp_path_factory, topic_text):
    other = tmp_path_factory.mktemp("other") / "flask.yaml"
    other.write_text(topic_text, encoding="utf-8")
    report = check([folder, other], phrase_grade)
    assert any(each.file == other and "is in" in each.message for each in report.findings)


def test_the_report_for_programs(folder, topic_text):
    (folder / "flask.yaml").write_text(topic_text.replace("weight: 3", "weight: x"), encoding="utf-8")
    report = json.loads(check([folder], phrase_grade).as_json())
    assert report == {
        "ok": False, "files": 2, "questions": 0, "samples": 0, "errors": 1, "advice": 0, "agreement": {},
        "findings": [{
            "file": str(folder / "flask.yaml"), "line": 10, "severity": "error",
            "message": '"weight" must be a whole number from 1 to 10, without quotes; it is "x".',
        }],
    }  # fmt: skip
    agreement = json.loads(check([folder / "flask.answers.yaml"], phrase_grade).as_json())["agreement"]
    assert agreement == {}


def test_agreement_for_programs(folder):
    report = json.loads(check([folder], phrase_grade).as_json())
    assert report["agreement"] == {
        "flask": {"samples": 2, "correlation": None, "missed_positives": 1, "missed_negatives": 0}
    }


def test_findings_as_json():
    finding = Finding(Path("a.yaml"), 3, "Mend it.", Severity.ADVICE)
    assert findings_as_json([finding]) == [{"file": "a.yaml", "line": 3, "severity": "advice", "message": "Mend it."}]
    assert str(finding) == "a.yaml:3: advice: Mend it."


def test_the_builtin_questions_load():
    bank = load_bank([])
    for slug in bank.topics:
        path = builtin_folder() / f"{slug}.answers.yaml"
        if path.exists():
            load_marked_answers(path, load_topic(path.with_name(f"{slug}.yaml")))
    assert len(bank) >= 18


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_builtin_questions_pass_the_doctor():
    report = check([], grade)
    assert report.ok, "\n".join(str(each) for each in report.findings if each.severity is Severity.ERROR)
