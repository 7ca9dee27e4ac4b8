"""Files of ours bear our number; another program's are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import Database, backup, export, glance, identity, migrations
from tests.store.conftest import opened

VERSIONS = [script.revision for script in ScriptDirectory.from_config(migrations.config()).walk_revisions()]


def number(path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA application_id").fetchone()[0]


async def test_a_new_file_and_its_copy_bear_our_number(path, tmp_path):
    async with opened(path):
        backup(path, tmp_path / "copy.db")
    assert number(path) == number(tmp_path / "copy.db") == identity.OURS
    async with opened(tmp_path / "copy.db"):
        pass


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_file_of_ours_from_before_there_were_numbers(path, tmp_path, version):
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = migrations.config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.exec_driver_sql("INSERT INTO fact VALUES ('one', '1')")
    engine.dispose()
    assert number(path) == 0
    assert (await glance.examine(path)).trouble == ""
    assert backup(path, tmp_path / "copy.db") > 0
    for place in (path, tmp_path / "copy.db"):
        async with opened(place):
            pass
        assert number(place) == identity.OURS
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("SELECT * FROM fact").fetchall() == [("one", "1")]


STRANGERS = {
    "its tables": "CREATE TABLE moz_places (id INTEGER)",
    "a table named like one of ours": "CREATE TABLE turn (id INTEGER)",
    "also by Alembic": "CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE person (id INTEGER)",
    "its number": "PRAGMA application_id = 252006674; CREATE TABLE a (id INTEGER)",
    "its number, and no tables yet": "PRAGMA application_id = 252006674",
    "a view": "CREATE VIEW one AS SELECT 1",
}


@pytest.fixture(params=STRANGERS)
def stranger(request, path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(STRANGERS[request.param])
    return path


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
async def test_another_programs_file_is_refused_and_not_touched(stranger, mode):
    with closing(sqlite3.connect(stranger)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    before = stranger.read_bytes()
    with pytest.raises(StoreError) as caught:
        await Database.open(stranger)
    assert str(caught.value) == (
        f"The file {stranger} is the database of another program, and was left as it is. Name another file under "
        "[store] database in config.toml."
    )
    assert stranger.read_bytes() == before
    assert list(stranger.parent.iterdir()) == [stranger]


async def test_no_command_takes_it_for_ours(stranger, tmp_path):
    before = stranger.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        backup(stranger, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    with pytest.raises(StoreError, match="another program"):
        _ = [line async for line in export.lines(stranger)]
    condition = await glance.examine(stranger)
    assert "another program" in condition.trouble
    assert condition.cure
    assert stranger.read_bytes() == before
