"""What the demo's members have answered before it is opened: the same each time, marked by the bot, and given once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot import demo, demo_past
from bot.bank import load_bank
from bot.config import Settings
from bot.demo_past import TOPICS, give_past
from bot.grading import NORMAL, grade
from bot.interview.standings import Period
from bot.store import Database, standings
from bot.store.tables import answer, fact, interview, turn
from tests.flows.conftest import shown

GUILD, MEMBERS = 10, (1, 2, 3)
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bank():
    return load_bank(())


@pytest.fixture
async def database(tmp_path):
    opened = await Database.open(tmp_path / "hotseat.db")
    yield opened
    await opened.close()


async def given(database: Database) -> list[Any]:
    """Every answer that is kept, with its question and its mark."""
    same = (answer.c.interview_id == turn.c.interview_id) & (answer.c.position == turn.c.position)
    query = sa.select(
        turn.c.member_id, turn.c.topic, turn.c.question, turn.c.marked_at, answer.c.body, answer.c.sure, turn.c.mark
    ).join(answer, same)
    async with database.read() as connection:
        return list((await connection.execute(query.order_by(answer.c.id))).all())


async def test_it_is_marked_as_every_answer_is_and_given_once(database, bank):
    assert await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    past = await given(database)
    assert {row.topic for row in past} == set(TOPICS)
    assert all(grade(bank.get(row.topic, row.question), row.body).mark == row.mark for row in past)
    assert all(row.marked_at < NOW for row in past)
    async with database.read() as connection:
        ended = (await connection.execute(sa.select(interview.c.ended_at, interview.c.end_reason))).all()
        board = await standings.board(
            connection, guild_id=GUILD, period=Period.WEEK, topic=None, page=0, member_id=MEMBERS[0], now=NOW
        )
    assert {reason for _, reason in ended} == {"done"}
    assert all(at < NOW for at, _ in ended)
    assert sorted(row.member_id for row in board.rows) == list(MEMBERS)
    assert not await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    assert await given(database) == past


async def test_it_is_the_same_each_time(database, bank, tmp_path):
    another = await Database.open(tmp_path / "another.db")
    for one in (database, another):
        await give_past(one, bank, NORMAL, GUILD, MEMBERS, NOW)
    first, second = await given(database), await given(another)
    await another.close()
    assert first == second


async def test_one_that_broke_off_is_made_anew(database, bank, monkeypatch):
    sit, sat = demo_past._Past.sit, []

    async def tire(past, member_id, sitting):
        sat.append(sitting)
        if len(sat) == 3:
            raise OSError("the plug was pulled")
        await sit(past, member_id, sitting)

    with monkeypatch.context() as broken:
        broken.setattr(demo_past._Past, "sit", tire)
        with pytest.raises(OSError, match="the plug"):
            await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    assert await given(database)
    assert await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    assert len(await given(database)) == 3 * sum(map(len, demo_past.PASTS))


async def test_what_was_deleted_stays_deleted(database, bank):
    await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    async with database.write() as connection:
        await connection.execute(answer.delete())
    assert not await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)


async def test_a_database_of_an_older_demo_is_left_alone(database, bank):
    await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)
    async with database.write() as connection:
        await connection.execute(fact.delete())
    assert not await give_past(database, bank, NORMAL, GUILD, MEMBERS, NOW)


async def test_the_demo_shows_it_from_its_first_start_on(tmp_path):
    settings = Settings(demo={"database": tmp_path / "demo.db"})
    async with demo._running(settings) as (env, server):
        for who in server.members:
            board = shown((await who.slash(server.channel, "leaderboard", period="all")).response)
            assert all(f"<@{member.id}>" in board for member in server.members)
            (podium,) = server.channel.last_message.attachments
            assert all(name in podium.description for name in demo.MEMBERS)
            assert "Streak" in shown((await who.slash(server.channel, "progress")).response)
            assert "<t:" in shown((await who.slash(server.channel, "history")).response)
        before = await given(env.bot.database)
    async with demo._running(settings) as (env, _):
        assert await given(env.bot.database) == before
