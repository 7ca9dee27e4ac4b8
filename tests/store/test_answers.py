import pytest
import sqlalchemy as sa

from bot.interview import Confidence
from bot.store import answers, interviews
from bot.store.answers import Door, Kind
from bot.store.tables import answer as answer_table
from tests.store.making import MINUTE, NOW, begun, text


@pytest.fixture
async def interview(database):
    async with database.write() as connection:
        return await interviews.add(connection, begun())


async def add(database, new):
    async with database.write() as connection:
        return await answers.add(connection, new)


async def rows(database):
    async with database.read() as connection:
        return (await connection.execute(sa.select(answer_table).order_by(answer_table.c.id))).mappings().all()


async def test_a_text_is_kept_as_it_was_typed(database, interview):
    new = text(
        interview,
        origin_id=2**62,
        kind=Kind.FOLLOW_UP,
        point="air",
        door=Door.MENU,
        body="  first line\r\n\tsecond “line” 🙂 '); DROP TABLE answer; --  ",
        sure=Confidence.CERTAIN,
    )
    assert await add(database, new)
    (row,) = await rows(database)
    assert row["body"] == new.body
    assert (row["origin_id"], row["kind"], row["point"], row["door"], row["sure"]) == (
        2**62,
        "follow-up",
        "air",
        "menu",
        95,
    )
    assert (row["interview_id"], row["position"], row["member_id"]) == (interview.id, 0, interview.member_id)
    assert row["written_at"] == NOW


async def test_confidence_may_be_missing(database, interview):
    await add(database, text(interview))
    (row,) = await rows(database)
    assert (row["sure"], row["point"]) == (None, None)


async def test_a_second_delivery_changes_nothing(database, interview):
    assert await add(database, text(interview, 5, body="first"))
    assert not await add(database, text(interview, 5, body="second"))
    assert [row["body"] for row in await rows(database)] == ["first"]


async def test_the_same_words_from_elsewhere_are_another_text(database, interview):
    assert await add(database, text(interview, 5))
    assert await add(database, text(interview, 6))
    async with database.read() as connection:
        assert await answers.count(connection) == 2


async def test_the_last_body_is_that_of_one_question(database, interview):
    async with database.read() as connection:
        assert await answers.last_body(connection, interview.id, 0) is None
    await add(database, text(interview, 9, body="first", written_at=NOW + MINUTE))
    await add(database, text(interview, 3, body="second"))
    await add(database, text(interview, 10, body="of the other", position=1))
    async with database.read() as connection:
        assert await answers.last_body(connection, interview.id, 0) == "second"
        assert await answers.last_body(connection, interview.id + 1, 0) is None


async def test_a_text_without_its_question_is_refused(database, interview):
    for orphan in (text(interview, interview_id=interview.id + 1), text(interview, position=2)):
        with pytest.raises(sa.exc.IntegrityError):
            await add(database, orphan)
    assert await rows(database) == []


async def test_texts_go_with_their_interview(database, interview):
    await add(database, text(interview))
    async with database.write() as connection:
        await connection.execute(sa.text("DELETE FROM interview"))
    assert await rows(database) == []
