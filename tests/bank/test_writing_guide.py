"""questions/README.md is followed step by step: what it says that the doctor says is what the doctor says.

After a change of the grading or of the doctor, ``python -m tests.bank.test_writing_guide`` writes what they say now.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.bank import builtin_folder
from bot.cli import main

GUIDE = builtin_folder() / "README.md"
TOP = Path(__file__).parents[2]
COMMAND = "hotseat check http-caching.yaml"
STEP = re.compile(r"<!-- (.+?) -->\n```yaml\n(.*?)```|```text\n(.*?)```", re.DOTALL)
CHANGE = re.compile(r"(write|append to|replace in) ([\w.-]+?)(?:: (.+)|, from (.+) on)?$")


def follow(how: str, body: str) -> None:
    verb, name, old, start = CHANGE.match(how).groups()
    path = Path(name)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if verb == "write":
        text = body
    elif verb == "append to":
        text += body
    elif start:
        assert text.count(start) == 1
        text = text[: text.index(start)] + body.lstrip()
    else:
        assert text.count(old) == 1
        text = text.replace(old, body.rstrip("\n"))
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_example_is_true(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = 0
    for how, body, expected in STEP.findall(GUIDE.read_text(encoding="utf-8")):
        if how:
            follow(how, body)
            continue
        with pytest.raises(SystemExit):
            main(["check", "http-caching.yaml"])
        assert f"$ {COMMAND}\n{capsys.readouterr().out}" == expected
        said += 1
    assert said > 5


def renewed(step: re.Match[str]) -> str:
    how, body, _ = step.groups()
    if how:
        follow(how, body)
        return step.group()
    command = [sys.executable, "-m", "bot", *COMMAND.split()[1:]]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(TOP)}
    )
    return f"```text\n$ {COMMAND}\n{done.stdout}```"


if __name__ == "__main__":
    os.chdir(tempfile.mkdtemp())
    GUIDE.write_text(STEP.sub(renewed, GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
