"""Everything moves from a file to a server, or nothing does."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.interview.standings import Period
from bot.store import answers, interviews, standings, transfer
from bot.store.tables import metadata
from tests.postgres import connected
from tests.store.conftest import opened
from tests.store.making import ADA, BO, GUILD, NOW, OTHER_GUILD, attempt, begun, text
from tests.store.test_privacy import fill

pytestmark = pytest.mark.postgres

move = transfer.transfer


@pytest.fixture
async def full(made):
    """A file with something of everything that members leave behind."""
    async with opened(made) as database, database.write() as connection:
        await fill(connection, ADA, GUILD, "ada")
        await fill(connection, BO, OTHER_GUILD, "bo")
        for number in range(30):
            await interviews.add(connection, attempt(number, member_id=number + 1, question=f"q{number}"))
    return made


async def rows(place) -> dict[str, list]:
    async with opened(place) as database, database.read() as connection:
        return {
            table.name: sorted(map(repr, (await connection.execute(table.select())).all()))
            for table in metadata.sorted_tables
        }


async def tables(address) -> int:
    async with connected(address) as connection:
        return await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")


async def refusal(source, target) -> str:
    with pytest.raises(StoreError, match=r"\w[.?]?$") as caught:
        await move(source, target)
    return str(caught.value)


async def test_every_row_arrives(full, new_postgres):
    counts = await move(full, new_postgres)
    assert counts["answer"] == 2
    assert sum(counts.values()) > 200
    before = await rows(full)
    assert await rows(new_postgres) == before
    assert {name: len(those) for name, those in before.items()} == counts


async def test_the_boards_are_the_same(full, new_postgres):
    await move(full, new_postgres)

    async def board(place):
        async with opened(place) as database, database.read() as connection:
            return await standings.board(
                connection, guild_id=GUILD, period=Period.ALL, topic=None, page=0, member_id=ADA, now=NOW
            )

    assert (await board(full)).rows
    assert await board(new_postgres) == await board(full)


async def test_ids_go_on_where_they_were_and_none_comes_twice(full, new_postgres):
    """Buttons of an interview that was deleted must not reach another one."""
    async with opened(full) as database, database.write() as connection:
        last = await interviews.add(connection, begun(member_id=99))
        await connection.execute(sa.text(f"DELETE FROM interview WHERE id = {last.id}"))
    await move(full, new_postgres)
    async with opened(new_postgres) as database, database.write() as connection:
        new = await interviews.add(connection, begun(member_id=99))
        assert new.id == last.id + 1
        assert await answers.add(connection, text(new, origin_id=2**60))


async def test_what_postgresql_cannot_keep_is_replaced(made, new_postgres):
    async with opened(made) as database, database.write() as connection:
        one = await interviews.add(connection, begun())
        await answers.add(connection, text(one))
        await connection.exec_driver_sql("UPDATE answer SET body = 'a' || char(0) || 'b'")
    await move(made, new_postgres)
    async with opened(new_postgres) as database, database.read() as connection:
        assert await answers.last_body(connection, one.id, 0) == "a\N{REPLACEMENT CHARACTER}b"


async def test_the_progress_ends_at_its_end(full, new_postgres):
    steps = []
    counts = await move(full, new_postgres, lambda *step: steps.append(step))
    total = 2 * sum(counts.values())
    assert steps == sorted(steps)
    assert steps[-1] == (total, total)


async def test_an_older_file_is_brought_up_to_date_on_the_way(path, new_postgres):
    from alembic import command

    from bot.store import migrations

    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = migrations.config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql("INSERT INTO seen VALUES (1, 'sky', 'blue', 1)")
    engine.dispose()
    before = path.read_bytes()
    assert (await move(path, new_postgres))["seen"] == 1
    assert path.read_bytes() == before


async def test_a_database_with_rows_is_refused_and_left_as_it_is(full, postgres):
    async with opened(postgres) as database, database.write() as connection:
        await interviews.add(connection, begun())
    before = await rows(postgres)
    assert "is not empty: there are rows in its table interview" in await refusal(full, postgres)
    assert await rows(postgres) == before


async def test_moving_twice_is_refused(full, new_postgres):
    await move(full, new_postgres)
    assert "is not empty" in await refusal(full, new_postgres)


async def test_a_failure_on_the_way_leaves_no_table(full, new_postgres, monkeypatch):
    monkeypatch.setattr(transfer, "BATCH", 7)

    def stop(done, _total):
        if done > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await move(full, new_postgres, stop)
    assert await tables(new_postgres) == 0
    assert sum((await move(full, new_postgres)).values()) > 200


async def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(full, new_postgres, monkeypatch):
    fill_all = transfer._continue_ids

    async def spoil(connection, file, table):
        await fill_all(connection, file, table)
        if table.name == "attempt":
            await connection.execute(sa.text("UPDATE attempt SET mark = mark + 1 WHERE mark = 7"))

    monkeypatch.setattr(transfer, "_continue_ids", spoil)
    assert "The table attempt of" in await refusal(full, new_postgres)
    assert await tables(new_postgres) == 0


async def test_a_bot_that_still_writes_is_noticed(full, new_postgres):
    def write(done, total):
        if done == total:
            with closing(sqlite3.connect(full)) as connection:
                connection.execute("INSERT INTO fact VALUES ('late', '')")
                connection.commit()

    with pytest.raises(StoreError, match=r"was written to while it was copied.*Stop the bot first\.$"):
        await move(full, new_postgres, write)
    assert await tables(new_postgres) == 0


async def test_a_file_that_is_not_there(tmp_path, new_postgres):
    assert "There is no database at" in await refusal(tmp_path / "no.db", new_postgres)
    assert not (tmp_path / "no.db").exists()


async def test_a_file_that_is_no_database(path, new_postgres):
    path.write_text("topic: flask\n" * 100)
    assert "the file is not a database" in await refusal(path, new_postgres)


async def test_a_target_that_is_a_file(full, tmp_path):
    assert "Set it to the address of a new PostgreSQL database first" in await refusal(full, tmp_path / "x.db")
