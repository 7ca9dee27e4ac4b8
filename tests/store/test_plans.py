"""The queries behind what members press most read an index, not whole tables."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.interview.standings import Period
from bot.store import answers, interviews, seen, standings
from bot.store.database import Database
from tests.store.making import ADA, GUILD, NOW


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
async def test_a_board_is_one_pass_over_its_servers_part_of_one_index(plans, period, topic):
    (plan,) = await plans(
        lambda connection: standings.board(
            connection, guild_id=GUILD, period=period, topic=topic, page=0, member_id=ADA, now=NOW
        )
    )
    assert plan.count("SEARCH turn USING COVERING INDEX ix_turn_board (guild_id=?)") == 1
    assert "SCAN turn" not in plan
    # Attempts come out of the index in the order that the rules ask for; within one topic SQLite sorts a little again.
    assert topic or "RIGHT PART OF ORDER BY" not in plan


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
        (lambda connection: seen.get(connection, ADA, "sky", "blue"), "(member_id=? AND topic=? AND question=?)"),
    ],
)
async def test_what_is_asked_about_one_member_reads_that_member_only(plans, work, index):
    (plan,) = await plans(work)
    assert plan.startswith("SEARCH")
    assert index in plan
