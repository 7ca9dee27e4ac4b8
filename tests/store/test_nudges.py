from datetime import timedelta

from bot.interview.nudge import Nudge
from bot.store import nudges
from tests.store.making import ADA, BO, DAY, MINUTE, NOW

WISH = Nudge(ADA, 19, "Europe/Berlin", NOW, None)


async def test_a_wish_comes_back_as_it_was_and_the_last_one_counts(database):
    changed = Nudge(ADA, 7, "UTC", NOW + DAY, NOW)
    async with database.write() as connection:
        assert await nudges.get(connection, ADA) is None
        await nudges.put(connection, WISH)
        assert await nudges.get(connection, ADA) == WISH
        await nudges.put(connection, changed)
        assert await nudges.get(connection, ADA) == changed
        assert await nudges.get(connection, BO) is None


async def test_stopping_says_whether_there_was_anything(database):
    async with database.write() as connection:
        await nudges.put(connection, WISH)
        assert await nudges.stop(connection, ADA)
        assert not await nudges.stop(connection, ADA)
        assert await nudges.get(connection, ADA) is None


async def test_those_whose_hour_has_come_the_longest_waiting_first(database):
    async with database.write() as connection:
        for member_id, ago in ((1, timedelta(0)), (2, MINUTE), (3, -MINUTE)):
            await nudges.put(connection, Nudge(member_id, 19, "UTC", NOW - ago))
        assert [one.member_id for one in await nudges.at_hand(connection, NOW)] == [2, 1]
