"""A process dies while it brings the tables up to date: the next one finds them as they were, or done."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import Database, interviews, migrations, postgres, sqlite
from bot.store.tables import metadata
from tests.loopback.process import CONTEXT
from tests.postgres import connected
from tests.store.conftest import opened
from tests.store.making import ADA, BO, GUILD, OTHER_GUILD, attempt
from tests.store.test_privacy import fill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SCRIPTS = list(ScriptDirectory.from_config(migrations.config()).walk_revisions())
STEPS = [(script.down_revision, script.revision) for script in reversed(SCRIPTS)]
"""From which version to which, the first one from nothing."""
HEAD = STEPS[-1][1]


@contextmanager
def noticing(notice):
    """Call ``notice`` with the text of each statement of this process that has just been run, and at a commit."""

    def ran(_connection, cursor, statement, *_rest):
        notice(statement, cursor)

    def committing(_connection):
        notice("COMMIT", None)

    sa.event.listen(sa.Engine, "after_cursor_execute", ran)
    sa.event.listen(sa.Engine, "commit", committing)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", ran)
        sa.event.remove(sa.Engine, "commit", committing)


def open_and_die(place, number: int) -> None:
    """What a process does that is killed when it has run so many statements."""
    done = 0

    def die(_statement, cursor):
        nonlocal done
        if done == 0 and isinstance(place, Path):
            # With no room for it in memory, what is not committed yet goes to the disk.
            cursor.connection.execute("PRAGMA cache_size = 1")
        done += 1
        if done == number:
            os.kill(os.getpid(), signal.SIGKILL)

    with noticing(die):
        asyncio.run(Database.open(place))


async def killed(place, number: int) -> None:
    process = CONTEXT.Process(target=open_and_die, args=(place, number), daemon=True)
    await asyncio.to_thread(process.start)
    await asyncio.to_thread(process.join, 30)
    assert process.exitcode == -signal.SIGKILL


async def content(place) -> dict[str, tuple]:
    """The columns and the rows of each table."""

    def everything(connection):
        inspector = sa.inspect(connection)
        return {
            name: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)],
                sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())),
            )
            for name in inspector.get_table_names()
        }

    engine = postgres.reading(place) if isinstance(place, str) else sqlite.reading(place)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(everything)
    finally:
        await engine.dispose()


async def statements(place) -> list[str]:
    """What the first start of this version runs at a place, up to its commit. Then the place is up to date."""
    ran = []
    with noticing(lambda statement, _cursor: ran.append(statement)):
        async with opened(place):
            pass
    return ran[: ran.index("COMMIT") + 1]


def moments(ran: list[str], after: str) -> list[int]:
    """When to die in the first step among ``ran``: at its begin, in the middle, at its end, and before the commit."""
    writing = [number for number, statement in enumerate(ran, 1) if statement.lstrip()[:6] in ("CREATE", "ALTER ")]
    first = writing[0]
    last = next(n for n, text in enumerate(ran, 1) if "alembic_version" in text and f"'{after}'" in text)
    assert first < last < len(ran)
    return sorted({first, (first + last) // 2, last - 1, last, len(ran)})


# -------------------------------------------------------------------- databases of older versions


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> dict[str, list[dict]]:
    """Something of everything that members leave behind, by table."""
    path = tmp_path_factory.mktemp("full") / "full.db"

    async def make():
        async with opened(path) as database, database.write() as connection:
            await fill(connection, ADA, GUILD, "ada")
            await fill(connection, BO, OTHER_GUILD, "bo")
            for number in range(100):
                await interviews.add(connection, attempt(number, member_id=number + 1, question=f"q{number}"))
        async with opened(path) as database, database.write() as connection:
            await connection.exec_driver_sql("UPDATE answer SET body = body || printf('%.60000c', 'x')")
            await connection.exec_driver_sql("UPDATE turn SET level = 'mid'")

    asyncio.run(make())
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
            for name in (table.name for table in metadata.sorted_tables)
        }


def to_version(connection: sa.Connection, revision: str) -> None:
    config = migrations.config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def inserts(rows, columns_of):
    """For each table with rows that the version knows: its statement without the values, the columns, the rows."""
    for name, those in rows.items():
        if those and (known := [column for column in columns_of(name) if column in those[0]]):
            into = f'INSERT INTO "{name}" ({", ".join(known)}) VALUES '
            yield into, known, [tuple(row[column] for column in known) for row in those]


def file_of(path, revision, rows) -> None:
    """Make a file as that version left it."""
    if revision is None:
        return
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        to_version(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:

        def columns_of(name):
            return [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]

        for into, known, those in inserts(rows, columns_of):
            connection.executemany(into + f"({', '.join('?' * len(known))})", those)


async def server_of(address, revision, rows) -> None:
    """The same on a server."""
    if revision is None:
        return
    engine = postgres.writing(address)
    async with engine.begin() as connection:
        await connection.run_sync(to_version, revision)
    await engine.dispose()
    async with connected(address) as connection:
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        found = [tuple(row) for row in await connection.fetch(query)]

        def columns_of(name):
            return [column for table, column in found if table == name]

        for into, known, those in inserts(rows, columns_of):
            places = ", ".join(f"${number}" for number in range(1, len(known) + 1))
            await connection.executemany(f"{into}({places})", those)


# -------------------------------------------------------------------- the tests


@pytest.mark.parametrize(("before", "after"), STEPS)
async def test_of_a_file(tmp_path, rows, before, after):
    whole = tmp_path / "whole.db"
    old = tmp_path / "old.db"
    file_of(old, before, rows)
    if before is not None:
        shutil.copy(old, whole)
    ran = await statements(whole)
    expected = await content(whole)
    assert before is None or len(expected["interview"][1]) > 100
    spilled = 0
    for number in moments(ran, after):
        path = tmp_path / f"killed-{number}.db"
        if before is not None:
            shutil.copy(old, path)
        await killed(path, number)
        spilled += path.with_name(f"{path.name}-wal").stat().st_size
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert await content(path) == ({} if before is None else await content(old))
        async with opened(path):
            pass
        assert await content(path) == expected
    assert before is None or spilled > 0


@pytest.mark.postgres
@pytest.mark.parametrize(("before", "after"), STEPS)
async def test_on_a_server(new_postgres, rows, before, after):
    async def begin_anew():
        async with connected(new_postgres) as connection:
            await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await server_of(new_postgres, before, rows)

    await begin_anew()
    old = await content(new_postgres)
    ran = await statements(new_postgres)
    expected = await content(new_postgres)
    assert before is None or len(expected["interview"][1]) > 100
    for number in moments(ran, after)[::-2]:
        await begin_anew()
        await killed(new_postgres, number)
        assert await content(new_postgres) == old
        async with opened(new_postgres):
            pass
        assert await content(new_postgres) == expected


@pytest.mark.postgres
async def test_a_server_that_goes_away_meanwhile(new_postgres, rows):
    """The bot says so and ends; nothing is half done, and the next start does it all."""
    before, _after = STEPS[1]
    await server_of(new_postgres, before, rows)
    old = await content(new_postgres)
    done = 0

    def cut(statement, cursor):
        nonlocal done
        done += 1
        if done == 12:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with noticing(cut), pytest.raises(StoreError, match=r"cannot be used: the server does not answer"):
        await Database.open(new_postgres)
    assert done == 12
    assert await content(new_postgres) == old
    async with opened(new_postgres):
        pass
    assert (await content(new_postgres))["alembic_version"][1] == [repr((HEAD,))]
