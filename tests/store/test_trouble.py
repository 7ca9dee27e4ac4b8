"""What the host reads when a database cannot be used: a sentence that names the file and says what to do."""

import os
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.store import Database, facts
from bot.store import sqlite as module
from tests.store.conftest import opened

NOBODY = 65534


@pytest.fixture
def as_nobody():
    """A folder of ours, and a function after which its modes bind us: root, whom they do not bind, becomes nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def become():
            if os.getuid() == 0:
                for each in (folder, *folder.iterdir()):
                    os.chown(each, NOBODY, NOBODY)
                os.setresuid(NOBODY, NOBODY, 0)

        yield folder, become
        if os.getresuid()[2] == 0:
            os.setresuid(0, 0, 0)
        folder.chmod(0o700)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Wait for a lock as long as a test can afford."""
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


async def refusal(path) -> str:
    with pytest.raises(StoreError) as caught:
        await Database.open(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert re.search(r"\w[.?]$", sentence)
    return sentence


@pytest.fixture
async def full_of_rows(made):
    """A database of some hundred pages, closed."""
    async with opened(made) as database, database.write() as connection:
        for number in range(300):
            await facts.put(connection, f"fact {number}", "x" * 1000)
    return made


def damage(path, first, last):
    """Overwrite the pages from ``first`` to ``last`` (counting from 0) with nonsense."""
    with path.open("r+b") as file:
        file.seek(first * 4096)
        file.write(b"\xa5" * 4096 * (last - first))


class TestOpen:
    async def test_a_file_that_is_no_database(self, path):
        path.write_text("topic: flask\n" * 100)
        assert "not a database" in await refusal(path)
        assert path.read_text() == "topic: flask\n" * 100

    async def test_a_damaged_file_asks_for_the_backup(self, full_of_rows):
        damage(full_of_rows, 20, 60)
        assert "Restore the last backup" in await refusal(full_of_rows)

    async def test_a_file_cut_short(self, full_of_rows):
        os.truncate(full_of_rows, full_of_rows.stat().st_size // 2)
        assert "Restore the last backup" in await refusal(full_of_rows)

    async def test_a_folder(self, tmp_path):
        assert "Name a file" in await refusal(tmp_path)

    async def test_a_path_through_a_file(self, tmp_path):
        (tmp_path / "file").touch()
        await refusal(tmp_path / "file" / "hotseat.db")

    async def test_a_folder_that_cannot_be_written(self, as_nobody):
        folder, become = as_nobody
        folder.chmod(0o500)
        become()
        assert "may write" in await refusal(folder / "hotseat.db")
        assert "permission denied" in await refusal(folder / "new" / "hotseat.db")

    async def test_a_file_that_cannot_be_written(self, as_nobody):
        folder, become = as_nobody
        path = folder / "hotseat.db"
        async with opened(path):
            pass
        path.chmod(0o400)
        become()
        assert "is read-only" in await refusal(path)

    async def test_a_file_that_another_process_writes_to(self, made):
        with closing(sqlite3.connect(made, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert "another program" in await refusal(made)
        async with opened(made):
            pass

    async def test_another_programs_database_is_left_alone(self, path):
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE turn (a)")
        await refusal(path)
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("turn",)]


class TestWrite:
    async def test_a_full_disk(self, made):
        async with opened(made) as database:
            async with database.write() as connection:
                await facts.put(connection, "before", "")
                pages = (await connection.execute(sa.text("PRAGMA page_count"))).scalar_one()
                await connection.execute(sa.text(f"PRAGMA max_page_count = {pages}"))

            async def write_too_much():
                async with database.write() as connection:
                    await facts.put(connection, "small", "")
                    await facts.put(connection, "large", "x" * 100_000)

            with pytest.raises(StoreError, match=r"the disk is full\.$"):
                await write_too_much()
            async with database.write() as connection:
                await facts.put(connection, "after", "")
            async with database.read() as connection:
                assert (await connection.execute(sa.text("SELECT name FROM fact"))).scalars().all() == [
                    "after",
                    "before",
                ]

    async def test_a_lock_of_another_process(self, made):
        async with opened(made) as database:
            with closing(sqlite3.connect(made, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreError, match=r"another program.*\.$"):
                    async with database.write() as connection:
                        await facts.put(connection, "one", "1")
            async with database.write() as connection:
                await facts.put(connection, "one", "1")

    async def test_a_write_that_waits_too_long_for_its_turn(self, made, monkeypatch):
        monkeypatch.setattr(module, "TURN_SECONDS", 0.05)
        async with opened(made) as database:
            async with database.write():
                with pytest.raises(StoreError, match=r"busy.*\.$"):
                    async with database.write():
                        pytest.fail("two writers at once")
            async with database.write() as connection:
                await facts.put(connection, "one", "1")

    async def test_a_file_that_is_read_only_from_now_on(self, made):
        async with opened(made) as database:

            async def only_read(wanted: str):
                async with database._writer.connect() as connection:
                    raw = (await connection.get_raw_connection()).driver_connection
                    await raw.execute(f"PRAGMA query_only = {wanted}")

            async def put(name):
                async with database.write() as connection:
                    await facts.put(connection, name, "")

            await only_read("ON")
            with pytest.raises(StoreError, match=r"it is read-only\.$"):
                await put("one")
            await only_read("OFF")
            await put("two")
            async with database.read() as connection:
                assert (await connection.execute(sa.text("SELECT name FROM fact"))).scalars().all() == ["two"]

    @pytest.mark.parametrize("instead", [None, b"", "copy"])
    async def test_a_file_that_was_taken_away(self, made, blank, instead):
        """What was written to it from now on would be lost with it. When it is put back, all is well again."""
        away = made.with_name("away.db")
        async with opened(made) as database:

            async def put(name):
                async with database.write() as connection:
                    await facts.put(connection, name, "")

            await put("one")
            made.rename(away)
            if instead is not None:
                made.write_bytes(blank if instead == "copy" else instead)
            before = made.read_bytes() if instead is not None else None
            with pytest.raises(StoreError, match=r"moved, deleted or replaced while the bot was running\.$"):
                await put("two")
            assert (made.read_bytes() if made.exists() else None) == before
            away.replace(made)
            await put("three")
        async with opened(made) as database, database.read() as connection:
            assert (await connection.execute(sa.text("SELECT name FROM fact"))).scalars().all() == ["one", "three"]

    async def test_damage_that_shows_while_the_bot_runs(self, full_of_rows):
        async with opened(full_of_rows) as database:
            damage(full_of_rows, 5, 80)
            for access in (database.write, database.read):
                with pytest.raises(StoreError, match=r"it is damaged\.$"):
                    async with access() as connection:
                        await connection.execute(sa.text("SELECT sum(length(value)) FROM fact"))
