from bot.store import seen
from tests.store.making import ADA, BO, DAY, NOW


async def test_the_last_time_is_kept_by_member_and_question(database):
    async with database.write() as connection:
        await seen.put(connection, ADA, "sky", "blue", NOW)
        await seen.put(connection, ADA, "sky", "blue", NOW + DAY)
        await seen.put(connection, ADA, "sea", "blue", NOW + 2 * DAY)
    async with database.read() as connection:
        assert await seen.get(connection, ADA, "sky", "blue") == NOW + DAY
        assert await seen.get(connection, ADA, "sea", "blue") == NOW + 2 * DAY
        assert await seen.get(connection, ADA, "sky", "red") is None
        assert await seen.get(connection, BO, "sky", "blue") is None
