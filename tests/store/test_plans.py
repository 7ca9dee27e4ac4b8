"""The queries behind what members press most read an index, not whole tables."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.interview.attempt import Source
from bot.interview.standings import Period
from bot.store import answers, appeals, attempts, grades, interviews, reviews, seen, standings
from bot.store.database import Database
from tests.store.conftest import opened
from tests.store.making import ADA, GUILD, NOW, attempt


@pytest.fixture
async def plans(made):
    """A function that runs something on a reading connection and gives the plan of each of its queries as one text."""
    database = await Database.open(made)
    ran = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        ran.append((statement, parameters))

    sa.event.listen(database._reader.sync_engine, "before_cursor_execute", note)

    async def explain(work):
        async with database.read() as connection:
            await work(connection)
        with closing(sqlite3.connect(made)) as connection:
            return [
                "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))
                for statement, parameters in ran
                if statement.lstrip().startswith(("SELECT", "WITH"))
            ]

    yield explain
    await database.close()


@pytest.mark.parametrize("topic", [None, "sky"])
@pytest.mark.parametrize("period", list(Period))
async def test_a_board_reads_ready_sums_in_their_order(plans, period, topic):
    asked = await plans(
        lambda connection: standings.board(
            connection, guild_id=GUILD, period=period, topic=topic, page=0, member_id=ADA, now=NOW
        )
    )
    counting, page, own, hidden = asked
    for plan in (counting, page):
        assert "SEARCH standing USING" in plan
        assert "ix_standing_board (guild_id=? AND span=? AND topic=?)" in plan
        assert "ORDER BY" not in plan
    assert "SEARCH standing USING INDEX sqlite_autoindex_standing_1 (guild_id=? AND member_id=? AND span=?" in own
    assert "SEARCH hidden" in hidden
    assert not [plan for plan in asked if "SCAN" in plan or "attempt" in plan]


async def test_the_rank_is_counted_in_the_index_up_to_ones_own_points(standing_last, plans):
    *_, rank, _hidden = await plans(
        lambda connection: standings.board(
            connection, guild_id=GUILD, period=Period.ALL, topic=None, page=0, member_id=ADA, now=NOW
        )
    )
    assert "ix_standing_board (guild_id=? AND span=? AND topic=? AND points>?)" in rank


@pytest.fixture
async def standing_last(made):
    """Twelve members, Ada the last of them."""
    async with opened(made) as database, database.write() as connection:
        for number in range(11):
            await interviews.add(connection, attempt(90, member_id=number + 1))
        await interviews.add(connection, attempt(10, member_id=ADA))


async def test_the_open_interview_is_found_by_its_unique_index(plans):
    (plan,) = await plans(lambda connection: interviews.open_of(connection, ADA, GUILD))
    assert plan == "SEARCH interview USING INDEX uq_interview_open (member_id=? AND place_id=?)"


async def test_silent_interviews_are_found_in_their_order(plans):
    (plan,) = await plans(lambda connection: interviews.untouched_since(connection, NOW))
    assert plan == "SEARCH interview USING INDEX ix_interview_touched (touched_at<?)"


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda connection: interviews.last_asked(connection, ADA), "ix_turn_member (member_id=?"),
        (lambda connection: answers.last_body(connection, 1, 0), "ix_answer_turn (interview_id=? AND position=?)"),
        (lambda connection: reviews.due(connection, ADA, NOW), "ix_card_due (member_id=? AND due_at<?"),
        (lambda connection: reviews.of_member(connection, ADA), "(member_id=?)"),
        (
            lambda connection: attempts.get(connection, Source.ROUND, 1, 0, ADA),
            "(source=? AND source_id=? AND position=? AND member_id=?)",
        ),
        (lambda connection: seen.get(connection, ADA, "sky", "blue"), "(member_id=? AND topic=? AND question=?)"),
    ],
)
async def test_what_is_asked_about_one_member_reads_that_member_only(plans, work, index):
    (plan,) = await plans(work)
    assert plan.startswith("SEARCH")
    assert index in plan


async def test_appeals_read_an_index(plans):
    async def ask(connection):
        await appeals.next_open(connection, GUILD)
        await appeals.waiting(connection, GUILD)
        await appeals.untold(connection, GUILD, ADA)
        await appeals.about(connection, Source.INTERVIEW, 1, 0, ADA)

    oldest, waiting, untold, about = await plans(ask)
    assert "ix_appeal_queue (guild_id=? AND verdict=?)" in oldest
    assert "ix_appeal_queue (guild_id=? AND verdict=?)" in waiting
    assert "ix_appeal_member (member_id=? AND guild_id=? AND told=?)" in untold
    assert "sqlite_autoindex_appeal" in about


async def test_the_health_of_a_topic_reads_the_answers_of_its_server_alone(plans):
    (plan,) = await plans(lambda connection: grades.of_topic(connection, GUILD, "sky"))
    assert "ix_attempt_counted (guild_id=?" in plan
    assert "SCAN attempt" not in plan
    assert "SCAN turn" not in plan
    assert "SCAN entry" not in plan
