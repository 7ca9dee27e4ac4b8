"""Answers of the months before, written straight into a database: as many as there are to be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bot.bank import Question, Topic, load_bank
from bot.grading import dumps, grade
from bot.store import Database, standings

MEMBERS = 5_000
"""So many have answered, of whom those who answer again are the first."""
TURNS = 10
"""Answers of one interview."""
DAYS = 200
"""How many days ago the first of them was."""
AT_A_TIME = 2_000
DAY = timedelta(days=1) // timedelta(milliseconds=1)

Member = tuple[int, int]
"""Server and member."""
Rows = dict[str, list[tuple[Any, ...]]]

INSERTS = {
    "interview": "INSERT INTO interview (id, member_id, place_id, guild_id, home, mode, position, started_at, touched_at,"
    " ended_at, end_reason) VALUES (?, ?, ?, ?, 'thread', 'practice', 9, ?, ?, ?, 'done')",
    "turn": "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, 'answered', ?, ?, ?, 0, ?, ?, 1, 0)",
    "answer": "INSERT INTO answer (origin_id, interview_id, position, member_id, kind, body, door, written_at)"
    " VALUES (?, ?, ?, ?, 'first', ?, 'form', ?)",
    "attempt": "INSERT INTO attempt VALUES ('interview', ?, ?, ?, ?, ?, ?, ?, ?, 1, NULL, ?, ?)",
    "card": "INSERT OR REPLACE INTO card VALUES (?, ?, ?, 5.0, 5.0, ?, ?, ?)",
}


async def store_answers(path: Path, count: int, members: Sequence[Member], random: Random) -> None:
    """Make a database with ``count`` marked answers of ``members`` and of others in their servers.

    They have real texts and grades. When a question comes back is the same for all.
    """
    database = await Database.open(path)
    await database.close()
    guilds = sorted({guild_id for guild_id, _ in members})
    everybody = [*members, *((guilds[n % len(guilds)], n + 1) for n in range(MEMBERS - len(members)))]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        interviews = _interviews(everybody, random)
        left = -(-count // TURNS)
        while left > 0 and (some := list(islice(interviews, min(left, AT_A_TIME)))):
            connection.execute("BEGIN")
            for table, insert in INSERTS.items():
                connection.executemany(insert, [row for rows in some for row in rows[table]])
            connection.execute("COMMIT")
            left -= len(some)
    database = await Database.open(path)
    for guild_id in guilds:
        async with database.write() as writing:
            await standings.refresh_server(writing, guild_id, [datetime.now(UTC)])
    await database.close()


def _interviews(members: Sequence[Member], random: Random) -> Iterator[Rows]:
    """Interviews without end, each as the rows of its tables. Members take turns, and nobody's overlap."""
    marked = [_marked(topic, question) for topic, question in load_bank([])]
    now = round(datetime.now(UTC).timestamp() * 1000)
    number = 0
    while True:
        for guild_id, member_id in members:
            number += 1
            at = now - random.randrange(DAY, DAYS * DAY)
            rows: Rows = {table: [] for table in INSERTS}
            rows["interview"].append((number, member_id, guild_id, guild_id, at, at, at))
            for position, (topic, question, level, body, grade_, mark) in enumerate(random.sample(marked, TURNS)):
                origin = number * TURNS + position
                here = (number, position, member_id)
                about = (guild_id, topic, question, level)
                rows["turn"].append((*here, *about, at, at, at, grade_, mark))
                rows["answer"].append((origin, *here, body, at))
                rows["attempt"].append((*here, *about, mark, at, at))
                rows["card"].append((member_id, topic, question, mark, at, at + 30 * DAY))
            yield rows


def _marked(topic: Topic, question: Question) -> tuple[str, str, str, str, str, int]:
    body = question.answer[:400]
    given = grade(question, body)
    return topic.topic, question.id, question.level.value, body, dumps(given), given.mark
