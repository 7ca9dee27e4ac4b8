from bot.store import facts


async def test_a_fact_is_replaced(database):
    async with database.write() as connection:
        await facts.put(connection, "commands", "one")
        await facts.put(connection, "commands", "two")
        await facts.put(connection, "other", "")
    async with database.read() as connection:
        assert await facts.get(connection, "commands") == "two"
        assert await facts.get(connection, "other") == ""
        assert await facts.get(connection, "unknown") is None
