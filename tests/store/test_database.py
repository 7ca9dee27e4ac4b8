"""Who may read and write when, and what becomes of it."""

import asyncio
import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot.errors import RefusedError, StoreError
from bot.store import Database, facts, interviews
from tests.store.conftest import opened
from tests.store.making import begun

COUNT = sa.text("SELECT count(*) FROM fact")


async def names(database) -> set[str]:
    async with database.read() as connection:
        return set((await connection.execute(sa.text("SELECT name FROM fact"))).scalars())


class TestWrite:
    async def test_is_kept_at_the_end_of_the_block(self, database):
        async with database.write() as connection:
            await facts.put(connection, "one", "1")
            assert await names(database) == set()
        assert await names(database) == {"one"}

    @pytest.mark.parametrize("error", [RefusedError("No."), KeyError("x"), asyncio.CancelledError()])
    async def test_nothing_is_kept_when_the_block_fails_and_the_error_comes_out_as_it_is(self, database, error):
        async def fail():
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
                raise error

        with pytest.raises(type(error)) as caught:
            await fail()
        assert caught.value is error
        assert await names(database) == set()

    async def test_a_failed_block_leaves_room_for_the_next(self, database):
        async def break_a_rule():
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
                await connection.execute(sa.text("INSERT INTO fact (name, value) VALUES ('one', 'again')"))

        with pytest.raises(sa.exc.IntegrityError):
            await break_a_rule()
        async with database.write() as connection:
            await facts.put(connection, "two", "2")
        assert await names(database) == {"two"}

    async def test_tasks_take_turns(self, database):
        """Each reads, gives way to the others, and writes: without turns, additions would be lost."""

        async def add_one():
            async with database.write() as connection:
                value = int(await facts.get(connection, "sum") or 0)
                await asyncio.sleep(0)
                await facts.put(connection, "sum", str(value + 1))

        await asyncio.gather(*(add_one() for _ in range(25)))
        async with database.read() as connection:
            assert await facts.get(connection, "sum") == "25"

    async def test_a_rollback_takes_back_its_own_writing_only(self, database):
        async def one(number):
            with contextlib.suppress(ZeroDivisionError):
                async with database.write() as connection:
                    await facts.put(connection, f"{number}a", "")
                    await asyncio.sleep(0)
                    await facts.put(connection, f"{number}b", "")
                    if number % 3 == 0:
                        raise ZeroDivisionError

        await asyncio.gather(*(one(number) for number in range(20)))
        assert await names(database) == {f"{n}{part}" for n in range(20) if n % 3 for part in "ab"}

    async def test_a_task_that_is_cancelled_at_any_moment_keeps_all_or_nothing(self, database):
        random = Random(1)

        async def one(number):
            async with database.write() as connection:
                await facts.put(connection, f"{number}a", "")
                await facts.put(connection, f"{number}b", "")

        tasks = [asyncio.ensure_future(one(number)) for number in range(40)]
        for _ in tasks:
            await asyncio.sleep(random.random() / 200)
            if random.random() < 0.6:
                random.choice(tasks).cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert any(isinstance(result, asyncio.CancelledError) for result in done)
        found = await names(database)
        for number, result in enumerate(done):
            parts = {f"{number}a", f"{number}b"} & found
            assert len(parts) == 2 if result is None else len(parts) in (0, 2)
        async with database.write() as connection:
            await facts.put(connection, "after", "")
        assert "after" in await names(database)


class TestRead:
    async def test_sees_one_moment_from_its_first_statement_on(self, database):
        """An interview is read in two statements; its questions must be those of its position."""
        async with database.read() as connection:
            assert (await connection.execute(COUNT)).scalar_one() == 0
            async with database.write() as writing:
                await facts.put(writing, "one", "1")
            assert (await connection.execute(COUNT)).scalar_one() == 0
        async with database.read() as connection:
            assert (await connection.execute(COUNT)).scalar_one() == 1

    async def test_an_interview_is_never_torn(self, database):
        async with database.write() as connection:
            one = await interviews.add(connection, begun(questions=20))

        async def go_on():
            present = one
            for position in range(19):
                async with database.write() as connection:
                    after = present.skip(position, gone=False, now=present.touched_at)
                    await interviews.save(connection, present, after)
                    present = after

        async def look():
            while not writing.done():
                async with database.read() as connection:
                    seen = await interviews.get(connection, one.id)
                assert [turn.closed for turn in seen.turns].count(True) == seen.position

        writing = asyncio.ensure_future(go_on())
        await asyncio.gather(writing, look(), look())

    async def test_cannot_write(self, database):
        with pytest.raises(StoreError):
            async with database.read() as connection:
                await facts.put(connection, "one", "1")
        assert await names(database) == set()

    async def test_does_not_wait_for_a_writer(self, database):
        async with database.write() as connection:
            await facts.put(connection, "one", "1")
            assert await asyncio.wait_for(names(database), timeout=2) == set()

    async def test_more_readers_than_connections_take_turns(self, database):
        assert await asyncio.gather(*(names(database) for _ in range(20))) == [set()] * 20

    async def test_a_reader_that_stays_does_not_stop_the_writer(self, database):
        async with database.read() as connection:
            await connection.execute(COUNT)
            for number in range(20):
                async with database.write() as writing:
                    await facts.put(writing, str(number), "x" * 1000)
        assert len(await names(database)) == 20


class TestFile:
    """How SQLite is set up."""

    @pytest.mark.parametrize(
        ("pragma", "value"),
        [
            ("journal_mode", "wal"),
            ("foreign_keys", 1),
            ("secure_delete", 1),
            ("synchronous", 2),
            ("busy_timeout", 5000),
        ],
    )
    async def test_the_writer_has_its_settings(self, made, pragma, value):
        async with opened(made) as database, database.write() as connection:
            assert (await connection.execute(sa.text(f"PRAGMA {pragma}"))).scalar_one() == value

    async def test_what_is_deleted_is_gone_from_the_file(self, made):
        secret = "a sentence that its writer wants to be gone"
        async with opened(made) as database:
            async with database.write() as connection:
                await facts.put(connection, "one", secret)
            async with database.write() as connection:
                await connection.execute(sa.text("DELETE FROM fact"))
        files = {file.name: file.stat().st_size for file in made.parent.iterdir() if file != made}
        assert files == {f"{made.name}-lock": 0}
        assert secret.encode() not in made.read_bytes()

    async def test_tables_take_no_value_of_another_type(self, made):
        async with opened(made) as database:
            with pytest.raises(sa.exc.IntegrityError, match="cannot store TEXT value in INTEGER column"):
                async with database.write() as connection:
                    await connection.execute(sa.text("INSERT INTO seen VALUES ('one', '', '', 0)"))

    async def test_opening_again_finds_what_was_kept(self, path):
        for number in range(3):
            async with opened(path) as database:
                async with database.write() as connection:
                    await facts.put(connection, str(number), "")
                assert len(await names(database)) == number + 1

    async def test_a_process_that_was_killed_loses_nothing_that_was_committed(self, made, tmp_path):
        copy = tmp_path / "killed.db"
        async with opened(made) as database:
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
            for ending in ("", "-wal"):  # what lies on the disk at this moment
                copy.with_name(copy.name + ending).write_bytes(made.with_name(made.name + ending).read_bytes())
        async with opened(copy) as database:
            assert await names(database) == {"one"}

    async def test_makes_the_folder_that_is_missing(self, tmp_path):
        path = tmp_path / "not" / "yet" / "there.db"
        async with opened(path):
            assert path.is_file()

    async def test_odd_names_are_just_names(self, tmp_path):
        path = tmp_path / "a ?mode=memory&x#y %41.db"
        async with opened(path) as database:
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
            assert await names(database) == {"one"}
        assert path.is_file()

    async def test_a_relative_path_is_taken_from_here(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        async with opened(Path("here.db")) as database:
            assert await names(database) == set()
        assert (tmp_path / "here.db").is_file()

    async def test_an_empty_file_becomes_a_database(self, path):
        path.touch()
        async with opened(path) as database:
            assert await names(database) == set()

    async def test_closing_twice_is_harmless(self, path):
        database = await Database.open(path)
        await database.close()
        await database.close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
