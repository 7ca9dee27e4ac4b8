"""Every example of the shipped questions is run, and prints what the file says."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from bot.bank import Language, builtin_folder, load_bank

BANK = load_bank([builtin_folder()])
EXAMPLES = [
    pytest.param(question.example, id=f"{topic.topic}/{question.id}") for topic, question in BANK if question.example
]
NEEDED = {Language.SHELL: ["bash", "git"]}


def run(example, folder):
    if example.language is Language.SQL:
        return run_sql(example.code)
    command = [sys.executable, "-c"] if example.language is Language.PYTHON else ["bash", "-eu", "-c"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Ada", f"GIT_{role}_EMAIL": "ada@example.org"}
    done = subprocess.run(
        [*command, example.code], cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_sql(script):
    printed = []
    with sqlite3.connect(":memory:", isolation_level=None) as connection:
        statement = ""
        for line in script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                rows = connection.execute(statement)
                printed += ["|".join("" if value is None else str(value) for value in row) + "\n" for row in rows]
                statement = ""
    connection.close()
    assert not statement.strip(), f"unfinished: {statement}"
    return "".join(printed)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_prints_what_the_question_says(example, tmp_path):
    missing = [program for program in NEEDED.get(example.language, []) if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    assert run(example, tmp_path) == example.prints
