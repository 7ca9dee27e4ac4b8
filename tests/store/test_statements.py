"""What is part of every answer takes few statements: they, and not SQLite's work, are what an answer costs the store."""

import re

import pytest
import sqlalchemy as sa

from bot.bank import Level
from bot.interview.attempt import Attempt, Source
from bot.store import attempts
from tests.store.making import ADA, GUILD, NOW


@pytest.fixture
def ran(database):
    """The statements that have been run on tables, each as its verb and its table."""
    ran = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if found := re.match(r"(SELECT|INSERT|UPDATE|DELETE).*?\b(?:FROM|INTO) (\w+)", statement, re.DOTALL):
            ran.append(" ".join(found.groups()))

    sa.event.listen(database._writer.sync_engine, "before_cursor_execute", note)
    return ran


async def test_a_new_mark(database, ran):
    """The attempt, when its question comes back, and the sums of topic and all topics for week, month and ever."""
    new = Attempt(
        member_id=ADA,
        guild_id=GUILD,
        topic="sky",
        question="blue",
        level=Level.JUNIOR,
        source=Source.ROUND,
        source_id=1,
        position=0,
        mark=70,
        counts=True,
        marked_at=NOW,
    )
    async with database.write() as connection:
        await attempts.record(connection, new)
    assert ran == [
        "SELECT attempt",
        "INSERT attempt",
        "SELECT attempt",
        "DELETE card",
        "INSERT card",
        "DELETE standing",
        "INSERT standing",
        "INSERT standing",
    ]
