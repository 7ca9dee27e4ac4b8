import asyncio
import importlib
import sqlite3
from contextlib import closing

import pytest

from bot.errors import StoreError
from bot.store import backup, facts
from tests.store.conftest import opened


async def fill(path, number, length=1000):
    async with opened(path) as database, database.write() as connection:
        for each in range(number):
            await facts.put(connection, str(each), "x" * length)


def sums(path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [int(value) for (value,) in connection.execute("SELECT value FROM fact ORDER BY name")]


def files(folder) -> dict[str, bytes]:
    """All that lies in a folder, but for what SQLite keeps beside a database while it is read."""
    passing = ("-shm", "-wal")
    return {file.name: file.read_bytes() for file in folder.glob("*") if not file.name.endswith(passing)}


def refusal(source, target) -> str:
    before = files(target.parent)
    with pytest.raises(StoreError, match=r"\w[.?]$") as caught:
        backup(source, target)
    # Nothing was spoilt, and no half of a copy is left.
    assert files(target.parent) == before
    return str(caught.value)


async def test_the_copy_opens_as_a_database_of_ours(made, tmp_path):
    await fill(made, 3)
    target = tmp_path / "copies" / "today's ?.db"
    assert backup(made, target) == target.stat().st_size > 0
    async with opened(target) as database, database.read() as connection:
        assert await facts.get(connection, "2") == "x" * 1000


async def test_the_copy_is_of_one_moment_while_the_bot_writes(made, tmp_path):
    """Every transaction moves one from the first fact to the second: their sum is the same in each copy."""
    async with opened(made) as database:
        async with database.write() as connection:
            await facts.put(connection, "a", "1000")
            await facts.put(connection, "b", "0")
            for each in range(500):
                await facts.put(connection, f"c{each:03}", "0" * 1000)
        moved, stopped, copies, one_more = 0, False, [], asyncio.Event()

        async def move():
            nonlocal moved
            while not stopped:
                async with database.write() as connection:
                    await facts.put(connection, "a", str(1000 - moved - 1))
                    await facts.put(connection, "b", str(moved + 1))
                moved += 1
                one_more.set()

        moving = asyncio.ensure_future(move())
        for number in range(3):
            one_more.clear()
            await one_more.wait()
            copies.append(tmp_path / f"copy-{number}.db")
            await asyncio.to_thread(backup, made, copies[-1])
        stopped = True
        await moving
    kept = [sums(copy) for copy in copies]
    assert [sum(values) for values in kept] == [1000, 1000, 1000]
    assert 0 < kept[0][1] < kept[1][1] < kept[2][1]


async def test_the_copy_holds_what_a_killed_process_left_beside_the_file(made, tmp_path):
    killed = tmp_path / "killed" / "file.db"
    killed.parent.mkdir()
    async with opened(made) as database:
        async with database.write() as connection:
            await facts.put(connection, "one", "1")
        for ending in ("", "-wal"):
            killed.with_name(killed.name + ending).write_bytes(made.with_name(made.name + ending).read_bytes())
    backup(killed, tmp_path / "copy.db")
    assert sums(tmp_path / "copy.db") == [1]


async def test_nothing_lies_beside_the_copy(made, tmp_path):
    copies = tmp_path / "copies"
    backup(made, copies / "copy.db")
    assert [file.name for file in copies.iterdir()] == ["copy.db"]


async def test_the_copy_has_no_empty_pages(made, tmp_path):
    await fill(made, 300)
    async with opened(made) as database, database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM fact")
    assert backup(made, tmp_path / "copy.db") < made.stat().st_size


@pytest.mark.parametrize("content", [b"", b"the backup of last year"])
async def test_nothing_is_overwritten(made, tmp_path, content):
    target = tmp_path / "taken.db"
    target.write_bytes(content)
    assert f"{target} exists already. Name a new file" in refusal(made, target)
    assert "exists already" in refusal(made, made)


async def test_a_target_below_a_file(made):
    assert str(made) in refusal(made, made / "copy.db")


async def test_two_backups_at_once_to_one_name_leave_one_whole(made, tmp_path):
    await fill(made, 300)
    target = tmp_path / "copy.db"
    first, second = await asyncio.gather(
        *(asyncio.to_thread(backup, made, target) for _ in range(2)), return_exceptions=True
    )
    assert {type(first), type(second)} == {int, StoreError}
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM fact").fetchone() == (300,)


def test_a_source_that_is_not_there(tmp_path):
    missing = tmp_path / "missing.db"
    assert f"no database at {missing}" in refusal(missing, tmp_path / "copy.db")
    assert not missing.exists()


def test_a_source_that_is_a_folder(tmp_path):
    source = tmp_path / "folder"
    source.mkdir()
    with pytest.raises(StoreError, match="no database at"):
        backup(source, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == [source]


def test_a_source_that_is_no_database(tmp_path):
    source = tmp_path / "notes.db"
    source.write_text("not a database\n" * 100)
    assert "the file is not a database" in refusal(source, tmp_path / "copy.db")


async def test_a_damaged_source(made, tmp_path):
    await fill(made, 300)
    with made.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xa5" * 4096 * 40)
    assert "it is damaged" in refusal(made, tmp_path / "copy.db")


async def test_a_source_whose_rows_break_its_rules(made, tmp_path):
    """Damage that can be copied is found by the check of the copy."""
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            "INSERT INTO turn (interview_id, position, member_id, topic, question, level, stage, hints, mark, counts,"
            " model_seen) VALUES (1, 0, 1, '', '', '', '', 0, 101, 2, 2)"
        )
        connection.commit()
    assert "CHECK constraint failed in turn" in refusal(made, tmp_path / "copy.db")


async def test_a_backup_that_is_interrupted_leaves_nothing(made, tmp_path, monkeypatch):
    module = importlib.import_module("bot.store.backup")

    def interrupted(source, target):
        copying(source, target)
        raise KeyboardInterrupt

    copying = module._copy
    monkeypatch.setattr(module, "_copy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        backup(made, tmp_path / "copy.db")
    assert list(files(tmp_path)) == [made.name]
