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
from bot.bank import Bank, Level, load_bank
from bot.cogs.interviews.desk import Desk
from bot.cogs.interviews.order import Order
from bot.cogs.rounds.desk import RoundDesk
from bot.interview import Home, Mode, Rules, Stage
from bot.interview.attempt import Attempt, Source
from bot.interview.podium import Entry
from bot.interview.round import Round, RoundKind, RoundQuestion
from bot.interview.standings import Period
from bot.store import Database, attempts, entries, rounds, standings
from bot.store.answers import Answer, Door, Kind
from bot.store.banks import Banks

pytestmark = pytest.mark.bench

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
GUILD = 2**60
MEMBERS = 5_000
ATTEMPTS = 1_000_000


@pytest.fixture
def runner():
    """One event loop for the database and for what is measured."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def busy_server(tmp_path_factory, pytestconfig):
    """A file with 1,000,000 attempts of 5,000 members over the 200 days before now; 5,000 if nobody measures."""
    attempts = ATTEMPTS if pytestconfig.getoption("benchmark_enable") else 5_000
    path = tmp_path_factory.mktemp("store") / "busy.db"
    random = Random(1)
    now, days = round(NOW.timestamp() * 1000), timedelta(days=200) // timedelta(milliseconds=1)
    rows = (
        (each, random.randrange(MEMBERS), GUILD, f"topic-{question % 8}", f"question-{question}", mark, at, at)
        for each in range(1, attempts + 1)
        for question, mark, at in [(random.randrange(400), random.randrange(101), now - random.randrange(days))]
    )

    async def create():
        await (await Database.open(path)).close()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executemany(
                "INSERT INTO attempt (source, source_id, position, member_id, guild_id, topic, question, level, mark,"
                " counts, answered_at, marked_at) VALUES ('interview', ?, 0, ?, ?, ?, ?, 'mid', ?, 1, ?, ?)",
                rows,
            )
        database = await Database.open(path)
        async with database.write() as connection:
            await standings.refresh_server(connection, GUILD, [NOW - timedelta(days=days) for days in range(201)])
        await database.close()

    asyncio.run(create())
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
    database = open_file(tmp_path / "fresh.db")
    desk = Desk(database, Banks(bank, database), Rules(), grading.NORMAL, lambda: NOW, Random(1))
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


@pytest.mark.timeout(600)  # to write a million attempts first takes a while
@pytest.mark.parametrize("topic", [None, "topic-3"])
@pytest.mark.parametrize("period", list(Period))
@pytest.mark.parametrize("page", [0, 10**6])
def test_a_board_of_many(benchmark, runner, open_file, busy_server, period, topic, page):
    database = open_file(busy_server)

    async def read():
        async with database.read() as connection:
            return await standings.board(
                connection, guild_id=GUILD, period=period, topic=topic, page=page, member_id=7, now=NOW
            )

    board = benchmark.pedantic(lambda: runner.run(read()), rounds=20)
    assert board.rows[0].rank == board.page * 10 + 1
    assert board.members > 5


def test_recording_an_attempt_beside_many(benchmark, runner, open_file, busy_server):
    """With the standings and the review that follow from it."""
    database, numbers = open_file(busy_server), count(10**9)

    async def record():
        one = Attempt(
            member_id=7,
            guild_id=GUILD,
            topic="topic-3",
            question="question-3",
            level=Level.MID,
            source=Source.ROUND,
            source_id=next(numbers),
            position=0,
            mark=70,
            counts=True,
            marked_at=NOW,
        )
        async with database.write() as connection:
            await attempts.record(connection, one)

    benchmark.pedantic(lambda: runner.run(record()), rounds=20)


PARTICIPANTS = 300


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    return tmp_path / "round.db" if request.param == "sqlite" else request.getfixturevalue("postgres")


def test_marking_a_round_of_many(benchmark, runner, open_file, place):
    """All marks of one question, with the standings and reviews that follow: while that lasts, nothing is revealed."""
    database, numbers = open_file(place), count(1)
    desk = RoundDesk(database, Banks(Bank([]), database), lambda: NOW, Random(1), timedelta(0))
    asked = RoundQuestion("sky", "blue", Level.MID, asked_at=NOW, closed_at=NOW)

    def begin():
        channel = next(numbers)

        async def answer():
            async with database.write() as connection:
                new = Round(0, RoundKind.ROUND, GUILD, channel, None, "sky", timedelta(minutes=1), (asked,), NOW)
                kept = await rounds.add(connection, new)
                for member_id in range(1, PARTICIPANTS + 1):
                    origin = channel * 10_000 + member_id
                    one = Entry(origin, kept.id, 0, member_id, "air", None, False, grading.Grade(70), True, NOW)
                    await entries.put(connection, one)
            return kept

        return (runner.run(answer()),), {}

    benchmark.pedantic(lambda of: runner.run(desk.mark(of)), setup=begin, rounds=5)

    async def members():
        async with database.read() as connection:
            board = await standings.board(
                connection, guild_id=GUILD, period=Period.ALL, topic="sky", page=0, member_id=1, now=NOW
            )
            return board.members

    assert runner.run(members()) == PARTICIPANTS


def test_opening_a_file_that_is_up_to_date(benchmark, runner, busy_server):
    """With the check of the whole file that each start makes."""

    async def open_and_close():
        await (await Database.open(busy_server)).close()

    before = busy_server.stat().st_size
    benchmark.pedantic(lambda: runner.run(open_and_close()), rounds=5)
    assert busy_server.stat().st_size == before
