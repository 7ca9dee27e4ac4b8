"""How long the store takes for what members wait for. Measured with ``--benchmark-enable``, never asserted by time."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest

from bot import grading
from bot.bank import load_bank
from bot.cogs.interviews.desk import Desk, Order
from bot.interview import Home, Mode, Rules, Stage
from bot.interview.standings import Period
from bot.store import Database, standings
from bot.store.answers import Answer, Door, Kind

pytestmark = pytest.mark.bench

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
GUILD = 2**60
MEMBERS = 500
QUESTIONS = 5


@pytest.fixture
def runner():
    """One event loop for the database and for what is measured."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def busy_server(tmp_path_factory, pytestconfig):
    """A file with 100,000 answered questions of 500 members over the 200 days before now; 5,000 if nobody measures."""
    interviews = 20_000 if pytestconfig.getoption("benchmark_enable") else 1_000
    path = tmp_path_factory.mktemp("store") / "busy.db"

    async def create():
        await (await Database.open(path)).close()

    asyncio.run(create())
    random = Random(1)
    now, days = round(NOW.timestamp() * 1000), timedelta(days=200) // timedelta(milliseconds=1)
    rows = [(each, random.randrange(MEMBERS), now - random.randrange(days)) for each in range(1, interviews + 1)]
    grade = grading.dumps(grading.Grade(50, reasons=(grading.Reason("padding", 0, "As long as grades are. " * 10),)))
    turns = (
        (each, position, member, GUILD, f"topic-{question % 8}", f"question-{question}", at, at, at, grade, mark)
        for each, member, at in rows
        for position in range(QUESTIONS)
        for question, mark in [(random.randrange(200), random.randrange(101))]
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO interview (id, member_id, place_id, guild_id, home, mode, position, started_at, touched_at,"
            " ended_at, end_reason) VALUES (?1, ?2, 1, 1, 'thread', 'practice', 4, ?3, ?3, ?3, 'done')",
            rows,
        )
        connection.executemany(
            "INSERT INTO turn (interview_id, position, member_id, guild_id, topic, question, level, stage, asked_at,"
            " answered_at, marked_at, hints, grade, mark, counts, model_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, 'mid', 'answered', ?, ?, ?, 0, ?, ?, 1, 0)",
            turns,
        )
    return path


@pytest.fixture
def open_file(runner):
    """A function that opens a file on the runner's loop; what it opened is closed at the end."""
    opened = []

    def open_(path):
        opened.append(runner.run(Database.open(path)))
        return opened[-1]

    yield open_
    for database in opened:
        runner.run(database.close())


def test_one_answer(benchmark, runner, open_file, tmp_path):
    """From the text to the kept mark: read the interview, keep the text, grade it, write the turn, commit."""
    bank = load_bank([])
    desk = Desk(open_file(tmp_path / "fresh.db"), bank, Rules(), grading.NORMAL, lambda: NOW, Random(1))
    order = Order(topic="flask", questions=5, level=None, mode=Mode.PRACTICE, private=False)
    members, origins = count(1), count(1)

    def begin():
        interview = runner.run(desk.begin(next(members), GUILD, order, Home.THREAD))
        question = bank.get(interview.turn.topic, interview.turn.question)
        text = Answer(
            origin_id=next(origins),
            interview_id=interview.id,
            position=0,
            member_id=interview.member_id,
            kind=Kind.FIRST,
            body=question.answer,
            door=Door.FORM,
            written_at=NOW,
        )
        return (text,), {}

    after = benchmark.pedantic(lambda text: runner.run(desk.submit(text)), setup=begin, rounds=100)
    assert after.turn.stage is Stage.ANSWERED
    assert after.turn.mark > 0


@pytest.mark.parametrize(("period", "topic"), [(Period.WEEK, None), (Period.ALL, None), (Period.ALL, "topic-3")])
def test_a_board_of_many(benchmark, runner, open_file, busy_server, period, topic):
    database = open_file(busy_server)

    async def read():
        async with database.read() as connection:
            return await standings.board(
                connection, guild_id=GUILD, period=period, topic=topic, page=0, member_id=7, now=NOW
            )

    board = benchmark.pedantic(lambda: runner.run(read()), rounds=5)
    assert [row.rank for row in board.rows] == list(range(1, 11))
    assert board.members > 10


def test_opening_a_file_that_is_up_to_date(benchmark, runner, busy_server):
    """With the check of the whole file that each start makes."""

    async def open_and_close():
        await (await Database.open(busy_server)).close()

    before = busy_server.stat().st_size
    benchmark.pedantic(lambda: runner.run(open_and_close()), rounds=5)
    assert busy_server.stat().st_size == before
