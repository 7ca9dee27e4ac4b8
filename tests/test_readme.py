"""The README is true: its commands exist, and everything that exists is in it."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import discord
import pytest
import typer

import bot
from bot import cli
from bot.bank import parse_topic
from bot.bank.check import check
from bot.config import keys
from bot.grading import grade

TOP = Path(bot.__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCKS = [(kind, text) for kind, text in re.findall(r"^ *```(\w+)\n(.*?)^ *```$", README, re.DOTALL | re.MULTILINE)]
SHELL = [line.strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
COMMAND = typer.main.get_command(cli.app)


def table(first_column: str) -> list[list[str]]:
    """The rows below the head of the table that begins with this column."""
    after = README.split(f"| {first_column} |", 1)[1].splitlines()[2:]
    rows = []
    for line in after:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def options(command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")} | {"--help"}


def uses_of_hotseat() -> list[list[str]]:
    """What follows ``hotseat`` in every shell line."""
    found = []
    for line in SHELL:
        words = shlex.split(re.split(r" [<>|] ", line)[0])
        places = [place for place, word in enumerate(words) if word.rpartition("/")[2] == "hotseat"]
        found += [words[place + 1 :] for place in places]
    return found


def test_the_first_screen_has_the_two_commands_and_no_other():
    first = README.split("\n## ")[0]
    commands = re.findall(r"^```sh\n(.*?)```$", first, re.DOTALL | re.MULTILINE)
    assert [command.count("\n") for command in commands] == [1, 1]
    demo, tests = (command.strip() for command in commands)
    assert demo.endswith(" && .venv/bin/hotseat demo")
    assert tests.endswith(" && .venv/bin/pytest")
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install ") for command in (demo, tests))
    assert len(first.splitlines()) < 40


def test_the_extras_of_the_two_commands_exist():
    known = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert (
        {extra for line in SHELL[:2] for extra in re.findall(r"'\.\[(\w+)\]'", line)} == {"demo", "test"} <= set(known)
    )


def test_the_checks_of_every_change_take_the_test_command_from_here():
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    (line,) = [line for line in script.splitlines() if line.startswith("tests=$(")]
    extract = line.removeprefix("tests=$(").removesuffix(")")
    done = subprocess.run(["bash", "-c", extract], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == SHELL[1]


def test_there_are_examples_to_parse():
    assert len(uses_of_hotseat()) >= 8


@pytest.mark.parametrize("words", uses_of_hotseat(), ids=" ".join)
def test_a_line_of_the_readme_parses(words):
    before = next(place for place, word in enumerate(words) if word in COMMAND.commands)
    name, after = words[before], words[before + 1 :]
    assert {word for word in words[:before] if word.startswith("-")} <= options(COMMAND)
    assert {word for word in after if word.startswith("--")} <= options(COMMAND.commands[name])
    context = COMMAND.commands[name].make_context(name, list(after), resilient_parsing=True)
    assert not context.args


def test_every_command_and_option_is_in_the_readme():
    rows = {row[0].strip("`").split()[1]: " ".join(row) for row in table("command | what it does")}
    assert set(rows) == set(COMMAND.commands)
    for name, command in COMMAND.commands.items():
        assert [option for option in options(command) if option.startswith("--") and option not in rows[name]] in (
            [],
            ["--help"],
        )
    assert all(f"`{name}" in README for name in options(COMMAND) if name.startswith("--"))


def test_every_exit_code_is_in_the_readme():
    assert {int(code): text for code, text in table("exit code")} == {int(c): t for c, t in cli.EXIT_CODES.items()}


def test_every_key_is_in_the_readme_with_its_default():
    rows = {(section.strip("`[]"), key.strip("`")): default for section, key, default, _ in table("section")}
    assert list(rows) == [(section, key) for section, names in keys().items() for key in names]
    example = (TOP / "config.example.toml").read_text(encoding="utf-8")
    for (section, key), default in rows.items():
        below = example.split(f"\n[{section}]\n")[1].split("\n[")[0]
        written = next(iter(re.findall(rf"^{key} = .+$", below, re.MULTILINE)), None)
        assert default == (f"`{written.removeprefix(key + ' = ')}`" if written else "not set"), key


def test_the_permission_number_is_that_of_the_table():
    wanted = {row[0].lower().replace(" ", "_") for row in table("permission")}
    number = discord.Permissions(**dict.fromkeys(wanted, True)).value
    assert set(re.findall(r"permissions=(\d+)|number `(\d+)`", README)) == {(str(number), ""), ("", str(number))}
    assert "scope=bot+applications.commands" in README


def test_the_example_question_passes_its_own_examination(tmp_path):
    (example,) = [text for kind, text in BLOCKS if kind == "yaml"]
    (tmp_path / "tides.yaml").write_text(example, encoding="utf-8")
    assert parse_topic(example, Path("tides.yaml")).topic == "tides"
    assert [str(finding) for finding in check([tmp_path / "tides.yaml"], grade).findings] == []


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_links_to_files_lead_somewhere(page):
    text = re.sub(r"<!--.*?-->", "", (TOP / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", text):
        assert (TOP / target).exists(), target
    for heading in re.findall(r"\]\(#([^)]+)\)", text):
        assert heading in {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
