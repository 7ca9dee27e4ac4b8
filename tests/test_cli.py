from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import bot
from bot import app, bank, cli, demo
from bot.bank import parse_topic
from bot.cli import main
from bot.cli.marking import false_claims
from bot.errors import ExitCode, StartError
from bot.grading import Grade, PointGrade, PointState, grade
from bot.store import Database, facts
from bot.store.identity import OURS
from tests import postgres as server

TOP = Path(bot.__file__).parents[1]

TIDES = """\
topic: tides
title: Tides
questions:
  - id: cause
    ask: What makes the tides of the sea?
    answer: The gravity of the moon pulls the water, and most coasts have two high tides a day.
    points:
      - id: moon
        weight: 2
        say: The gravity of the moon pulls the water.
        accept: [the moon pulls the water]
      - id: twice
        say: Most coasts have two high tides a day.
        accept: [two high tides a day]
    misconceptions:
      - say: The wind makes the tides.
        match: [the wind makes the tides, tides are caused by wind]
        correct: Wind makes waves; tides come from gravity.
"""

GOOD = "The moon pulls the water, so there are two high tides a day."
FALSE = "The wind makes the tides."


@pytest.fixture(autouse=True)
def host(tmp_path, monkeypatch):
    """A folder with a config.toml and a bank of one question beside the built-in ones."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("HOTSEAT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "tides.yaml").write_text(TIDES, encoding="utf-8")
    (tmp_path / "config.toml").write_text('[bank]\nfolders = ["bank"]\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def hotseat(capsys):
    """Runs a command; gives its exit code and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def answers(tmp_path):
    def write(*lines: object) -> str:
        path = tmp_path / "answers.jsonl"
        path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
        return str(path)

    return write


def mark_of(answer: str) -> int:
    return grade(parse_topic(TIDES, Path("tides.yaml")).questions[0], answer).mark


def line(number: int, answer: str, **more: object) -> dict[str, object]:
    return {"id": f"a{number}", "question": "tides/cause", "answer": answer, **more}


def test_help_lists_the_commands_and_the_exit_codes(hotseat):
    code, out, err = hotseat("--help")
    assert (code, err) == (0, "")
    for name in ("run", "demo", "check", "grade", "evaluate", "backup"):
        assert f"\n  {name} " in out
    for number, text in cli.EXIT_CODES.items():
        assert f"{number:>5}  {text}\n" in out


def test_every_exit_code_has_its_words():
    assert set(cli.EXIT_CODES) == set(ExitCode)


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['hotseat', '--help']\nfrom bot.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print(*sorted({'discord', 'rich', 'pydantic', 'sqlalchemy', 'yaml', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_version(hotseat):
    assert hotseat("--version") == (0, f"hotseat {bot.__version__}\n", "")


def test_python_m_bot_is_the_same_program():
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, f"hotseat {bot.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [("chek",), ("check", "--nonsense"), ("grade", "cause"), ("evaluate", "nowhere"), ("demo", "--port", "x")],
)
def test_a_wrong_command_line_is_2_and_says_how(hotseat, arguments):
    code, out, err = hotseat(*arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "Usage: hotseat" in err
    assert "Traceback" not in err


def test_a_wrong_configuration_is_78(hotseat, host):
    (host / "config.toml").write_text("[log]\nlevle = 3")
    code, out, err = hotseat("check")
    assert (code, out) == (ExitCode.CONFIG, "")
    assert err == 'config.toml: there is no key "levle" in [log]; did you mean "level"?\n'


def test_config_names_another_file(hotseat, host):
    (host / "other.toml").write_text("")
    assert hotseat("grade", "cause", "x")[0] == 0
    assert hotseat("--config", "other.toml", "grade", "cause", "x")[0] == ExitCode.USAGE
    assert hotseat("--config", "nowhere.toml", "grade", "cause", "x")[0] == ExitCode.CONFIG


def test_run_without_a_token(hotseat):
    code, out, err = hotseat("run")
    assert (code, out) == (ExitCode.CONFIG, "")
    assert "HOTSEAT_DISCORD__TOKEN" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("code", [ExitCode.TOKEN_REJECTED, ExitCode.INTENT_REFUSED, ExitCode.UNAVAILABLE])
def test_run_ends_with_the_code_of_its_failure(hotseat, monkeypatch, code):
    async def serve(settings):
        raise StartError(f"It cannot start with {settings.grading.profile} marks.", code)

    monkeypatch.setattr(app, "serve", serve)
    assert hotseat("run") == (code, "", "It cannot start with normal marks.\n")


def test_demo_hands_on_its_options(hotseat, monkeypatch):
    seen = []

    async def serve_demo(settings, *, port, open_browser):
        seen.append((settings.demo.database, port, open_browser))

    monkeypatch.setattr(demo, "serve_demo", serve_demo)
    assert hotseat("demo")[0] == hotseat("demo", "--port", "8080", "--no-browser")[0] == 0
    assert seen == [(Path("hotseat-demo.db"), None, True), (Path("hotseat-demo.db"), 8080, False)]


def test_ctrl_c_is_quiet():
    code = "import os, signal; from bot import cli; cli._settings = lambda _: os.kill(os.getpid(), signal.SIGINT)\ncli.main(['check'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", "")
    assert ExitCode.INTERRUPTED == 128 + signal.SIGINT


def test_check_tells_sound_from_broken(hotseat, host):
    broken = host / "bank" / "broken.yaml"
    broken.write_text("topic: broken\ntitle: Broken\nquestions:\n  - id: x\n    ask: What?\n    anwser: That.\n")
    code, out, _ = hotseat("check", str(broken))
    assert code == ExitCode.FINDINGS
    assert f"{broken}:6: " in out
    assert "answer" in out
    assert "to mend" in out.splitlines()[-1]


def test_check_as_json(hotseat):
    code, out, err = hotseat("check", "--format", "json", "bank")
    report = json.loads(out)
    assert (report["files"], report["questions"], err) == (1, 1, "")
    assert code == (ExitCode.OK if report["ok"] else ExitCode.FINDINGS)


def test_check_without_files_takes_the_built_in_and_the_configured(hotseat, host, monkeypatch):
    (host / "built-in").mkdir()
    (host / "built-in" / "waves.yaml").write_text(TIDES.replace("topic: tides", "topic: waves"))
    monkeypatch.setattr(bank, "builtin_folder", lambda: host / "built-in")
    _, out, _ = hotseat("check", "--format", "json")
    assert json.loads(out)["questions"] == 2


ANSWERS_TO_PROMPTS = """\
neap

When are the tides small?
When sun and moon stand at right angles,
their pulls work against each other.

angle
Sun and moon stand at right angles.
2
sun and moon at right angles
half moon

How do sun and moon stand?

Neap tides come at full moon.
neap tides at full moon

They come at half moon.


"""


def typed(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_new_question_is_added_and_examined(hotseat, host, monkeypatch):
    typed(monkeypatch, ANSWERS_TO_PROMPTS)
    code, out, _ = hotseat("new-question", "tides", "--folder", "bank")
    made = (host / "bank" / "tides.yaml").read_text(encoding="utf-8")
    assert made.startswith(TIDES)
    added = bank.parse_topic(made, Path("tides.yaml")).questions[1]
    assert (added.id, added.level, added.answer) == (
        "neap",
        "mid",
        "When sun and moon stand at right angles, their pulls work against each other.",
    )
    assert (added.points[0].weight, added.points[0].accept) == (2, ("sun and moon at right angles", "half moon"))
    assert added.misconceptions[0].correct == "They come at half moon."
    assert 'The question "neap" is in bank' in out
    assert "has no sources" in out
    assert code == (ExitCode.FINDINGS if "to mend, " in out and "nothing to mend" not in out else ExitCode.OK)


def test_a_new_question_in_a_new_topic(hotseat, host, monkeypatch):
    typed(monkeypatch, f"Not a slug\nwaves\nWaves: all of them\n{ANSWERS_TO_PROMPTS}")
    _, out, _ = hotseat("new-question", "--folder", "new")
    topic = bank.load_topic(host / "new" / "waves.yaml")
    assert (topic.title, len(topic.questions)) == ("Waves: all of them", 1)
    assert "lower-case letters" in out


def test_what_cannot_be_is_asked_again(hotseat, host, monkeypatch):
    answers = ANSWERS_TO_PROMPTS.replace("neap\n\n", "cause\nneap\nexpert\nmid\n", 1).replace("\n2\n", "\n11\n2\n", 1)
    typed(monkeypatch, answers.replace("How do", "h\nHow do", 1).replace("point.\n\n\n", "point.\n\nnowhere\n\n"))
    _, out, _ = hotseat("new-question", "tides", "--folder", "bank")
    for sentence in ("is taken here", "junior, mid or senior.", "from 1 to 10."):
        assert sentence in out
    assert len(bank.load_topic(host / "bank" / "tides.yaml").questions) == 2


@pytest.mark.parametrize("lines", [0, 1, 5, 12, 19])
def test_a_new_question_that_is_broken_off_writes_nothing(hotseat, host, monkeypatch, lines):
    typed(monkeypatch, "".join(ANSWERS_TO_PROMPTS.splitlines(keepends=True)[:lines]))
    code, _, err = hotseat("new-question", "tides", "--folder", "bank")
    assert code == ExitCode.INTERRUPTED
    assert "Nothing was written." in err
    assert (host / "bank" / "tides.yaml").read_text(encoding="utf-8") == TIDES
    assert len(list((host / "bank").iterdir())) == 1


def test_a_new_question_in_a_topic_that_cannot_be(hotseat, host):
    code, _, err = hotseat("new-question", "Not A Slug")
    assert (code, "lower-case letters" in err) == (ExitCode.USAGE, True)
    (host / "bank" / "tides.yaml").write_text("topic: tides\n", encoding="utf-8")
    code, _, err = hotseat("new-question", "tides", "--folder", "bank")
    assert (code, "questions" in err) == (ExitCode.DATA, True)


def test_the_schema_is_json_schema(hotseat):
    code, out, _ = hotseat("check", "--schema")
    assert code == 0
    assert "questions" in json.loads(out)["properties"]
    code, out, _ = hotseat("check", "--answers-schema")
    assert code == 0
    assert "answers" in json.loads(out)["properties"]


@pytest.mark.parametrize(("option", "name"), [("--schema", "questions"), ("--answers-schema", "answers")])
def test_the_schemas_beside_the_questions_are_up_to_date(hotseat, option, name):
    """Written by ``hotseat check --schema > questions/schema/questions.schema.json``, and its like for answers."""
    _, out, _ = hotseat("check", option)
    assert (bank.builtin_folder() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8") == out


def test_grade_shows_the_mark_and_the_evidence(hotseat):
    code, out, err = hotseat("grade", "cause", GOOD)
    assert (code, err) == (0, "")
    assert f"tides/cause: {mark_of(GOOD)} of 100, strong" in out
    assert "moon pulls the water”" in out
    assert "The gravity of the moon pulls the water." in out


def test_grade_shows_a_false_claim_with_its_correction(hotseat):
    _, out, _ = hotseat("grade", "tides/cause", FALSE)
    assert "The wind makes the tides." in out
    assert "Wind makes waves; tides come from gravity." in out


def test_markup_is_shown_as_it_was_written(hotseat, host):
    (host / "bank" / "tides.yaml").write_text(
        TIDES.replace("What makes the tides", "What makes [bold]the[/bold] tides")
    )
    assert "What makes [bold]the[/bold] tides" in hotseat("grade", "cause", "x")[1]


def test_grade_reads_standard_input(hotseat, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(GOOD))
    code, out, _ = hotseat("grade", "--json", "cause", "-")
    result = json.loads(out)
    assert (code, result["mark"], result["band"]) == (0, mark_of(GOOD), "strong")
    assert [point["id"] for point in result["points"]] == ["moon", "twice"]


def test_grade_suggests_the_question_that_was_meant(hotseat):
    code, _, err = hotseat("grade", "tides/cuase", "x")
    assert code == ExitCode.USAGE
    assert 'did you mean "tides/cause"?' in err


def test_a_question_of_two_topics_must_be_told_apart(hotseat, host):
    (host / "bank" / "waves.yaml").write_text(TIDES.replace("topic: tides", "topic: waves"))
    code, _, err = hotseat("grade", "cause", "x")
    assert code == ExitCode.USAGE
    assert "tides/cause, waves/cause" in err
    assert hotseat("grade", "waves/cause", "x")[0] == 0


def test_a_broken_bank_is_65(hotseat, host):
    (host / "bank" / "tides.yaml").write_text("topic: tides")
    code, out, err = hotseat("grade", "cause", "x")
    assert (code, out) == (ExitCode.DATA, "")
    assert "bank/tides.yaml" in err


def test_evaluate_as_json_has_exactly_these_keys(hotseat, answers):
    file = answers(
        line(1, GOOD, mark=5, false_claim=False, kind="good", marks=[5, 5]),
        line(2, FALSE, mark=0, false_claim=True, kind="bad"),
        "",
        line(3, "The moon pulls the water.", mark=3, kind="good"),
    )
    code, out, err = hotseat("evaluate", file, "--json")
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert list(result) == ["answers", "summary"]
    assert [list(answer) for answer in result["answers"]] == [["id", "question", "mark", "misconceptions"]] * 3
    assert result["answers"][0] == {"id": "a1", "question": "tides/cause", "mark": mark_of(GOOD), "misconceptions": []}
    assert result["answers"][1]["misconceptions"] == ["The wind makes the tides."]
    summary = result["summary"]
    assert (summary["answers"], summary["marked"]) == (3, 3)
    assert summary["false_claims"] == {"precision": 1.0, "recall": 1.0}
    assert {"pearson", "rmse", "qwk", "pass_accuracy", "intervals"} <= set(summary)
    assert summary["pearson"] > 0.9


def test_evaluate_takes_a_question_of_two_topics_from_the_one_that_has_them_all(hotseat, host, answers):
    more = TIDES[TIDES.index("  - id") :].replace("id: cause", "id: springs")
    (host / "bank" / "tides.yaml").write_text(TIDES + more)
    (host / "bank" / "waves.yaml").write_text(TIDES.replace("topic: tides", "topic: waves"))
    file = answers(line(1, GOOD) | {"question": "cause"}, line(2, GOOD) | {"question": "springs"})
    assert hotseat("evaluate", file, "--json")[0] == 0
    code, _, err = hotseat("evaluate", answers(*(line(n, GOOD) | {"question": q} for n, q in TWO)))
    assert (code, "waves" in err, "sprigns" in err) == (ExitCode.DATA, False, True)
    code, _, err = hotseat("evaluate", answers(line(1, GOOD) | {"question": "cause"}))
    assert (code, "tides/cause, waves/cause" in err) == (ExitCode.DATA, True)


def test_evaluate_names_a_contradicted_point():
    point = PointGrade("moon", "The moon pulls.", None, 1, PointState.CONTRADICTED, 0.0)
    assert false_claims(Grade(0, (point,))) == ["contradicts: The moon pulls."]


def test_evaluate_without_marks_has_only_the_count(hotseat, answers):
    file = answers(line(1, GOOD), line(2, FALSE))
    assert json.loads(hotseat("evaluate", file, "--json")[1])["summary"] == {"answers": 2}
    assert hotseat("evaluate", file)[1] == "2 answers marked; none has a person's mark to compare with.\n"


def test_evaluate_of_one_answer_has_null_for_what_is_undefined(hotseat, answers):
    summary = json.loads(hotseat("evaluate", answers(line(1, GOOD, mark=5)), "--json")[1])["summary"]
    assert summary["pearson"] is None
    assert summary["false_claims"] == {"precision": None, "recall": None}
    assert summary["rmse"] == pytest.approx(5 - mark_of(GOOD) / 20)


@pytest.mark.parametrize(("by", "names"), [("kind", {"good", "bad"}), ("question", {"tides/cause"})])
def test_evaluate_by(hotseat, answers, by, names):
    file = answers(line(1, GOOD, mark=5, kind="good"), line(2, FALSE, mark=0, kind="bad"))
    summary = json.loads(hotseat("evaluate", file, "--json", "--by", by)[1])["summary"]
    assert set(summary[f"by_{by}"]) == names
    assert all(name in hotseat("evaluate", file, "--by", by)[1] for name in names)


TWO = ((1, "cause"), (2, "tides/springs"), (3, "sprigns"))
HEARD = f"""\
topic: tides
answers:
  - {{question: cause, mark: 5, answer: "{GOOD}"}}
  - {{question: cause, mark: 0, false_claim: true, answer: "The wind of the moon pulls the water twice."}}
"""


def test_evaluate_marks_an_answer_as_if_it_had_not_heard_it(hotseat, host, answers):
    file = answers(line(1, GOOD), line(2, "The wind of the moon pulls the water twice."))
    _, before, _ = hotseat("evaluate", file, "--json")
    (host / "bank" / "tides.answers.yaml").write_text(HEARD, encoding="utf-8")
    _, after, _ = hotseat("evaluate", file, "--json")
    assert json.loads(after)["answers"] == json.loads(before)["answers"]
    heard = json.loads(hotseat("grade", "cause", "The wind of the moon pulls the water twice.", "--json")[1])
    assert heard["mark"] < json.loads(before)["answers"][1]["mark"]


def test_evaluate_shows_where_we_disagree(hotseat, answers):
    _, out, _ = hotseat("evaluate", answers(line(1, GOOD, mark=5), line(2, "It is the [b]moon[/b].", mark=5)))
    assert "Pearson's r" in out
    assert out.index("a2") < out.index("a1")
    assert "[b]moon[/b]" in out


def test_evaluate_compares_with_earlier_marks(hotseat, answers, host):
    file = answers(line(1, GOOD, mark=5), line(2, FALSE, mark=0), line(3, "The moon pulls the water.", mark=3))
    _, out, _ = hotseat("evaluate", file, "--json")
    earlier = json.loads(out)
    earlier["answers"][0]["mark"] = 40
    (host / "earlier.json").write_text(json.dumps(earlier))
    _, out, _ = hotseat("evaluate", file, "--json", "--compare", "earlier.json")
    change = json.loads(out)["summary"]["change"]
    assert change["moved"] == [{"id": "a1", "before": 40, "mark": mark_of(GOOD)}]
    assert change["rmse"]["difference"] < 0
    assert "1 mark moved" in hotseat("evaluate", file, "--compare", "earlier.json")[1]


def test_evaluate_compares_only_with_its_own_output(hotseat, answers, host):
    (host / "earlier.json").write_text("[]")
    code, _, err = hotseat("evaluate", answers(line(1, GOOD)), "--compare", "earlier.json")
    assert (code, err) == (ExitCode.DATA, "earlier.json: this is not what hotseat evaluate --json prints.\n")


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("not json", "this line is not a JSON object such as "),
        ("[]", "this line is not a JSON object such as "),
        ({"id": "x", "question": "cause"}, '"answer" is missing on this line.'),
        ({**line(9, "x"), "mark": 9}, '"mark": input should be less than or equal to 5.'),
        (
            {**line(9, "x"), "question": "tides/cuase"},
            'there is no question "tides/cuase"; did you mean "tides/cause"?',
        ),
        (line(1, "again"), 'the id "a1" is on an earlier line too.'),
    ],
)
def test_a_bad_line_gets_a_sentence_with_its_number(hotseat, answers, bad, sentence):
    file = answers(line(1, GOOD, mark=5), bad)
    code, out, err = hotseat("evaluate", file, "--json")
    assert (code, out) == (ExitCode.DATA, "")
    assert err.startswith(f"{file}:2: {sentence}")
    assert err.count("\n") == 1


def test_an_empty_file_of_answers(hotseat, answers):
    assert hotseat("evaluate", file := answers())[::2] == (
        ExitCode.DATA,
        f"{file}: there are no answers in this file.\n",
    )


def test_backup_copies_the_database(hotseat, host):
    with sqlite3.connect(host / "hotseat.db") as connection:
        connection.execute("CREATE TABLE kept (value)")
        connection.execute(f"PRAGMA application_id = {OURS}")
    connection.close()
    code, out, err = hotseat("backup", "copy.db")
    assert (code, err) == (0, "")
    assert out.startswith("copy.db: ")
    copy = sqlite3.connect(host / "copy.db")
    assert copy.execute("SELECT name FROM sqlite_master").fetchall() == [("kept",)]
    copy.close()


def test_backup_without_a_database_is_74(hotseat):
    code, out, err = hotseat("backup", "copy.db")
    assert (code, out) == (ExitCode.STORE, "")
    assert "hotseat.db" in err


def test_backup_of_a_server_names_the_program_to_use(hotseat, monkeypatch, host):
    monkeypatch.setenv("HOTSEAT_STORE__DATABASE", "postgresql://ada:geheim@host/marks")
    code, out, err = hotseat("backup", "copy.dump")
    assert (code, out) == (ExitCode.STORE, "")
    assert err.endswith("pg_dump --format=custom --file=copy.dump postgresql://ada@host/marks\n")
    assert not (host / "copy.dump").exists()


def test_migrate_data_wants_the_address_of_a_server(hotseat, host):
    code, out, err = hotseat("migrate-data", "hotseat.db")
    assert (code, out) == (ExitCode.STORE, "")
    assert err.startswith("[store] database is the file hotseat.db. Set it to the address of a new PostgreSQL database")
    assert not (host / "hotseat.db").exists()


@pytest.mark.postgres
def test_migrate_data_copies_everything(hotseat, host, monkeypatch):
    async def make() -> str:
        database = await Database.open(host / "old.db")
        async with database.write() as connection:
            await facts.put(connection, "one", "1")
        await database.close()
        return await server.create()

    address = asyncio.run(make())
    try:
        monkeypatch.setenv("HOTSEAT_STORE__DATABASE", address)
        code, out, err = hotseat("migrate-data", "old.db")
        assert (code, err) == (0, "")
        assert out.split("\n") == ["           1  fact", "1 row copied, read again, and found the same.", ""]
        code, out, err = hotseat("migrate-data", "old.db")
        assert (code, out) == (ExitCode.STORE, "")
        assert "is not empty" in err
    finally:
        asyncio.run(server.drop(address))


def test_the_wheel_has_the_questions_and_the_migrations(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=TOP, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = ZipFile(wheel).namelist()
    for file in (TOP / "questions").glob("*.yaml"):
        assert f"bot/questions/{file.name}" in names
    for name in ("README.md", "schema/questions.schema.json", "schema/answers.schema.json"):
        assert f"bot/questions/{name}" in names
    for file in (TOP / "bot" / "locale").rglob("*.po"):
        assert file.relative_to(TOP).as_posix() in names
    for file in (TOP / "bot" / "store" / "migrations").rglob("*"):
        if file.suffix in {".py", ".mako"}:
            assert file.relative_to(TOP).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "questions/"))]
