"""What lies in ``deploy/`` and stands in docs/operation.md does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
import typer
from packaging.specifiers import SpecifierSet

import bot
from bot import cli
from bot.config import load_settings
from bot.errors import ExitCode

TOP = Path(bot.__file__).parents[1]
UNIT = TOP / "deploy" / "hotseat.service"
DOCKERFILE = (TOP / "deploy" / "Dockerfile").read_text(encoding="utf-8")
MANUAL = (TOP / "docs" / "operation.md").read_text(encoding="utf-8")
SCRIPTS = dict(re.findall(r"^```sh (\w+)\n(.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE))
HOTSEAT = f"{sys.executable} -m bot"


def test_every_exit_code_has_its_advice():
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", MANUAL, re.MULTILINE)
    assert [int(code) for code, _ in rows] == sorted(cli.EXIT_CODES)


def test_the_unit_is_not_started_again_where_a_person_is_needed():
    (codes,) = re.findall(r"^RestartPreventExitStatus=(.+)$", UNIT.read_text(), re.MULTILINE)
    persons = (ExitCode.USAGE, ExitCode.DATA, ExitCode.INTENT_REFUSED, ExitCode.TOKEN_REJECTED, ExitCode.CONFIG)
    assert codes.split() == [str(int(code)) for code in persons]


def test_the_unit_is_one_that_systemd_takes(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    written = UNIT.read_text().replace("/opt/hotseat/bin/hotseat", "/bin/true")
    (tmp_path / "hotseat.service").write_text(written)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "hotseat.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "hotseat.service" in line] == []


@pytest.mark.parametrize("text", [UNIT.read_text(), DOCKERFILE], ids=["unit", "Dockerfile"])
def test_the_settings_are_settings(monkeypatch, text):
    found = re.findall(r"(HOTSEAT_\w+__\w+)=(\S+)", text.replace("HOTSEAT_DISCORD__TOKEN=…", ""))
    assert len(found) == 2
    for name, value in found:
        monkeypatch.setenv(name, value)
    settings = load_settings(TOP / "config.example.toml")
    assert settings.store.place.name == "hotseat.db"
    assert settings.health.file == Path("/run/hotseat/alive")


def test_the_container_runs_as_nobody_in_particular_and_keeps_its_data():
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert re.findall(r"^USER (\w+)$", last, re.MULTILINE) == ["hotseat"]
    assert "VOLUME /data" in last
    assert "HEALTHCHECK" in last
    assert "TOKEN" not in DOCKERFILE


def test_what_the_image_is_built_from_is_there_and_let_in():
    let_in = (TOP / "deploy" / "Dockerfile.dockerignore").read_text().splitlines()
    copied = [
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    ]
    assert copied
    for name in copied:
        assert (TOP / name).exists(), name
        assert f"!{name}" in let_in


def test_the_image_has_a_python_that_is_supported():
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    images = re.findall(r"^FROM (\S+)(?: AS \w+)?$", DOCKERFILE, re.MULTILINE)
    assert len(images) == 2
    assert len(set(images)) == 1, "what is installed in one image runs in the other"
    (version,) = set(re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE))
    assert SpecifierSet(project["requires-python"]).contains(version)
    (extras,) = re.findall(r"pip install .*'\.\[(.+)\]'$", DOCKERFILE, re.MULTILINE)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_image_is_built_from_all_that_the_package_is_built_from():
    written = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    project = written["project"]
    needed = {"pyproject.toml", project["readme"], *project["license-files"]}
    needed |= set(written["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert {name for line in copied for name in line.split()} == needed


def test_the_image_runs_a_command_that_exists_as_a_user_that_it_makes():
    scripts = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    said = dict(re.findall(r"^(\w+) (.+)$", DOCKERFILE.split("\nFROM ")[-1], re.MULTILINE))
    ((program,), (command,)) = (json.loads(said[word]) for word in ("ENTRYPOINT", "CMD"))
    assert program in scripts
    assert command in typer.main.get_command(cli.app).commands
    (uid,) = re.findall(rf"^RUN useradd .*--uid (\d+) .*\b{said['USER']} ", DOCKERFILE, re.MULTILINE)
    assert int(uid) > 0
    assert said["COPY"] == "--from=build /opt/hotseat /opt/hotseat"
    assert "RUN python -m venv /opt/hotseat\n" in DOCKERFILE
    assert "PATH=/opt/hotseat/bin:$PATH" in said["ENV"]


def test_what_the_container_writes_lies_in_folders_that_are_its_own():
    (made,) = re.findall(r"install -d -o hotseat -g hotseat -m 0700 (.+)$", DOCKERFILE, re.MULTILINE)
    (volume,) = re.findall(r"^VOLUME (.+)$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^WORKDIR (.+)$", DOCKERFILE, re.MULTILINE)[-1] == volume
    files = dict(re.findall(r"(\w+)=(/(?:data|run)\S+)", DOCKERFILE))
    assert Path(files["HOTSEAT_STORE__DATABASE"]).parent == Path(volume)
    assert len(files) == 3
    assert all(any(Path(file).is_relative_to(folder) for folder in made.split()) for file in files.values())


def test_the_check_of_health_tells_a_fresh_file_from_an_old_one(tmp_path):
    (line,) = re.findall(r"CMD (test .+)$", DOCKERFILE, re.MULTILINE)
    file = tmp_path / "alive"

    def well():
        environment = os.environ | {"HOTSEAT_HEALTH__FILE": str(file)}
        return subprocess.run(["sh", "-c", line], env=environment, capture_output=True, check=False).returncode == 0

    assert not well()
    file.touch()
    assert well()
    os.utime(file, (0, 0))
    assert not well()


@pytest.fixture
def shell(tmp_path):
    """Runs a block of the manual here, as the user who runs the tests; what it asks of systemd is written down."""
    data = tmp_path / "data"
    (data / "backups").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    asked = tmp_path / "asked"
    (tmp_path / "bin" / "systemctl").write_text(f'#!/bin/sh\necho "$*" >> {asked}\n')
    (tmp_path / "bin" / "sudo").write_text('#!/bin/sh\n[ "$1" = -u ] && shift 2\nexec "$@"\n')
    for program in (tmp_path / "bin").iterdir():
        program.chmod(0o755)

    def run(name: str) -> tuple[int, str]:
        script = SCRIPTS[name].replace("/var/lib/hotseat", str(data)).replace("/opt/hotseat/bin/hotseat", HOTSEAT)
        clean = {key: value for key, value in os.environ.items() if not key.startswith("HOTSEAT_")}
        environment = clean | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(TOP)}
        done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    run.data, run.asked = data, asked
    return run


def value(path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT value FROM fact WHERE name = 'x'").fetchone()
    return found


@pytest.mark.slow
def test_back_up_and_restore_as_the_manual_says(shell):
    import asyncio

    from bot.store import Database, facts

    path = shell.data / "hotseat.db"

    async def put(text):
        database = await Database.open(path)
        async with database.write() as connection:
            await facts.put(connection, "x", text)
        await database.close()

    asyncio.run(put("before"))
    code, said = shell("backup")
    assert (code, "checked" in said) == (0, True), said
    asyncio.run(put("after"))
    path.write_bytes(b"\xff" * 4096)
    (shell.data / "hotseat.db-wal").write_bytes(b"old")
    code, said = shell("restore")
    assert code == 0, said
    assert "is sound and can be written" in said
    assert value(path) == "before"
    assert shell.asked.read_text().splitlines() == ["stop hotseat", "start hotseat"]
    assert (shell.data / "broken" / "hotseat.db").read_bytes() == b"\xff" * 4096
    assert (shell.data / "broken" / "hotseat.db-wal").exists()
