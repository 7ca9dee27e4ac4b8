from dataclasses import replace

import pytest

from bot.bank import Level
from bot.interview import Mode
from bot.interview.attempt import Attempt, Source
from bot.store import answers, attempts, history, interviews
from bot.store.answers import Kind
from tests.store.making import ADA, BO, DAY, FULL_GRADE, GUILD, MINUTE, NOW, RULES, begun, text

ONE = Attempt(ADA, GUILD, "sky", "blue", Level.MID, Source.ROUND, 7, 0, 60, counts=True, marked_at=NOW)


@pytest.fixture
async def connection(database):
    async with database.write() as connection:
        yield connection


async def answered(connection, **changed):
    """An interview whose first question was answered, and answered again."""
    before = await interviews.add(connection, begun(**changed))
    await answers.add(connection, text(before, 1, body="first"))
    after = before.answer(0, FULL_GRADE, counts=True, now=NOW, rules=RULES)
    await interviews.save(connection, before, after)
    return after


async def test_attempts_come_newest_first_and_can_be_narrowed_down(connection):
    others = {"topic": "sea"}, {"question": "red"}, {"member_id": BO}
    for number, changed in enumerate(({}, *others)):
        await attempts.record(connection, replace(ONE, source_id=number, marked_at=NOW + number * DAY, **changed))

    async def found(*which):
        return [one.source_id for one in await history.newest(connection, ADA, *which)]

    assert await found() == [2, 1, 0]
    assert await found("sky") == [2, 0]
    assert await found("sky", "blue") == [0]
    assert await found("nowhere") == []


async def test_an_exam_is_a_secret_until_it_is_over(connection):
    after = await answered(connection, mode=Mode.EXAM)
    assert await history.newest(connection, ADA) == []
    await interviews.save(connection, after, after.skip(1, gone=False, now=NOW))
    assert len(await history.newest(connection, ADA)) == 1


async def test_the_texts_are_the_first_that_was_marked_and_the_later_tries(connection):
    after = await answered(connection)
    await answers.add(connection, text(after, 2, body="kept but too late", written_at=NOW + MINUTE))
    await answers.add(connection, text(after, 3, body="again", kind=Kind.AGAIN, written_at=NOW + MINUTE))
    await answers.add(connection, text(after, 4, body="elsewhere", position=1))
    (one,) = await history.newest(connection, ADA)
    past = await history.get(connection, one)
    assert past.texts == ("first", "again")
    assert (past.grade, past.attempt, past.hints) == (FULL_GRADE, one, 0)


async def test_what_is_not_stored_any_more_is_none(connection):
    for source in Source:
        assert await history.get(connection, replace(ONE, source=source, source_id=404)) is None
