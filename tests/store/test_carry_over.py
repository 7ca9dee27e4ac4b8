"""What was answered before there were attempts becomes attempts, standings and reviews."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic import command

from bot.bank import Level
from bot.interview import Confidence
from bot.store import answers, interviews, migrations
from bot.store.answers import Kind
from tests.store.conftest import opened
from tests.store.making import ADA, BO, DAY, FULL_GRADE, MINUTE, NOW, OTHER_GUILD, RULES, attempt, begun, over, text

OLD_TABLES = ("interview", "turn", "answer")
NEW_TABLES = ("attempt", "standing", "card")


def rows(path, table) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}"))


@pytest.fixture
def first(tmp_path):
    """An empty database as the first version made it."""
    path = tmp_path / "first.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = migrations.config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    return path


def copy(source, target) -> None:
    """Put the rows that the first version knew into its tables."""
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("ATTACH ? AS present", [str(source)])
        for table in OLD_TABLES:
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table}")


async def fill(path) -> None:
    async with opened(path) as database, database.write() as connection:
        for number, mark in enumerate((0, 34, 35, 60, 80, 80, 100)):
            for member_id in (ADA, BO):
                await interviews.add(
                    connection,
                    attempt(
                        mark,
                        member_id=member_id,
                        question=f"q{number % 3}",
                        topic=("sky", "sea")[number % 2],
                        level=list(Level)[number % 3],
                        counts=number != 5,
                        at=NOW - (number * 9 + member_id % 2) * DAY,
                        marked_at=NOW - (number * 9) * DAY + MINUTE,
                    ),
                )
        await interviews.add(connection, attempt(70, guild_id=OTHER_GUILD))
        await interviews.add(connection, attempt(71, guild_id=None))
        await interviews.add(connection, over(begun(404)))
        before = await interviews.add(connection, begun(guild_id=None))
        await answers.add(connection, text(before, 1, sure=Confidence.CERTAIN))
        await answers.add(connection, text(before, 2, sure=Confidence.GUESSING, kind=Kind.AGAIN))
        answered = before.answer(0, FULL_GRADE, counts=True, now=NOW, rules=RULES)
        await interviews.save(connection, before, answered, sure=Confidence.CERTAIN)
        better = answered.improve(0, replace(FULL_GRADE, mark=80), now=NOW + MINUTE, rules=RULES)
        await interviews.save(connection, answered, better)


async def test_it_comes_to_what_recording_would_have_made(made, first):
    await fill(made)
    copy(made, first)
    async with opened(first):
        pass
    for table in NEW_TABLES:
        kept = rows(made, table)
        assert len(kept) >= 8
        assert rows(first, table) == kept


async def test_an_empty_database_is_carried_over_as_well(first):
    async with opened(first):
        pass
    assert [rows(first, table) for table in NEW_TABLES] == [[], [], []]
