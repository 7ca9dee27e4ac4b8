"""What the host reads when a PostgreSQL database cannot be used, and how the server is spoken to."""

from __future__ import annotations

import asyncio
import builtins
import re
import socket

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.errors import StoreError
from bot.store import Database, answers, facts, interviews
from bot.store import postgres as module
from bot.store.backup import backup
from bot.store.tables import metadata
from tests.postgres import HOST, PORT, SERVER, connected, create, drop
from tests.store.conftest import opened
from tests.store.making import begun, text

pytestmark = pytest.mark.postgres

ROLE = "hotseat_test_nobody"


async def refusal(address: str) -> str:
    with pytest.raises(StoreError) as caught:
        await Database.open(address)
    sentence = str(caught.value)
    assert re.search(r"\w(\?|\.|]')$", sentence)
    assert "geheim" not in sentence
    return sentence


@pytest.fixture
async def role():
    """A user with the password "geheim" who may log in and nothing else."""
    async with connected() as connection:
        await connection.execute(f"DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE} LOGIN PASSWORD 'geheim'")
        yield ROLE
        await connection.execute(f"DROP ROLE {ROLE}")


class TestOpen:
    async def test_a_server_that_is_not_there(self):
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        sentence = await refusal(f"postgresql://ada:geheim@{HOST}:{port}/marks")
        assert sentence == (
            f"The database postgresql://ada@{HOST}:{port}/marks cannot be used: the server does not answer. "
            "Does it run, and is [store] database right in config.toml?"
        )

    async def test_a_host_that_is_not_there(self):
        assert "the server does not answer" in await refusal("postgresql://ada:geheim@host.invalid/marks")

    async def test_a_server_that_says_nothing(self, monkeypatch):
        monkeypatch.setattr(module, "CONNECT_SECONDS", 0.1)
        with socket.socket() as silent:
            silent.bind((HOST, 0))
            silent.listen()
            port = silent.getsockname()[1]
            assert "the server does not answer" in await refusal(f"postgresql://ada:geheim@{HOST}:{port}/marks")

    async def test_a_database_that_is_not_there(self):
        sentence = await refusal(f"{SERVER}/hotseat_test_nowhere")
        assert "the server has no database of that name. Create it first, with createdb." in sentence

    async def test_a_user_that_is_not_there(self):
        sentence = await refusal(f"postgresql://hotseat_test_stranger:geheim@{HOST}:{PORT}/postgres")
        assert "the server refuses the user or the password" in sentence

    async def test_a_user_who_may_make_no_tables(self, role, new_postgres):
        name = new_postgres.rpartition("/")[2]
        async with connected() as connection:
            await connection.execute(
                f"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {role}"
            )
        sentence = await refusal(f"postgresql://{role}:geheim@{HOST}:{PORT}/{name}")
        assert "the user may not do that. Make the bot's user the owner of the database." in sentence

    @pytest.mark.parametrize(
        "address", ["postgresql://ada:geheim@host:port/marks", "postgresql://ada:geheim@[host/marks"]
    )
    async def test_an_address_that_is_none(self, address):
        assert "its address cannot be understood" in await refusal(address)

    async def test_a_database_that_knows_few_letters(self):
        address = await create("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        try:
            assert "keeps text as LATIN1" in await refusal(address)
        finally:
            await drop(address)

    async def test_another_programs_database_is_left_alone(self, new_postgres):
        async with connected(new_postgres) as connection:
            await connection.execute("CREATE TABLE turn (a int)")
            await refusal(new_postgres)
            assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1

    async def test_a_newer_database_is_refused(self, new_postgres):
        async with opened(new_postgres), connected(new_postgres) as connection:
            await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        assert "was made by a newer version of Hotseat" in await refusal(new_postgres)

    async def test_without_the_driver(self, monkeypatch):
        found = builtins.__import__

        def without(name, *rest):
            if name == "asyncpg":
                raise ImportError(name)
            return found(name, *rest)

        monkeypatch.setattr(builtins, "__import__", without)
        assert "pip install 'hotseat[postgres]'" in await refusal(f"{SERVER}/postgres")


class TestUse:
    async def test_a_server_that_was_restarted_is_found_again(self, postgres):
        async with opened(postgres) as database:
            async with database.read() as connection:
                assert await facts.get(connection, "one") is None
            async with connected() as other:
                await other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
                    postgres.rpartition("/")[2],
                )
            async with database.write() as connection:
                await facts.put(connection, "one", "1")
            async with database.read() as connection:
                assert await facts.get(connection, "one") == "1"

    async def test_a_server_that_goes_away_in_between(self, postgres):
        async with opened(postgres) as database:

            async def interrupted():
                async with database.write() as connection:
                    await facts.put(connection, "one", "1")
                    pid = (await connection.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one()
                    async with connected() as other:
                        await other.execute("SELECT pg_terminate_backend($1)", pid)
                    await facts.put(connection, "two", "2")

            with pytest.raises(StoreError, match="The database cannot be written: the server "):
                await interrupted()
            async with database.read() as connection:
                assert await facts.get(connection, "one") is None

    async def test_a_wait_that_takes_too_long(self, postgres, monkeypatch):
        monkeypatch.setitem(module._SERVER_SETTINGS, "lock_timeout", "50ms")
        async with opened(postgres) as one, opened(postgres) as other, one.write():
            with pytest.raises(StoreError, match=r"another program is writing to it\.$"):
                async with other.write():
                    pytest.fail("two writers at once")

    async def test_a_statement_that_takes_too_long(self, postgres, monkeypatch):
        monkeypatch.setattr("bot.store.postgres.STATEMENT_SECONDS", 1)
        async with opened(postgres) as database:
            with pytest.raises(StoreError, match=r"it took too long\.$"):
                async with database.read() as connection:
                    await connection.execute(sa.text("SELECT pg_sleep(5)"))

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("53100", "the disk is full"),
            ("53300", "the server takes no more connections"),
            ("40001", "somebody else was writing the same"),
            ("40P01", "somebody else was writing the same"),
            ("XX001", "it is damaged"),
            ("57P03", "the server is starting or stopping"),
        ],
    )
    async def test_what_a_server_can_suffer(self, postgres, code, words):
        async with opened(postgres) as database:

            async def suffer():
                async with database.write() as connection:
                    await facts.put(connection, "one", "1")
                    await connection.execute(sa.text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))

            with pytest.raises(StoreError, match=f"{words}\\.$"):
                await suffer()
            async with database.read() as connection:
                assert await facts.get(connection, "one") is None

    async def test_more_at_once_than_there_are_connections_take_turns(self, postgres):
        async with opened(postgres) as database:

            async def keep(number):
                async with database.write(number) as connection:
                    await facts.put(connection, str(number), "")

            await asyncio.gather(*(keep(number) for number in range(40)))
            async with database.read() as connection:
                assert (await connection.execute(sa.text("SELECT count(*) FROM fact"))).scalar_one() == 40

    async def test_a_character_that_postgresql_cannot_keep_does_not_cost_the_answer(self, postgres):
        async with opened(postgres) as database, database.write() as connection:
            one = await interviews.add(connection, begun())
            await answers.add(connection, text(one, body="a\0b"))
            assert await answers.last_body(connection, one.id, 0) == "a\N{REPLACEMENT CHARACTER}b"


async def test_migrations_make_the_tables_that_the_code_speaks_of(new_postgres):
    async with opened(new_postgres) as database, database.read() as connection:

        def differences(sync):
            return compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), metadata)

        assert await connection.run_sync(differences) == []


async def test_a_migration_that_fails_leaves_no_table(new_postgres, monkeypatch):
    def fail(connection):
        connection.exec_driver_sql("CREATE TABLE half (a int)")
        raise StoreError("No.")

    monkeypatch.setattr("bot.store.postgres.upgrade", fail)
    await refusal(new_postgres)
    async with connected(new_postgres) as connection:
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_a_backup_says_what_to_use_instead(tmp_path):
    with pytest.raises(StoreError, match="pg_dump --format=custom --file=") as caught:
        backup("postgresql://ada:geheim@host:5433/marks?sslmode=require", tmp_path / "copy.dump")
    assert "geheim" not in str(caught.value)
    assert str(caught.value).endswith(" postgresql://ada@host:5433/marks")
    assert list(tmp_path.iterdir()) == []
