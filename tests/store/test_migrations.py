import re
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import Database, answers, interviews, migrations
from bot.store.tables import metadata
from tests.store.conftest import opened
from tests.store.making import attempt, begun, text


def schema(path) -> dict[str, str]:
    """What SQLite keeps of each table and index, without spaces, quotes and the order of a table's constraints."""

    def plain(sql: str) -> str:
        head, _, body = re.sub(r'\s+|"', "", sql).partition("(")
        return head + "(" + ",".join(sorted(re.split(r",(?![^(]*\))", body)))

    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: plain(sql) for name, sql in found if name != "alembic_version"}


async def test_migrations_make_the_tables_that_the_code_speaks_of(made, tmp_path):
    direct = tmp_path / "direct.db"
    engine = sa.create_engine(f"sqlite:///{direct}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema(made) == schema(direct)


async def test_tables_are_strict(made):
    with closing(sqlite3.connect(made)) as connection:
        tables = connection.execute("PRAGMA table_list").fetchall()
    strict = {name for _schema, name, _type, _columns, _rowid, strict in tables if strict}
    assert strict == set(metadata.tables)


async def test_there_is_one_head():
    """Two people may add a migration at the same time; then one must be moved behind the other."""
    assert len(ScriptDirectory.from_config(migrations.config()).get_heads()) == 1


async def test_opening_an_up_to_date_file_changes_nothing(made):
    before = schema(made), made.read_bytes()
    async with opened(made):
        pass
    assert (schema(made), made.read_bytes()) == before


async def test_a_newer_database_is_refused_and_left_as_it_is(made):
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = made.read_bytes()
    with pytest.raises(StoreError, match=r"newer version of Hotseat \(schema 9999\)\. Upgrade Hotseat to use it\.$"):
        await Database.open(made)
    assert made.read_bytes() == before


@pytest.fixture
def migration(tmp_path, monkeypatch):
    """A function that adds a migration behind the present head, as the next version of the bot would."""
    head = ScriptDirectory.from_config(migrations.config()).get_current_head()
    made = migrations.config

    def add(body: str) -> None:
        script = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = 'next'\ndown_revision = {head!r}\n"
        (tmp_path / "next.py").write_text(f"{script}def upgrade():\n{body}")

        def config():
            config = made()
            config.set_main_option("path_separator", "newline")
            places = [f"{config.get_main_option('script_location')}/versions", str(tmp_path)]
            config.set_main_option("version_locations", "\n".join(places))
            return config

        monkeypatch.setattr(migrations, "config", config)

    return add


async def test_a_migration_that_fails_leaves_the_file_as_it_was(made, migration):
    before = schema(made)
    migration("    op.create_table('extra', sa.Column('a', sa.Text()))\n    op.execute('nonsense')\n")
    with pytest.raises(StoreError, match=str(made)):
        await Database.open(made)
    assert schema(made) == before


async def test_rebuilding_a_table_keeps_what_hangs_on_it(made, migration):
    """SQLite alters a table by copying and dropping it; with foreign keys on, the drop would delete all answers."""
    async with opened(made) as database, database.write() as connection:
        one = await interviews.add(connection, begun())
        await answers.add(connection, text(one))
    migration(
        "    with op.batch_alter_table('interview', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('note', sa.Text()))\n"
    )
    async with opened(made) as database:
        async with database.read() as connection:
            assert await interviews.get(connection, one.id) == one
            assert await answers.count(connection) == 1
        async with database.write() as connection:
            assert (await connection.execute(sa.text("PRAGMA foreign_keys"))).scalar_one() == 1


async def test_a_migration_that_breaks_a_foreign_key_is_refused(made, migration):
    async with opened(made) as database, database.write() as connection:
        await interviews.add(connection, attempt(50))
    migration("    op.execute('DELETE FROM interview')\n")
    with pytest.raises(StoreError, match=str(made)):
        await Database.open(made)
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("SELECT count(*) FROM interview").fetchone() == (1,)


async def test_an_id_of_an_older_database_is_not_given_again(path):
    """Interviews of the first version are kept, and what hangs on them; the next one gets an id of its own."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        first = migrations.config()
        first.attributes["connection"] = connection
        command.upgrade(first, "0001")
        connection.exec_driver_sql(
            "INSERT INTO interview (id, member_id, place_id, home, mode, position, started_at, touched_at, ended_at) "
            "VALUES (7, 1, 0, 'thread', 'practice', 0, 1, 1, 1)"
        )
        connection.exec_driver_sql("INSERT INTO seen VALUES (1, 'sky', 'blue', 1)")
        connection.exec_driver_sql(
            "INSERT INTO turn VALUES (7, 0, 1, NULL, 'sky', 'blue', 'mid', 'asked', 1, NULL, NULL, 0, NULL, 0, 0, 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO answer (origin_id, interview_id, position, member_id, kind, body, door, written_at) "
            "VALUES (5, 7, 0, 1, 'first', 'air', 'form', 3)"
        )
    engine.dispose()
    async with opened(path) as database, database.write() as connection:
        assert await answers.last_body(connection, 7, 0) == "air"
        await connection.execute(metadata.tables["interview"].delete())
        assert (await interviews.add(connection, begun())).id == 8
